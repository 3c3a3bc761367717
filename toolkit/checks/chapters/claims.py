"""The statements of a chapter: paragraphs, list items, table rows, captions, and which have a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.addnodes import pending_xref

from toolkit.nodes import activity, session_plan, source_cite, source_list

FROM_DATA = {"record", "timeline", "statistic", "data-table", "data-parts", "tile-map", "sources"}
"""Blocks that are made of entries of the data files, which have their sources there."""
NO_SOURCE = "no-source"
"""Class of a block whose statements are the authors' own and need no source."""
_NOT_SAID = (
    nodes.comment,
    nodes.literal_block,
    nodes.math_block,
    nodes.raw,
    nodes.rubric,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.title,
    session_plan,
    source_list,
)
_NOT_READ = (
    nodes.literal, nodes.math, nodes.raw, nodes.footnote_reference, nodes.comment, pending_xref, source_cite
)  # fmt: skip
_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.table, nodes.block_quote)


@dataclass(frozen=True)
class Statement:
    """One unit of a chapter that stands by itself: its text without what is marked as uncertain.

    *sourced* says that it has a source: in it, in the sentence that introduces its list or table, or in the
    block around it.  *line* is where it stands.
    """

    text: str
    line: int
    sourced: bool


def statements(node: nodes.Element, sourced: bool = False) -> Iterator[Statement]:
    """Yield the statements below *node*; *sourced* says that what is around it has a source."""
    lead: nodes.Element | None = None
    for index, child in enumerate(node.children):
        if not isinstance(child, nodes.Element) or isinstance(child, nodes.target):
            continue
        if isinstance(child, _NOT_SAID) or _skipped(child):
            lead = None
        elif isinstance(child, nodes.paragraph | nodes.caption | nodes.attribution | nodes.term):
            yield Statement(said(child), _line(child), sourced or cites(child) or _goes_on(node, index))
            lead = child
            continue
        elif isinstance(child, _LISTS):
            yield from _listed(child, sourced or (lead is not None and cites(lead)))
        elif isinstance(child, nodes.figure):
            yield from statements(child, sourced or cites(child))
        elif isinstance(child, activity):
            yield from statements(nodes.container("", *_own(child)), sourced)
        else:
            yield from statements(child, sourced)
        lead = None


def _listed(node: nodes.Element, sourced: bool) -> Iterator[Statement]:
    """Yield the items of a list, the rows of a table, or the paragraphs of a quotation."""
    if isinstance(node, nodes.block_quote):
        yield from statements(node, sourced or cites(node))
        return
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    sourced = sourced or (title is not None and cites(title))
    if isinstance(node, nodes.table):
        for row in node.findall(nodes.row):
            if not isinstance(row.parent, nodes.thead):
                cells = " | ".join(said(cell) for cell in row.children if isinstance(cell, nodes.Element))
                yield Statement(cells, _line(row), sourced or cites(row))
        return
    for item in node.children:
        if isinstance(item, nodes.Element):
            yield from statements(item, sourced or _own_cite(item))


def _own_cite(item: nodes.Element) -> bool:
    """Say whether *item* of a list cites in its own paragraphs, not only in those of a list inside it."""
    inner = nodes.bullet_list | nodes.enumerated_list
    own = [child for child in item.children if not isinstance(child, inner)]
    return any(isinstance(child, nodes.Element) and cites(child) for child in own)


def _goes_on(parent: nodes.Element, index: int) -> bool:
    """Say whether the paragraph number *index* of *parent* leads to a list or a table that cites."""
    text = parent.children[index].astext().rstrip()
    following = parent.children[index + 1 : index + 2]
    return text.endswith(":") and any(isinstance(node, _LISTS) and cites(node) for node in following)


def cites(node: nodes.Element) -> bool:
    """Say whether there is a citation in *node*."""
    return isinstance(node, source_cite) or next(node.findall(source_cite), None) is not None


def said(node: nodes.Node) -> str:
    """Return the text of *node* without code, local facts, links inside the book, and what is to verify.

    What a link leads to is told there, with its sources.
    """
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, _NOT_READ):
        return ""
    if isinstance(node, nodes.Element) and {"verify", "blank", "isolate", NO_SOURCE} & set(node["classes"]):
        return ""
    separator = " " if isinstance(node, nodes.entry | nodes.row | nodes.list_item) else ""
    return separator.join(said(child) for child in node.children)


def _skipped(node: nodes.Element) -> bool:
    return bool(({NO_SOURCE} | FROM_DATA) & set(node["classes"]))


def _own(node: nodes.Element) -> list[nodes.Node]:
    lines = {"activity-clock", "activity-needs"}
    return [
        child.deepcopy()
        for child in node.children
        if isinstance(child, nodes.Element) and not lines & set(child["classes"])
    ]


def _line(node: nodes.Element) -> int:
    """Return the line of *node*, of the first part of it that has one, or of what is around it."""
    below = (part.line for part in node.findall(nodes.Element) if part.line)
    if line := next(below, None):
        return int(line)
    above: nodes.Node | None = node
    while above is not None and not above.line:
        above = above.parent
    return int(above.line or 0) if above is not None else 0
