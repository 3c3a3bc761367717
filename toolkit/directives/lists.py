"""Entries of one list, chosen and sorted by options: what ``data-table`` and ``tile-map`` share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.directives import library
from toolkit.directives.records import EntryBlock
from toolkit.errors import near_miss
from toolkit.facts import parse_when

if TYPE_CHECKING:
    from toolkit.manifest import Entry

_CONDITION = re.compile(r"([\w-]+)\s*(!=|>=|<=|=|~)\s*(.+)")


class ListBlock(EntryBlock):
    """A directive that prints entries of a list which its options choose."""

    def listed(self, kind: str) -> list[Entry]:
        """Return all entries of the list *kind*; that there is none is a fault."""
        data = library.data_of(self.env)
        entries = list(data.entries(kind).values())
        if not entries and not data.broken(kind):
            known = data.library.collections()
            advice = near_miss(kind, known) or f"; the lists are {', '.join(known) or 'none'}"
            self.fault(f"there is no list {kind!r} in the data files{advice}")
        return entries

    def field(self, name: str, fields: list[str]) -> str:
        """Return the one of *fields* that *name* means; for an unknown one, '' after a fault."""
        wanted = name.strip().replace("-", "_")
        if wanted in fields:
            return wanted
        known = near_miss(wanted, fields) or f"; the fields are {', '.join(fields)}"
        self.fault(f"there is no field {name!r} in this list{known}")
        return ""

    def where(self, kind: str, entries: list[Entry], fields: list[str]) -> list[Entry]:
        """Return the *entries* that meet the conditions of the option ``where``; none is a fault."""
        for condition in self.split_option("where"):
            entries = self._meeting(condition, entries, fields)
        if not entries:
            self.fault(
                f"no entry of {kind} meets the conditions of 'where'; change them, or remove the block"
            )
        return entries

    def _meeting(self, condition: str, entries: list[Entry], fields: list[str]) -> list[Entry]:
        match = _CONDITION.fullmatch(condition)
        if match is None:
            self.fault(
                f"option 'where': {condition!r} cannot be understood; write 'state = CA' or 'date >= 2010'"
            )
            return entries
        field = self.field(match[1], fields)
        wanted = match[3].strip()
        return [entry for entry in entries if _holds(entry, field, match[2], wanted)] if field else entries

    def sorted(self, entries: list[Entry], fields: list[str]) -> list[Entry]:
        """Return *entries* in the order of the fields of the option ``sort``."""
        for name in reversed(self.split_option("sort", ",")):
            field = self.field(name.removeprefix("-"), fields)
            if field:
                entries = sorted(
                    entries, key=lambda entry: sort_key(entry, field), reverse=name.startswith("-")
                )
        return entries


def fields_of(entries: list[Entry]) -> list[str]:
    """Return the names of all fields that any of *entries* has, in order."""
    return list(dict.fromkeys(field for entry in entries for field in entry.fields))


def _holds(entry: Entry, field: str, sign: str, wanted: str) -> bool:
    """Say whether *field* of *entry* meets the condition; text is compared without capitals."""
    value = entry.fields.get(field)
    has = "" if value is None else str(value)
    if sign in (">=", "<="):
        start = _date(has)
        short = start[: len(wanted)]
        return bool(start) and (short >= wanted if sign == ">=" else short <= wanted)
    has, wanted = has.casefold(), wanted.casefold()
    return {"=": has == wanted, "!=": has != wanted, "~": wanted in has}[sign]


def _date(text: str) -> str:
    try:
        return parse_when(text).start
    except ValueError:
        return text


def sort_key(entry: Entry, field: str) -> tuple[float, str]:
    """Return what *entry* is sorted by for *field*: numbers by size, dates by day, text without capitals."""
    value = entry.fields.get(field)
    if isinstance(value, int | float):
        return float(value), ""
    text = "" if value is None else str(value)
    return 0.0, _date(text).casefold() if field in ("date", "as_of") else text.casefold()
