"""Review dates: missing, due soon, or past."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding, Level
from toolkit.facts import day_of

SOON = 60
"""Days before a review is due at which it is mentioned."""


def check_reviews(book: Book) -> Iterator[Finding]:
    """Review dates: missing (in a project that has any), due within :data:`SOON` days, or past.

    Chapters that are not printed need no dates, but those they have count as well.
    """
    dated = book.strict or any(book.matter(docname).get("reviewed") for docname in book.env.found_docs)
    printed = set(book.printed)
    for docname in sorted(book.env.found_docs):
        file, matter = book.file(docname), book.matter(docname)
        if dated and docname in printed and not day_of(matter.get("reviewed")):
            message = "does not say when it was reviewed; write `reviewed: YYYY-MM-DD` in its front matter"
            yield Finding(file, 1, "review-missing", message, "notice")
        due = day_of(matter.get("review-by"))
        if due is None:
            continue
        days, line = (due - book.today).days, book.line(docname, "review-by")
        if days < 0:
            level: Level = "error" if book.release else "notice"
            message = f"should have been reviewed by {due}; review it, and write both dates anew"
            yield Finding(file, line, "review-overdue", message, level)
        elif days <= SOON:
            message = f"is due for review in {days} days, by {due}; review it"
            yield Finding(file, line, "review-due", message, "notice")
