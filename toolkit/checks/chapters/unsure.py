"""Statements that nobody has checked: each that is printed with "verify before use" is listed."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding


def check_unsure(book: Book) -> Iterator[Finding]:
    """Statements that are printed with "verify before use": facts marked C, and the role ``verify``."""
    for docname in sorted(book.uses):
        for use in book.uses[docname]:
            if not use.unsure:
                continue
            what = f"“{use.text}”" if use.kind == "verify" else f"{use.kind} {use.id!r}"
            message = f"{what} is not certain; find a source, or verify it before use"
            yield Finding(book.relative(use.file), use.line, "verify", message, "notice")
