"""Sources that no chapter cites."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding, Level
from toolkit.errors import ToolkitError
from toolkit.manifest import load_library

LISTED = "unused-sources.yaml"
"""The data file that says of single sources why no chapter cites them."""


def check_sources(book: Book) -> Iterator[Finding]:
    """Sources that no chapter cites and no reason is given for, and those that are cited in spite of one.

    In a strict project each is an error; in others, one notice names what is not cited.
    """
    try:
        library = load_library(book.data, book.root)
    except ToolkitError as error:
        yield from (Finding(fault.file, fault.line, "data", fault.message) for fault in error.faults)
        return
    used = used_sources(book)
    unused = [source for id, source in library.sources.items() if id not in used and id not in library.unused]
    if book.strict:
        for source in unused:
            message = f"the source '{source.id}' is cited nowhere; cite it, or say why in {LISTED}"
            yield Finding(source.file, source.line, "source-unused", message)
    elif unused:
        names = ", ".join(source.id for source in unused[:8]) + (", …" if len(unused) > 8 else "")
        message = f"{len(unused)} of {len(library.sources)} sources are cited nowhere: {names}"
        yield Finding(unused[0].file, unused[0].line, "source-unused", message, "notice")
    level: Level = "error" if book.strict else "notice"
    for listed in library.unused.values():
        if listed.id in used:
            message = (
                f"the source '{listed.id}' is cited in {', '.join(used[listed.id])}; delete it from this list"
            )
            yield Finding(listed.file, listed.line, "source-not-unused", message, level)


def used_sources(book: Book) -> dict[str, list[str]]:
    """Return by id the sources that a chapter cites, or that an entry which it prints has; with the chapters.

    What is on the site only (a handbook's examples) does not count.
    """
    found: dict[str, list[str]] = {}
    for docname in sorted({*book.printed, book.env.config.root_doc}):
        for id in dict.fromkeys(use.id for use in book.uses.get(docname, ()) if use.kind == "sources"):
            found.setdefault(id, []).append(docname)
    return found
