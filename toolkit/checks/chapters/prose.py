"""The plain text of document trees, as it is read: no code, source lists, data boxes, notes."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

NOT_READ = (nodes.literal_block, nodes.raw, nodes.comment, nodes.math_block, nodes.footnote, nodes.citation)
NOT_READ_CLASSES = {
    "generated",
    "sources",
    "record",
    "session-plan",
    "timeline",
    "statistic",
    "tile-map",
    "toctree-wrapper",
}


def prose(node: nodes.Node) -> list[str]:
    """Return the paragraphs of *node* to be read as sentences: no code, source lists, data boxes, notes."""
    return list(_prose(node))


def _prose(node: nodes.Node) -> Iterable[str]:
    if isinstance(node, NOT_READ):
        return
    if isinstance(node, nodes.Element) and NOT_READ_CLASSES & set(node["classes"]):
        return
    if isinstance(node, nodes.paragraph):
        yield plain(node)
        return
    for child in node.children:
        yield from _prose(child)


def plain(node: nodes.Element) -> str:
    """Return the text of *node* without code, citation marks and formulas."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            parts.append(child.astext())
        elif isinstance(child, nodes.Element) and not isinstance(
            child, nodes.literal | nodes.math | nodes.footnote_reference | nodes.raw
        ):
            parts.append(plain(child))
    return "".join(parts)
