"""Pictures and words of a PDF's pages, for people who look at it while they write."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import pypdfium2

from toolkit.checks.pdf_reader import opened

_MARGIN = 48.0
"""Points at head and foot of a page that hold running heads and page numbers."""

_lock = Lock()
"""pdfium works for one thread at a time."""


@dataclass(frozen=True)
class PageText:
    """A page: width and height in points, its *text*, and its *words*, which know no page number."""

    width: float
    height: float
    text: str
    words: str


def page_texts(pdf: bytes) -> tuple[PageText, ...]:
    """Return the text of every page; raises ValueError when *pdf* is no readable PDF."""
    with _lock, opened(pdf) as document:
        return tuple(_page_text(page) for page in document)


def _page_text(page: pypdfium2.PdfPage) -> PageText:
    width, height = page.get_size()
    reader = page.get_textpage()
    text = reader.get_text_range()
    body = reader.get_text_bounded(bottom=_MARGIN, top=height - _MARGIN)
    margins = reader.get_text_bounded(top=_MARGIN) + reader.get_text_bounded(bottom=height - _MARGIN)
    return PageText(width, height, text, body + re.sub(r"\d+", "", margins))


def changed_pages(before: Sequence[PageText], now: Sequence[PageText]) -> tuple[int, ...]:
    """Return the numbers of the pages of *now* whose words stood on no page *before*."""
    known = {page.words for page in before}
    return tuple(number for number, page in enumerate(now, 1) if page.words not in known)


def height_of_change(pdf: bytes, number: int, before: PageText, now: PageText) -> float | None:
    """Return how far down page *number* its text begins to differ: 0 at the top, 1 at the bottom."""
    same = 0
    for old, new in zip(before.text, now.text, strict=False):
        if old != new:
            break
        same += 1
    with _lock, opened(pdf) as document:
        reader = document[number - 1].get_textpage()
        place = min(same, reader.count_chars() - 1)
        if place < 0:
            return None
        _, bottom, _, top = reader.get_charbox(place)
    return round(1 - float(bottom + top) / 2 / now.height, 3)


def page_picture(pdf: bytes, number: int, width: int) -> bytes:
    """Return page *number* as PNG, *width* pixels wide; raises IndexError when there is no such page."""
    with _lock, opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        picture = page.render(scale=width / page.get_size()[0]).to_pil()
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()
