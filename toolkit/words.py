"""Sizes, reasons and reading levels in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.press import Reason

_UNITS = {"": 1, "B": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3, "TB": 1000**4}
_WORDS = {
    "style": "the print style",
    "fonts": "the choice of fonts",
    "paper": "the paper",
    "assets": "a picture",
    "engine": "the PDF engine",
    "press": "the press itself",
    "language": "the language",
    "dead links": "what its links lead to",
    "digits": "the room for page numbers",
}
_STATES: dict[tuple[str, ...], str] = {("new",): "not printed before", ("cache",): "no longer in the cache"}


def bytes_of(number: int) -> str:
    """Return *number* bytes as people say it: ``620 kB``, ``1.4 GB``."""
    for unit, size in (("GB", 1000**3), ("MB", 1000**2)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number / 1000:,.0f} kB"


def amount(text: str) -> int | None:
    """Return the bytes that ``500MB`` or ``2 GB`` stands for, or None when it is no size."""
    units = {unit.lower(): size for unit, size in _UNITS.items()}
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]*)", text.strip().lower())
    if not found or found[2] not in units:
        return None
    return int(float(found[1]) * units[found[2]])


def because(reasons: Sequence[Reason], chapters: int) -> list[str]:
    """Return one sentence for each cause, or for each chapter of its own cause; the packet has *chapters*."""
    if not reasons:
        return ["nothing: every chapter is in the cache"]
    causes: dict[tuple[str, ...], list[str]] = {}
    for reason in reasons:
        causes.setdefault(reason.changed, []).append(reason.chapter)
    found = []
    for changed, names in causes.items():
        if len(names) == 1 or (changed == ("html",) and len(names) < chapters):
            found += [f"{name}: {_cause(changed, 'its')}" for name in names]
        else:
            all = "all " if len(names) >= chapters else ""
            found.append(f"{all}{len(names)} chapters: {_cause(changed, 'their')}")
    return found


def _cause(changed: Sequence[str], whose: str) -> str:
    if state := _STATES.get(tuple(changed)):
        return state
    words = [f"{whose} text" if name == "html" else _WORDS.get(name, name) for name in changed]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"{listed} changed"


def level_lines(levels: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the table of the reading *levels* of findings.json; what is above its limit says so."""
    rows = [("chapter", "readers", "grade", "limit", "words", "")]
    for level in levels:
        above = "above" if level["grade"] > level["limit"] else ""
        numbers = (f"{level['grade']:.1f}", f"{level['limit']:g}", f"{level['words']:,}")
        rows.append((level["chapter"], f"{level['audience']}s", *numbers, above))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = []
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[2:5], widths[2:], strict=True)]
        lines.append("  ".join([*left, *right, row[5]]).rstrip())
    return lines
