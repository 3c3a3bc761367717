"""Statements that nobody has checked: each is marked where it is printed, and each is listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from docutils import nodes

from toolkit.checks.chapters.facts import MARK
from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.prose import plain
from toolkit.checks.finding import Finding
from toolkit.data import data_of
from toolkit.manifest import Entry

_NOTE = re.compile(r"\s+\([ABC](?:[:,][^)]*)?\)")
_NOTE_C = re.compile(r"\s\(C(?:[:,][^)]*)?\)")
"""A mark of confidence inside a text of a data file: of that piece only."""

Place = tuple[str, int]


def check_unsure(book: Book) -> Iterator[Finding]:
    """Statements that are printed with "verify before use": facts marked C, and the role ``verify``."""
    for docname in sorted(book.uses):
        for use in book.uses[docname]:
            if not use.unsure:
                continue
            what = f"“{use.text}”" if use.kind == "verify" else f"{use.kind} {use.id!r}"
            message = f"{what} is not certain; find a source, or verify it before use"
            yield Finding(book.relative(use.file), use.line, "verify", message, "notice")


def check_marks(book: Book) -> Iterator[Finding]:
    """Yield what is not certain and is printed without the words that say so; each is an error."""
    entries = {(entry.file, entry.line): entry for entry in data_of(book.env).library}
    for docname in sorted(book.env.found_docs):
        for place, printed in _from_data(book, book.env.get_doctree(docname)).items():
            if place in entries:
                yield from _unmarked(book, docname, entries[place], printed)
        yield from _named(book, docname)


def _from_data(book: Book, doctree: nodes.document) -> Mapping[Place, list[nodes.Element]]:
    """Return what *doctree* prints of each entry, by the entry's place: directives give it to their nodes."""
    folder = book.data.as_posix()
    found: dict[Place, list[nodes.Element]] = {}
    for node in doctree.findall(nodes.Element):
        place = _place(book, node)
        if (
            node.source
            and Path(node.source).as_posix().startswith(folder)
            and _place(book, node.parent) != place
        ):
            found.setdefault(place, []).append(node)
    return found


def _place(book: Book, node: nodes.Element) -> Place:
    return book.relative(node.source or ""), int(node.line or 0)


def _unmarked(book: Book, docname: str, entry: Entry, printed: list[nodes.Element]) -> Iterator[Finding]:
    where = book.file(docname)
    if not entry.certain and not any(_marked(node) for node in printed):
        message = f"prints '{entry.id}', which is not certain, without “verify before use”; report this fault"
        yield Finding(where, 0, "unsure-unmarked", message)
    doubtful = {text for field, text in _texts(entry) if _is_doubtful(entry, field, text)}
    for node in printed:
        for paragraph in node.findall(nodes.paragraph):
            text = plain(paragraph).strip()
            if text in {_NOTE.sub("", doubt) for doubt in doubtful} and not _marked(paragraph):
                message = f"prints “{text}” of '{entry.id}' without “verify before use”; report this fault"
                yield Finding(where, 0, "unsure-unmarked", message)


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    return ((field, value) for field, value in entry.fields.items() if isinstance(value, str))


def _is_doubtful(entry: Entry, field: str, text: str) -> bool:
    return entry.fields.get(f"{field}_confidence") == "C" or _NOTE_C.search(text) is not None


def _marked(node: nodes.Element) -> bool:
    return any("verify" in part["classes"] for part in node.findall(nodes.inline))


def _named(book: Book, docname: str) -> Iterator[Finding]:
    """Yield the uncertain entries that *docname* says it states, when it marks no words at all."""
    uses = book.uses.get(docname, ())
    if any(use.kind == "verify" for use in uses):
        return
    for use in uses:
        entry = data_of(book.env).entries(use.kind).get(use.id) if use.by == MARK else None
        if entry is not None and not entry.certain:
            message = (
                f"states '{use.id}', which is not certain; put {{verify}} around the words, or leave it out"
            )
            yield Finding(book.relative(use.file), use.line, "unsure-unmarked", message)
