"""Compares printed packets with the chapters they were made from: nothing may vanish on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.checks.blocks import Block, blocks_of
from toolkit.checks.completeness import missing_blocks
from toolkit.checks.finding import Finding
from toolkit.nodes import keep_audience

if TYPE_CHECKING:
    from sphinx.application import Sphinx

QUOTE = 80
"""Letters of a missing text that are quoted."""


def chapter_blocks(app: Sphinx, docname: str, audience: str) -> list[Block]:
    """Return what *docname* says to *audience*: its blocks, with references resolved for *app*'s builder."""
    doctree = app.env.get_doctree(docname)
    keep_audience(doctree, audience)
    app.env.resolve_references(doctree, docname, app.builder)
    return blocks_of(doctree)


def packet_blocks(app: Sphinx, docnames: Sequence[str], audience: str) -> list[Block]:
    """Return the blocks of all *docnames*, in order."""
    return [block for docname in docnames for block in chapter_blocks(app, docname, audience)]


def check_completeness(app: Sphinx, folder: Path) -> Iterator[Finding]:
    """Yield an error for each block that a packet listed in *folder*/packets.json does not print."""
    listed = json.loads((folder / "packets.json").read_text(encoding="utf-8"))["packets"]
    for packet in listed:
        blocks = packet_blocks(app, packet["chapters"], packet["audience"])
        for block in missing_blocks(folder / packet["file"], blocks):
            message = f"{packet['file']} does not print this {block.kind}: {quoted(block)}"
            yield Finding(relative(block.source, Path(app.confdir)), block.line, "text-missing", message)


def quoted(block: Block) -> str:
    """Return the first words of *block* between quotation marks."""
    text = block.text if len(block.text) <= QUOTE else block.text[:QUOTE] + "…"
    return f"“{text}”"


def relative(source: str, folder: Path) -> str:
    """Return the path *source* as the author knows it, relative to *folder* where it lies inside."""
    path = Path(source.partition(":<")[0])
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
