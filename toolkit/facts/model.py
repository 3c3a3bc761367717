"""What a local fact is, and what comes of it in a text: a filled value or a marked blank."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Phone:
    """A telephone number: *national* and *international* for people, *target* after ``tel:``."""

    national: str
    international: str
    target: str
    home: bool


@dataclass(frozen=True)
class Money:
    """An amount of *currency* (ISO 4217)."""

    amount: float
    currency: str


Value: TypeAlias = str | bool | Phone | Money | datetime.date | tuple[str, ...]


@dataclass(frozen=True)
class LocalFact:
    """One local fact; *value* is ``None`` until somebody fills it in.

    *checked_on* and *expires_on* are days; *source* says where the value was checked; *file* and
    *line* are where the fact stands.
    """

    name: str
    type: str
    label: str
    value: Value | None = None
    help: str = ""
    example: str = ""
    required: bool = False
    checked_on: datetime.date | None = None
    checked_by: str = ""
    expires_on: datetime.date | None = None
    source: str = ""
    file: str = ""
    line: int = 0

    def expired(self, today: datetime.date) -> bool:
        """Say whether the value is no longer to be trusted on *today*."""
        return self.expires_on is not None and self.expires_on < today


@dataclass(frozen=True)
class LocalFacts(Mapping[str, LocalFact]):
    """All local facts of a project by name, in the order of the file."""

    facts: Mapping[str, LocalFact] = field(default_factory=dict)

    def __getitem__(self, name: str) -> LocalFact:
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def missing(self) -> tuple[LocalFact, ...]:
        """Return the required facts that have no value yet."""
        return tuple(fact for fact in self.facts.values() if fact.required and fact.value is None)


@dataclass(frozen=True)
class Filled:
    """A fact as it is printed.

    *href* is the address behind it (``tel:``, ``mailto:``, ``https:``) or empty.  *isolate* says
    that it must be kept left-to-right in right-to-left text (telephone numbers, dates, addresses).
    """

    text: str
    href: str = ""
    isolate: bool = False


@dataclass(frozen=True)
class Blank:
    """A fact without a value: printers draw a marked blank with *label*, to fill in by hand."""

    label: str
