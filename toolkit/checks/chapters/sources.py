"""Sources that no chapter cites."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding
from toolkit.errors import ToolkitError
from toolkit.manifest import load_library


def check_sources(book: Book) -> Iterator[Finding]:
    """Sources that no chapter cites: one finding for the whole file."""
    try:
        sources = load_library(book.data, book.root).sources
    except ToolkitError as error:
        yield from (Finding(fault.file, fault.line, "data", fault.message) for fault in error.faults)
        return
    used = used_sources(book)
    unused = [entry for id_, entry in sources.items() if id_ not in used]
    if unused:
        names = ", ".join(entry.id for entry in unused[:8]) + (", …" if len(unused) > 8 else "")
        message = f"{len(unused)} of {len(sources)} sources are cited nowhere: {names}"
        yield Finding(unused[0].file, unused[0].line, "source-unused", message, "notice")


def used_sources(book: Book) -> set[str]:
    """Return the ids of all sources that a chapter cites, or that an entry which it prints has.

    What is on the site only (a handbook's examples) does not count.
    """
    chapters = {*book.printed, book.env.config.root_doc}
    uses = (use for name in sorted(chapters) for use in book.uses.get(name, ()))
    return {use.id for use in uses if use.kind == "sources"}
