"""Chapters that are harder to read than they may be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.prose import prose
from toolkit.checks.finding import Finding, Level
from toolkit.checks.reading import measure
from toolkit.nodes import keep_audience

GRADE = 8.0
"""School years that a text for everyone may ask of its readers (Flesch-Kincaid)."""
EASY_WORDS = "easy-words.txt"
"""File in the data folder: words, one a line, that chapters explain and that do not count as hard."""


def check_reading(book: Book) -> Iterator[Finding]:
    """Chapters whose text for everyone is harder than :data:`GRADE`; the worst sentences are shown."""
    easy = easy_words(book.data)
    for docname in sorted(book.env.found_docs):
        doctree = book.env.get_doctree(docname)
        facilitator = book.matter(docname).get("audience") == "facilitator"
        if not facilitator:
            keep_audience(doctree, "participant")
        level = measure(prose(doctree), easy)
        if level is None or level.grade <= GRADE:
            continue
        everyone = docname in book.printed and not facilitator
        severity: Level = "error" if book.strict and everyone else "notice"
        worst = " / ".join(f"“{sentence.text}”" for sentence in level.worst)
        message = f"reads at grade {level.grade:.1f}, above {GRADE:.0f}; shorten these first: {worst}"
        yield Finding(book.file(docname), 1, "reading-level", message, severity)


def easy_words(data: Path) -> frozenset[str]:
    """Return the words of :data:`EASY_WORDS`, or none when there is no such file."""
    path = data / EASY_WORDS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
