"""Page numbers inside the text: laid out as digits of a fixed width, filled in when pages are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

CHARACTERS_PER_PAGE = 2000
"""A low guess, to choose how many digits a page number may have before anything is laid out."""


@dataclass(frozen=True)
class Slot:
    """A place for the page number of the element *ident*; *right* says that it ends where its slot ends."""

    ident: str
    right: bool


def digits_for(characters: int) -> int:
    """Return how many digits page numbers of a book of so many *characters* have at most, at least two."""
    return max(2, len(str(characters // CHARACTERS_PER_PAGE)))


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


@dataclass(frozen=True)
class Filler:
    """Writes page numbers into slots; *text_box* and *inline_box* are the engine's classes of boxes."""

    places: Mapping[Element, Slot]
    text_box: Any
    inline_box: Any

    def fill(self, pages: Sequence[Any], numbers: Sequence[int]) -> int:
        """Fill the slots on *pages*, which carry *numbers*; return the most digits that a number has."""
        wanted = {slot.ident for slot in self.places.values()}
        found: dict[str, str] = {}
        for page, number in zip(pages, numbers, strict=True):
            for box in page.descendants() if wanted else ():
                if (name := box.style["anchor"]) in wanted:
                    found.setdefault(name, str(number))
        for page in pages if wanted else ():
            self._narrow(page, found)
        return max(map(len, found.values()), default=0)

    def _narrow(self, box: Any, found: Mapping[str, str]) -> float:
        """Fill the slots in *box*; return by how much it became narrower, in CSS pixels."""
        shift = 0.0
        for child in getattr(box, "children", ()):
            if shift:
                child.translate(-shift)
            slot = self.places.get(child.element) if isinstance(child, self.text_box) else None
            if slot is None:
                shift += self._narrow(child, found)
            else:
                child.element.text = found.get(slot.ident, "?")
                shift += _write(child, child.element.text, slot.right)
        if not isinstance(box, self.inline_box):
            return 0.0
        box.width -= shift
        return shift


def _write(text: Any, number: str, right: bool) -> float:
    """Put *number* into a text box of zeros, all digits being equally wide; return how much room is left
    over."""
    spare = float(text.width * (1 - len(number) / len(text.text)))
    text.text = text.pango_layout.text = number
    text.width -= spare
    if not right:
        return spare
    text.position_x += spare
    return 0.0
