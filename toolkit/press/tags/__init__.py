"""Builds a book's structure tree (PDF 1.7, 14.7 and 14.8) from what each HTML element drew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from toolkit.press.fragment import Fragment
from toolkit.press.tags.gather import Gatherer
from toolkit.press.tags.settle import settle
from toolkit.press.tags.shape import Shaper
from toolkit.press.tags.write import Writer


def tag(
    html: Element, pages: Sequence[Fragment], pdf: Any, streams: Sequence[Any], prefix: str = ""
) -> list[str]:
    """Tag the pydyf document *pdf* of the HTML document *html*; return messages for the author.

    *prefix* opens the ids of its elements, which are unique in the book (PDF 1.7, table 323).
    """
    gathered = Gatherer(html).run(pages)
    shaper = Shaper(gathered)
    document = shaper.document()
    settle(document)
    writer = Writer(pdf, streams, prefix)
    writer.tree(document)
    writer.annotations(gathered.unused)
    writer.artifacts(gathered.artifacts)
    return shaper.messages


__all__ = ["tag"]
