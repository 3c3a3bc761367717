"""Lays out a document: WeasyPrint's own steps from HTML to pages, taken one by one to ask them more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.layout import layout_document
from weasyprint.pdf.metadata import DocumentMetadata

from toolkit.press import slots
from toolkit.press.engine import lines  # noqa: F401  (puts itself in its place)
from toolkit.press.engine.fetch import Fetcher
from toolkit.press.engine.log import Log
from toolkit.press.engine.sheets import style_sheet
from toolkit.press.libraries import own_fonts
from toolkit.press.style import BASE


@dataclass
class Laid:
    """A laid-out document; *strings* are the named strings of each page (CSS GCPM, section 1.1)."""

    document: Any
    strings: list[dict[str, str]]
    places: Mapping[Element, slots.Slot]
    messages: list[str] = field(default_factory=list)
    holes: list[slots.Hole] = field(default_factory=list)
    heads: list[slots.Head] = field(default_factory=list)
    pictures: set[tuple[str, bool]] = field(default_factory=set)
    """Files whose pixels were left out (see :func:`picture`), and whether viewers may smooth them."""
    files: tuple[str, ...] = ()

    def kinds(self) -> list[tuple[str, bool]]:
        """Return the name (CSS ``page``) of each page, and whether it was left blank."""
        types = [page._page_box.page_type for page in self.document.pages]
        return [(kind.name or "", bool(kind.blank)) for kind in types]


def lay_out(
    root: Element,
    css: str,
    files: Mapping[str, bytes | Path],
    refused: Callable[[str], None],
    places: Mapping[Element, slots.Slot] | None = None,
) -> Laid:
    """Lay out the HTML document *root* under the style sheet *css*; *files* are what addresses below
    :data:`BASE` may name.

    *refused* is told of every other address that the document asks for.  *places* are the elements whose
    text is a page number to be filled in later.
    """
    log = Log()
    with log.collect(), own_fonts():
        style = style_sheet(css, files)
        html = weasyprint.HTML(string="<p>", base_url=BASE, url_fetcher=Fetcher(files, refused))
        html.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        html.etree_element = root
        options = {**weasyprint.DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1", "stylesheets": [style.sheet]}
        context = Document._build_layout_context(html, style.fonts, style.counters, {}, options)
        box = build_formatting_structure(
            root, context.style_for, context.get_image_from_uri, BASE,
            context.target_collector, style.counters, context.footnotes,
        )  # fmt: skip
        page_boxes = list(layout_document(html, box, context))
        _plain_slots(page_boxes, places or {})
        metadata = DocumentMetadata(**get_html_metadata(html))
        pages = [Page(page) for page in page_boxes]
        document = Document(pages, metadata, html.url_fetcher, style.fonts, {}, None)
    strings = _strings(context.string_set, len(page_boxes))
    return Laid(
        document, strings, places or {}, [*style.messages, *log.found],
        files=() if "image-orientation" in css else tuple(files),
    )  # fmt: skip


def _plain_slots(pages: Sequence[Any], places: Collection[Element]) -> None:
    """Take the underline of a link from its page number, which may be narrower than the slot it is in."""
    for page in pages if places else ():
        for box in page.descendants():
            if isinstance(box, boxes.TextBox) and box.element in places:
                box.style = box.style.copy()
                box.style["text_decoration_line"] = "none"


def _strings(assigned: Mapping[str, Mapping[int, list[str]]], count: int) -> list[dict[str, str]]:
    """Return the named strings of each of *count* pages: the first that a page sets, else the last before."""
    found: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for number in range(1, count + 1):
        found.append(current | {name: on[number][0] for name, on in assigned.items() if on.get(number)})
        current = current | {name: on[number][-1] for name, on in assigned.items() if on.get(number)}
    return found
