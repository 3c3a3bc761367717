"""The packets builder: chapters are assembled, prepared for paper step by step, and given to the press."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_packets(app: Sphinx) -> None:
    """Register ``-b packets``."""
    from toolkit.packets.builder import PacketsBuilder

    app.add_builder(PacketsBuilder)
