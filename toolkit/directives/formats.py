"""Times, dates and numbers as people of the project's language write them."""

from __future__ import annotations

import datetime
import re

from babel import dates

from toolkit.directives.shared import _
from toolkit.facts import Words, format_number, format_when, parse_when
from toolkit.facts.format import locale_of

DAY = 24 * 60
HARD_SPACE, THIN_SPACE = "\u00a0", "\u2009"
_PREFIXES = ("before", "by", "until", "about", "since", "after")


def minutes_of(text: str) -> int | None:
    """Return the minutes after midnight of ``9:00`` or ``18:30``, or None."""
    match = re.fullmatch(r"(\d{1,2}):(\d\d)", text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return int(match[1]) * 60 + int(match[2])


def clock(minutes: int, language: str) -> str:
    """Return the time of day *minutes* after midnight, such as ``9:00 AM`` (spaces do not break)."""
    time = datetime.time(minutes % DAY // 60, minutes % 60)
    text = dates.format_time(time, "short", locale=locale_of(language))
    return re.sub(r"\s", HARD_SPACE, text)


def minutes_text(minutes: int) -> str:
    """Return ``1 minute`` or ``n minutes``."""
    return str(_("1 minute")) if minutes == 1 else str(_("{} minutes")).format(minutes)


def when(text: str, language: str) -> str:
    """Return the date *text* of a data file written out in *language*; other text as it is."""
    try:
        date = parse_when(text)
    except ValueError:
        return text
    return format_when(date, language, words()).replace(THIN_SPACE, " ")


def words() -> Words:
    """Return the words around dates and values in the project's language."""
    prefixes = {name: str(_(f"{name} {{date}}")) for name in _PREFIXES}
    return Words(str(_("yes")), str(_("no")), str(_("no date")), prefixes)


def cell_text(value: object, language: str) -> str:
    """Return any value of a data file as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words().yes if value else words().no
    if isinstance(value, int | float):
        return format_number(value, language)
    if isinstance(value, list | tuple):
        return "; ".join(cell_text(part, language) for part in value)
    return str(value)


def figure_text(value: float, unit: str, language: str) -> tuple[str, str]:
    """Return a figure and the words after it: ``("18%", "")``, ``("1,300", "counties")``."""
    number = format_number(value, language)
    if unit == "percent":
        return f"{number}%", ""
    if unit.startswith("US dollars"):
        return f"${number}", unit.removeprefix("US dollars").strip()
    return number, unit
