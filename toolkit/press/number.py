"""Numbers the pages of a book: which page of which part stands where, and what each number says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.press.part import Part


@dataclass(frozen=True)
class Place:
    """Page *page* (from 0) of part number *part* of the book; without a part it is left blank."""

    part: int | None
    page: int = 0


@dataclass(frozen=True)
class Numbered:
    """The *places* of a book in print order; the first has number 1."""

    parts: Sequence[Part]
    places: tuple[Place, ...]

    @cached_property
    def first(self) -> tuple[int, ...]:
        """The number of the first page of each part."""
        found: dict[int, int] = {}
        for number, place in enumerate(self.places, 1):
            if place.part is not None:
                found.setdefault(place.part, number)
        return tuple(found.get(index, 0) for index in range(len(self.parts)))

    @cached_property
    def numbers(self) -> Mapping[tuple[int, int], int]:
        """The number of page *page* of part *part*."""
        return {
            (place.part, place.page): number
            for number, place in enumerate(self.places, 1)
            if place.part is not None
        }

    @cached_property
    def anchors(self) -> Mapping[str, int]:
        """The number of the page on which each id stands; of an id given twice, the first."""
        found: dict[str, int] = {}
        for index, part in enumerate(self.parts):
            for ident, page in part.anchors.items():
                found.setdefault(ident, self.numbers[index, page])
        return found

    def __len__(self) -> int:
        return len(self.places)


def number(parts: Sequence[Part], new_sheet: Sequence[bool], duplex: bool) -> Numbered:
    """Put the pages of *parts* one after another.

    When both sides are printed (*duplex*), a part of *new_sheet* and a page that asks for it start on a
    right-hand page, which has an odd number; a blank page goes before where needed.
    """
    return Numbered(parts, tuple(_places(parts, new_sheet, duplex)))


def _places(parts: Sequence[Part], new_sheet: Sequence[bool], duplex: bool) -> Iterator[Place]:
    count = 0
    for index, part in enumerate(parts):
        for page, facts in enumerate(part.pages):
            right = facts.right or (page == 0 and new_sheet[index])
            if duplex and right and count % 2:
                count += 1
                yield Place(None)
            count += 1
            yield Place(index, page)
