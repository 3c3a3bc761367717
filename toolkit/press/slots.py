"""Page numbers inside the text: laid out as digits of a fixed width, filled in when pages are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

CHARACTERS_PER_PAGE = 2000
"""A low guess, to choose how many digits a page number may have before anything is laid out."""


def digits_for(characters: int) -> int:
    """Return how many digits page numbers of a book of so many *characters* have at most, at least two."""
    return max(2, len(str(characters // CHARACTERS_PER_PAGE)))


def open_slots(slots: Iterable[Element], digits: int) -> None:
    """Put as many zeros as a number has *digits* into each slot, to keep its place during layout."""
    for element in slots:
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
