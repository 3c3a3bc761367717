"""Wide tables: smaller type, then a page on its side, then stacked rows; never clipped."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from toolkit.diagnostics import Code
from toolkit.packets.context import Context
from toolkit.packets.page import landscape_width, text_width
from toolkit.paper import Paper

SMALL, SMALLEST = 0.85, 0.75
"""Type sizes of a small table as parts of the normal one; 0.75 of 10.5 pt is about 8 pt."""

_MM_PER_LETTER = 2.3
"""A generous width of one letter in a table, to tell tables that surely fit."""
_MM_PER_COLUMN = 4.5
"""Padding and rules of one column."""


def give_bodies(document: nodes.document) -> None:
    """Turn the head of a table that has no other rows into its body (PDF/UA-1, 7.5: no head alone)."""
    for group in document.findall(nodes.tgroup):
        if any(group.findall(nodes.row)) and not any(
            any(body.findall(nodes.row)) for body in group.findall(nodes.tbody)
        ):
            rows = [row for head in list(group.findall(nodes.thead)) for row in head.children]
            group.children = [spec for spec in group.children if isinstance(spec, nodes.colspec)]
            group += nodes.tbody("", *rows)


def doubtful_tables(document: nodes.document, paper: Paper) -> list[nodes.table]:
    """Return the tables of *document* that may be too wide for *paper*, so that they must be measured."""
    give_bodies(document)
    return [table for table in document.findall(nodes.table) if _estimate(table) > text_width(paper)]


def _estimate(table: nodes.table) -> float:
    """Return a width in millimetres that *table* surely does not exceed at its narrowest."""
    longest: dict[int, float] = {}
    for row in table.findall(nodes.row):
        column = 0
        for entry in row.children:
            assert isinstance(entry, nodes.Element)
            words = entry.astext().split()
            width = _MM_PER_LETTER * max((len(word) for word in words), default=0)
            if any(entry.findall(nodes.image)) or any(entry.findall(nodes.table)):
                width = 1000.0
            span = 1 + entry.get("morecols", 0)
            longest[column] = max(longest.get(column, 0.0), width / span)
            column += span
    return sum(longest.values()) + _MM_PER_COLUMN * len(longest)


def fit_table(table: nodes.table, width: float, paper: Paper, context: Context) -> None:
    """Choose the layout of a *table* that needs *width* millimetres, unless what it stood in is no more."""
    upright, wide = text_width(paper), landscape_width(paper)
    if width <= upright or table.parent is None:
        return
    if width * SMALL <= upright:
        table["classes"].append("small")
    elif width * SMALLEST <= upright:
        table["classes"].append("smallest")
    elif width * SMALL <= wide and _can_turn(table):
        _turn(table, "small")
    elif width * SMALLEST <= wide and _can_turn(table):
        _turn(table, "smallest")
    elif _has_spans(table):
        context.report(
            Code.TABLE_TOO_WIDE,
            "the table is too wide for any layout of this paper, and its merged cells keep it from being "
            "stacked; split the table or take the merged cells apart",
            table,
            error=True,
        )
        table["classes"].append("squeezed")
    else:
        table.replace_self(_stacked(table))


def _can_turn(table: nodes.table) -> bool:
    """Only a table that stands in the text itself can have a page of its own."""
    return isinstance(table.parent, nodes.section | nodes.document)


def _turn(table: nodes.table, size: str) -> None:
    table["classes"].append(size)
    holder = nodes.container(classes=["wide-page"])
    table.parent.replace(table, [holder])
    holder += table


def _has_spans(table: nodes.table) -> bool:
    return any(entry.get("morecols") or entry.get("morerows") for entry in table.findall(nodes.entry))


def _stacked(table: nodes.table) -> nodes.container:
    """Turn each row into a small list of "column: cell", so that nothing needs the width."""
    heads = [
        entry.deepcopy().children
        for head in table.findall(nodes.thead)
        for row in head.findall(nodes.row)
        for entry in row.children
    ]
    block = nodes.container(classes=["stacked"], ids=table["ids"])
    block.source, block.line = table.source, table.line
    for title in table.children:
        if isinstance(title, nodes.title):
            block += nodes.rubric("", "", *title.children)
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            block += _stacked_row(row, heads)
    if not any(table.findall(nodes.tbody)) and heads:
        block.extend(nodes.container("", *cell) for cell in heads)
    return block


def _stacked_row(row: nodes.row, heads: Sequence[Sequence[nodes.Node]]) -> nodes.definition_list:
    pairs = nodes.definition_list(classes=["stacked-row"])
    for number, entry in enumerate(row.children):
        term = nodes.term()
        for block in heads[number] if number < len(heads) else []:
            copied = block.deepcopy()
            term.extend(copied.children if isinstance(copied, nodes.paragraph) else [copied])
        for node in term.findall(nodes.Element):
            node["ids"] = []
        assert isinstance(entry, nodes.Element)
        cell = nodes.definition("", *entry.children)
        pairs += nodes.definition_list_item("", term, cell)
    return pairs
