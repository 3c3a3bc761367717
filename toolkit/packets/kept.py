"""Finished chapters, found again: what a chapter gives its packet, and its HTML, each under its own key.

Both are kept by everything they depend on.  What the doctree and the fingerprint do not tell, pictures
and the widths of measured tables, stands in the entry and is compared when it is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from toolkit.diagnostics import Code
from toolkit.imprint import imprint_of
from toolkit.packets.canonical import Unsafe, digest
from toolkit.packets.context import Finished, Heading, Message, Outline, Place, Record, anchor
from toolkit.packets.fingerprint import foundation
from toolkit.packets.trust import foreign_names, plain
from toolkit.press.cache import key_of

if TYPE_CHECKING:
    from docutils import nodes

    from toolkit.packets.builder import PacketsBuilder
    from toolkit.packets.context import Context
    from toolkit.paper import Paper

logger = logging.getLogger(__name__)

_USES = "toolkit_uses"


class Keeper:
    """Keeps chapters of one project in the cache of its press; one for each run of the builder."""

    def __init__(self, builder: PacketsBuilder) -> None:
        self.builder = builder
        self.cache = builder.press.cache
        self._foundation: str | None = None
        self._chapters: dict[str, str] = {}
        self.foreign: frozenset[str] = frozenset()

    def open(self, context: Context, paper: Paper) -> Shelf:
        """Return the shelf for the packet of *context* on *paper*."""
        if self._foundation is None:
            try:
                self._foundation = foundation(self.builder)
                self.foreign = foreign_names(self.builder._app)
            except Unsafe as why:
                self._foundation = ""
                logger.verbose("HTML of chapters is made anew each time: %s", why)
        usable = bool(self._foundation) and not ambiguous(context.packet.chapters)
        return Shelf(self, context, paper, usable)

    def chapter_key(self, docname: str, audience: str) -> str:
        """Return the key of what *docname* gives a packet for *audience*."""
        env = self.builder.env
        if docname not in self._chapters:
            doctree = digest(Path(self.builder.doctreedir, f"{docname}.doctree"))
            uses = getattr(env, _USES, {}).get(docname, ())
            noted = sorted((use.kind, use.id, use.digest) for use in uses)
            self._chapters[docname] = f"{doctree} {noted}"
        parts = {"chapter": docname, "audience": audience, "content": self._chapters[docname]}
        parts["imprint"] = repr(imprint_of(env, docname, audience))
        return key_of(parts | {"kind": "outline", "foundation": self._foundation})


class Shelf:
    """The kept chapters of one packet on one paper."""

    def __init__(self, keeper: Keeper, context: Context, paper: Paper, usable: bool) -> None:
        self.keeper = keeper
        self.context = context
        self.usable = usable
        self._paper = paper.css
        self._packet = ""
        self._unsound: set[str] = set()

    def trusts(self, document: nodes.document) -> bool:
        """Say whether all that stands in *document*, as it was read, is known."""
        return plain(document, self.context.env, self.keeper.foreign)

    def outline(self, docname: str) -> Outline | None:
        """Return what *docname* gives its packet, if that is kept."""
        entry = self._get(self._outline_key(docname))
        if entry is None:
            return None
        places = {name: Place(*place) for name, place in entry["places"].items()}
        return Outline(places, _messages(entry["messages"]))

    def keep_outline(self, docname: str, outline: Outline, record: Record) -> None:
        """Keep *outline*, unless its making had a word to say that we cannot repeat."""
        if not record.sound:
            self._unsound.add(docname)
        elif self.usable:
            places = {name: [place.location, place.is_term] for name, place in outline.places.items()}
            self._put(self._outline_key(docname), {"places": places, "messages": _plain(outline.messages)})

    def know_packet(self) -> None:
        """Take note of the whole packet: links depend on what is in it."""
        known = sorted((name, place.is_term) for name, place in self.context.places.items())
        parts = repr([known, sorted(self.context.docnames)])
        self._packet = hashlib.sha256(parts.encode()).hexdigest()

    def finished(self, docname: str, measure: Callable[[Sequence[str]], Sequence[float]]) -> Finished | None:
        """Return the finished chapter, if it is kept and its pictures and tables are what they were."""
        entry = self._get(self._finished_key(docname))
        if entry is None:
            return None
        assets = {name: Path(path) for name, path in entry["assets"].items()}
        if any(self.context.asset_name(path) != name for name, path in assets.items()):
            return None
        pieces = [piece for piece, _ in entry["measured"]]
        if pieces and [width for _, width in entry["measured"]] != list(measure(pieces)):
            return None
        headings = tuple(Heading(level, ref, text) for level, ref, text in entry["headings"])
        return Finished(entry["html"], headings, assets, _messages(entry["messages"]))

    def keep_finished(self, docname: str, finished: Finished, record: Record) -> None:
        """Keep the *finished* chapter, unless its making had a word to say that we cannot repeat."""
        if not (self.usable and record.sound) or docname in self._unsound:
            return
        entry = {
            "html": finished.html,
            "headings": [list(heading) for heading in finished.headings],
            "assets": {name: str(path) for name, path in finished.assets.items()},
            "messages": _plain(finished.messages),
            "measured": [list(pair) for pair in record.measured],
        }
        self._put(self._finished_key(docname), entry)

    def _outline_key(self, docname: str) -> str:
        return self.keeper.chapter_key(docname, self.context.packet.audience) if self.usable else ""

    def _finished_key(self, docname: str) -> str:
        parts = {"outline": self._outline_key(docname), "packet": self._packet, "paper": self._paper}
        return key_of(parts | {"kind": "finished"})

    def _get(self, key: str) -> dict[str, Any] | None:
        if not self.usable or (content := self.keeper.cache.get(key)) is None:
            return None
        entry: dict[str, Any] = json.loads(content)
        return entry

    def _put(self, key: str, entry: Mapping[str, object]) -> None:
        self.keeper.cache.put(key, json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def ambiguous(docnames: Sequence[str]) -> bool:
    """Say whether ids of two chapters might be equal, so that one chapter would lose its own to the other."""
    names = sorted(anchor(docname) for docname in docnames)
    return any(
        other == name or other.startswith(f"{name}--")
        for name in names
        for other in names
        if other is not name
    )


def _plain(messages: Sequence[Message]) -> list[list[object]]:
    return [[message.code.value, message.text, message.location, message.error] for message in messages]


def _messages(found: Sequence[Sequence[Any]]) -> tuple[Message, ...]:
    return tuple(Message(Code(code), text, location, error) for code, text, location, error in found)
