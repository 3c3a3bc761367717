"""Which page goes where on folded or shared sheets: booklet, two-up, zine; numbers only, no PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.paper import Paper

STRIP = 8.5
"""Millimetres along the lower edge of a side that hold the printed line, its unprintable edge included."""

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
"""Primary language subtags whose usual script runs from right to left (CLDR)."""

Line = tuple[float, float, float, float]
"""From x, y to x, y, in millimetres from the lower left corner."""


@dataclass(frozen=True)
class Box:
    """A rectangle; millimetres from the lower left corner of the side."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """One page on a side: its number from 0, the *box* it is fitted into, and whether it is upside down."""

    page: int
    box: Box
    turned: bool = False


@dataclass(frozen=True)
class Finish:
    """How pages share sheets: *columns* and *rows* of a side, printed on both sides or one, *most* pages.

    *note* is the sentence printed on every side.
    """

    columns: int
    rows: int
    duplex: bool
    most: int
    note: str


FINISHES = {
    "booklet": Finish(
        columns=2,
        rows=1,
        duplex=True,
        most=0,
        note="Print on both sides, flip on the short edge. Fold in the middle, staple in the fold.",
    ),
    "two-up": Finish(
        columns=2,
        rows=1,
        duplex=True,
        most=0,
        note="Two pages a side, in reading order. If you print on both sides, flip on the short edge.",
    ),
    "zine": Finish(
        columns=4,
        rows=2,
        duplex=False,
        most=8,
        note="Print on one side. Fold along the thin lines, cut the dashed line.",
    ),
}
"""The finishes that are made from the standard pages; *most* is 0 where any number of pages will do."""

ZINE = ((4, 3, 2, 1), (5, 6, 7, 0))
"""The pages of a zine, from 0: the upper row stands on its head, the cover is below on the right."""


def reads_leftwards(language: str) -> bool:
    """Say whether *language*, a BCP 47 tag or a locale name, is written leftwards, so bound on the right."""
    return language.replace("_", "-").split("-")[0].lower() in RIGHT_TO_LEFT


def order(finish: str, count: int) -> list[tuple[int, ...]]:
    """Return the pages of each side, from 0, row by row from the upper left, for text that runs rightwards.

    Numbers of *count* and above are blank pages.
    """
    if finish == "zine":
        return [tuple(page for row in ZINE for page in row)]
    if finish == "two-up":
        return [(page, page + 1) for page in range(0, count, 2)]
    total = -(-count // 4) * 4
    return [
        (page, total - 1 - page) if page % 2 else (total - 1 - page, page)  # left, right
        for page in range(total // 2)
    ]


def sides(finish: str, count: int, paper: Paper, leftwards: bool = False) -> list[list[Place]]:
    """Return the places of *count* pages on each side of *paper*, which lies on its long edge."""
    wanted = FINISHES[finish]
    boxes = _boxes(wanted, paper)
    result = []
    for pages in order(finish, count):
        rows: Sequence[Sequence[int]] = [
            pages[start : start + wanted.columns] for start in range(0, len(pages), wanted.columns)
        ]
        if leftwards:
            rows = [row[::-1] for row in rows]
        placed = zip([page for row in rows for page in row], boxes, strict=True)
        upper = wanted.columns if wanted.rows == 2 else 0
        result.append(
            [
                Place(page, box, turned=number < upper)
                for number, (page, box) in enumerate(placed)
                if page < count
            ]
        )
    return result


def _boxes(finish: Finish, paper: Paper) -> list[Box]:
    """Return where pages go, row by row from the upper left; the feet of a zine keep clear of both edges."""
    across, up = paper.height / finish.columns, paper.width / finish.rows
    if finish.rows == 1:
        return [Box(column * across, STRIP, across, up - STRIP) for column in range(finish.columns)]
    return [
        Box(column * across, y, across, up - STRIP) for y in (up, STRIP) for column in range(finish.columns)
    ]


def folds(finish: str, paper: Paper) -> tuple[list[Line], list[Line]]:
    """Return the lines to fold along and the lines to cut; only a zine has them drawn."""
    if finish != "zine":
        return [], []
    quarter, middle = paper.height / 4, paper.width / 2
    upright = [(quarter * n, STRIP, quarter * n, paper.width - STRIP) for n in (1, 2, 3)]
    outer = [(0.0, middle, quarter, middle), (3 * quarter, middle, paper.height, middle)]
    return [*upright, *outer], [(quarter, middle, 3 * quarter, middle)]


def sheet_count(finish: str, printed: int) -> int:
    """Return the sheets of paper that *printed* sides take."""
    return -(-printed // 2) if FINISHES[finish].duplex else printed
