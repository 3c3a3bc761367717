"""Which chapters a packet holds, and their way through all steps to finished HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.imprint import imprint_of
from toolkit.packets.context import Chapter, Context, Finished, Heading, Outline, Record
from toolkit.packets.steps import EARLY, LATE, MIDDLE
from toolkit.packets.tables import doubtful_tables, fit_tables
from toolkit.packets.write import chapter_html, node_html

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from toolkit.packets.builder import PacketsBuilder
    from toolkit.paper import Paper


def book_order(env: BuildEnvironment) -> Iterator[str]:
    """Yield the chapters of the whole book in toctree order, then those no contents list names.

    A chapter that says ``orphan`` is in no contents list on purpose and is left out.
    """
    seen: set[str] = set()

    def below(docname: str) -> Iterator[str]:
        if docname in seen or docname not in env.found_docs:
            return
        seen.add(docname)
        yield docname
        for child in env.toctree_includes.get(docname, ()):
            yield from below(child)

    yield from below(env.config.root_doc)
    for docname in sorted(env.found_docs - seen):
        if "orphan" not in env.metadata.get(docname, {}):
            yield from below(docname)


class Assembly:
    """Fills a context with the packet's chapters, finished for *paper* and the print *style*."""

    def __init__(self, context: Context, paper: Paper, style: str, builder: PacketsBuilder) -> None:
        self.context = context
        self.paper = paper
        self.style = style
        self.builder = builder
        self.shelf = builder.keeper.open(context, paper)
        self.documents: dict[str, nodes.document] = {}
        """The doctrees of the chapters that are not found finished."""

    def run(self) -> None:
        """Finish every chapter; one that is kept takes no step.

        All chapters pass the early and middle steps before any passes the late ones: a link can only be
        settled when the ids of the whole packet are known.
        """
        context, shelf = self.context, self.shelf
        for docname in context.packet.chapters:
            title = context.env.titles.get(docname)
            chapter = Chapter(docname, title.astext() if title is not None else docname)
            context.chapters.append(chapter)
            chapter.outline = shelf.outline(docname) or self._outline(docname)
            context.places |= chapter.outline.places
        shelf.know_packet()
        for chapter in context.chapters:
            if chapter.docname not in self.documents:
                self._find(chapter)
        self._finish([chapter for chapter in context.chapters if chapter.finished is None])

    def _find(self, chapter: Chapter) -> None:
        """Take *chapter* as it is kept, or its document instead."""
        outline = chapter.outline
        chapter.finished = self.shelf.finished(chapter.docname, self._measure)
        if chapter.finished is not None:
            self.context.repeat([*outline.messages, *chapter.finished.messages])
            return
        for name in outline.places:
            del self.context.places[name]
        chapter.outline = self._outline(chapter.docname)
        self.context.places |= chapter.outline.places

    def _measure(self, pieces: Sequence[str]) -> list[float]:
        return [found.min for found in self.builder.press.measure(pieces, self.style)] if pieces else []

    def _outline(self, docname: str) -> Outline:
        """Take the early and middle steps."""
        context = self.context
        document = self.documents[docname] = context.env.get_doctree(docname)
        with context.working_on(Record()) as record:
            record.sound = self.shelf.trusts(document)
            for step in EARLY:
                step(document, docname, context)
            context.env.resolve_references(document, docname, self.builder)
            self.builder.post_process_images(document)
            for step in MIDDLE:
                step(document, docname, context)
        outline = Outline(record.places, tuple(record.messages))
        self.shelf.keep_outline(docname, outline, record)
        return outline

    def _finish(self, chapters: Sequence[Chapter]) -> None:
        """Take the late steps and write the HTML of *chapters*; their tables are measured together."""
        doubtful = [self._late(chapter) for chapter in chapters]
        widths = iter(self._measure([html for tables in doubtful for _, html in tables]))
        for chapter, tables in zip(chapters, doubtful, strict=True):
            with self.context.working_on(chapter.record) as record:
                measured = [(table, html, next(widths)) for table, html in tables]
                record.measured += [(html, width) for _, html, width in measured]
                fit_tables([(table, width) for table, _, width in measured], self.paper, self.context)
                document = self.documents.pop(chapter.docname)
                marks = tuple(headings(document))
                imprint = imprint_of(self.context.env, chapter.docname, self.context.packet.audience)
                html = chapter_html(chapter, document, self.builder, imprint)
            chapter.finished = Finished(html, marks, record.assets, tuple(record.messages))
            self.shelf.keep_finished(chapter.docname, chapter.finished, record)

    def _late(self, chapter: Chapter) -> list[tuple[nodes.table, str]]:
        """Take the late steps; return the tables to measure, with their HTML."""
        document = self.documents[chapter.docname]
        with self.context.working_on(chapter.record):
            for step in LATE:
                step(document, chapter.docname, self.context)
            found = doubtful_tables(document, self.paper)
            return [(table, node_html(table, chapter.docname, self.builder)) for table in found]


def headings(document: nodes.document) -> Iterator[Heading]:
    """Yield the headings of *document*."""
    for section in document.findall(nodes.section):
        level = 1
        above = section.parent
        while not isinstance(above, nodes.document):
            level += isinstance(above, nodes.section)
            above = above.parent
        if section["ids"] and isinstance(section[0], nodes.title):
            yield Heading(level, section["ids"][0], _plain(section[0]))


def _plain(title: nodes.Element) -> str:
    """Return the text of a title without the marks of notes and citations."""
    copied = title.deepcopy()
    for mark in list(copied.findall(nodes.inline)) + list(copied.findall(nodes.reference)):
        if {"footnote-call", "cites", "footnote"} & set(mark["classes"]) and mark.parent is not None:
            mark.parent.remove(mark)
    return copied.astext().strip()
