"""Whether the bound book is what one rendering would be: text and links of each page, size, PDF/UA-1."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tests.bench.bench import Bench
from tests.bench.peers.press import bind_words, store_job
from tests.bench.peers.renderings import rendering_words

MARGIN = 20 / 25.4 * 72
"""Points at the head and foot of a page that hold what runs along, which may be drawn first or last."""


def measure(bench: Bench) -> None:
    """Print the book both ways and keep what differs."""
    from tests.checks.pdfua import failures

    job, bound, single = store_job(bench), bench.work / "bound.pdf", bench.work / "single.pdf"
    bench.fresh("cache")
    bench.run(bind_words(bench, job, bound, 2))
    bench.run(rendering_words(job, single))
    bench.same |= {"size": bound.stat().st_size / single.stat().st_size} | compare(bound, single)
    bench.same["failures"] = len(failures(bound))
    bench.say(f"  bound against one rendering: {bench.same}")


def compare(bound: Path, single: Path) -> dict[str, float]:
    """Return how many pages differ in their text between *bound* and *single*, and how many link targets."""
    with pypdfium2.PdfDocument(bound) as one, pypdfium2.PdfDocument(single) as other:
        texts = zip_longest(map(text, one), map(text, other))
        links = zip_longest(map(targets, pages(one)), map(targets, pages(other)))
        differing = sum(len((a or set()) ^ (b or set())) for a, b in links)
        return {"text": sum(a != b for a, b in texts), "links": differing}


def pages(pdf: pypdfium2.PdfDocument) -> Iterator[tuple[Any, Any]]:
    """Yield each page of *pdf* with the document it belongs to."""
    for page in pdf:
        yield pdf, page


def text(page: Any) -> tuple[list[str], Counter[str]]:
    """Return the words between head and foot in order, and how often each stands on the whole *page*."""
    content = page.get_textpage()
    width, height = page.get_size()
    middle = content.get_text_bounded(0, MARGIN, width, height - MARGIN)
    return middle.split(), Counter(content.get_text_range().split())


def targets(place: tuple[Any, Any]) -> set[str]:
    """Return where the links of a page lead: addresses, and pages of the document with the height on them.

    A set, since plain WeasyPrint makes several links of one when there are boxes inside it.
    """
    pdf, page = place
    found: set[str] = set()
    start, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(start), ctypes.byref(link)):
        found.add(_target(pdf.raw, link))
    return found


def _target(pdf: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
        size = pdfium.FPDFAction_GetURIPath(pdf, action, None, 0)
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(pdf, action, buffer, size)
        return buffer.value.decode("utf-8", "replace")
    place = pdfium.FPDFLink_GetDest(pdf, link)
    if not place:
        return "nowhere"
    flags = [pdfium.FPDF_BOOL() for _ in range(3)]
    x, y, zoom = (pdfium.FS_FLOAT() for _ in range(3))
    pdfium.FPDFDest_GetLocationInPage(place, *map(ctypes.byref, (*flags, x, y, zoom)))
    return f"page {pdfium.FPDFDest_GetDestPageIndex(pdf, place) + 1} at {round(y.value)}"
