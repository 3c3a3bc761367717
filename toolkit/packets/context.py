"""What the steps of one packet may know: the packet, its chapters, its anchors and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, unquote

from docutils import nodes

from toolkit.config import Settings

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from toolkit.diagnostics import Code
    from toolkit.manifest import Packet

CHAPTER_SCHEME = "chapter:"
"""Scheme of the addresses that Sphinx writes for us into references between chapters."""


class Report(Protocol):
    """Gives a warning, or an error that keeps the packet from being published."""

    def __call__(
        self, code: Code, message: str, location: nodes.Node | str | None, *, error: bool = False
    ) -> None:
        """Report *message* at *location*; with *error* the packet keeps its last good file."""


def anchor(docname: str, target: str = "") -> str:
    """Return the id of *target* of the chapter *docname* inside a packet, or of the chapter itself.

    Ids are unique in one chapter only (docutils), so each gets its chapter's name in front.
    """
    chapter = docname.replace("/", ".")
    return f"{chapter}--{target}" if target else chapter


def chapter_uri(docname: str) -> str:
    """Return the address that stands for *docname* until the links step settles it."""
    return CHAPTER_SCHEME + quote(docname)


def split_chapter_uri(uri: str) -> tuple[str, str] | None:
    """Return chapter and target of an address made by :func:`chapter_uri`, or None for any other."""
    if not uri.startswith(CHAPTER_SCHEME):
        return None
    docname, _, target = uri.removeprefix(CHAPTER_SCHEME).partition("#")
    return unquote(docname), target


@dataclass
class Chapter:
    """One chapter on its way to paper."""

    docname: str
    title: str
    document: nodes.document


@dataclass
class Context:
    """One packet in the making; steps read it and add anchors, places and pictures to it."""

    packet: Packet
    env: BuildEnvironment
    settings: Settings
    report: Report
    root: Path
    """Folder that no picture or include may lie outside of."""
    workshop: Path
    """Folder for pictures that the build draws itself (formulas)."""
    chapters: list[Chapter] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    """Every id of the packet, as it will stand in the PDF."""
    places: dict[str, nodes.Node] = field(default_factory=dict)
    """The node behind an id, to say where something overflowed."""
    assets: dict[str, Path] = field(default_factory=dict)
    """Address of a picture in the HTML and the file it is read from."""
    asset_names: dict[Path, str] = field(default_factory=dict)

    @property
    def docnames(self) -> frozenset[str]:
        """The chapters in this packet."""
        return frozenset(self.packet.chapters)
