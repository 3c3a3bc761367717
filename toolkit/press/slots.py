"""Page numbers inside the text: laid out once as digits of a fixed width, filled in when pages are known.

A chapter does not know on which pages others stand.  It prints zeros in place of their numbers; what its
pages then say at those places is a hole in their content streams, with all that is needed to fill it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

    *glyphs* are the codes of the ten digits (hexadecimal, four figures each), *advance* the width of one in
    thousandths of the type size, *size* that size in CSS pixels.  A number at the *right* ends where the
    slot ends; of any other, what follows on the line moves up: it begins at *x*, between *top* and *bottom*
    (CSS pixels from the page's top left corner).
    """

    number: int
    page: int
    ident: str
    digits: int
    glyphs: Sequence[str]
    advance: float
    size: float
    right: bool
    x: float = 0
    top: float = 0
    bottom: float = 0

    def spare(self, text: str) -> float:
        """Return how much narrower than the slot the number *text* is, in CSS pixels."""
        return (self.digits - len(text)) * self.advance / 1000 * self.size

    def fill(self, stream: bytes, text: str) -> bytes:
        """Return the content *stream* with the number *text* in place of this hole."""
        codes = "".join(self.glyphs[int(digit)] for digit in text)
        spare = self.digits - len(text)
        if self.right:
            before = f"{_number(-spare * self.advance)} " if spare else ""
            return stream.replace(show_operator(self.number), f"[{before}<{codes}>] TJ".encode(), 1)
        stream = stream.replace(show_operator(self.number), f"[<{codes}>] TJ".encode(), 1)
        move = f"1 0 0 1 {_number(-self.spare(text))} 0 cm" if spare else ""
        return stream.replace(move_operator(self.number), move.encode(), 1)


def show_operator(number: int) -> bytes:
    """Return what stands in the content stream where hole *number* shows its text."""
    return b"[(slot %d)] TJ" % number


def move_operator(number: int) -> bytes:
    """Return what stands in the content stream where the rest of the line of hole *number* moves up."""
    return b"(move %d) cm" % number


@dataclass(frozen=True)
class Counter:
    """A page number in a running head or foot, as it was drawn on template *page* (from 0): the page's own,
    or with *total* the number of all pages, both of as many digits as the template shows."""

    number: int
    page: int
    total: bool
    glyphs: Sequence[str]

    def fill(self, stream: bytes, text: str) -> bytes:
        """Return the content *stream* with the number *text* in place of this counter."""
        codes = "".join(self.glyphs[int(digit)] for digit in text)
        return stream.replace(b"(counter %d)" % self.number, f"<{codes}>".encode(), 1)


JOINER = "\u2060"
"""Draws nothing; one before and after a page's own number, two for the number of all pages."""

_DRAWN_JOINER = re.compile(rb">-?0\.0(?:<|(?=\]))")
"""A glyph that draws nothing: WeasyPrint writes its width as a fraction, and kerning as a whole number."""


def mark_counter(digits: int, total: bool) -> str:
    """Return what a template says in place of a page number of so many *digits*."""
    joiner = JOINER * (2 if total else 1)
    return f"{joiner}{'0' * digits}{joiner}"


def open_counters(shown: bytes, first: int) -> tuple[bytes, list[tuple[int, bool]]]:
    """Return the operator *shown* (``[…] TJ``) with a token for each page number between joiners, and the
    tokens: numbers from *first* on, and whether it is the total."""
    pieces = _DRAWN_JOINER.split(shown)
    found: list[tuple[int, bool]] = []
    result = [pieces[0]]
    at = 1
    while at < len(pieces):
        total = not pieces[at]
        found.append((first + len(found), total))
        at += 4 if total else 2
        result.append(b"> (counter %d) <" % found[-1][0] + pieces[at - 1])
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
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
