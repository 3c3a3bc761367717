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
    """Return the tables of *document* that may be too wide for *paper*, so that they must be measured.

    Parts of one long table go together.
    """
    give_bodies(document)
    tables = list(document.findall(nodes.table))
    doubtful = {_whole(table) for table in tables if _estimate(table) > text_width(paper)}
    return [table for table in tables if _whole(table) in doubtful]


def _whole(table: nodes.table) -> nodes.Element:
    """Return what must be laid out alike: the parts that *table* belongs to, or the table itself."""
    parent = table.parent
    is_part = isinstance(parent, nodes.container) and "data-parts" in parent["classes"]
    return parent if is_part else table


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


def fit_tables(measured: Sequence[tuple[nodes.table, float]], paper: Paper, context: Context) -> None:
    """Choose the layout of tables that need so many millimetres each; that of parts by the widest."""
    wholes = [_whole(table) for table, _width in measured]
    widest: dict[nodes.Element, float] = {}
    for whole, (_table, width) in zip(wholes, measured, strict=True):
        widest[whole] = max(width, widest.get(whole, 0.0))
    for whole, (table, _width) in zip(wholes, measured, strict=True):
        _fit(table, whole, widest[whole], paper, context)


def _fit(table: nodes.table, whole: nodes.Element, width: float, paper: Paper, context: Context) -> None:
    """Choose the layout of a *table* that needs *width* millimetres, unless what it stood in is no more."""
    upright, wide = text_width(paper), landscape_width(paper)
    if width <= upright or table.parent is None:
        return
    if width * SMALL <= upright:
        table["classes"].append("small")
    elif width * SMALLEST <= upright:
        table["classes"].append("smallest")
    elif width * SMALL <= wide and _can_turn(whole):
        _turn(table, whole, "small")
    elif width * SMALLEST <= wide and _can_turn(whole):
        _turn(table, whole, "smallest")
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


def _can_turn(whole: nodes.Element) -> bool:
    """Only a table that stands in the text itself can have a page of its own."""
    return isinstance(whole.parent, nodes.section | nodes.document) or _is_turned(whole)


def _is_turned(whole: nodes.Element) -> bool:
    return "wide-page" in whole.parent["classes"]


def _turn(table: nodes.table, whole: nodes.Element, size: str) -> None:
    table["classes"].append(size)
    if not _is_turned(whole):
        holder = nodes.container(classes=["wide-page"])
        whole.parent.replace(whole, [holder])
        holder += whole


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
