"""Reads PDFs with pdfium: runs of text with their place and marks, links, structure, fonts, catalog."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, origin at the lower left corner of the page."""


Matrix = tuple[float, float, float, float, float, float]
"""A transformation as PDF writes it (ISO 32000-1, 8.3.4)."""


@dataclass(frozen=True)
class Run:
    """Text drawn by one operation: *page* counts from 1, *mcid* is -1 outside of tagged content."""

    page: int
    text: str
    box: Box
    artifact: bool
    mcid: int
    font: str
    embedded: bool
    colour: tuple[int, int, int]
    """Red, green and blue of the letters, 0 to 255."""


@dataclass(frozen=True)
class Link:
    """A link annotation: *uri* when it leaves, else the *target* page (0: none, so the link is dead)."""

    page: int
    box: Box
    uri: str
    target: int
    contents: str


@dataclass(frozen=True)
class Tag:
    """One structure element as pdfium shows it on a page."""

    page: int
    depth: int
    kind: str
    alt: str
    actual_text: str
    title: str
    lang: str
    mcids: tuple[int, ...]
    inside: tuple[str, ...]
    """The kinds of the elements around it, outermost first."""


@contextmanager
def opened(pdf: bytes | Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open *pdf*; raise :class:`ValueError` when it is no readable PDF."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        yield document
    finally:
        document.close()


def _wide(call: Callable[[Any, int], int]) -> str:
    """Return the UTF-16 text that *call* writes into a buffer; *call* returns the length in bytes."""
    length = call(None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _narrow(call: Callable[[Any, int], int]) -> str:
    """Return the 8-bit text that *call* writes into a buffer."""
    length = call(None, 0)
    if length <= 1:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(buffer, length)
    return buffer.raw[: length - 1].decode("utf-8", "replace")


def _run_text(item: Any, text_page: Any) -> str:
    wide = ctypes.POINTER(ctypes.c_ushort)
    return _wide(
        lambda b, n: int(pdfium.FPDFTextObj_GetText(item, text_page, ctypes.cast(b, wide) if b else None, n))
    )


def _marks(item: Any) -> set[str]:
    """Names of the marked-content sequences around a page object."""
    found = set()
    size = ctypes.c_ulong()
    wide = ctypes.POINTER(ctypes.c_ushort)
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        pdfium.FPDFPageObjMark_GetName(mark, None, 0, size)
        buffer = ctypes.create_string_buffer(max(size.value, 2))
        pdfium.FPDFPageObjMark_GetName(mark, ctypes.cast(buffer, wide), size.value, size)
        found.add(buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace"))
    return found


def _box(item: Any, matrices: Sequence[Matrix]) -> Box:
    """Return the box of *item* on the page; *matrices* are those of the forms around it, outermost first."""
    values = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *values)
    left, bottom, right, top = (value.value for value in values)
    corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
    for a, b, c, d, e, f in reversed(matrices):
        corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _fill(item: Any) -> tuple[int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *parts)
    return (parts[0].value, parts[1].value, parts[2].value)


def _font(item: Any) -> tuple[str, bool]:
    font = pdfium.FPDFTextObj_GetFont(item)
    if not font:
        return "", False
    name = _narrow(lambda b, n: int(pdfium.FPDFFont_GetBaseFontName(font, b, n)))
    return name, pdfium.FPDFFont_GetIsEmbedded(font) == 1


@dataclass(frozen=True)
class Drawn:
    """An object drawn on a page: its handle, whether an artifact mark is around it, the forms' matrices."""

    item: Any
    artifact: bool
    matrices: tuple[Matrix, ...]


def _objects(holder: Any, count: Any, get: Any, around: Drawn) -> Iterator[Drawn]:
    for index in range(count(holder)):
        item = get(holder, index)
        marked = around.artifact or "Artifact" in _marks(item)
        drawn = Drawn(item, marked, around.matrices)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            form = Drawn(item, marked, (*around.matrices, _matrix(item)))
            yield from _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, form)
        else:
            yield drawn


def page_objects(page: pypdfium2.PdfPage) -> Iterator[Drawn]:
    """Yield the objects drawn on *page* in drawing order, those inside forms too."""
    start = Drawn(None, False, ())
    yield from _objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, start)


def runs(document: pypdfium2.PdfDocument) -> Iterator[Run]:
    """Yield every run of text in drawing order."""
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        for drawn in page_objects(page):
            item = drawn.item
            if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            name, embedded = _font(item)
            yield Run(
                page=number + 1,
                text=_run_text(item, text_page),
                box=_box(item, drawn.matrices),
                artifact=drawn.artifact,
                mcid=pdfium.FPDFPageObj_GetMarkedContentID(item),
                font=name,
                embedded=embedded,
                colour=_fill(item),
            )
        text_page.close()
        page.close()


def links(document: pypdfium2.PdfDocument) -> Iterator[Link]:
    """Yield every link annotation."""
    for number in range(len(document)):
        page = document[number]
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_LINK:
                yield _link(document, number + 1, annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
        page.close()


def _link(document: pypdfium2.PdfDocument, page: int, annotation: Any) -> Link:
    wide = ctypes.POINTER(ctypes.c_ushort)
    contents = _wide(
        lambda b, n: int(
            pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(b, wide) if b else None, n)
        )
    )
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    link = pdfium.FPDFAnnot_GetLink(annotation)
    uri, target = "", 0
    if link:
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            uri = _narrow(lambda b, n: int(pdfium.FPDFAction_GetURIPath(document, action, b, n)))
        else:
            dest = pdfium.FPDFLink_GetDest(document, link)
            target = pdfium.FPDFDest_GetDestPageIndex(document, dest) + 1 if dest else 0
    return Link(page, (rect.left, rect.bottom, rect.right, rect.top), uri, target, contents)


def tags(document: pypdfium2.PdfDocument) -> Iterator[Tag]:
    """Yield the structure elements page by page; an element over two pages comes twice."""
    for number in range(len(document)):
        page = document[number]
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        if tree:
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                yield from _tags(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), number + 1, ())
            pdfium.FPDF_StructTree_Close(tree)
        page.close()


def _tags(element: Any, page: int, inside: tuple[str, ...]) -> Iterator[Tag]:
    if not element:
        return
    # pdfium's names of these calls differ only in the last part.
    kind, alt, actual, title = (
        _wide(lambda b, n, get=get: int(get(element, b, n)))  # type: ignore[misc]
        for get in (
            pdfium.FPDF_StructElement_GetType,
            pdfium.FPDF_StructElement_GetAltText,
            pdfium.FPDF_StructElement_GetActualText,
            pdfium.FPDF_StructElement_GetTitle,
        )
    )
    lang = _wide(lambda b, n: int(pdfium.FPDF_StructElement_GetLang(element, b, n)))
    count = pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)
    mcids = [pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i) for i in range(max(count, 0))]
    real = tuple(mcid for mcid in mcids if mcid >= 0)
    yield Tag(page, len(inside), kind, alt, actual, title, lang, real, inside)
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        yield from _tags(child, page, (*inside, kind))


def language(document: pypdfium2.PdfDocument) -> str:
    """Return the natural language of the catalog (ISO 32000-1, 14.9.2)."""
    wide = ctypes.POINTER(ctypes.c_ushort)
    return _wide(
        lambda b, n: int(pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(b, wide) if b else None, n))
    )


def viewer_preference(document: pypdfium2.PdfDocument, key: str) -> str:
    """Return the name stored under *key* in the viewer preferences, '' when there is none."""
    return _narrow(lambda b, n: int(pdfium.FPDF_VIEWERREF_GetName(document, key.encode(), b, n)))
