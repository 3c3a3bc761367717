"""Which tables and which code may be wider than a phone, judged from their words before they are drawn."""

from __future__ import annotations

from docutils import nodes

PHONE = 300
"""Pixels for a table on a phone of 360 pixels, margins taken off."""
CHARACTER = 11
"""Pixels of one character of a table's text, more than the mean of our fonts at 18 pixels."""
CELL = 22
"""Pixels of a cell's padding and border."""
LONG_CELL = 60
"""Characters from which a cell is a passage of text."""
PASSAGE = 260
"""Pixels that the style gives a passage at least, so that it can be read."""
LINE = 28
"""Characters of code that fit into one line on a phone."""
FORMULA = 24
"""Characters of a TeX formula that surely fit on a phone."""


def code_may_scroll(text: str) -> bool:
    """Say whether a line of *text* may be too long for a phone."""
    return any(len(line.expandtabs(4)) > LINE for line in text.splitlines())


def table_may_scroll(table: nodes.table) -> bool:
    """Say whether *table* may be wider than a phone, by the longest word of each column."""
    if table.next_node(nodes.image) or table.next_node(nodes.literal_block) or table.next_node(nodes.math):
        return True
    columns: dict[int, int] = {}
    for row in table.findall(nodes.row):
        column = 0
        for entry in row.children:
            if isinstance(entry, nodes.entry):
                width = _least_width(entry)
                columns[column] = max(columns.get(column, 0), width)
                column += 1 + int(entry.get("morecols", 0))
    return sum(columns.values()) > PHONE


def _least_width(entry: nodes.entry) -> int:
    text = entry.astext()
    word = max((len(part) for part in text.split()), default=0) * CHARACTER + CELL
    return max(word, PASSAGE) if len(text) > LONG_CELL else word
