"""The only file that knows WeasyPrint: lays out a document and writes its PDF (load it through
``libraries``)."""

from __future__ import annotations

import contextlib
import gc
import logging
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import pdf as weasyprint_pdf
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.layout import layout_document
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from toolkit.press import slots
from toolkit.press.fontfix import static_cff
from toolkit.press.fragment import Fragment
from toolkit.press.libraries import own_fonts, set_variable
from toolkit.press.style import BASE

Tagger = Callable[[Any, list[Fragment], list[Any]], None]
"""Called with the pydyf PDF, one fragment tree a page and the pages' content streams; builds the structure
tree."""


def has_subsetter() -> bool:
    """Say whether HarfBuzz-Subset is there; without it WeasyPrint makes other bytes."""
    return ffi.harfbuzz_subset is not None


def versions() -> dict[str, str]:
    """Return the versions of everything that has a say in the bytes of a PDF."""
    number = ffi.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "pango": pango,
        "harfbuzz": _harfbuzz_version(),
    }


def _harfbuzz_version() -> str:
    """Return HarfBuzz's version, asked the way WeasyPrint's bindings allow: is it at least x.y.z?"""
    parts: list[int] = []
    for _ in range(3):
        number = 0
        while ffi.harfbuzz.hb_version_atleast(*[*parts, number + 1, 0, 0][:3]):
            number += 1
        parts.append(number)
    return ".".join(map(str, parts))


@dataclass
class Laid:
    """A laid-out document: the number that each page carries, and how many digits the widest slot needs."""

    document: Any
    numbers: list[int]
    widest: int
    messages: list[str] = field(default_factory=list)


def lay_out(
    root: Element,
    files: Mapping[str, bytes | Path],
    refused: Callable[[str], None],
    places: Mapping[Element, slots.Slot] | None = None,
) -> Laid:
    """Lay out the HTML document *root*; *files* are what its addresses below :data:`BASE` may name.

    *refused* is told of every other address that the document asks for. *places* are filled with page
    numbers; that one is too narrow for its number the caller sees in :attr:`Laid.widest`.
    """
    log = _Log()
    with log.collect(), _no_collector(), own_fonts():
        html = weasyprint.HTML(string="<p>", base_url=BASE, url_fetcher=_Fetcher(files, refused))
        html.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        html.etree_element = root
        fonts, counters = FontConfiguration(), CounterStyle()
        options = {**weasyprint.DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1"}
        context = Document._build_layout_context(html, fonts, counters, {}, options)
        box = build_formatting_structure(
            root, context.style_for, context.get_image_from_uri, BASE,
            context.target_collector, counters, context.footnotes,
        )  # fmt: skip
        page_boxes = list(layout_document(html, box, context))
        numbers = [context.page_maker[i + 1][3][1]["page"][-1] for i in range(len(page_boxes))]
        filler = slots.Filler(places or {}, boxes.TextBox, boxes.InlineBox)
        widest = filler.fill(page_boxes, numbers)
        metadata = DocumentMetadata(**get_html_metadata(html))
        document = Document([Page(page) for page in page_boxes], metadata, html.url_fetcher, fonts, {}, None)
    return Laid(document, numbers, widest, log.found)


def fragments(laid: Laid) -> list[Fragment]:
    """Return the fragment tree of each page of *laid*, without marked contents."""
    return [_fragment(page._page_box, {}) for page in laid.document.pages]


def write(laid: Laid, tagger: Tagger, finish: Callable[[Any], None]) -> bytes:
    """Write *laid* as PDF/UA-1: *tagger* builds the structure tree, *finish* completes the pydyf document."""
    log = _Log()
    laid.document.toolkit_tagger = tagger
    # fontTools writes the time into each static cut of a variable font.
    with log.collect(), _no_collector(), set_variable("SOURCE_DATE_EPOCH", "0"):
        pdf: bytes = laid.document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_version="1.7",
            pdf_identifier=True,
            finisher=lambda _, document: finish(document),
        )
    laid.messages += [message for message in log.found if message not in laid.messages]
    return pdf


def _add_tags(pdf: Any, document: Any, pdf_version: Any, streams: list[Any]) -> None:
    """Stand in for ``weasyprint.pdf.add_tags``: hand what was drawn to the document's own tagger."""
    pages = [
        _fragment(page._page_box, stream._tags) for page, stream in zip(document.pages, streams, strict=True)
    ]
    document.toolkit_tagger(pdf, pages, streams)


weasyprint_pdf.add_tags = _add_tags


_clean = Font.clean


def _clean_font(font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:
    """Stand in for ``Font.clean``, which is very slow with large fonts of variable CFF2 outlines (CJK)."""
    if not {"CFF2", "fvar"} <= set(font.tables) or not to_unicode:
        _clean(font, to_unicode, hinting)
        return
    font.subset(to_unicode, hinting)
    location = {"wght": font.variations.get("wght", font.weight)}
    font.file_content = static_cff(font.file_content, location, to_unicode)


Font.clean = _clean_font


class _Log(logging.Handler):
    """Collects the warnings of WeasyPrint; those of fontTools are for programmers and dropped."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("weasyprint"):
            self.found.append(record.getMessage())

    @contextlib.contextmanager
    def collect(self) -> Iterator[None]:
        """Listen while the block runs; nothing reaches other handlers."""
        loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
        before = [logger.propagate for logger in loggers]
        for logger in loggers:
            logger.propagate = False
            logger.addHandler(self)
        try:
            yield
        finally:
            for logger, propagate in zip(loggers, before, strict=True):
                logger.removeHandler(self)
                logger.propagate = propagate


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector off: layout makes millions of objects that live to its end (a fifth of its
    time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Fetcher(URLFetcher):
    """Serves the files of one book and ``data:`` addresses, nothing else."""

    def __init__(self, files: Mapping[str, bytes | Path], refused: Callable[[str], None]) -> None:
        super().__init__()
        self._files = files
        self._refused = refused

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Return the file that *url* names; raise ValueError, which WeasyPrint logs, for any other."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(BASE).partition("?")[0].partition("#")[0])
        found = self._files.get(name) if url.startswith(BASE) else None
        if found is None:
            self._refused(name)
            raise ValueError("not a file of this book")
        body = found.read_bytes() if isinstance(found, Path) else found
        message = EmailMessage()
        message["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, message)


def _fragment(box: Any, tags: Mapping[Any, Any]) -> Fragment:
    """Turn WeasyPrint's *box* and all below it into fragments; *tags* are the page's marked contents."""
    outside = isinstance(box, AbsolutePlaceholder)
    if outside:
        box = box._box
    pseudo = (box.element_tag or "").partition("::")[2]
    mcid = tags[box]["mcid"] if box in tags else None
    if isinstance(box, boxes.TextBox):
        place = (box.position_x, box.position_y, box.width, box.height)
        return Fragment("text", box.element, pseudo, *place, text=box.text, mcid=mcid)
    if isinstance(box, boxes.ReplacedBox):
        place = (box.content_box_x(), box.content_box_y(), box.width, box.height)
        link = box.link_annotation
        return Fragment("image", box.element, pseudo, *place, mcid=mcid, annotation=link, outside=outside)
    place = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
    fragment = Fragment(_kind(box), box.element, pseudo, *place, annotation=box.link_annotation)
    fragment.clips = box.style["overflow"] != "visible"
    hangs = min(box.margin_left, box.margin_right) < 0
    fragment.outside = outside or hangs or box.style["position"] in ("absolute", "fixed")
    if fragment.kind == "page":
        fragment.area = (box.content_box_x(), box.content_box_y(), box.width, box.height)
        fragment.x, fragment.y = box.position_x, box.position_y
        fragment.width, fragment.height = box.margin_width(), box.margin_height()
    fragment.children = [_fragment(child, tags) for child in box.children]
    return fragment


def _kind(box: Any) -> str:
    if isinstance(box, boxes.PageBox):
        return "page"
    if isinstance(box, boxes.MarginBox):
        return "margin"
    return "leader" if getattr(box, "is_leader", False) else "box"
