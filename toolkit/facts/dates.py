"""Dates as people know them: a day, a month, a year, a span, ``by 2011-11``, ``n.d.``."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

PREFIXES = ("before", "by", "until", "about", "since", "after")
UNDATED = ("n.d.", "current")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_FORMS = "write 2011, 2011-11 or 2011-11-30, a span as 2011-08/2011-09, 'by 2011-11', or n.d."


@dataclass(frozen=True)
class When:
    """A date of any precision.

    *text* is what the author wrote.  *start* and *end* are ISO 8601 dates of 4, 7 or 10 characters;
    *end* is empty but for a span, and both are empty for something without a date.  *prefix* is
    empty or one of :data:`PREFIXES`.
    """

    text: str
    start: str = ""
    end: str = ""
    prefix: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """A key that sorts by time; what is less precise comes first, what has no date last."""
        order = PREFIXES.index(self.prefix) + 1 if self.prefix in PREFIXES[3:] else 0
        return ((self.start + "-00-00")[:10] if self.start else "9999", order)

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``year`` or ``none``: which parts of *start* are known."""
        return {10: "day", 7: "month", 4: "year"}.get(len(self.start), "none")

    def __str__(self) -> str:
        return self.text


def parse_when(text: str) -> When:
    """Return the date that *text* means; raises ``ValueError`` with what is wrong; what to do."""
    text = text.strip()
    if text in UNDATED or text.startswith("current "):
        return When(text)
    first, _, rest = text.partition(" ")
    if rest and first in PREFIXES:
        return When(text, start=_iso(rest, text), prefix=first)
    start, slash, end = text.partition("/")
    if slash:
        span = When(text, start=_iso(start, text), end=_iso(end, text))
        if span.end < span.start:
            raise ValueError(f"'{text}' ends before it begins; write the earlier date first")
        return span
    return When(text, start=_iso(text, text))


def parse_day(text: str) -> datetime.date:
    """Return the day that *text* (ISO 8601, ``2011-11-30``) means; raises ``ValueError``."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
        raise ValueError(f"'{text}' is not a day; write year, month and day, as in 2011-11-30")
    return datetime.date.fromisoformat(_iso(text, text))


def day_of(value: object) -> datetime.date | None:
    """Return the day (ISO 8601) that *value*, such as one of a front matter, means, or None."""
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def _iso(part: str, text: str) -> str:
    """Return *part* if it is a real date; *text* is what the author wrote in full."""
    found = _DATE.fullmatch(part.strip())
    if not found:
        raise ValueError(f"'{text}' is not a date; {_FORMS}")
    year, month, day = (int(number or 1) for number in found.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        raise ValueError(f"'{text}' is not in the calendar; check the month and the day") from None
    return found[0]
