"""Numbered equations without a label: MyST gives them a random one, so that no two builds were equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""How ``uuid.uuid4`` is written (RFC 9562, section 4)."""


def setup_equations(app: Sphinx) -> None:
    """Count the equations that have no label of their own."""
    app.connect("doctree-read", _count)


def _count(app: Sphinx, doctree: nodes.document) -> None:
    """Put chapter and number in the place of each random label."""
    docname, equations = app.env.docname, app.env.domains.math_domain.equations
    blocks = [b for b in doctree.findall(nodes.math_block) if _RANDOM.fullmatch(b.get("label") or "")]
    idents = {}
    for number, block in enumerate(blocks, 1):
        old, block["label"] = block["label"], f"{docname}-amsmath-{number}"
        if old in equations:
            equations[block["label"]] = equations.pop(old)
        idents[_ident(old)] = _ident(block["label"])
    for node in doctree.findall(nodes.Element) if idents else ():
        node["ids"] = [idents.get(ident, ident) for ident in node["ids"]]
        if node.get("refid") in idents:
            node["refid"] = idents[node["refid"]]
    for before in idents.keys() & doctree.ids.keys():
        doctree.ids[idents[before]] = doctree.ids.pop(before)


def _ident(label: str) -> str:
    return str(nodes.make_id(f"equation-{label}"))
