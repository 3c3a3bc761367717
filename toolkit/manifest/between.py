"""Checks between data files: what one of them says of the entries of another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from toolkit.errors import Fault, near_miss

if TYPE_CHECKING:
    from toolkit.manifest.editing import Coverage
    from toolkit.manifest.entries import Entry
    from toolkit.manifest.library import Library


def check_between(library: Library, unread: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each name in one file that is not in the other one.

    Nothing is said of the files *unread*: they have faults of their own.
    """
    seen: dict[str, str] = {}
    for coverage in library.coverage.values():
        if coverage.id.partition("/")[0] in unread:
            continue
        for message in _coverage(library, coverage, seen):
            yield Fault(coverage.file, coverage.line, f"entry '{coverage.id}': {message}")
    for unused in () if "sources" in unread else library.unused.values():
        if unused.id not in library.sources:
            yield Fault(unused.file, unused.line, library.unknown_source(unused.id))
    for word in _collection(library, "reading/words", unread):
        if message := _unexplained(library, word.id):
            yield Fault(word.file, word.line, message)


def _collection(library: Library, name: str, unread: Collection[str]) -> tuple[Entry, ...]:
    known = name in library.collections() and name.partition("/")[0] not in unread
    return library.collection(name) if known else ()


def _unexplained(library: Library, word: str) -> str:
    """Return what is wrong with calling *word* easy, or '': it must be in the name of a term."""
    if not word:
        return "this word has no id; write `- id: the-word`"
    names = [f"{term.fields.get('en', '')} {term.fields.get('also', '')}" for term in library.terms.values()]
    if any(re.search(rf"\b{re.escape(word)}s?\b", name, re.IGNORECASE) for name in names):
        return ""
    return f"the word '{word}' is in no term of glossary.yaml; explain it there, or delete it here"


def _coverage(library: Library, coverage: Coverage, seen: dict[str, str]) -> Iterator[str]:
    if coverage.id not in library.collections():
        hint = near_miss(coverage.id, library.collections()) or "; write its file, a slash and its key"
        yield f"there is no such list in the data files{hint}"
        return
    entries = library.collection(coverage.id)
    fields = {field for entry in entries for field in entry.fields}
    if entries and coverage.text and coverage.text not in fields:
        hint = near_miss(coverage.text, fields) or f"; the fields are {', '.join(sorted(fields))}"
        yield f"'text' is '{coverage.text}', which no entry of this list has{hint}"
    known = {entry.id for entry in entries}
    for id in coverage.left_out:
        if id not in known:
            yield f"there is no entry '{id}' to leave out{near_miss(id, known) or '; delete the line'}"
    for entry in entries:
        if not entry.id:
            place = f"{entry.file}, line {entry.line}"
            yield f"the entry in {place}, has no id; give it one, so that chapters can name it"
        elif entry.id in seen and seen[entry.id] != coverage.id:
            yield f"'{entry.id}' is in '{seen[entry.id]}' too; give one of the two another id"
        seen.setdefault(entry.id, coverage.id)
