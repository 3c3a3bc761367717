"""The texts of a resolved doctree that must be found on paper: one block per paragraph, cell, title, …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

PASSED_OVER: tuple[type[nodes.Node], ...] = (
    nodes.raw, nodes.comment, nodes.substitution_definition, nodes.system_message, nodes.meta, nodes.pending,
    nodes.target, nodes.label, nodes.math, nodes.math_block, nodes.footnote_reference, nodes.image,
    addnodes.index, addnodes.toctree, addnodes.tabular_col_spec,
)  # fmt: skip
"""Nodes whose text a reader of paper does not miss: notes' numbers and pictures are drawn by the printer."""

JOINED: tuple[type[nodes.Node], ...] = (
    nodes.emphasis, nodes.strong, nodes.literal, nodes.subscript, nodes.superscript, nodes.inline,
    nodes.generated, nodes.title_reference, nodes.Text, addnodes.literal_emphasis, addnodes.literal_strong,
)  # fmt: skip
"""Inline nodes after which print inserts nothing; after all others an address or a page may stand."""


@dataclass(frozen=True)
class Block:
    """One text of a chapter: its *parts* stand on paper in this order, with little in between."""

    kind: str
    parts: tuple[str, ...]
    source: str
    line: int

    @property
    def text(self) -> str:
        """The whole text, for people."""
        return re.sub(r"\s+", " ", "".join(self.parts)).strip()


def _parts(node: nodes.Element) -> Iterator[str]:
    """Yield the stretches of text of *node* between which print may insert something."""
    stretch = ""
    for child in node.children:
        if isinstance(child, PASSED_OVER):
            yield stretch
            stretch = ""
        elif isinstance(child, nodes.Text):
            stretch += child.astext()
        elif isinstance(child, nodes.Element):
            inner = list(_parts(child))
            if not isinstance(child, JOINED):
                yield stretch
                yield from inner
                stretch = ""
            else:
                stretch += inner[0]
                if len(inner) > 1:
                    yield stretch
                    yield from inner[1:-1]
                    stretch = inner[-1]
    yield stretch


def _place(node: nodes.Node) -> tuple[str, int]:
    """Return file and line of *node* or of the nearest node around it that has them."""
    source, line = "", 0
    around: nodes.Node | None = node
    while around is not None and not (source and line):
        line = line or around.line or 0
        source = source or around.source or ""
        around = around.parent
    return source, line


def blocks_of(doctree: nodes.Node) -> list[Block]:
    """Return every block of *doctree*, in order.

    *doctree* is resolved for the output and holds only what its audience may read.  Lines of code are
    parts of their own: print may number or wrap them.
    """
    found: list[Block] = []
    _collect(doctree, found)
    return found


def _collect(node: nodes.Node, found: list[Block]) -> None:
    if isinstance(node, PASSED_OVER):
        return
    if isinstance(node, nodes.TextElement):
        parts: list[str] = list(_parts(node))
        if isinstance(node, nodes.literal_block):
            parts = [line for part in parts for line in part.splitlines()]
        if kept := tuple(part for part in parts if part.strip()):
            found.append(Block(node.tagname, kept, *_place(node)))
        return
    for child in node.children:
        _collect(child, found)
