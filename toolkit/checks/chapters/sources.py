"""Sources that no chapter cites, and chapters that cite none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.prose import prose
from toolkit.checks.finding import Finding
from toolkit.errors import ToolkitError
from toolkit.manifest import load_library

FIGURE = re.compile(r"\b\d[\d.,]*\s?(?:%|percent\b)|\b\d{1,3}(?:,\d{3})+\b|[$€£]\s?\d")


def check_sources(book: Book) -> Iterator[Finding]:
    """Sources that no chapter cites: one finding for the whole file."""
    try:
        sources = load_library(book.data, book.root).sources
    except ToolkitError as error:
        yield from (Finding(fault.file, fault.line, "data", fault.message) for fault in error.faults)
        return
    cited = {use.id for uses in book.uses.values() for use in uses if use.kind == "sources"}
    unused = [entry for id_, entry in sources.items() if id_ not in cited]
    if unused:
        names = ", ".join(entry.id for entry in unused[:8]) + (", …" if len(unused) > 8 else "")
        message = f"{len(unused)} of {len(sources)} sources are cited nowhere: {names}"
        yield Finding(unused[0].file, unused[0].line, "source-unused", message, "notice")


def check_figures(book: Book) -> Iterator[Finding]:
    """Chapters that give figures and cite nothing, in a project that cites at all."""
    if not any(use.kind == "sources" for uses in book.uses.values() for use in uses):
        return
    for docname in book.printed:
        if any(use.kind == "sources" for use in book.uses.get(docname, [])):
            continue
        for text in prose(book.env.get_doctree(docname)):
            if figure := FIGURE.search(text):
                message = f"gives a figure ({figure.group()}) and cites no source; add a source"
                yield Finding(book.file(docname), 1, "figure-without-source", message, "notice")
                break
