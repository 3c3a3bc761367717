"""Finds what is wider or taller than its page, its card or its clip, after layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from toolkit.press.fragment import Fragment
from toolkit.press.html import place, words
from toolkit.press.model import Overflow

MM_PER_PX = 25.4 / 96
TOLERANCE = 1.5
"""CSS pixels (0.4 mm) by which ink may stick out unreported: italics and rounding."""

Area = tuple[float, float, float, float]  # left, top, right, bottom


def find(pages: Sequence[Fragment], up: dict[Element, Element]) -> tuple[Overflow, ...]:
    """Return the overflows on *pages*, one for each place, kind and page, in order."""
    found: dict[tuple[str, str, int], Overflow] = {}
    began: dict[Element, int] = {}
    for number, page in enumerate(pages, 1):
        for card in map(_card, page.walk()):
            if card is not None and began.setdefault(card, number) == number - 1:
                source, text = place(card, up), words(card.itertext())
                found[source, "split", number] = Overflow(source, "split", number, 0.0, text)
        for kind, excess, fragment, owner in _page(page):
            element = owner if owner is not None else fragment.element
            source = place(element, up) if element is not None else ""
            key = (source, kind, number)
            by = round(excess * MM_PER_PX, 1)
            if key not in found or found[key].by < by:
                text = found[key].text if key in found else words(_texts(fragment))
                found[key] = Overflow(source, kind, number, by, text)
    return tuple(found.values())


def _texts(fragment: Fragment) -> list[str]:
    texts = [part.text for part in fragment.walk() if part.text]
    element = fragment.element
    if not texts and element is not None:
        texts = [element.get("alt") or element.get("src") or "".join(element.itertext())]
    return texts


Finding = tuple[str, float, Fragment, Element | None]


def _page(page: Fragment) -> Iterator[Finding]:
    assert page.area is not None
    content = _edges(*page.area)
    paper = _edges(page.x, page.y, page.width, page.height)
    for child in page.children:
        if child.kind != "margin":
            yield from _visit(child, content, paper, [], [])


def _edges(x: float, y: float, width: float, height: float) -> Area:
    return (x, y, x + width, y + height)


def _visit(
    fragment: Fragment, content: Area, paper: Area, cards: list[tuple[Area, Element]], clips: list[Area]
) -> Iterator[Finding]:
    element = fragment.element
    if element is not None and element.get("aria-hidden") == "true":
        return
    if fragment.outside:
        content = paper
    if fragment.kind in ("text", "image") or (fragment.kind == "box" and _is_cell(element)):
        yield from _judge(fragment, content, cards, clips)
    if fragment.kind == "box" and element is not None and _is_new_card(fragment, cards):
        cards = [*cards, (_edges(fragment.x, fragment.y, fragment.width, fragment.height), element)]
    if fragment.clips:
        clips = [*clips, _edges(fragment.x, fragment.y, fragment.width, fragment.height)]
    for child in fragment.children:
        yield from _visit(child, content, paper, cards, clips)


def _card(fragment: Fragment) -> Element | None:
    """Return the element of class ``fit`` that *fragment* is a box of."""
    element = fragment.element
    is_card = element is not None and not fragment.pseudo and "fit" in (element.get("class") or "").split()
    return element if is_card else None


def _is_new_card(fragment: Fragment, cards: list[tuple[Area, Element]]) -> bool:
    element = _card(fragment)
    return element is not None and all(card is not element for _, card in cards)


def _is_cell(element: Element | None) -> bool:
    return element is not None and element.tag in ("td", "th")


def _judge(
    fragment: Fragment, content: Area, cards: list[tuple[Area, Element]], clips: list[Area]
) -> Iterator[Finding]:
    if fragment.kind == "text" and not fragment.text.strip():
        return
    box = _edges(fragment.x, fragment.y, fragment.width, fragment.height)
    across = max(box[2] - content[2], content[0] - box[0])
    if across > TOLERANCE:
        yield "right", across, fragment, None
    down = max(box[3] - content[3], content[1] - box[1])
    if down > TOLERANCE and fragment.kind != "box":
        yield "bottom", down, fragment, None
    for area, card in cards:
        excess = max(box[2] - area[2], area[0] - box[0], box[3] - area[3], area[1] - box[1])
        if excess > TOLERANCE:
            yield "card", excess, fragment, card
    for area in clips:
        excess = max(box[2] - area[2], area[0] - box[0], box[3] - area[3], area[1] - box[1])
        if excess > TOLERANCE:
            yield "clip", excess, fragment, None
