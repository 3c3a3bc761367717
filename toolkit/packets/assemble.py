"""Which chapters a packet holds, and their doctrees after all steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.packets.context import Chapter, Context
from toolkit.packets.steps import EARLY, LATE, MIDDLE

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


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


def assemble(context: Context, builder: Builder) -> None:
    """Fill *context* with the packet's chapters, every step done.

    All chapters pass the early and middle steps before any passes the late ones: a link can only be
    settled when the anchors of the whole packet are known.
    """
    for docname in context.packet.chapters:
        document = context.env.get_doctree(docname)
        for step in EARLY:
            step(document, docname, context)
        context.env.resolve_references(document, docname, builder)
        builder.post_process_images(document)
        for step in MIDDLE:
            step(document, docname, context)
        title = context.env.titles.get(docname)
        context.chapters.append(Chapter(docname, title.astext() if title is not None else docname, document))
    for chapter in context.chapters:
        for step in LATE:
            step(chapter.document, chapter.docname, context)


def headings(chapter: Chapter, depth: int) -> Iterator[tuple[int, str, str]]:
    """Yield level, id and text of the headings of *chapter* down to *depth* (1 is the title)."""
    for section in chapter.document.findall(nodes.section):
        level = 1
        above = section.parent
        while not isinstance(above, nodes.document):
            level += isinstance(above, nodes.section)
            above = above.parent
        if level <= depth and section["ids"] and isinstance(section[0], nodes.title):
            yield level, section["ids"][0], _plain(section[0])


def _plain(title: nodes.Element) -> str:
    """Return the text of a title without the marks of notes and citations."""
    copied = title.deepcopy()
    for mark in list(copied.findall(nodes.inline)) + list(copied.findall(nodes.reference)):
        if {"footnote-call", "cites", "footnote"} & set(mark["classes"]) and mark.parent is not None:
            mark.parent.remove(mark)
    return copied.astext().strip()
