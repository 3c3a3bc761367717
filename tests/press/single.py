"""The same book in one rendering of the layout engine: what the bound PDF has to equal.

Chapters, style and page-number slots are the same; WeasyPrint itself breaks pages, counts them, sets running
heads and feet, embeds fonts and writes the file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import pdf as weasyprint_pdf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.fonts import build_fonts_dictionary

from toolkit.press import Job, engine, fonts, html, prepare, slots, style, symbols, tags
from toolkit.press.characters import characters
from toolkit.press.fontfix import repair_fonts
from toolkit.press.libraries import set_variable


@dataclass(frozen=True)
class Single:
    """A book in one rendering."""

    pdf: bytes
    pages: int


def render(job: Job) -> Single:
    """Return *job* in one rendering, tagged, with its page numbers filled in."""
    faces = fonts.choose(_characters(job), job.style)
    root = html.document(
        "".join([job.front, *(chapter.html for chapter in job.chapters)]), job.lang, job.title
    )
    symbols.wrap(root)
    book = prepare.Preparation(root)
    prepare.clean(book)
    dead = [a.get("href", "")[1:] for a in root.iter("a") if a.get("href", "").startswith("#")]
    dead = [ident for ident in dead if ident not in book.ids]
    prepare.links(book, dead)
    places = {
        element: slots.Slot(ident, slots.in_contents(element, book.up))
        for element, ident in prepare.slots(book, dead).items()
    }
    prepare.footnotes(book)
    files: dict[str, Any] = {f"fonts/{face.name}": face.path for face in faces} | dict(job.assets)
    slots.open_slots(places, slots.DIGITS)
    laid = engine.lay_out(root, _css(job, faces), files, lambda _: None, places)
    pages = [page._page_box for page in laid.document.pages]
    _Filler(places).fill(pages)
    laid.document.pages = [Page(page) for page in pages]  # finds its links where they are now
    return Single(_write(laid, root), len(pages))


def _characters(job: Job) -> set[str]:
    drawings = [
        path.read_text("utf-8", "replace") for path in job.assets.values() if path.suffix.lower() == ".svg"
    ]
    return characters([job.front, job.style, job.furniture, *(c.html for c in job.chapters), *drawings])


def _css(job: Job, faces: Sequence[fonts.Face]) -> str:
    right = "right" if job.duplex else "page"
    start = right if job.start == "new-sheet" else "page"
    rules = [f".chapter {{ break-before: {start} }}", f".new-sheet {{ break-before: {right} }}"]
    return "\n".join([style.print_css(job.style, job.paper, faces), job.furniture, *rules])


def _write(laid: Any, root: Element) -> bytes:
    def tagger(pdf: Any, fragments: list[Any], streams: list[Any]) -> None:
        tags.tag(root, fragments, pdf, streams)

    laid.document.toolkit_tagger = tagger
    with _own_fonts(), set_variable("SOURCE_DATE_EPOCH", "0"):
        pdf: bytes = laid.document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_version="1.7", finisher=lambda _, document: repair_fonts(document)
        )
    return pdf


@contextlib.contextmanager
def _own_fonts() -> Iterator[None]:
    """Let WeasyPrint embed the fonts itself, as it does without the press."""
    stand_in = weasyprint_pdf.build_fonts_dictionary

    def embed(pdf: Any, fonts: Mapping[Any, Any], *rest: Any) -> Any:
        for font in fonts.values():
            font.widths = dict(font.widths)
        return build_fonts_dictionary(pdf, fonts, *rest)

    weasyprint_pdf.build_fonts_dictionary = embed
    try:
        yield
    finally:
        weasyprint_pdf.build_fonts_dictionary = stand_in


class _Filler:
    """Writes page numbers into laid-out boxes and moves what follows on their lines."""

    def __init__(self, places: Mapping[Element, slots.Slot]) -> None:
        self.places = places

    def fill(self, pages: Sequence[Any]) -> None:
        wanted = {slot.ident for slot in self.places.values()}
        found: dict[str, str] = {}
        for number, page in enumerate(pages, 1):
            for box in page.descendants() if wanted else ():
                if (name := box.style["anchor"]) in wanted:
                    found.setdefault(name, str(number))
        for page in pages if wanted else ():
            self._narrow(page, found)

    def _narrow(self, box: Any, found: Mapping[str, str]) -> float:
        """Fill the slots in *box*; return by how much it became narrower, in CSS pixels."""
        shift = 0.0
        rtl = box.style["direction"] == "rtl"
        for child in getattr(box, "children", ()):
            if shift:
                child.translate(shift if rtl else -shift)
            slot = self.places.get(child.element) if isinstance(child, boxes.TextBox) else None
            if slot is None:
                shift += self._narrow(child, found)
            else:
                shift += _write_number(child, found.get(slot.ident, "?"), slot.right, rtl)
        if not isinstance(box, boxes.InlineBox):
            return 0.0
        box.width -= shift
        if rtl:
            box.position_x += shift
        return shift


def _write_number(text: Any, number: str, right: bool, rtl: bool) -> float:
    """Put *number* into a text box of zeros; return how much room is left over after it."""
    spare = float(text.width * (1 - len(number) / len(text.text)))
    text.text = text.pango_layout.text = number
    text.width -= spare
    if right or rtl:
        text.position_x += spare
    return 0.0 if right else spare
