"""Step: only what the packet's audience may read stays."""

from __future__ import annotations

from docutils import nodes

from toolkit.nodes import keep_audience
from toolkit.packets.context import Context


def choose_audience(document: nodes.document, docname: str, context: Context) -> None:
    """Remove blocks for another audience, with the notes and index entries that only they use."""
    keep_audience(document, context.packet.audience)
