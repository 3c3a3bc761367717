"""Text completeness: every block of the chapters is found in the PDF's text, each in a place of its own."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from toolkit.checks.blocks import Block
from toolkit.checks.pdf_reader import opened, runs, tags

DROPPED = re.compile(
    "[\\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2010\u2011\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffe\ufffd"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f-]"
)
"""What line breaking, bidirectional order and emoji styling add or remove: white space, hyphens, marks."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
GAP = 700
"""Letters that may stand between two parts of one block: a printed address, a running line of a note."""
PAGE_GAP = 12000
"""Letters that may stand between two halves of a block that goes over to the next page: its footnotes."""
LEAST = 6
"""A half of a block on one page has at least so many letters."""


def normal(text: str) -> str:
    """Return *text* as it is compared: compatibility forms, no case, no white space, hyphens or marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return DROPPED.sub("", unicodedata.normalize("NFKC", plain))


def printed_text(document: pypdfium2.PdfDocument) -> list[str]:
    """Return the normal text of each page, without artifacts (running lines) and the contents' entries."""
    contents = {(tag.page, mcid) for tag in tags(document) if "TOC" in tag.inside for mcid in tag.mcids}
    pages: list[list[str]] = [[] for _ in range(len(document))]
    for run in runs(document):
        if not run.artifact and (run.page, run.mcid) not in contents:
            pages[run.page - 1].append(run.text)
    return [normal("".join(page)) for page in pages]


class Finder:
    """Finds blocks in the text of a PDF; each letter of the PDF stands for one block only."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.text = "".join(pages)
        self.free = bytearray(b"\x01" * len(self.text))
        self.page_ends = [0]
        for page in pages:
            self.page_ends.append(self.page_ends[-1] + len(page))
        self.cursor = 0

    def take(self, block: Block) -> bool:
        """Find *block* at or after the last place, else anywhere; False when it is nowhere."""
        parts = [part for part in map(normal, map(_without_scheme, block.parts)) if part]
        if not parts:
            return True
        for begin in (max(0, self.cursor - 200), 0):
            if spans := self._parts(parts, begin):
                self._use(spans, long=sum(map(len, parts)) >= 20)
                return True
        return any(RIGHT_TO_LEFT.search(part) for part in parts) and self._words(block)

    def _use(self, spans: Sequence[tuple[int, int]], long: bool) -> None:
        for begin, end in spans:
            self.free[begin:end] = bytes(end - begin)
        if long or abs(spans[0][0] - self.cursor) < 400:
            self.cursor = spans[-1][1]

    def _parts(self, parts: Sequence[str], begin: int) -> list[tuple[int, int]]:
        """Return the places of *parts*, in order and near each other, the first at or after *begin*."""
        start = begin
        while True:
            first = self._piece(parts[0], start, len(self.text))
            if not first:
                return []
            spans = list(first)
            for part in parts[1:]:
                last = spans[-1][1]
                after = self._piece(part, last, last + GAP) or self._piece(part, last, last + PAGE_GAP)
                if not after:
                    break
                spans += after
            else:
                return spans
            start = first[0][0] + 1

    def _piece(self, part: str, begin: int, end: int) -> list[tuple[int, int]]:
        """Return the place of *part* between *begin* and *end*: one span, or two when a page ends inside."""
        place = self.text.find(part, begin, end)
        while place >= 0:
            if self._free(place, place + len(part)):
                return [(place, place + len(part))]
            place = self.text.find(part, place + 1, end)
        return self._split(part, begin, end) if len(part) > 2 * LEAST else []

    def _split(self, part: str, begin: int, end: int) -> list[tuple[int, int]]:
        """Find *part* in pieces: it goes on after footnotes on the next page, or after a mark."""
        head = part[:LEAST]
        place = self.text.find(head, begin, end)
        while place >= 0:
            length = self._common(part, place)
            if self._free(place, place + length):
                for cut in range(length, max(LEAST - 1, length - 4), -1):
                    rest = part[cut:]
                    behind = self._rest(rest, place + cut)
                    if behind:
                        return [(place, place + cut), *behind]
            place = self.text.find(head, place + 1, end)
        return []

    def _rest(self, rest: str, begin: int) -> list[tuple[int, int]]:
        """Find the *rest* of a part on this page or the next, itself perhaps going on after that."""
        page = bisect_right(self.page_ends, begin)
        limit = min(self.page_ends[min(page + 1, len(self.page_ends) - 1)], begin + PAGE_GAP + len(rest))
        place = self.text.find(rest, begin, limit)
        if place >= 0 and self._free(place, place + len(rest)):
            return [(place, place + len(rest))]
        return self._split(rest, begin, limit) if len(rest) > LEAST else []

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

    def _words(self, block: Block) -> bool:
        """Say whether every word of *block* is printed: words of mixed lines come in drawing order."""
        words = [normal(word) for word in re.findall(r"\w+", block.text)]
        return all(word in self.text or word[::-1] in self.text for word in words)


def _without_scheme(part: str) -> str:
    """Return *part* without the ``https://`` that print leaves out of addresses."""
    return re.sub(r"https?://(?:www\.)?|/(?=\s*$)", "", part)


def missing_blocks(pdf: bytes | Path, blocks: Sequence[Block]) -> list[Block]:
    """Return the *blocks* whose text is not in *pdf*, in order; all are expected in reading order."""
    with opened(pdf) as document:
        pages = printed_text(document)
    finder = Finder([re.sub(r"https?://(?:www\.)?", "", page) for page in pages])
    return [block for block in blocks if not finder.take(block)]
