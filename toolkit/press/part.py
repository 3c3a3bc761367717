"""A part of a book, laid out by itself: what goes into it, and what comes out and is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from toolkit.paper import Paper
from toolkit.press.fonts import Face, FontUse
from toolkit.press.model import Overflow
from toolkit.press.slots import DIGITS, Head, Hole


@dataclass(frozen=True)
class Task:
    """All that the pages of one part depend on: a chapter, the front matter, or heads and feet.

    *missing* are characters that none of *faces* has, *dead* the ids it leads to that the book has not;
    *digits* is the room of a page-number slot; *files* are what its addresses name, by content, so that
    another machine can do it.  *title* and *metadata* belong to the book and are empty for chapters.
    """

    id: str
    html: str
    lang: str
    style: str
    paper: Paper
    faces: tuple[Face, ...]
    files: Mapping[str, Path | bytes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    digits: int = DIGITS
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page of a part: its named *strings*, the *name* of its kind (CSS ``page``), and whether it has to
    be a right-hand page when both sides are printed."""

    strings: Mapping[str, str]
    name: str = ""
    right: bool = False
    blank: bool = False


@dataclass(frozen=True)
class Part:
    """A part that was laid out: *pdf*, which is read when it is bound, has no fonts and pixels yet, and holes
    where page numbers go.

    *anchors* map each id to its page, counted from 0; *glyphs* are the fonts it uses, packed; *pictures* are
    the files it shows, and whether viewers may smooth them.
    """

    id: str
    lang: str
    pages: tuple[Page, ...]
    anchors: Mapping[str, int]
    holes: tuple[Hole, ...]
    heads: tuple[Head, ...]
    glyphs: str
    pictures: tuple[tuple[str, bool], ...]
    overflows: tuple[Overflow, ...]
    messages: tuple[str, ...]
    pdf: Callable[[], bytes]

    def fonts(self) -> list[FontUse]:
        """Return the fonts that the part uses and which glyphs; unpacked anew, since they are many."""
        return [_unpack_font(facts) for facts in json.loads(self.glyphs)]

    def pack(self) -> bytes:
        """Return the part as it is kept: a line of facts, then the PDF."""
        facts: dict[str, Any] = {
            "id": self.id,
            "lang": self.lang,
            "pages": [asdict(page) for page in self.pages],
            "anchors": dict(self.anchors),
            "holes": [asdict(hole) for hole in self.holes],
            "heads": [asdict(head) for head in self.heads],
            "glyphs": self.glyphs,
            "pictures": list(self.pictures),
            "overflows": [asdict(overflow) for overflow in self.overflows],
            "messages": list(self.messages),
        }
        return json.dumps(facts).encode() + b"\n" + self.pdf()

    @classmethod
    def unpack(cls, entry: bytes, again: Callable[[], bytes] | None = None) -> Part:
        """Return the part that *entry* keeps; *again* reads the entry later, so that a book's parts need not
        all be in memory."""
        head, _, pdf = entry.partition(b"\n")
        facts = json.loads(head)
        return cls(
            id=facts["id"],
            lang=facts["lang"],
            pages=tuple(Page(**page) for page in facts["pages"]),
            anchors=facts["anchors"],
            holes=tuple(Hole(**hole) for hole in facts["holes"]),
            heads=tuple(Head(**head) for head in facts["heads"]),
            glyphs=facts["glyphs"],
            pictures=tuple((name, smooth) for name, smooth in facts["pictures"]),
            overflows=tuple(Overflow(**overflow) for overflow in facts["overflows"]),
            messages=tuple(facts["messages"]),
            pdf=(lambda: pdf) if again is None else (lambda: again().partition(b"\n")[2]),
        )


def pack_fonts(uses: Sequence[FontUse]) -> str:
    """Return *uses* as a part keeps them."""
    return json.dumps([_pack_font(use) for use in uses])


def _pack_font(use: FontUse) -> dict[str, Any]:
    return {"digest": use.digest, "attributes": use.attributes} | {
        name: sorted(getattr(use, name).items()) for name in ("text", "widths", "missing")
    }


def _unpack_font(facts: Mapping[str, Any]) -> FontUse:
    maps: dict[str, Any] = {name: dict(facts[name]) for name in ("text", "widths", "missing")}
    return FontUse(facts["digest"], facts["attributes"], **maps)


def merge_fonts(parts: Sequence[Part]) -> dict[str, FontUse]:
    """Return, for each font of *parts* by its name in their pages, all glyphs that any of them uses."""
    found: dict[str, FontUse] = {}
    for part in parts:
        for use in part.fonts():
            name = use.attributes["hash"]
            if name not in found:
                found[name] = FontUse(use.digest, use.attributes)
            merged = found[name]
            merged.text = use.text | merged.text
            merged.widths = use.widths | merged.widths
            merged.missing = use.missing | merged.missing
    return found
