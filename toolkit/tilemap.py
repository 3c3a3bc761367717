"""Draws a map of equal tiles as SVG: text as text, patterns instead of tints, lines of a point and more.

Print and site use the same drawing.  Its colours are black on white; the site's style changes them by the
classes ``tile-ink`` (filled), ``tile-line`` (drawn) and ``tile-paper``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

SIZE = 46
"""Units of a tile's side; seven tiles fit on a phone."""
PHONE = 9
"""Tiles beside each other that a phone can show smaller; a map of more is scrolled there."""
TYPE = 18
"""Units as long as the size of the type around the drawing, so that it grows with a reader's type."""
GAP, LINE, LETTERS = 3, 2, 16
"""Units between tiles, of every line, and of the type."""
TILE_MM = 8.4
"""Millimetres of a tile's side on paper: its type is 8 points, and its lines are 1 point."""
SWATCH = (40, 26)
"""Units of the sample of a pattern in the legend."""

_INK, _PAPER = 'class="tile-ink" fill="#000"', 'class="tile-paper" fill="#fff"'
_STROKE = f'class="tile-line" fill="none" stroke="#000" stroke-width="{LINE}"'
_DOTS = 'class="tile-line" fill="none" stroke="#000" stroke-width="4.4" stroke-linecap="round"'
PATTERNS = 5
"""Kinds of tiles that can be told apart without colour, besides the empty one: slanted lines, dots, black,
level lines, a grid."""
_STEP = 8
"""Units from line to line and from dot to dot."""


class Cell(NamedTuple):
    """A tile: its label, its place from the top left (from 1), and its pattern from 1, or 0 for none."""

    label: str
    row: int
    column: int
    pattern: int


def draw(cells: Sequence[Cell], title: str, description: str, prefix: str) -> str:
    """Return the SVG of *cells*; *prefix* makes its ids unique in a document."""
    columns, rows = max(cell.column for cell in cells), max(cell.row for cell in cells)
    body = [_tile(cell) for cell in cells]
    names = (
        f'role="img" aria-labelledby="{prefix}-title" aria-describedby="{prefix}-words" '
        "font-family=\"'Source Sans 3', 'Source Sans Pro', sans-serif\" "
        'font-weight="700" text-anchor="middle"'
    )
    told = (
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-words">{escape(description)}</desc>'
    )
    return _svg(columns * SIZE + GAP, rows * SIZE + GAP, names, [told, *body])


def swatch(pattern: int) -> str:
    """Return the SVG of a sample of *pattern*, 0 for an empty tile; it is decoration."""
    width, height = SWATCH
    parts = _field(1, 1, width - 2, height - 2, pattern)
    return _svg(width, height, 'aria-hidden="true" focusable="false"', parts)


def millimetres(units: float) -> float:
    """Return the length of *units* on paper."""
    return units / SIZE * TILE_MM


def width(cells: Iterable[Cell]) -> float:
    """Return the width of the drawing of *cells* on paper, in millimetres."""
    return millimetres(max(cell.column for cell in cells) * SIZE + GAP)


def _svg(width: int, height: int, attributes: str, parts: Sequence[str]) -> str:
    size = f'width="{width / TYPE:.3f}em" height="{height / TYPE:.3f}em"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {width} {height}" {attributes}>{"".join(parts)}</svg>'
    )


def _field(x: int, y: int, width: int, height: int, pattern: int) -> list[str]:
    """Return a framed rectangle with *pattern*, drawn line by line: viewers show seams in SVG's patterns."""
    box = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    marks = {
        1: lambda: f'<path {_STROKE} d="{_slanted(x, y, width, height)}"/>',
        2: lambda: f'<path {_DOTS} d="{_dots(x, y, width, height)}"/>',
        3: lambda: f"<rect {_INK} {box}/>",
        4: lambda: f'<path {_STROKE} d="{_level(x, y, width, height)}"/>',
        5: lambda: f'<path {_STROKE} d="{_level(x, y, width, height)} {_upright(x, y, width, height)}"/>',
    }
    return [f"<rect {_PAPER} {box}/>", *([marks[pattern]()] if pattern else []), f"<rect {_STROKE} {box}/>"]


def _places(begin: int, length: int) -> list[float]:
    """Return the places of lines over *length* from *begin*, with equal room at both ends."""
    count = length // _STEP
    first = begin + (length - (count - 1) * _STEP) / 2
    return [first + number * _STEP for number in range(count)]


def _level(x: int, y: int, width: int, height: int) -> str:
    return " ".join(f"M{x} {place:g}h{width}" for place in _places(y, height))


def _upright(x: int, y: int, width: int, height: int) -> str:
    return " ".join(f"M{place:g} {y}v{height}" for place in _places(x, width))


def _dots(x: int, y: int, width: int, height: int) -> str:
    """Return dots as lines of nearly no length, which round ends make visible."""
    return " ".join(f"M{left:g} {top:g}h.01" for top in _places(y, height) for left in _places(x, width))


def _slanted(x: int, y: int, width: int, height: int) -> str:
    """Return lines from lower left to upper right, cut at the edges."""
    lines = []
    for sum_ in range(_STEP // 2, width + height, _STEP):
        low, high = max(0, sum_ - height), min(width, sum_)
        lines.append(f"M{x + low} {y + sum_ - low}L{x + high} {y + sum_ - high}")
    return " ".join(lines)


def _tile(cell: Cell) -> str:
    side = SIZE - GAP
    x, y = (cell.column - 1) * SIZE + GAP, (cell.row - 1) * SIZE + GAP
    middle = x + side / 2
    plate = 8 + 9 * len(cell.label)
    words = [
        f'<rect {_PAPER} x="{middle - plate / 2:g}" y="{y + 11}" width="{plate}" height="21"/>',
        f'<text {_INK} font-size="{LETTERS}" x="{middle:g}" y="{y + 27}">{escape(cell.label)}</text>',
    ]
    return "".join(["<g>", *_field(x, y, side, side, cell.pattern), *words, "</g>"])
