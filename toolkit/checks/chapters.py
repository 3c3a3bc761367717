"""Checks of the chapters as they were read: review dates, sources, unsure statements, reading level."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from toolkit.checks.finding import Finding, Level
from toolkit.checks.reading import measure
from toolkit.errors import ToolkitError
from toolkit.manifest import load_library
from toolkit.nodes import keep_audience

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

SOON = 60
"""Days before a review is due at which it is mentioned."""
GRADE = 8.0
"""School years that a text for everyone may ask of its readers (Flesch-Kincaid)."""
EASY_WORDS = "easy-words.txt"
"""File in the data folder: words, one a line, that chapters explain and that do not count as hard."""
FIGURE = re.compile(r"\b\d[\d.,]*\s?(?:%|percent\b)|\b\d{1,3}(?:,\d{3})+\b|[$€£]\s?\d")
NOT_READ = (nodes.literal_block, nodes.raw, nodes.comment, nodes.math_block, nodes.footnote, nodes.citation)
NOT_READ_CLASSES = {"sources", "record", "session-plan", "timeline", "statistic", "toctree-wrapper"}


@dataclass(frozen=True)
class Book:
    """What the checks need to know: the chapters read, where the project is, and the real day.

    *strict* says that the project is ours (an unreadable chapter is an error), *release* that a
    release is made (a review that is overdue is an error).
    """

    env: BuildEnvironment
    root: Path
    data: Path
    today: datetime.date
    strict: bool = False
    release: bool = False

    def file(self, docname: str) -> str:
        """Return the file of *docname* as the author knows it."""
        path = Path(self.env.doc2path(docname))
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def matter(self, docname: str) -> dict[str, Any]:
        """Return the front matter of *docname*."""
        return dict(self.env.metadata.get(docname, {}))

    def line(self, docname: str, key: str) -> int:
        """Return the line of *key* in the front matter of *docname*, or 1."""
        lines = Path(self.env.doc2path(docname)).read_text(encoding="utf-8").splitlines()
        found = (number for number, line in enumerate(lines, start=1) if line.startswith(f"{key}:"))
        return next(found, 1)

    @property
    def printed(self) -> list[str]:
        """The chapters that are meant for paper: all but the front page and what is web-only."""
        return [
            docname
            for docname in sorted(self.env.found_docs)
            if docname != self.env.config.root_doc and self.matter(docname).get("packet") != "web-only"
        ]

    @property
    def uses(self) -> dict[str, list[Any]]:
        """What each chapter uses of the data files (kept by the directives)."""
        found: dict[str, list[Any]] = getattr(self.env, "toolkit_uses", {})
        return found


def check_chapters(book: Book) -> list[Finding]:
    """Return every finding about the chapters."""
    return [
        *check_reviews(book),
        *check_unsure(book),
        *check_sources(book),
        *check_figures(book),
        *check_reading(book),
    ]


def check_reviews(book: Book) -> Iterator[Finding]:
    """Review dates: missing (in a project that has any), due within :data:`SOON` days, or past.

    Chapters that are not printed need no dates, but those they have count as well.
    """
    dated = book.strict or any(book.matter(docname).get("reviewed") for docname in book.env.found_docs)
    printed = set(book.printed)
    for docname in sorted(book.env.found_docs):
        file, matter = book.file(docname), book.matter(docname)
        if dated and docname in printed and not _day(matter.get("reviewed")):
            message = "does not say when it was reviewed; write `reviewed: YYYY-MM-DD` in its front matter"
            yield Finding(file, 1, "review-missing", message, "notice")
        due = _day(matter.get("review-by"))
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


def _day(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def check_unsure(book: Book) -> Iterator[Finding]:
    """Statements that are printed with "verify before use": facts marked C, and the role ``verify``."""
    for docname in sorted(book.uses):
        for use in book.uses[docname]:
            if not use.unsure:
                continue
            what = f"“{use.text}”" if use.kind == "verify" else f"{use.kind} {use.id!r}"
            message = f"{what} is not certain; find a source, or verify it before use"
            yield Finding(_relative(use.file, book.root), use.line, "verify", message, "notice")


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


def prose(node: nodes.Node) -> list[str]:
    """Return the paragraphs of *node* to be read as sentences: no code, source lists, data boxes, notes."""
    return list(_prose(node))


def _prose(node: nodes.Node) -> Iterable[str]:
    if isinstance(node, NOT_READ):
        return
    if isinstance(node, nodes.Element) and NOT_READ_CLASSES & set(node["classes"]):
        return
    if isinstance(node, nodes.paragraph):
        yield _plain(node)
        return
    for child in node.children:
        yield from _prose(child)


def _plain(node: nodes.Element) -> str:
    """Return the text of *node* without code, citation marks and formulas."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            parts.append(child.astext())
        elif isinstance(child, nodes.Element) and not isinstance(
            child, nodes.literal | nodes.math | nodes.footnote_reference | nodes.raw
        ):
            parts.append(_plain(child))
    return "".join(parts)


def _relative(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
