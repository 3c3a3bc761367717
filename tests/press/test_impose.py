"""Booklet, two-up and zine: which page is where on which side, read back from the finished sheets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.press.printing import job, picture
from toolkit.checks.pdf import Expected, check_pdf, shipped_families
from toolkit.checks.pdf_contents import contents
from toolkit.checks.pdf_reader import Run
from toolkit.paper import PAPERS, Paper
from toolkit.press import Press, PressError
from toolkit.press.folds import FINISHES, STRIP
from toolkit.press.impose import POINT, Imposed, impose, note

COUNTS = (1, 2, 4, 5, 8, 9, 13, 16)
WHITE = 5 * POINT
"""What office printers leave white at each edge."""
_press = Press()


def book(
    count: int,
    *,
    lang: str = "en",
    paper: str = "letter",
    style: str = "",
    more: str = "",
    assets: Mapping[str, Path] | None = None,
) -> bytes:
    """Return a PDF of *count* pages, which say "Head 3" at the top and "Foot 3" at the bottom."""
    html = "".join(
        f'<div class="leaf p{number}"><p>Head {number}</p>{more}<p class="foot">Foot {number}</p></div>'
        for number in range(1, count + 1)
    )
    css = (
        "@page { margin: 20mm; @bottom-center { content: none } } p { margin: 0 }"
        ".leaf { position: relative; height: 150mm } .leaf + .leaf { break-before: page }"
        ".foot { position: absolute; bottom: 0 }"
    )
    wanted = job(html, style=css + style, lang=lang, paper=PAPERS[paper], assets=assets or {})
    return _press.bind(wanted).pdf


@cache
def plain(count: int, lang: str = "en", paper: str = "letter") -> bytes:
    return book(count, lang=lang, paper=paper)


@cache
def strip(finish: str, paper: str) -> bytes:
    return note(finish, PAPERS[paper], _press.bind)


def imposed(pdf: bytes, finish: str, paper: str = "letter") -> Imposed:
    return impose(pdf, finish, PAPERS[paper], strip(finish, paper))


@dataclass(frozen=True)
class Spot:
    """Where a page is on its side: *column* and *row* from the upper left, and which way its head points."""

    side: int
    column: int
    row: int
    head: str


def _middle(run: Run) -> tuple[float, float]:
    left, bottom, right, top = run.box
    return (left + right) / 2, (bottom + top) / 2


def spots(made: Imposed, finish: str, paper: str = "letter") -> dict[int, Spot]:
    """Return where each page of *made* is."""
    heads, feet = {}, {}
    for run in contents(made.pdf).runs:
        if match := re.fullmatch(r"(Head|Foot) (\d+)\s*", run.text):
            (heads if match[1] == "Head" else feet)[int(match[2])] = run
    assert heads.keys() == feet.keys()
    across, up = PAPERS[paper].height * POINT, PAPERS[paper].width * POINT
    found = {}
    for number, head in heads.items():
        (x, y), (foot_x, foot_y) = _middle(head), _middle(feet[number])
        aside = abs(x - foot_x) > abs(y - foot_y)
        way = ("left" if x < foot_x else "right") if aside else ("up" if y > foot_y else "down")
        column = int((x + foot_x) / 2 / across * FINISHES[finish].columns)
        row = FINISHES[finish].rows - 1 - int((y + foot_y) / 2 / up * FINISHES[finish].rows)
        found[number] = Spot(head.page, column, row, way)
        assert (head.page, int(_middle(head)[0] / across * FINISHES[finish].columns)) == (head.page, column)
    return found


def grid(places: Iterable[tuple[int, Spot]]) -> dict[tuple[int, int, int], int]:
    return {(spot.side, spot.column, spot.row): number for number, spot in places}


def folded(made: Imposed, found: Mapping[int, Spot], leftwards: bool = False) -> list[int]:
    """Return the pages as one leafs through the sheets of *made*, folded into one another; 0 is blank."""
    at = grid(found.items())
    left, right = (1, 0) if leftwards else (0, 1)
    sheets = range(made.sheets)
    outward = [(2 * sheet + side, column) for sheet in sheets for side, column in ((1, right), (2, left))]
    inward = [
        (2 * sheet + side, column) for sheet in reversed(sheets) for side, column in ((2, right), (1, left))
    ]
    return [at.get((side, column, 0), 0) for side, column in (*outward, *inward)]


# Booklet ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_booklet_is_read_in_order(count: int, lang: str) -> None:
    made = imposed(plain(count, lang), "booklet")
    found = spots(made, "booklet")
    total = -(-count // 4) * 4
    assert (made.pages, made.sheets) == (total // 2, total // 4)
    assert folded(made, found, leftwards=lang == "ar") == [*range(1, count + 1), *[0] * (total - count)]
    assert {spot.head for spot in found.values()} == {"up"}


def test_the_cover_is_on_the_right_of_the_first_side() -> None:
    assert spots(imposed(plain(5), "booklet"), "booklet")[1] == Spot(1, 1, 0, "up")
    assert spots(imposed(plain(5, "fa"), "booklet"), "booklet")[1] == Spot(1, 0, 0, "up")


# Two-up -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("lang", ["en", "he"])
def test_two_pages_a_side(count: int, lang: str) -> None:
    made = imposed(plain(count, lang), "two-up")
    sides = -(-count // 2)
    assert (made.pages, made.sheets) == (sides, -(-sides // 2))
    at = grid(spots(made, "two-up").items())
    columns = (1, 0) if lang == "he" else (0, 1)
    read = [at.get((side, column, 0), 0) for side in range(1, sides + 1) for column in columns]
    assert read == [*range(1, count + 1), *[0] * (2 * sides - count)]


# Zine ---------------------------------------------------------------------------------------------

RING = [(0, 1), (1, 1), (2, 1), (3, 1), (3, 0), (2, 0), (1, 0), (0, 0)]
"""The panels (column, row) of a zine in the order they follow one another when it is folded."""
LEAVES = [{(0, 0), (0, 1)}, {(1, 1), (2, 1)}, {(3, 0), (3, 1)}, {(1, 0), (2, 0)}]
"""The panels that lie back to back: joined at the fold of the heads, or at a fold beside the cut."""


@pytest.mark.parametrize("count", [count for count in COUNTS if count <= 8])
@pytest.mark.parametrize("lang", ["en", "ur"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_zine_is_read_in_order(count: int, lang: str, paper: str) -> None:
    made = imposed(plain(count, lang, paper), "zine", paper)
    assert (made.pages, made.sheets) == (1, 1)
    found = spots(made, "zine", paper)
    assert set(found) == set(range(1, count + 1))
    at = {(spot.column, spot.row): number for number, spot in found.items()}
    ring = [at.get(panel, 0) for panel in (RING if lang == "en" else RING[::-1])]
    start = ring.index(1)
    assert ring[start:] + ring[:start] == [*range(1, count + 1), *[0] * (8 - count)]
    assert all(spot.head == ("down" if spot.row == 0 else "up") for spot in found.values())


def test_the_leaves_of_a_zine_have_a_right_hand_page_in_front() -> None:
    found = spots(imposed(plain(8), "zine"), "zine")
    leaves = [sorted(n for n, spot in found.items() if (spot.column, spot.row) in leaf) for leaf in LEAVES]
    assert sorted(leaves) == [[1, 2], [3, 4], [5, 6], [7, 8]]


def test_a_zine_of_nine_pages_is_refused() -> None:
    with pytest.raises(PressError, match="a zine holds 8 pages, but there are 9"):
        imposed(plain(9), "zine")


def test_a_zine_has_lines_to_fold_and_to_cut() -> None:
    with pikepdf.open(io.BytesIO(imposed(plain(8), "zine").pdf)) as pdf:
        drawn = pikepdf.parse_content_stream(pdf.pages[0])
    width, height = 792, 612
    dashed, lines, here = False, [], (0.0, 0.0)
    for operands, operator in drawn:
        name = str(operator)
        if name == "d":
            dashed = len(operands[0]) > 0
        elif name == "m":
            here = (float(operands[0]), float(operands[1]))
        elif name == "l":
            lines.append((dashed, *here, float(operands[0]), float(operands[1])))
    assert [line for line in lines if line[0]] == [(True, width / 4, height / 2, width * 3 / 4, height / 2)]
    upright = [line[1] for line in lines if line[1] == line[3]]
    assert upright == [width / 4, width / 2, width * 3 / 4]
    assert (False, 0, height / 2, width / 4, height / 2) in lines


# Every finish ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("finish", FINISHES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_side_says_what_to_do(finish: str, paper: str) -> None:
    made = imposed(plain(7, paper=paper), finish, paper)
    read = contents(made.pdf)
    across, up = PAPERS[paper].height * POINT, PAPERS[paper].width * POINT
    for side in range(1, made.pages + 1):
        (line,) = [run for run in read.runs if run.page == side and run.box[3] < STRIP * POINT]
        assert line.text.strip() == FINISHES[finish].note
        left, bottom, right, top = line.box
        assert left >= WHITE and bottom >= WHITE and right <= across - WHITE
        assert 4 < top - bottom < 8
        assert line.colour == (0, 0, 0) and line.embedded
        assert right < across / 2, "it does not run over the fold in the middle"
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        sizes = [[float(number) for number in page.MediaBox] for page in pdf.pages]
    assert all(size == pytest.approx([0, 0, across, up], abs=0.001) for size in sizes)


@pytest.mark.parametrize("finish", FINISHES)
def test_pages_keep_clear_of_the_printed_line(finish: str) -> None:
    made = imposed(plain(8, paper="a4"), finish, "a4")
    for left, bottom, right, top in page_boxes(made):
        assert bottom >= STRIP * POINT - 0.01 and top <= 210 * POINT + 0.01
        assert left >= -0.01 and right <= 297 * POINT + 0.01


def page_boxes(made: Imposed) -> list[tuple[float, float, float, float]]:
    """Return the corners of every page placed on a side of *made*."""
    found = []
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        for page in pdf.pages:
            matrix = pikepdf.Matrix()
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "q":
                    matrix = pikepdf.Matrix()
                elif str(operator) == "cm":
                    matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
                elif str(operator) == "Do" and str(operands[0]) != "/Note":
                    box = page.Resources.XObject[str(operands[0])].BBox
                    area = matrix.transform(pikepdf.Rectangle(*map(float, box)))
                    found.append((area.llx, area.lly, area.urx, area.ury))
    return found


def test_a_wide_page_is_turned_so_that_it_stays_large() -> None:
    style = "@page wide { size: 11in 8.5in } .p2 { page: wide }"
    found = spots(imposed(book(3, style=style), "two-up"), "two-up")
    assert [found[number].head for number in (1, 2, 3)] == ["up", "left", "up"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_says_it_is_turned(turn: int) -> None:
    with pikepdf.open(io.BytesIO(plain(2))) as pdf:
        pdf.pages[0].obj.Rotate = turn
        output = io.BytesIO()
        pdf.save(output)
    found = spots(imposed(output.getvalue(), "two-up"), "two-up")
    assert found[1].column == 0
    # Turned by a quarter it is a wide page, which is turned again, its head to the left.
    assert found[1].head == {90: "up", 180: "down", 270: "down"}[turn]


@pytest.mark.parametrize("finish", FINISHES)
def test_nothing_is_claimed_that_is_not_there(finish: str, tmp_path: Path) -> None:
    source = book(4, more='<h1 id="h">A heading</h1><p><a href="#h">inside</a></p>'.replace("id=", "class="))
    made = imposed(source, finish)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/PageLabels"} & set(
            pdf.Root.keys()
        )
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
        assert b"A title" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo.Title) == "A title" and str(pdf.Root.Lang) == "en"
        dictionaries = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Stream)]
        assert not [item for item in dictionaries if "/StructParents" in item or "/StructParent" in item]
        assert not [page for page in pdf.pages if "/Annots" in page.obj]
    path = tmp_path / "sheets.pdf"
    path.write_bytes(made.pdf)
    flip = "DuplexFlipShortEdge" if FINISHES[finish].duplex else "Simplex"
    wanted = Expected(tagged=False, outline=False, duplex=flip, families=shipped_families())
    assert [str(finding) for finding in check_pdf(path, wanted)] == []


@pytest.mark.parametrize("finish", FINISHES)
def test_same_input_same_bytes_and_no_larger(finish: str, tmp_path: Path) -> None:
    name, *_ = assets = picture(tmp_path, size=(400, 300))
    source = book(8, more=f'<img src="{name}" alt="Grey" style="width: 60mm">', assets=assets)
    made = imposed(source, finish)
    assert imposed(source, finish) == made
    with pikepdf.open(io.BytesIO(source)) as before, pikepdf.open(io.BytesIO(made.pdf)) as after:
        assert streams(after, "/Image") == streams(before, "/Image") == 1
        assert font_files(after) <= font_files(before) + 1
    assert len(made.pdf) <= 1.1 * len(source) + len(strip(finish, "letter"))


def streams(pdf: pikepdf.Pdf, subtype: str) -> int:
    return sum(isinstance(item, pikepdf.Stream) and item.get("/Subtype") == subtype for item in pdf.objects)


def font_files(pdf: pikepdf.Pdf) -> int:
    keys = ("/FontFile2", "/FontFile3")
    return sum(
        isinstance(item, pikepdf.Dictionary) and any(key in item for key in keys) for item in pdf.objects
    )


def test_any_paper_may_be_given() -> None:
    small: Any = Paper("half", 139.7, 215.9)
    made = impose(plain(3), "booklet", small, note("booklet", small, _press.bind))
    assert (made.pages, made.sheets) == (2, 1)


def test_bytes_do_not_depend_on_what_was_saved_before() -> None:
    made = set()
    for level in (1, 6):
        pikepdf.settings.set_flate_compression_level(level)  # as another part of the process might
        made.add(impose(plain(3), "booklet", PAPERS["letter"], strip("booklet", "letter")).pdf)
    assert len(made) == 1
