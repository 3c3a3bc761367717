"""How hard each chapter is to read, for each audience, and which are harder than they may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.prose import prose
from toolkit.checks.finding import Finding
from toolkit.checks.finding import Level as Severity
from toolkit.checks.reading import Level, measure
from toolkit.data import data_of
from toolkit.nodes import AUDIENCES, FACILITATOR, PARTICIPANT, audience_block, keep_audience


@dataclass(frozen=True)
class Reading:
    """The text of *chapter* that *audience* gets: of facilitators, only what nobody else gets."""

    chapter: str
    audience: str
    level: Level
    limit: float


def readings(book: Book) -> Iterator[Reading]:
    """Yield what was measured in each chapter for each audience that has a text of its own there."""
    library = data_of(book.env).library
    easy = library.easy_words()
    for docname in sorted(book.env.found_docs):
        for audience in AUDIENCES:
            level = measure(_text(book, docname, audience), easy)
            if level is not None:
                yield Reading(docname, audience, level, library.reading_limit(docname, audience))


def _text(book: Book, docname: str, audience: str) -> list[str]:
    """Return the paragraphs of *docname* for *audience*."""
    doctree = book.env.get_doctree(docname)
    only = book.matter(docname).get("audience")
    if only in AUDIENCES:
        keep_audience(doctree, str(only))
        return prose(doctree) if only == audience else []
    if audience == PARTICIPANT:
        keep_audience(doctree, audience)
        return prose(doctree)
    marked = [block for block in doctree.findall(audience_block) if block["audience"] == FACILITATOR]
    return [text for block in marked for text in prose(block)]


def check_reading(book: Book, measured: list[Reading]) -> Iterator[Finding]:
    """Yield the texts that are harder than their limit; the worst sentences are shown."""
    printed = set(book.printed)
    for reading in measured:
        if reading.level.grade <= reading.limit:
            continue
        ours = book.strict and reading.audience == PARTICIPANT and reading.chapter in printed
        severity: Severity = "error" if ours else "notice"
        worst = " / ".join(f"“{sentence.text}”" for sentence in reading.level.worst)
        message = (
            f"reads at grade {reading.level.grade:.1f} for {reading.audience}s, above {reading.limit:g}; "
            f"shorten these first: {worst}"
        )
        yield Finding(book.file(reading.chapter), 1, "reading-level", message, severity)
