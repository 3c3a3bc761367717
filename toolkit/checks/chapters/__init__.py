"""Checks of the chapters as they were read, one job a module; each yields findings."""

from __future__ import annotations

from toolkit.checks.chapters.facts import check_facts, check_uncited
from toolkit.checks.chapters.known import Book as Book
from toolkit.checks.chapters.levels import Reading, check_reading
from toolkit.checks.chapters.reviews import check_reviews
from toolkit.checks.chapters.sources import check_sources
from toolkit.checks.chapters.spelling import check_spelling
from toolkit.checks.chapters.terms import check_terms
from toolkit.checks.chapters.unsourced import check_statements
from toolkit.checks.chapters.unsure import check_marks, check_unsure
from toolkit.checks.chapters.words import check_plain_words
from toolkit.checks.finding import Finding


def check_chapters(book: Book, measured: list[Reading]) -> list[Finding]:
    """Return every finding about the chapters; *measured* is how hard each is to read."""
    return [
        *check_reviews(book),
        *check_unsure(book),
        *check_marks(book),
        *check_sources(book),
        *check_statements(book),
        *check_facts(book),
        *check_uncited(book),
        *check_reading(book, measured),
        *check_terms(book),
        *check_plain_words(book),
        *check_spelling(book),
    ]
