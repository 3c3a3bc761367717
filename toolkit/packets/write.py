"""A chapter's finished doctree becomes the HTML fragment the press lays out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import new_document

from toolkit.packets.context import Chapter, anchor
from toolkit.packets.steps.links import short_address

if TYPE_CHECKING:
    from toolkit.imprint import Imprint
    from toolkit.packets.builder import PacketsBuilder

_ = get_translation("toolkit")


def chapter_html(
    chapter: Chapter, document: nodes.document, builder: PacketsBuilder, imprint: Imprint
) -> str:
    """Return *chapter* as one ``<section class="chapter">``, ready for the press.

    What the foot of its pages says of it stands in attributes: the dates of its review, and its version.
    """
    _numbers(chapter.docname, builder)
    document.settings = builder.writer_settings
    body = _walk(document, builder)
    attributes = {
        "class": "chapter",
        "id": anchor(chapter.docname),
        "data-title": chapter.title,
        "data-dates": _dates(imprint),
        "data-version": _version(imprint),
    }
    words = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items() if value)
    return f"<section {words}>{body}</section>"


def _dates(imprint: Imprint) -> str:
    """Return what the foot of a page says of the chapter's review, with what parts it from the version."""
    parts = [
        str(_("Reviewed %(day)s")) % {"day": imprint.reviewed} if imprint.reviewed else "",
        str(_("Review by %(day)s")) % {"day": imprint.due} if imprint.due else "",
    ]
    return "".join(f"{part} · " for part in parts if part)


def _version(imprint: Imprint) -> str:
    """Return what the foot of a page says of the chapter's version: its code, and where to look it up."""
    if not imprint.code:
        return ""
    code = str(_("Version %(code)s")) % {"code": imprint.code}
    return " · ".join([code, *([short_address(imprint.address).rstrip("/")] if imprint.address else [])])


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
