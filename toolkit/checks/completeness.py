"""Text completeness: every block of the chapters is found in the PDF's text, each in a place of its own."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from toolkit.checks.blocks import Block
from toolkit.checks.pdf_contents import Contents, contents

DROPPED = re.compile(
    "[\\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2010\u2011\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffe\ufffd"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f-]"
)
"""What line breaking, bidirectional order and emoji styling add or remove: white space, hyphens, marks."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
GAPS = (200, 700, 12000)
"""Letters that may stand between two parts of one block, tried in this order: a number or a printed
address, a long address, the footnotes of a page."""
MARK = 30
"""Letters that may stand inside of a part: a running number, a sign that a line goes on."""
NEAR = 1000
"""Letters within which a block is looked for first, around the end of the block before it."""
FAR = 6000
"""Letters from one block to the next; one that is farther away (a note) says nothing of the next."""
TRIES = 500
"""Attempts at finding one block in pieces; a text that repeats itself would allow endlessly many."""
SIZES = (1_000_000, 60, 25, 8)
"""Blocks take their places from the longest to the shortest: the longer, the surer its place."""
LONG = 20
"""A part that is shorter must be whole words."""
_ENDING = re.compile(r"^([.,;:!?)\]”’»…]+)(?=.)")
LEAST = 6
"""A half of a block on one page has at least so many letters."""


def normal(text: str) -> str:
    """Return *text* as it is compared: compatibility forms, no case, no white space, hyphens or marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return DROPPED.sub("", unicodedata.normalize("NFKC", plain))


def words_of(text: str) -> list[str]:
    """Return the words of *text* in their normal form; without the schemes that print leaves out."""
    plain = re.sub(r"https?://(?:www\.)?|\b(?:mailto|tel|sms):", "", text)
    return [word for word in map(normal, plain.split()) if word]


def printed_words(read: Contents) -> list[list[str]]:
    """Return the words of each page, without artifacts (running lines) and the contents' entries.

    Where glyphs stand in another order than their characters, the tags say the words (ActualText, PDF 1.7,
    14.9.4), once for all that is drawn for them.
    """
    listed = {(tag.page, mcid) for tag in read.tags if "TOC" in tag.inside for mcid in tag.mcids}
    said = {(tag.page, mcid): tag.actual_text for tag in read.tags if tag.actual_text for mcid in tag.mcids}
    done: set[tuple[int, int]] = set()
    pages: list[list[str]] = [[] for _ in range(read.pages)]
    for run in read.runs:
        place = (run.page, run.mcid)
        if run.artifact or place in listed or place in done:
            continue
        if place in said:
            done.add(place)
        pages[run.page - 1] += words_of(said.get(place, run.text))
    return pages


Spans = list[tuple[int, int]]
"""Places in the text: where each begins and ends."""


class Finder:
    """Finds blocks in the words of a PDF's pages; each letter of the PDF stands for one block only."""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        self.text = "".join("".join(page) for page in pages)
        self.free = bytearray(b"\x01" * len(self.text))
        self.may_split = False
        self.tries = 0
        self.edges = {0}
        self.page_ends = [0]
        place = 0
        for page in pages:
            for word in page:
                place += len(word)
                self.edges.add(place)
            self.page_ends.append(place)

    def missing(self, blocks: Sequence[Block]) -> list[Block]:
        """Return the *blocks* that are nowhere; long ones take their place first, short ones then."""
        parts = [_normal_parts(block.parts) for block in blocks]
        lengths = [sum(map(len, wanted)) for wanted in parts]
        found: dict[int, int] = {}
        lost = set()
        for least, most in zip(SIZES, (*SIZES[1:], 1), strict=True):
            cursor, ends = 0, _in_order(found)
            for index, wanted in enumerate(parts):
                cursor = ends.get(index, cursor)
                if not least > lengths[index] >= most:
                    continue
                end = self._take(wanted, cursor)
                if end is not None:
                    found[index] = end
                    cursor = end if abs(end - cursor) < FAR else cursor
                elif not (RIGHT_TO_LEFT.search("".join(wanted)) and self._words(blocks[index])):
                    lost.add(index)
        return [block for index, block in enumerate(blocks) if index in lost]

    def _take(self, parts: Sequence[str], cursor: int) -> int | None:
        """Use up the letters of *parts* near *cursor*, else anywhere; return where they end."""
        self.tries = TRIES
        stretches = (*((max(0, cursor - NEAR), cursor + far) for far in (NEAR, FAR)), (0, len(self.text)))
        ways = [(stretch, gap, split) for split in (False, True) for stretch in stretches for gap in GAPS]
        for stretch, gap, self.may_split in ways:
            if spans := self._nearest(parts, cursor, stretch, gap):
                for first, last in spans:
                    self.free[first:last] = bytes(last - first)
                return spans[-1][1]
        return None

    def _nearest(self, parts: Sequence[str], cursor: int, stretch: tuple[int, int], gap: int) -> Spans:
        """Return the places of *parts*, in order and *gap* apart at most, nearest to *cursor* and each other.

        The longest part lies in *stretch*, the others around it.
        """
        main = max(range(len(parts)), key=lambda index: len(parts[index]))
        start, end = stretch
        best: Spans = []
        best_cost = len(self.text) * 3
        while anchor := self._piece(parts[main], start, end):
            spans = self._around(parts, main, anchor, gap)
            if spans and (cost := _cost(spans, cursor)) < best_cost:
                best, best_cost = spans, cost
            start = anchor[0][0] + 1
            if start - cursor > best_cost:
                break
        return best

    def _around(self, parts: Sequence[str], main: int, anchor: Spans, gap: int) -> Spans:
        """Return the places of all *parts* when the one of number *main* is at *anchor*."""
        spans = list(anchor)
        for part in reversed(parts[:main]):
            first = spans[0][0]
            before = self._piece(part, max(0, first - len(part) - gap), first, last=True)
            if not before:
                return []
            spans = before + spans
        for part in parts[main + 1 :]:
            last = spans[-1][1]
            after = self._piece(part, last, last + len(part) + gap)
            if not after:
                return []
            spans += after
        return spans

    def _piece(self, part: str, begin: int, end: int, last: bool = False) -> Spans:
        """Return the first (or *last*) free place of *part* between *begin* and *end*.

        That is one span, or more when a page ends inside.
        """
        find = self.text.rfind if last else self.text.find
        place = find(part, begin, end)
        while place >= 0:
            if self._free(place, place + len(part)) and self._whole(place, place + len(part)):
                return [(place, place + len(part))]
            place = find(part, begin, place + len(part) - 1) if last else find(part, place + 1, end)
        return self._split(part, begin, end) if self.may_split and len(part) > 2 * LEAST else []

    def _split(self, part: str, begin: int, end: int) -> Spans:
        """Find *part* in pieces: it goes on after footnotes on the next page, or after a mark."""
        head = part[:LEAST]
        place = self.text.find(head, begin, end)
        while place >= 0:
            self.tries -= 1
            length = self._common(part, place) if self.tries > 0 else 0
            if self._free(place, place + length):
                for cut in range(length, max(LEAST - 1, length - 4), -1):
                    rest = part[cut:]
                    behind = self._rest(rest, place + cut)
                    if behind:
                        return [(place, place + cut), *behind]
            place = self.text.find(head, place + 1, end)
        return []

    def _rest(self, rest: str, begin: int) -> Spans:
        """Find the *rest* of a part: after a mark on this page, or on the next, perhaps in pieces too."""
        page = bisect_right(self.page_ends, begin)
        ends = self.page_ends[page : page + 2]
        stretches = [(begin, begin + MARK + len(rest)), *([(ends[0], ends[1])] if len(ends) == 2 else [])]
        for first, last in stretches:
            place = self.text.find(rest, first, last)
            if place >= 0 and self._free(place, place + len(rest)):
                return [(place, place + len(rest))]
            if len(rest) > 2 * LEAST and (spans := self._split(rest, first, last)):
                return spans
        return []

    def _common(self, part: str, place: int) -> int:
        """Return how many letters of *part* stand at *place*."""
        low, high = 0, len(part)
        while low < high:
            middle = (low + high + 1) // 2
            if self.text.startswith(part[:middle], place):
                low = middle
            else:
                high = middle - 1
        return low

    def _free(self, begin: int, end: int) -> bool:
        return 0 not in self.free[begin:end]

    def _whole(self, begin: int, end: int) -> bool:
        """Say whether a short stretch is whole words: the letter of a cell is not found inside a word."""
        if end - begin >= LONG:
            return True
        starts = begin in self.edges or not self.text[begin - 1 : begin + 1].isalnum()
        return starts and (end in self.edges or not self.text[end - 1 : end + 1].isalnum())

    def _words(self, block: Block) -> bool:
        """Say whether every word of *block* is printed: words of mixed lines come in drawing order."""
        words = [normal(word) for word in re.findall(r"\w+", block.text)]
        return all(word in self.text or word[::-1] in self.text for word in words)


def _in_order(found: Mapping[int, int]) -> dict[int, int]:
    """Return the longest run of *found* (number of a block to place) whose places ascend.

    What is out of order (notes, texts that stand twice) says nothing of where its neighbours are.
    """
    tails: list[int] = []  # numbers of the blocks that end the best run of each length, and their places
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for index, place in sorted(found.items()):
        length = bisect_right(ends, place)
        before[index] = tails[length - 1] if length else None
        tails[length : length + 1] = [index]
        ends[length : length + 1] = [place]
    run: dict[int, int] = {}
    last = tails[-1] if tails else None
    while last is not None:
        run[last] = found[last]
        last = before[last]
    return run


def _cost(spans: Spans, cursor: int) -> int:
    """Say how far *spans* are from *cursor* and, counted twice, from each other."""
    between = sum(abs(after[0] - before[1]) for before, after in pairwise(spans))
    return abs(spans[0][0] - cursor) + 2 * between


def _normal_parts(parts: Sequence[str]) -> list[str]:
    """Return the normal form of *parts*; the mark that ends a sentence stands for itself, since the page may
    end behind it."""
    normalized = [part for part in map(_normal_part, parts) if part]
    return [piece for part in normalized for piece in _ENDING.split(part, maxsplit=1) if piece]


def _normal_part(part: str) -> str:
    part = re.sub(r"^\s*(\S+\w)/\s*$", r"\1", part)  # print leaves the last slash of an address out
    return "".join(words_of(part))


def missing_blocks(pdf: bytes | Path, blocks: Sequence[Block]) -> list[Block]:
    """Return the *blocks* whose text is not in *pdf*, in order; all are expected in reading order."""
    return Finder(printed_words(contents(pdf))).missing(blocks)
