"""Page numbers inside the text: laid out once as digits of a fixed width, filled in when pages are known.

A chapter does not know on which pages others stand.  It prints zeros in place of their numbers; what its
pages then say at those places is a hole in their content streams, with all that is needed to fill it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

DIGITS = 3
"""Digits that a slot has room for; a book of more pages than that is laid out once more with more."""

DIGITS_TEXT = "0123456789"


@dataclass(frozen=True)
class Slot:
    """A place for the page number of the element *ident*; *right* says that it ends where its slot ends."""

    ident: str
    right: bool


@dataclass(frozen=True)
class Hole:
    """A slot as it was drawn: the page number of *ident*, to be written on *page* (from 0).

    *glyphs* are the codes of the ten digits (hexadecimal, four figures each), *origin* is where its text
    begins and *width* the width of the whole slot, in CSS pixels.  *side* says where a narrower
    number stands: ``end`` at the end of its slot, nothing else moves; ``ltr`` and ``rtl`` at the beginning,
    and what follows on the line moves up.  That begins at *x*, between *top* and *bottom* (CSS pixels from
    the page's top left corner).
    """

    number: int
    page: int
    ident: str
    digits: int
    glyphs: Sequence[str]
    origin: Sequence[float]
    width: float
    side: Literal["end", "ltr", "rtl"]
    x: float
    top: float
    bottom: float

    def spare(self, text: str) -> float:
        """Return how much narrower than the slot the number *text* is, in CSS pixels."""
        return self.width * (1 - len(text) / self.digits)

    def fill(self, stream: bytes, text: str) -> bytes:
        """Return the content *stream* with the number *text* in place of this hole."""
        codes = "".join(self.glyphs[int(digit)] for digit in text)
        stream = stream.replace(show_operator(self.number), f"[<{codes}>] TJ".encode(), 1)
        spare = self.spare(text)
        if self.side != "ltr":
            x, y = self.origin
            place = f"1 0 0 -1 {_number(x + spare)} {_number(y)} Tm"
            stream = stream.replace(place_operator(self.number), place.encode(), 1)
        if self.side != "end":
            by = -spare if self.side == "ltr" else spare
            move = f"1 0 0 1 {_number(by)} 0 cm" if spare else ""
            stream = stream.replace(move_operator(self.number), move.encode(), 1)
        return stream


def show_operator(number: int) -> bytes:
    """Return what stands in the content stream where hole *number* shows its text."""
    return b"[(slot %d)] TJ" % number


def place_operator(number: int) -> bytes:
    """Return what stands in the content stream where the text of hole *number* is placed."""
    return b"(slot %d) Tm" % number


def move_operator(number: int) -> bytes:
    """Return what stands in the content stream where the rest of the line of hole *number* moves up."""
    return b"(slot %d) cm" % number


@dataclass(frozen=True)
class Head:
    """A text with page numbers in a running head or foot, as it was drawn on template *page* (from 0).

    *counters* say for each number in it whether it is that of all pages (*total*) or the page's own; both
    are drawn as :data:`DIGITS` zeros. *glyphs* and *advances* are the codes of the ten digits and their
    widths in CSS pixels; *align* is how far the text moves to the right for each pixel that it is narrower:
    1 at the right edge, 0.5 in the middle, 0 at the left.
    """

    number: int
    page: int
    origin: Sequence[float]
    align: float
    glyphs: Sequence[str]
    advances: Sequence[float]
    counters: Sequence[bool]

    def fill(self, stream: bytes, page: int, total: int) -> bytes:
        """Return the content *stream* with the numbers of this *page* of *total* in this text."""
        spare = 0.0
        for index, of_all in enumerate(self.counters):
            text = str(total if of_all else page)
            codes = "".join(self.glyphs[int(digit)] for digit in text)
            stream = stream.replace(counter_operand(self.number, index), f"<{codes}>".encode(), 1)
            spare += DIGITS * self.advances[0] - sum(self.advances[int(digit)] for digit in text)
        x, y = self.origin
        place = f"1 0 0 -1 {_number(x + spare * self.align)} {_number(y)} Tm"
        return stream.replace(place_operator(self.number), place.encode(), 1)


def counter_operand(text: int, index: int) -> bytes:
    """Return what stands in the content stream in place of page number *index* of head or foot *text*."""
    return b"(counter %d %d)" % (text, index)


JOINER = "\u2060"
"""Draws nothing; one before and after a page's own number, two for the number of all pages."""

_DRAWN_JOINER = re.compile(rb">-?0\.0(?:<|(?=\]))")
"""A glyph that draws nothing: WeasyPrint writes its width as a fraction, and kerning as a whole number."""


def mark_counter(total: bool) -> str:
    """Return what a template says in place of a page number."""
    joiner = JOINER * (2 if total else 1)
    return f"{joiner}{'0' * DIGITS}{joiner}"


def open_counters(shown: bytes, text: int) -> tuple[bytes, list[bool]]:
    """Return the operator *shown* (``[…] TJ``) of head or foot *text* with an operand for each page number
    between joiners, and whether each is the total."""
    pieces = _DRAWN_JOINER.split(shown)
    found: list[bool] = []
    result = [pieces[0]]
    at = 1
    while at < len(pieces):
        total = not pieces[at]
        at += 4 if total else 2
        result.append(b"> " + counter_operand(text, len(found)) + b" <" + pieces[at - 1])
        found.append(total)
    return b"".join(result).replace(b"<] TJ", b"] TJ"), found


def glyph_codes(shown: bytes) -> list[str]:
    """Return the glyph codes, four hexadecimal figures each, of the operand of a ``TJ`` operator."""
    strings = re.findall(rb"<([0-9a-f]*)>", shown)
    return [text[at : at + 4].decode() for text in strings for at in range(0, len(text), 4)]


def open_slots(places: Iterable[Element], digits: int) -> None:
    """Put as many zeros as a number has *digits* into each slot, to keep its place during layout."""
    for element in places:
        for child in list(element):
            element.remove(child)
        element.text = "0" * digits


def in_contents(element: Element, up: Mapping[Element, Element]) -> bool:
    """Say whether *element* stands in a list of contents, where numbers end at the right edge."""
    node: Element | None = element
    while node is not None:
        if node.tag == "nav":
            return True
        node = up.get(node)
    return False


def _number(value: float) -> str:
    """Return *value* as PDF writes numbers (ISO 32000-1, 7.3.3), without needless figures."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
