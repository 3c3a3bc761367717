"""What the steps of one packet may know: the packet, its chapters, its anchors and pictures."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx.util.logging import NAMESPACE, get_node_location

from toolkit.config import Settings

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from toolkit.diagnostics import Code
    from toolkit.manifest import Packet

CHAPTER_SCHEME = "chapter:"
"""Scheme of the addresses that Sphinx writes for us into references between chapters."""


class Say(Protocol):
    """Gives a warning, or an error that keeps the packet from being published."""

    def __call__(self, code: Code, message: str, location: str | None, *, error: bool = False) -> None:
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


class Place(NamedTuple):
    """What is known of an id: its *location* (``file:line``), and whether it names a term of a glossary."""

    location: str | None
    is_term: bool = False


class Message(NamedTuple):
    """A warning that the making of a chapter gave."""

    code: Code
    text: str
    location: str | None
    error: bool


class Heading(NamedTuple):
    """A heading for the contents; a chapter's title has level 1."""

    level: int
    ref: str
    text: str


@dataclass(frozen=True)
class Outline:
    """What a chapter gives its packet: its ids."""

    places: dict[str, Place]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Finished:
    """A chapter ready for the press."""

    html: str
    headings: tuple[Heading, ...]
    assets: dict[str, Path]
    messages: tuple[Message, ...]


@dataclass
class Record:
    """What came up while a chapter was made."""

    messages: list[Message] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    assets: dict[str, Path] = field(default_factory=dict)
    measured: list[tuple[str, float]] = field(default_factory=list)
    """HTML of tables and their widths, which decided about their layout."""
    sound: bool = True
    """False when the result depends on more than is written down, or others gave a message."""


@dataclass
class Chapter:
    """One chapter on its way to paper."""

    docname: str
    title: str
    outline: Outline = field(default_factory=lambda: Outline({}, ()))
    finished: Finished | None = None
    record: Record = field(default_factory=Record)
    """That of the way from outline to finished."""


class _Listener(logging.Handler):
    """Notes that somebody else has said something about the chapter that is being made."""

    def __init__(self, context: Context) -> None:
        super().__init__(logging.WARNING)
        self.context = context

    def emit(self, record: logging.LogRecord) -> None:
        if not self.context.speaking:
            self.context.record.sound = False


@dataclass
class Context:
    """One packet in the making; steps read it and add anchors, places and pictures to it."""

    packet: Packet
    env: BuildEnvironment
    settings: Settings
    say: Say
    root: Path
    """Folder that no picture or include may lie outside of."""
    workshop: Path
    """Folder for pictures that the build draws itself (formulas)."""
    chapters: list[Chapter] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    """Every id of the packet, as it will stand in the PDF."""
    asset_names: dict[Path, str] = field(default_factory=dict)
    record: Record = field(default_factory=Record)
    """That of the chapter in work."""
    speaking: bool = False

    @property
    def docnames(self) -> frozenset[str]:
        """The chapters in this packet."""
        return frozenset(self.packet.chapters)

    @contextmanager
    def working_on(self, record: Record) -> Iterator[Record]:
        """Let *record* take what comes up."""
        self.record = record
        listener = _Listener(self)
        logger = logging.getLogger(NAMESPACE)
        logger.addHandler(listener)
        try:
            yield record
        finally:
            logger.removeHandler(listener)
            self.record = Record()

    def report(self, code: Code, text: str, location: nodes.Node, *, error: bool = False) -> None:
        """Report *text* at *location*, and again whenever the chapter is found finished."""
        message = Message(code, text, get_node_location(location), error)
        self.record.messages.append(message)
        self.repeat([message])

    def repeat(self, messages: Iterable[Message]) -> None:
        """Say *messages* that were kept."""
        for message in messages:
            self.speaking = True
            try:
                self.say(message.code, message.text, message.location, error=message.error)
            finally:
                self.speaking = False

    def asset_name(self, path: Path) -> str:
        """Return the address of the picture at *path* in the HTML, which tells its content, or ''."""
        if path not in self.asset_names:
            try:
                name = hashlib.sha256(path.read_bytes()).hexdigest()[:20]
            except OSError:
                return ""
            self.asset_names[path] = f"assets/{name}{path.suffix.lower()}"
        return self.asset_names[path]
