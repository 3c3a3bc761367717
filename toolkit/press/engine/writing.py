"""Writes what was laid out as PDF, with a structure tree of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint import pdf as weasyprint_pdf

from toolkit.press.engine import drawing
from toolkit.press.engine.document import Laid
from toolkit.press.engine.log import Log
from toolkit.press.engine.trees import fragment_of
from toolkit.press.fragment import Fragment

Tagger = Callable[[Any, list[Fragment], list[Any]], None]
"""Called with the pydyf PDF, one fragment tree a page and the pages' content streams; builds the structure
tree."""


def write(laid: Laid, tagger: Tagger, finish: Callable[[Any], None]) -> bytes:
    """Write *laid* as PDF without its fonts: *tagger* builds the structure tree, *finish* completes the
    pydyf document.

    What it shows of page numbers is left open and told in :attr:`Laid.holes`; its fonts are told by
    :func:`fonts_used` and embedded once for a whole book.
    """
    log = Log()
    laid.document.toolkit_tagger = tagger
    with drawing.of(laid), log.collect():
        pdf: bytes = laid.document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_version="1.7", finisher=lambda _, document: finish(document)
        )
    laid.messages += [message for message in log.found if message not in laid.messages]
    return pdf


def _add_tags(pdf: Any, document: Any, pdf_version: Any, streams: list[Any]) -> None:
    """Stand in for ``weasyprint.pdf.add_tags``: hand what was drawn to the document's own tagger."""
    pages = [
        fragment_of(page._page_box, stream._tags)
        for page, stream in zip(document.pages, streams, strict=True)
    ]
    document.toolkit_tagger(pdf, pages, streams)


# WeasyPrint's own tags fail PDF/UA-1: one for each box and page, not for each element.
weasyprint_pdf.add_tags = _add_tags
