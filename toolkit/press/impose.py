"""Puts the pages of a finished PDF on sheets to fold or share: a print-only PDF of the same drawings."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from toolkit.errors import Fault
from toolkit.paper import MM_PER_INCH, Paper
from toolkit.press import folds
from toolkit.press.model import Bound, Chapter, Job, PressError
from toolkit.press.saving import saved

POINT = 72 / MM_PER_INCH
"""Points in a millimetre."""

NOTE_STYLE = """
@page { margin: 0 }
body { margin: 0 }
p { margin: 0 10mm; font: 6.5pt/2.8mm "Source Sans 3"; color: #000; white-space: nowrap }
"""
"""The printed line: 2.8 mm high at the top of its strip, so that a printer's white edge below is kept."""


@dataclass(frozen=True)
class Imposed:
    """A print-only PDF: *pages* are sides, *sheets* are sheets of paper."""

    pdf: bytes
    pages: int
    sheets: int


def note(finish: str, paper: Paper, bind: Callable[[Job], Bound]) -> bytes:
    """Return a PDF of one page, the strip with the line that says what to do; *bind* is the press's."""
    chapter = Chapter(
        "note", "note", f'<section class="chapter" id="note"><p>{folds.FINISHES[finish].note}</p></section>'
    )
    strip = Paper(f"{paper.name}-strip", paper.height, folds.STRIP)
    job = Job(
        name=finish,
        title=finish,
        subtitle="",
        author="",
        description="",
        lang="en",
        paper=strip,
        style=NOTE_STYLE,
        front="",
        chapters=(chapter,),
        assets={},
        duplex=False,
    )
    return bind(job).pdf


def impose(pdf: bytes, finish: str, paper: Paper, note: bytes) -> Imposed:
    """Return the pages of *pdf* as a *finish* of :data:`folds.FINISHES` on *paper*, *note* on every side.

    What cannot survive leaves: tags, outline, links, page labels, and with them the claim to be PDF/UA.
    Text that runs from right to left is bound on the right.
    """
    most = folds.FINISHES[finish].most
    with pikepdf.open(io.BytesIO(pdf)) as book, pikepdf.open(io.BytesIO(note)) as strip:
        pages = list(book.pages)
        if most and len(pages) > most:
            message = f"a {finish} holds {most} pages, but there are {len(pages)}; print fewer chapters"
            raise PressError([Fault(finish, 0, message)])
        leftwards = folds.reads_leftwards(str(book.Root.get("/Lang", "")))
        forms = [_Form.of_page(page) for page in pages]
        line = book.copy_foreign(_Form.of_page(strip.pages[0], strip).stream)
        sides = folds.sides(finish, len(pages), paper, leftwards)
        drawn = _lines(finish, paper)
        for places in sides:
            _add_side(book, [(forms[place.page], place) for place in places], line, drawn, paper)
        del book.pages[: len(pages)]
        _strip_catalog(book, finish)
        content = saved(book)
    return Imposed(content, len(sides), folds.sheet_count(finish, len(sides)))


@dataclass(frozen=True)
class _Form:
    """A page as a drawing that can be placed (PDF 1.7, 8.10); *width* and *height* as it is read."""

    stream: Any
    width: float
    height: float
    upright: tuple[float, float, float, float, float, float]

    @classmethod
    def of_page(cls, page: Any, owner: pikepdf.Pdf | None = None) -> _Form:
        stream = page.as_form_xobject(handle_transformations=False)
        if owner is not None:
            stream = owner.make_indirect(stream)
        for key in ("/StructParents", "/StructParent", "/Matrix"):
            if key in stream:
                del stream[key]
        left, bottom, right, top = (float(number) for number in stream.BBox)
        width, height = right - left, top - bottom
        turn = int(page.obj.get("/Rotate", 0)) % 360
        matrices = {
            0: (1, 0, 0, 1, -left, -bottom),
            90: (0, -1, 1, 0, -bottom, right),
            180: (-1, 0, 0, -1, right, top),
            270: (0, 1, -1, 0, top, -left),
        }
        size = (height, width) if turn in (90, 270) else (width, height)
        return cls(stream, *size, matrices[turn])


def _place(form: _Form, place: folds.Place) -> str:
    """Return the matrices (PDF 1.7, 8.3.4) that put *form* into the middle of its place, as large as it goes.

    A page on its side is turned with its head to the left where it becomes larger by that, as wide tables
    in books are.
    """
    box = place.box
    width, height = box.width * POINT, box.height * POINT
    straight = min(width / form.width, height / form.height)
    aside = min(width / form.height, height / form.width)
    a, b = (0.0, aside) if aside > straight else (straight, 0.0)
    if place.turned:
        a, b = -a, -b
    # (a, b, -b, a) turns and scales; the last two numbers bring the middles together.
    x, y = box.x * POINT + width / 2, box.y * POINT + height / 2
    e = x - (a * form.width - b * form.height) / 2
    f = y - (b * form.width + a * form.height) / 2
    return f"{_numbers(a, b, -b, a, e, f)} cm {_numbers(*form.upright)} cm"


def _add_side(
    book: pikepdf.Pdf, placed: list[tuple[_Form, folds.Place]], line: Any, drawn: str, paper: Paper
) -> None:
    """Append one side with its pages, its printed line and its lines to fold and cut along."""
    names = Dictionary({"/Note": line})
    parts = [drawn, "q /Note Do Q"]
    for number, (form, place) in enumerate(placed, 1):
        names[f"/P{number}"] = form.stream
        parts.append(f"q {_place(form, place)} /P{number} Do Q")
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(paper.height * POINT, 4), round(paper.width * POINT, 4)]),
        Resources=Dictionary(XObject=names),
        Contents=book.make_indirect(Stream(book, "\n".join(filter(None, parts)).encode())),
    )
    book.pages.append(pikepdf.Page(book.make_indirect(page)))


def _lines(finish: str, paper: Paper) -> str:
    """Return the drawing of the lines to fold along (thin) and to cut (dashed)."""
    fold, cut = folds.folds(finish, paper)
    if not fold and not cut:
        return ""
    return f"q 0 G 0.3 w {_strokes(fold)} S 0.6 w [4 3] 0 d {_strokes(cut)} S Q"


def _strokes(lines: list[folds.Line]) -> str:
    points = [[number * POINT for number in line] for line in lines]
    return " ".join(f"{_numbers(*line[:2])} m {_numbers(*line[2:])} l" for line in points)


def _numbers(*values: float) -> str:
    """Return *values* as PDF writes them, the same on every machine."""
    texts = (f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
    return " ".join("0" if text == "-0" else text for text in texts)


def _strip_catalog(book: pikepdf.Pdf, finish: str) -> None:
    """Leave of the catalog what is true of a sheet for the printer (PDF 1.7, 7.7.2 and 12.2)."""
    kept = {"/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents"}
    for key in set(book.Root.keys()) - kept:
        del book.Root[key]
    for item in book.objects:
        if isinstance(item, Dictionary | Stream):
            for key in ("/StructParents", "/StructParent"):
                if key in item:
                    del item[key]
    book.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        PrintScaling=Name("/None"),
        Duplex=Name("/DuplexFlipShortEdge" if folds.FINISHES[finish].duplex else "/Simplex"),
    )
    book.Root.PageLayout = Name.SinglePage
    _write_metadata(book)


def _write_metadata(book: pikepdf.Pdf) -> None:
    """Write what the file says of itself anew, its language added and the claim to be PDF/UA-1 left out."""
    options = {"set_pikepdf_as_editor": False, "update_docinfo": False}
    with book.open_metadata(**options) as metadata:
        kept = {key: value for key, value in metadata.items() if not key.endswith("part")}
    if "/Metadata" in book.Root:
        del book.Root.Metadata
    with book.open_metadata(**options) as metadata:
        for key, value in kept.items():
            metadata[key] = value
        if "/Lang" in book.Root:
            metadata["dc:language"] = {str(book.Root.Lang)}
