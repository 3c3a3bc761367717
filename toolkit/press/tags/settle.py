"""A last look: an element whose parent may not hold it becomes a plain one (PDF/UA-1 7.2)."""

from __future__ import annotations

from toolkit.press.tags.blocks import as_blocks
from toolkit.press.tags.node import Node

PARENTS = {
    "LI": ("L",),
    "Lbl": ("LI", "TOCI", "Note"),
    "LBody": ("LI",),
    "TR": ("Table", "THead", "TBody", "TFoot"),
    "TD": ("TR",),
    "TH": ("TR",),
    "THead": ("Table",),
    "TBody": ("Table",),
    "TFoot": ("Table",),
    "Caption": ("Table", "L", "Div", "Sect", "Art"),
    "TOCI": ("TOC",),
    "dt": (),
    "dd": (),
}
"""Which parents an element may have; all others may stand anywhere."""


def settle(node: Node) -> None:
    """Correct every misplaced element below *node*."""
    for kid in node.nodes():
        if kid.role in PARENTS and node.role not in PARENTS[kid.role]:
            block = any(inner.is_block for inner in kid.nodes())
            kid.role = (
                "Div" if block else ("Span" if not node.is_block or node.role in ("P", "LBody") else "P")
            )
            kid.attributes = {}
            if block:
                kid.kids = as_blocks(kid.kids)
        settle(kid)
