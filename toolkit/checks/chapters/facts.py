"""Which chapter states which entry of the data files: the table of facts, and what no chapter states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding, Level
from toolkit.data import data_of
from toolkit.manifest import Coverage, Entry

MARK = "facts"
"""The key of the front matter by which a chapter says what it states in its own words."""


@dataclass(frozen=True)
class Fact:
    """An *entry* that chapters are to state: *listed* is its list, *chapters* are those that state it."""

    listed: Coverage
    entry: Entry
    chapters: tuple[str, ...]


def facts_of(book: Book) -> list[Fact]:
    """Return the entries of all lists that coverage.yaml names, in its order, each with its chapters.

    A chapter states an entry that it prints by a directive, or that its front matter names.
    """
    library = data_of(book.env).library
    stated: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for docname in book.printed:
        for use in book.uses.get(docname, ()):
            stated.setdefault((use.kind, use.id), []).append((docname, use.by))
    found = []
    for name, listed in library.coverage.items():
        for entry in library.collection(name) if name in library.collections() else ():
            places = stated.get((name, entry.id), ())
            chapters = dict.fromkeys(chapter for chapter, by in places if listed.by in ("", by))
            found.append(Fact(listed, entry, tuple(chapters)))
    return found


def check_facts(book: Book) -> Iterator[Finding]:
    """Yield what no chapter states though it is certain, and what one states though it was to be left out."""
    for fact in facts_of(book):
        entry, listed = fact.entry, fact.listed
        level: Level = "error" if book.strict and listed.must else "notice"
        if not fact.chapters and listed.wants(entry):
            how = f"print it with {{{listed.by}}}" if listed.by else "state it, and name it under `facts:`"
            what = f"no chapter states '{entry.id}' of {listed.id}"
            message = f"{what}; {how}, or leave it out in coverage.yaml"
            yield Finding(entry.file, entry.line, "fact-unstated", message, level)
        elif fact.chapters and entry.id in listed.left_out:
            message = (
                f"'{entry.id}' is stated in {', '.join(fact.chapters)}, but coverage.yaml leaves it out "
                f"({listed.left_out[entry.id]}); delete one of the two"
            )
            yield Finding(listed.file, listed.line, "fact-left-out", message, level)


def check_uncited(book: Book) -> Iterator[Finding]:
    """Yield what a chapter says that it states, without a citation of any of its sources."""
    for docname in book.printed:
        uses = book.uses.get(docname, ())
        cited = {use.id for use in uses if use.kind == "sources"}
        for use in uses:
            entry = data_of(book.env).entries(use.kind).get(use.id) if use.by == MARK else None
            if entry is not None and entry.sources and not cited.intersection(entry.sources):
                names = ", ".join(entry.sources)
                message = f"states '{use.id}' but cites none of its sources ({names}); cite one of them"
                yield Finding(book.relative(use.file), use.line, "fact-uncited", message, "notice")


def fact_tables(book: Book, up: str) -> str:
    """Return a Markdown table for each list: entry, what it says, and links to its chapters.

    *up* is the way from the page that holds the tables to the folder of the chapters.
    """
    parts: dict[str, list[Fact]] = {}
    for fact in facts_of(book):
        parts.setdefault(fact.listed.id, []).append(fact)
    return "\n\n".join(_table(name, facts, up) for name, facts in parts.items())


def _table(name: str, facts: list[Fact], up: str) -> str:
    listed = facts[0].listed
    stated = sum(bool(fact.chapters) for fact in facts)
    left = sum(fact.entry.id in listed.left_out for fact in facts)
    columns = ["entry", *(["says"] if listed.text else []), "chapters"]
    lines = [
        f"**`{name}`**: {stated} of {len(facts)} stated{f', {left} left out' if left else ''}.",
        "",
        f"| {' | '.join(columns)} |",
        f"|{' --- |' * len(columns)}",
    ]
    for fact in facts:
        confidence = f" ({fact.entry.confidence})" if fact.entry.confidence else ""
        cells = [f"`{fact.entry.id}`{confidence}"]
        if listed.text:
            cells.append(_shown(str(fact.entry.fields.get(listed.text) or "")))
        cells.append(_chapters(fact, up))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _chapters(fact: Fact, up: str) -> str:
    if fact.chapters:
        return ", ".join(f"[{name}]({up}{name}.md)" for name in fact.chapters)
    if reason := fact.listed.left_out.get(fact.entry.id):
        return f"left out: {_escaped(reason)}"
    return "–" if fact.entry.certain else "– (not certain)"


SHOWN = 110
"""Letters of a statement that the table shows; the data file has the rest."""


def _shown(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > SHOWN:
        words = words[:SHOWN].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return _escaped(words)


def _escaped(text: str) -> str:
    """Return *text* without any sign that Markdown would take for a mark."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>|$" else sign for sign in text)
