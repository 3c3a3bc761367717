"""The only file that knows WeasyPrint: lays out a document and writes its PDF (load it through
``libraries``)."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import mimetypes
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import draw
from weasyprint import pdf as weasyprint_pdf
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, Page
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import RasterImage, get_image_from_uri
from weasyprint.layout import layout_document
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.matrix import Matrix
from weasyprint.pdf.fonts import Font, build_fonts_dictionary
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from toolkit.press import slots
from toolkit.press.fontfix import repair_fonts, static_cff
from toolkit.press.fonts import FONT_ATTRIBUTES, FontUse
from toolkit.press.fragment import Fragment
from toolkit.press.libraries import own_fonts, set_variable
from toolkit.press.style import BASE

Tagger = Callable[[Any, list[Fragment], list[Any]], None]
"""Called with the pydyf PDF, one fragment tree a page and the pages' content streams; builds the structure
tree."""


def has_subsetter() -> bool:
    """Say whether HarfBuzz-Subset is there; without it WeasyPrint makes other bytes."""
    return harfbuzz_subset is not None


def versions() -> dict[str, str]:
    """Return the versions of everything that has a say in the bytes of a PDF."""
    number = pango.pango_version()
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "pango": version,
        "harfbuzz": _harfbuzz_version(),
    }


def _harfbuzz_version() -> str:
    """Return HarfBuzz's version, asked the way WeasyPrint's bindings allow: is it at least x.y.z?"""
    parts: list[int] = []
    for _ in range(3):
        number = 0
        while harfbuzz.hb_version_atleast(*[*parts, number + 1, 0, 0][:3]):
            number += 1
        parts.append(number)
    return ".".join(map(str, parts))


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
    log = _Log()
    with log.collect(), own_fonts():
        style = _style(css, files)
        html = weasyprint.HTML(string="<p>", base_url=BASE, url_fetcher=_Fetcher(files, refused))
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


@dataclass
class _Style:
    """A style sheet read once, with the fonts it loads and what the reader of CSS said of it."""

    sheet: Any
    fonts: Any
    counters: Any
    messages: list[str]


_styles: dict[tuple[str, tuple[str, ...]], _Style] = {}

_MOST_STYLES = 6
"""Style sheets a process keeps with their fonts: chapters differ in the scripts they need."""


def _style(css: str, files: Mapping[str, bytes | Path]) -> _Style:
    """Return *css* as a style sheet; the last few are kept, since reading CSS and fonts takes long."""
    key = (css, tuple(sorted(name for name in files if name.startswith("fonts/"))))
    found = _styles.pop(key, None)
    if found is None:
        while len(_styles) >= _MOST_STYLES:
            del _styles[next(iter(_styles))]
        log, fonts, counters = _Log(), FontConfiguration(), CounterStyle()
        with log.collect():
            sheet = weasyprint.CSS(
                string=css, base_url=BASE, url_fetcher=_Fetcher(files, lambda _: None), media_type="print",
                font_config=fonts, counter_style=counters,
            )  # fmt: skip
        found = _Style(sheet, fonts, counters, log.found)
    _styles[key] = found
    return found


def _strings(assigned: Mapping[str, Mapping[int, list[str]]], count: int) -> list[dict[str, str]]:
    """Return the named strings of each of *count* pages: the first that a page sets, else the last before."""
    found: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for number in range(1, count + 1):
        found.append(current | {name: on[number][0] for name, on in assigned.items() if on.get(number)})
        current = current | {name: on[number][-1] for name, on in assigned.items() if on.get(number)}
    return found


def fragments(laid: Laid) -> list[Fragment]:
    """Return the fragment tree of each page of *laid*, without marked contents."""
    return [_fragment(page._page_box, {}) for page in laid.document.pages]


def write(laid: Laid, tagger: Tagger, finish: Callable[[Any], None]) -> bytes:
    """Write *laid* as PDF without its fonts: *tagger* builds the structure tree, *finish* completes the
    pydyf document.

    What it shows of page numbers is left open and told in :attr:`Laid.holes`; its fonts are told by
    :func:`fonts_used` and embedded once for a whole book.
    """
    global _drawing
    log = _Log()
    laid.document.toolkit_tagger = tagger
    _drawing = _Drawing(laid)
    try:
        with log.collect():
            pdf: bytes = laid.document.write_pdf(
                pdf_variant="pdf/ua-1", pdf_version="1.7", finisher=lambda _, document: finish(document)
            )
    finally:
        _drawing = None
    laid.messages += [message for message in log.found if message not in laid.messages]
    return pdf


def _add_tags(pdf: Any, document: Any, pdf_version: Any, streams: list[Any]) -> None:
    """Stand in for ``weasyprint.pdf.add_tags``: hand what was drawn to the document's own tagger."""
    pages = [
        _fragment(page._page_box, stream._tags) for page, stream in zip(document.pages, streams, strict=True)
    ]
    document.toolkit_tagger(pdf, pages, streams)


weasyprint_pdf.add_tags = _add_tags


# Page numbers --------------------------------------------------------------------------------------


class _Drawing:
    """Leaves holes where *laid* has slots, while its pages are drawn."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.pictures = {_image_id(name): name for name in laid.files}
        self.lines: dict[Any, Any] = {}
        """The line of each slot's text, and the page of each line."""
        self.pages: dict[Any, int] = {}
        self.heads: dict[Any, tuple[int, float]] = {}
        """The page of each text of a running head or foot that holds a page number, and how it is aligned."""
        for number, page in enumerate(laid.document.pages):
            for box in page._page_box.descendants() if laid.places else ():
                if isinstance(box, boxes.LineBox):
                    self._note(box, number)
            for margin in page._page_box.children[1:]:
                for box in margin.descendants():
                    if isinstance(box, boxes.TextBox) and slots.JOINER in box.text:
                        self.heads[box] = (number, _alignment(margin.style))

    def _note(self, line: Any, page: int) -> None:
        for text in line.descendants():
            if isinstance(text, boxes.TextBox) and text.element in self.laid.places:
                self.lines[text] = line
                self.pages[line] = page

    def holds(self, box: Any) -> bool:
        """Say whether a line, or what stands in it, holds a slot; to draw them, WeasyPrint copies boxes that
        have children."""
        if not self.lines:
            return False
        return box in self.lines or any(self.holds(child) for child in getattr(box, "children", ()))

    def text(self, stream: Any, box: Any, start: int) -> None:
        """Open a hole in what *stream* drew of the text *box* from operator *start* on."""
        line = self.lines[box]
        shown = [place for place in range(start, len(stream.stream)) if _ends(stream.stream[place], b"] TJ")]
        if len(shown) != 1:
            return  # drawn by nothing, or by more than one font: the zeros stay
        slot = self.laid.places[box.element]
        rtl = line.style["direction"] == "rtl"
        hole = slots.Hole(
            number=len(self.laid.holes),
            page=self.pages[line],
            ident=slot.ident,
            digits=len(box.text),
            glyphs=_digits(stream, box)[0],
            origin=(box.position_x, box.position_y + box.baseline),
            width=box.width,
            side="end" if slot.right else ("rtl" if rtl else "ltr"),
            x=box.position_x + (0 if rtl else box.width),
            top=line.position_y,
            bottom=line.position_y + line.height,
        )
        self.laid.holes.append(hole)
        stream.stream[shown[0]] = slots.show_operator(hole.number)
        if hole.side != "ltr":
            placed = max(at for at in range(start, shown[0]) if _ends(stream.stream[at], b" Tm"))
            stream.stream[placed] = slots.place_operator(hole.number)
        if hole.side != "end":
            stream.stream.append(slots.move_operator(hole.number))

    def head(self, stream: Any, box: Any, start: int) -> None:
        """Open the page numbers in what *stream* drew of the text *box* of a head or foot."""
        number = len(self.laid.heads)
        placed = start
        for place in range(start, len(stream.stream)):
            shown = stream.stream[place]
            if _ends(shown, b" Tm"):
                placed = place
            if not _ends(shown, b"] TJ"):
                continue
            stream.stream[place], found = slots.open_counters(shown, number)
            if not found:
                continue
            page, align = self.heads[box]
            origin = (box.position_x, box.position_y + box.baseline)
            glyphs, advances = _digits(stream, box)
            self.laid.heads.append(slots.Head(number, page, origin, align, glyphs, advances, found))
            stream.stream[placed] = slots.place_operator(number)
            return


def _alignment(style: Any) -> float:
    """Return where the text of a margin box stands: 0 at its left edge, 0.5 in the middle, 1 at the right."""
    align, rtl = style["text_align_all"], style["direction"] == "rtl"
    if align == "center":
        return 0.5
    return float(align == "right" or align == ("start" if rtl else "end"))


_drawing: _Drawing | None = None


def _ends(operation: Any, operator: bytes) -> bool:
    """Say whether an *operation* of a content stream is that of *operator*."""
    return isinstance(operation, bytes) and operation.endswith(operator)


def _digits(stream: Any, box: Any) -> tuple[list[str], list[float]]:
    """Return the glyph codes of the ten digits in the type of the text *box*, and their widths in CSS pixels;
    the font of *stream* notes that they are used."""
    scratch, layout, before = stream.clone(), box.pango_layout, box.text
    box.text = layout.text = slots.DIGITS_TEXT
    layout.reactivate(box.style)
    draw_first_line(scratch, box, "clip", "none", Matrix())
    layout.deactivate()
    box.text = layout.text = before
    name, size = scratch._current_font
    font = next(font for font in stream._fonts.values() if font.hash == name)
    codes = [code for shown in scratch.stream if shown.endswith(b"] TJ") for code in slots.glyph_codes(shown)]
    return codes, [font.widths[int(code, 16)] * size / 1000 for code in codes]


_draw_text, _draw_inline = draw.draw_text, draw.draw_inline_level


def _draw_slot(stream: Any, box: Any, *rest: Any) -> None:
    """Stand in for ``draw_text``: draw as ever, then open the hole of a slot."""
    start = len(stream.stream) - 1
    _draw_text(stream, box, *rest)
    if _drawing is None:
        return
    if box in _drawing.lines:
        _drawing.text(stream, box, start)
    elif box in _drawing.heads:
        _drawing.head(stream, box, start)


def _draw_line(stream: Any, page: Any, box: Any, *rest: Any, **named: Any) -> None:
    """Stand in for ``draw_inline_level``: what moves up after a slot moves back at the end of the line."""
    if _drawing is None or not isinstance(box, boxes.LineBox) or not _drawing.holds(box):
        _draw_inline(stream, page, box, *rest, **named)
        return
    stream.push_state()
    _draw_inline(stream, page, box, *rest, **named)
    stream.pop_state()


draw.draw_text, draw.draw_inline_level = _draw_slot, _draw_line


# Pictures ------------------------------------------------------------------------------------------


def _image_id(name: str) -> str:
    """Return what WeasyPrint calls the picture in the file *name* of a book."""
    return hashlib.md5(f"{BASE}{quote(name)}".encode(), usedforsecurity=False).hexdigest()


_x_object = RasterImage.get_x_object


def _picture_without_pixels(image: Any, interpolate: bool, ratio: float) -> Any:
    """Stand in for ``RasterImage.get_x_object``: leave the pixels of a book's files to the binder, since
    encoding them takes long and many chapters may show the same."""
    name = _drawing.pictures.get(image.id) if _drawing is not None else None
    if name is None:
        return _x_object(image, interpolate, ratio)
    assert _drawing is not None
    _drawing.laid.pictures.add((name, interpolate))
    extra = {"Type": "/XObject", "Subtype": "/Image", "Picture": pydyf.String(f"{interpolate:d}{name}")}
    return pydyf.Stream([b""], pydyf.Dictionary(extra))


RasterImage.get_x_object = _picture_without_pixels


def picture(name: str, content: bytes, interpolate: bool) -> bytes:
    """Return a PDF whose catalog holds the picture in the file *name* as ``/Picture``."""
    pdf = pydyf.PDF()
    fetcher = _Fetcher({name: content}, lambda _: None)
    image = get_image_from_uri({}, fetcher, weasyprint.DEFAULT_OPTIONS, BASE + quote(name))
    item = _x_object(image, interpolate, 1)
    pdf.add_object(item)
    if "SMask" in item.extra:
        pdf.add_object(item.extra["SMask"])
        item.extra["SMask"] = item.extra["SMask"].reference
    pdf.catalog["Picture"] = item.reference
    output = io.BytesIO()
    pdf.write(output, b"1.7", False, True)
    return output.getvalue()


# Fonts ---------------------------------------------------------------------------------------------


def fonts_used(laid: Laid) -> list[FontUse]:
    """Return the fonts that *laid* was written with, and which glyphs of them."""
    found: dict[str, FontUse] = {}
    for font in laid.document.fonts.values():
        use = found.get(font.hash)
        if use is None:
            use = found[font.hash] = FontUse(
                digest=hashlib.sha256(font.file_content).hexdigest(),
                attributes={name: _plain(getattr(font, name)) for name in FONT_ATTRIBUTES},
            )
        use.text |= font.to_unicode
        use.widths |= font.widths
        use.missing |= font.missing
    return [found[name] for name in sorted(found)]


def _plain(value: Any) -> Any:
    """Return an attribute of a font as JSON keeps it."""
    return value.decode() if isinstance(value, bytes) else value


def embed(use: FontUse, content: bytes) -> bytes:
    """Return a PDF whose catalog holds the font *use* as ``/Font``, cut to its glyphs; *content* is its
    file."""
    font = Font.__new__(Font)
    for name, value in use.attributes.items():
        setattr(font, name, value)
    font.file_content, font.used_in_forms = content, False
    font.hb_face = _hb_face(content, font.index)
    font.to_unicode, font.widths = dict(sorted(use.text.items())), dict(sorted(use.widths.items()))
    font.missing, font.variations = dict(sorted(use.missing.items())), dict(font.variations)
    font.name = font.name.encode()
    pdf = pydyf.PDF()
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": "1.7"}
    # fontTools writes the time into each static cut of a variable font.
    with _Log().collect(), set_variable("SOURCE_DATE_EPOCH", "0"):
        dictionary = build_fonts_dictionary(pdf, {font.hash: font}, True, True, options)
    repair_fonts(pdf)
    pdf.catalog["Font"] = dictionary[font.hash]
    output = io.BytesIO()
    pdf.write(output, b"1.7", False, True)
    return output.getvalue()


def _hb_face(content: bytes, index: int) -> Any:
    """Return HarfBuzz's face number *index* of the font file *content*."""
    buffer = ffi.new("char[]", content)
    blob = harfbuzz.hb_blob_create(buffer, len(content), 0, ffi.NULL, ffi.NULL)  # 0: HarfBuzz copies it
    face = ffi.gc(harfbuzz.hb_face_create(blob, index), harfbuzz.hb_face_destroy)
    harfbuzz.hb_blob_destroy(blob)
    return face


class _Widths(dict[int, float]):
    """Widths of a font's glyphs, in thousandths of the type size.

    WeasyPrint measures each glyph at the size at which it meets it first, with a rounding of that size;
    chapters that meet it at different sizes would not agree.  These are the font's own.
    """

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.upem, self.count = font.upem, font.glyph_count
        self.face = font.hb_face
        self.font = ffi.gc(harfbuzz.hb_font_create(font.hb_face), harfbuzz.hb_font_destroy)
        harfbuzz.hb_font_set_scale(self.font, font.upem, font.upem)
        with ffi.new("unsigned int *") as length:
            coordinates = harfbuzz.hb_font_get_var_coords_normalized(font.hb_font, length)
            harfbuzz.hb_font_set_var_coords_normalized(self.font, coordinates, length[0])

    def __contains__(self, glyph: object) -> bool:
        return super().__contains__(glyph) or (isinstance(glyph, int) and 0 < glyph < self.count)

    def __missing__(self, glyph: int) -> float:
        self[glyph] = round(harfbuzz.hb_font_get_glyph_h_advance(self.font, glyph) * 1000 / self.upem)
        return self[glyph]


_init_font = Font.__init__


def _prepare_font(font: Any, *rest: Any) -> None:
    """Stand in for ``Font.__init__``: the same, with widths that do not depend on the size."""
    _init_font(font, *rest)
    if not font.bitmap:
        font.widths = _Widths(font)


Font.__init__ = _prepare_font

ffi.cdef(
    "hb_font_t * hb_font_create (hb_face_t *face);"
    "void hb_font_destroy (hb_font_t *font);"
    "void hb_font_set_scale (hb_font_t *font, int x, int y);"
    "int32_t hb_font_get_glyph_h_advance (hb_font_t *font, hb_codepoint_t glyph);"
    "const int * hb_font_get_var_coords_normalized (hb_font_t *font, unsigned int *length);"
    "void hb_font_set_var_coords_normalized (hb_font_t *font, const int *coordinates, unsigned int length);"
    "hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user, void *destroy);"
    "hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);"
)

weasyprint_pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()


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
