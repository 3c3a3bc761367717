"""Tells where two PDFs of the same book differ: text, place of each line, pixels, link targets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

TOLERANCE = 0.02
"""Points by which the place of a line may differ: PDF writes numbers rounded."""


def differences(one: bytes, other: bytes) -> list[str]:
    """Return a line for each difference between the pages of two PDFs."""
    with pypdfium2.PdfDocument(one) as a, pypdfium2.PdfDocument(other) as b:
        if len(a) != len(b):
            return [f"{len(a)} pages and {len(b)} pages"]
        found = [
            f"page {number + 1}: {what}" for number in range(len(a)) for what in _page(a[number], b[number])
        ]
    return found + _links(one, other)


def _page(a: Any, b: Any) -> Iterator[str]:
    if a.get_size() != b.get_size():
        yield f"size {a.get_size()} and {b.get_size()}"
    first, second = a.get_textpage(), b.get_textpage()
    if (texts := (first.get_text_bounded(), second.get_text_bounded()))[0] != texts[1]:
        yield f"text {texts[0]!r} and {texts[1]!r}"
    elif not _near(_lines(first), _lines(second)):
        yield "place of a line"
    if a.render(scale=1).to_pil().tobytes() != b.render(scale=1).to_pil().tobytes():
        yield "pixels"


def _lines(page: Any) -> list[tuple[float, ...]]:
    return [page.get_rect(index) for index in range(page.count_rects())]


def _near(one: list[tuple[float, ...]], other: list[tuple[float, ...]]) -> bool:
    return len(one) == len(other) and all(
        abs(x - y) <= TOLERANCE for a, b in zip(one, other, strict=True) for x, y in zip(a, b, strict=True)
    )


def _links(one: bytes, other: bytes) -> list[str]:
    return [
        f"page {number}: links {a} and {b}"
        for number, (a, b) in enumerate(zip(link_targets(one), link_targets(other), strict=True), 1)
        if a != b
    ]


def link_targets(pdf: bytes) -> list[list[tuple[Any, ...]]]:
    """Return, for each page, where its links are (whole points) and lead: an address, or page and place."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        names = _destinations(document, numbers)
        return [
            sorted(
                (*(round(float(side)) for side in link.Rect), *_target(link, names))
                for link in page.obj.get("/Annots", [])
                if link.Subtype == "/Link"
            )
            for page in document.pages
        ]


def _destinations(document: pikepdf.Pdf, numbers: dict[Any, int]) -> dict[str, tuple[Any, ...]]:
    names: Any = document.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    listed = list(names)
    return {
        str(name): (numbers[place[0].objgen], round(float(place[2])), round(float(place[3])))
        for name, place in zip(listed[::2], listed[1::2], strict=True)
    }


def _target(link: Any, names: dict[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    if "/A" in link:
        return (str(link.A.URI),)
    return names[str(link.Dest)]
