"""Check boxes, ticks and stars come from one symbol font, whatever the fonts around them would draw."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

FAMILY = "Toolkit Symbols"
SYMBOLS = "☐☑☒✓✔✗✘✎✏★☆"
CSS = f'.press-symbol {{ font-family: "{FAMILY}"; font-style: normal }}'

_RUNS = re.compile(f"([{SYMBOLS}]+)")


def wrap(root: Element) -> None:
    """Put each run of symbols in the texts below *root* into a ``<span class="press-symbol">`` of its own."""
    for element in list(root.iter()):
        if element.text and _RUNS.search(element.text):
            element.text, spans = _parts(element.text)
            for index, span in enumerate(spans):
                element.insert(index, span)
        for child in list(element):
            if child.tail and _RUNS.search(child.tail):
                child.tail, spans = _parts(child.tail)
                place = list(element).index(child) + 1
                for index, span in enumerate(spans):
                    element.insert(place + index, span)


def _parts(text: str) -> tuple[str, list[Element]]:
    """Return the text before the first symbol, and spans that carry what follows each of them as their
    tails."""
    first, *rest = _RUNS.split(text)
    spans = []
    for symbols, tail in zip(rest[::2], rest[1::2], strict=True):
        span = Element("span", {"class": "press-symbol"})
        span.text, span.tail = symbols, tail
        spans.append(span)
    return first, spans
