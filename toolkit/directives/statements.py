"""Text from data files: translatable while reading, then marked where it is uncertain, and cited.

A paragraph holds nothing but its text until Sphinx has put the translation in; what must come after
(the words "verify before use", the citation) waits in its attributes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from toolkit.directives.citations import cite
from toolkit.directives.verify import unsure

if TYPE_CHECKING:
    from sphinx.application import Sphinx

UNSURE, CITES = "toolkit_unsure", "toolkit_cites"
_MARK = re.compile(r"\s+\(([ABC])(?:[:,][^)]*)?\)")
"""A confidence mark inside a text, such as ``(C)`` or ``(B: some-source)``: for authors, not readers."""


def plain(text: str) -> tuple[str, bool]:
    """Return *text* without marks of confidence, and whether a part of it was marked C."""
    marks = {match[1] for match in _MARK.finditer(text)}
    return _MARK.sub("", text), "C" in marks


def statement(
    text: str, certain: bool = True, sources: Sequence[str] = (), classes: Sequence[str] = ()
) -> nodes.paragraph:
    """Return *text* as a paragraph that will say what is not certain and cite *sources*."""
    node = nodes.paragraph(text, text, classes=list(classes))
    if not certain:
        node[UNSURE] = True
    if sources:
        node[CITES] = list(sources)
    return node


class FinishStatements(SphinxTransform):
    """Mark and cite the statements, after translation and local facts."""

    default_priority = 23

    def apply(self, **kwargs: Any) -> None:
        """Finish every waiting paragraph."""
        for node in self.document.findall(nodes.paragraph):
            if node.attributes.pop(UNSURE, False):
                held = node.children
                node.clear()
                node += unsure(*held)
            for part in cite(node.attributes.pop(CITES, [])):
                part.source, part.line = node.source, node.line
                node += part


def setup_statements(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(FinishStatements)
