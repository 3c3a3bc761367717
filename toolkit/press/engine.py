"""The only file that knows WeasyPrint: lays out a document and writes its PDF."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import logging
import mimetypes
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from toolkit.errors import Fault
from toolkit.press.fragment import Fragment
from toolkit.press.model import PressError

BASE = "https://packet.invalid/"
"""The address of the book while it is laid out; nothing of the machine's paths gets into the PDF."""

VERSION = "70"
"""The WeasyPrint whose private functions this file wraps."""

PX_TO_PT = 0.75
"""PDF points in a CSS pixel (CSS Values 4, section 6.2)."""

_INSTALL = "install it: Debian and Ubuntu `apt install {debian}`, Fedora `dnf install {fedora}`, macOS `brew install {brew}`"

Tagger = Callable[[Any, list[Fragment], list[Any]], None]
"""Called with the pydyf PDF, one fragment tree a page and the pages' content streams; builds the structure tree."""


@contextlib.contextmanager
def _own_fonts() -> Iterator[None]:
    """Let fontconfig see our empty configuration only, and give the machine's back."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _missing(what: str, debian: str, fedora: str, brew: str) -> PressError:
    how = _INSTALL.format(debian=debian, fedora=fedora, brew=brew)
    return PressError([Fault("toolkit", 0, f"the library {what} is not on this machine; {how}")])


_loaded: Any = None


def _weasyprint() -> Any:
    """Import WeasyPrint, once, with our fonts; raise PressError naming the package of a missing library."""
    global _loaded
    if _loaded is not None:
        return _loaded
    try:
        with _own_fonts(), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            weasyprint = importlib.import_module("weasyprint")
            ffi = importlib.import_module("weasyprint.text.ffi")
    except ModuleNotFoundError as error:
        raise PressError(
            [Fault("requirements.txt", 0, f"{error.name} is not installed; run `make`")]
        ) from None
    except OSError:
        raise _missing("Pango", "libpango-1.0-0 libpangoft2-1.0-0", "pango", "pango") from None
    if ffi.harfbuzz_subset is None:
        raise _missing("HarfBuzz-Subset", "libharfbuzz-subset0", "harfbuzz", "harfbuzz")
    if weasyprint.__version__.split(".")[0] != VERSION:
        message = (
            f"WeasyPrint {weasyprint.__version__} is not the one that is known to work; install 70.0 (`make`)"
        )
        raise PressError([Fault("requirements.txt", 0, message)])
    _install(weasyprint)
    _loaded = weasyprint
    return weasyprint


def versions() -> dict[str, str]:
    """Return the versions of everything that has a say in the bytes of a PDF."""
    weasyprint = _weasyprint()
    ffi = importlib.import_module("weasyprint.text.ffi")
    pydyf = importlib.import_module("pydyf")
    number = ffi.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    harfbuzz = _harfbuzz_version(ffi)
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "pango": pango,
        "harfbuzz": harfbuzz,
    }


def _harfbuzz_version(ffi: Any) -> str:
    """Return HarfBuzz's version, asked the way WeasyPrint's bindings allow: is it at least x.y.z?"""
    parts: list[int] = []
    for _ in range(3):
        number = 0
        while ffi.harfbuzz.hb_version_atleast(*(parts + [number + 1] + [0, 0])[:3]):
            number += 1
        parts.append(number)
    return ".".join(map(str, parts))


def _install(weasyprint: Any) -> None:
    """Put our structure tree in the place of WeasyPrint's (``weasyprint.pdf.add_tags``, private)."""
    module = importlib.import_module("weasyprint.pdf")

    def add_tags(pdf: Any, document: Any, pdf_version: Any, streams: list[Any]) -> None:
        pages = [
            _fragment(page._page_box, stream._tags)
            for page, stream in zip(document.pages, streams, strict=True)
        ]
        document.toolkit_tagger(pdf, pages, streams)

    module.add_tags = add_tags  # type: ignore[attr-defined]


class _Messages(logging.Handler):
    """Collects WeasyPrint's log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


@contextlib.contextmanager
def _quiet_log(messages: _Messages) -> Iterator[None]:
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    before = [(logger, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.propagate = False
    loggers[0].addHandler(messages)
    loggers[1].addHandler(hidden := logging.NullHandler())
    try:
        yield
    finally:
        loggers[0].removeHandler(messages)
        loggers[1].removeHandler(hidden)
        for logger, propagate in before:
            logger.propagate = propagate


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector off: layout makes millions of objects that live to its end (a fifth of its time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Slot:
    """A place for the page number of the element *ident*; *right* says that it ends where its slot ends."""

    ident: str
    right: bool


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
    slots: Mapping[Element, Slot] | None = None,
) -> Laid:
    """Lay out the HTML document *root*; *files* are what its addresses below :data:`BASE` may name.

    *refused* is told of every other address that the document asks for.  *slots* are filled with page numbers;
    one that is too narrow for its number is left for the caller to see (:attr:`Laid.widest`).
    """
    weasyprint = _weasyprint()
    engine_document = importlib.import_module("weasyprint.document")
    messages = _Messages()
    with _quiet_log(messages), _no_collector():
        html = weasyprint.HTML(string="<p>", base_url=BASE, url_fetcher=_fetcher(files, refused))
        cssselect2 = importlib.import_module("cssselect2")
        html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        html.etree_element = root
        with _own_fonts():
            fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
        options = {**weasyprint.DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1"}
        counter_style = importlib.import_module("weasyprint.css.counters").CounterStyle()
        context = engine_document.Document._build_layout_context(html, fonts, counter_style, {}, options)
        build = importlib.import_module("weasyprint.formatting_structure.build").build_formatting_structure
        box = build(
            root, context.style_for, context.get_image_from_uri, BASE,
            context.target_collector, counter_style, context.footnotes,
        )  # fmt: skip
        boxes = list(importlib.import_module("weasyprint.layout").layout_document(html, box, context))
        numbers = [context.page_maker[i + 1][3][1]["page"][-1] for i in range(len(boxes))]
        widest = _fill(boxes, slots or {}, numbers)
        metadata = engine_document.DocumentMetadata(**engine_document.get_html_metadata(html))
        pages = [engine_document.Page(page) for page in boxes]
        document = engine_document.Document(pages, metadata, html.url_fetcher, fonts, {}, None)
        document._html = html
    return Laid(document, numbers, widest, messages.found)


def fragments(laid: Laid) -> list[Fragment]:
    """Return the fragment tree of each page of *laid*, without marked contents."""
    return [_fragment(page._page_box, None) for page in laid.document.pages]


def _fill(pages: list[Any], slots: Mapping[Element, Slot], numbers: list[int]) -> int:
    """Write page numbers into the slots of the page boxes *pages*; return the most digits a number has."""
    if not slots:
        return 0
    wanted = {slot.ident for slot in slots.values()}
    found: dict[str, int] = {}
    for page, number in zip(pages, numbers, strict=True):
        for box in page.descendants():
            if (name := box.style["anchor"]) in wanted:
                found.setdefault(name, number)
    text_box = importlib.import_module("weasyprint.formatting_structure.boxes").TextBox
    for page in pages:
        _fill_box(page, slots, found, text_box)
    return max((len(str(number)) for number in found.values()), default=0)


def _fill_box(box: Any, slots: Mapping[Element, Slot], found: Mapping[str, int], text_box: Any) -> float:
    """Fill the slots in *box*; return by how much its inline content became narrower, in CSS pixels."""
    shift = 0.0
    for child in box.children if hasattr(box, "children") else ():
        if shift:
            child.translate(-shift)
        slot = slots.get(child.element) if isinstance(child, text_box) else None
        if slot is None:
            narrower = _fill_box(child, slots, found, text_box)
        else:
            number = str(found.get(slot.ident, "?"))
            narrower = child.width * (1 - len(number) / len(child.text))
            child.text = child.pango_layout.text = number
            child.width -= narrower
            if slot.right:
                child.position_x += narrower
                narrower = 0.0
        shift += narrower
    is_line = getattr(box, "element_tag", None) is None or type(box).__name__ != "InlineBox"
    if is_line:
        return 0.0
    box.width -= shift
    return shift


def write(laid: Laid, tagger: Tagger, finish: Callable[[Any, Laid], None]) -> bytes:
    """Write *laid* as PDF/UA-1: *tagger* builds the structure tree, *finish* completes the pydyf document."""
    messages = _Messages()
    laid.document.toolkit_tagger = tagger
    with _quiet_log(messages), _no_collector():
        pdf: bytes = laid.document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_version="1.7",
            pdf_identifier=True,
            finisher=lambda document, pydyf_pdf: finish(pydyf_pdf, laid),
        )
    laid.messages += [message for message in messages.found if message not in laid.messages]
    return pdf


def _fetcher(files: Mapping[str, bytes | Path], refused: Callable[[str], None]) -> Any:
    urls = importlib.import_module("weasyprint.urls")

    class Fetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Serves *files* and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            name = unquote(url.removeprefix(BASE).split("?")[0].split("#")[0])
            found = files.get(name) if url.startswith(BASE) else None
            if found is None:
                refused(name)
                raise ValueError("not a file of this book")
            body = found.read_bytes() if isinstance(found, Path) else found
            message = EmailMessage()
            message["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, body, message)

    return Fetcher()


def _fragment(box: Any, tags: dict[Any, Any] | None) -> Fragment:
    """Turn WeasyPrint's *box* and all below it into fragments; *tags* are the page's marked contents."""
    boxes = importlib.import_module("weasyprint.formatting_structure.boxes")
    placeholder = importlib.import_module("weasyprint.layout.absolute").AbsolutePlaceholder
    margins = (boxes.MarginBox,)

    def convert(box: Any) -> Fragment:
        outside = isinstance(box, placeholder)
        if outside:
            box = box._box
        tag = box.element_tag or ""
        pseudo = tag.partition("::")[2]
        mark = tags.get(box) if tags else None
        if isinstance(box, boxes.TextBox):
            return Fragment(
                "text", box.element, pseudo, box.position_x, box.position_y, box.width, box.height,
                text=box.text, mcid=mark["mcid"] if mark else None,
            )  # fmt: skip
        if isinstance(box, boxes.ReplacedBox):
            return Fragment(
                "image", box.element, pseudo, box.content_box_x(), box.content_box_y(), box.width, box.height,
                mcid=mark["mcid"] if mark else None, annotation=box.link_annotation, outside=outside,
            )  # fmt: skip
        kind = "page" if isinstance(box, boxes.PageBox) else "margin" if isinstance(box, margins) else "box"
        style = box.style
        fragment = Fragment(
            kind, box.element, pseudo, box.border_box_x(), box.border_box_y(), box.border_width(),
            box.border_height(), annotation=box.link_annotation, marker=_marker(style),
            clips=style["overflow"] != "visible", outside=outside or style["position"] in ("absolute", "fixed"),
        )  # fmt: skip
        if kind == "page" or fragment.clips:
            fragment.area = (box.content_box_x(), box.content_box_y(), box.width, box.height)
        fragment.children = [convert(child) for child in box.children]
        return fragment

    return convert(box)


def _marker(style: Any) -> str:
    """Return the list-style-type of a list item, '' for other boxes."""
    if "list-item" not in style["display"]:
        return ""
    kind = style["list_style_type"]
    return kind if isinstance(kind, str) else "none"
