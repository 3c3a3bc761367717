"""Tables for people: Markdown that reads well as plain text too."""

from __future__ import annotations

from collections.abc import Sequence

MEBI = 1024 * 1024


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: str = "") -> str:
    """Return a Markdown table, columns padded; *right* has an ``r`` for each column of numbers."""
    sides = right.ljust(len(heads))
    widths = [max(3, *(len(row[place]) for row in (heads, *rows))) for place in range(len(heads))]
    rule = [
        "-" * (width - 1) + ":" if side == "r" else "-" * width
        for width, side in zip(widths, sides, strict=True)
    ]
    lines = []
    for row in (heads, rule, *rows):
        cells = [
            cell.rjust(width) if side == "r" else cell.ljust(width)
            for cell, width, side in zip(row, widths, sides, strict=True)
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def seconds(value: float) -> str:
    """Return *value* seconds with as many digits as mean something: 0.042, 0.42, 4.2, 42."""
    for limit, digits in ((0.1, 3), (1, 2), (20, 1)):
        if value < limit:
            return f"{value:.{digits}f}"
    return f"{value:.0f}"


def memory(value: float) -> str:
    """Return *value* bytes in MiB, or a dash where nothing was measured."""
    return f"{value / MEBI:.0f}" if value else "–"


def ratio(value: float) -> str:
    """Return how many times one thing is another, with three digits."""
    return f"{value:.3g} ×"
