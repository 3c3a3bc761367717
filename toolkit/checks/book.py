"""Compares printed packets with the chapters they were made from: nothing may vanish on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.checks.blocks import Block, blocks_of
from toolkit.checks.completeness import missing_blocks
from toolkit.checks.finding import Finding
from toolkit.nodes import keep_audience

if TYPE_CHECKING:
    from sphinx.application import Sphinx

QUOTE = 80
"""Letters of a missing text that are quoted."""


class BookText:
    """What the chapters say to each audience on paper: their blocks, with every reference resolved."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self._known: dict[tuple[str, str], list[Block]] = {}

    def chapter(self, docname: str, audience: str) -> list[Block]:
        """Return the blocks of *docname* for *audience*."""
        key = (docname, audience)
        if key not in self._known:
            doctree = self.app.env.get_doctree(docname)
            keep_audience(doctree, audience)
            with _as_packets(self.app):
                self.app.env.resolve_references(doctree, docname, self.app.builder)
            self._known[key] = blocks_of(doctree)
        return self._known[key]

    def packet(self, docnames: Sequence[str], audience: str) -> list[Block]:
        """Return the blocks of all *docnames*, in order."""
        return [block for docname in docnames for block in self.chapter(docname, audience)]


@contextmanager
def _as_packets(app: Sphinx) -> Iterator[None]:
    """Resolve references as for the builder of the packets: transforms ask the environment which one runs."""
    saved = app.env._builder_cls
    app.env._builder_cls = app.registry.builders["packets"]
    try:
        yield
    finally:
        app.env._builder_cls = saved


def check_completeness(texts: BookText, packet: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    """Yield an error for each block that the PDF at *path*, *packet* in packets.json, does not print."""
    blocks = texts.packet(packet["chapters"], packet["audience"])
    for block in missing_blocks(path, blocks):
        message = f"{packet['file']} does not print this {block.kind}: {quoted(block)}"
        yield Finding(relative(block.source, Path(texts.app.confdir)), block.line, "text-missing", message)


def quoted(block: Block) -> str:
    """Return the first words of *block* between quotation marks."""
    text = block.text if len(block.text) <= QUOTE else block.text[:QUOTE] + "…"
    return f"“{text}”"


def relative(source: str, folder: Path) -> str:
    """Return the path *source* as the author knows it, relative to *folder* where it lies inside."""
    path = Path(source.partition(":<")[0])
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
