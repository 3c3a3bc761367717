"""A chapter's finished doctree becomes the HTML fragment the press lays out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.util.docutils import new_document

from toolkit.packets.context import Chapter, anchor

if TYPE_CHECKING:
    from toolkit.packets.builder import PacketsBuilder


def chapter_html(chapter: Chapter, document: nodes.document, builder: PacketsBuilder) -> str:
    """Return *chapter* as one ``<section class="chapter">``, ready for the press."""
    _numbers(chapter.docname, builder)
    document.settings = builder.writer_settings
    body = _walk(document, builder)
    metadata = builder.env.metadata.get(chapter.docname, {})
    attributes = {
        "class": "chapter",
        "id": anchor(chapter.docname),
        "data-title": chapter.title,
        "data-reviewed": str(metadata.get("reviewed", "")),
    }
    words = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items() if value)
    return f"<section {words}>{body}</section>"


def node_html(node: nodes.Node, docname: str, builder: PacketsBuilder) -> str:
    """Return the HTML of one node of *docname* by itself, to measure it."""
    _numbers(docname, builder)
    document = new_document("<measure>", builder.writer_settings)
    document += node.deepcopy()
    document.settings = builder.writer_settings
    return _walk(document, builder)


def _walk(document: nodes.document, builder: PacketsBuilder) -> str:
    translator = cast(Any, builder.create_translator(document, builder))
    document.walkabout(translator)
    return "".join(translator.body)


def _numbers(docname: str, builder: PacketsBuilder) -> None:
    """Give the translator this chapter's section and figure numbers under its new ids."""
    builder.current_docname = docname
    sections = builder.env.toc_secnumbers.get(docname, {})
    builder.secnumbers = {
        f"#{anchor(docname, name[1:])}" if name else "": number for name, number in sections.items()
    }
    builder.fignumbers = {
        kind: {anchor(docname, name): number for name, number in numbers.items()}
        for kind, numbers in builder.env.toc_fignumbers.get(docname, {}).items()
    }
