"""Links: one Link element an ``<a>``, one annotation a line, its text as description (PDF/UA-1 7.18.5)."""

from __future__ import annotations

import pydyf

from toolkit.press.html import spoken
from toolkit.press.tags.node import Annotation, Kid, Node, text_of

PRINT = 4
"""Annotation flag: shown on paper (PDF 1.7, table 165)."""

_SMALL = 0.1
_LOW = 6.0
"""Points of height that a link has at least, so that a finger or a pointer can hit it."""


def link(node: Node, kids: list[Kid], unused: list[Annotation]) -> list[Kid]:
    """Return the Link of an ``<a>``; WeasyPrint annotates each box in it, one annotation a line is kept."""
    rest = _without_annotations(kids)
    annotations = _annotations(kids)
    element = node.element
    assert element is not None
    text = spoken(element) or " ".join(text_of(rest).split())
    if not text or not rest:
        unused += annotations
        return rest
    kept = _one_a_line(annotations, unused)
    if not kept:
        return rest
    for annotation in kept:
        annotation.object["Rect"] = pydyf.Array(annotation.rect)
        annotation.object["F"] = PRINT
        annotation.object["Contents"] = pydyf.String(text)
    result = Node("Link", element, [*rest, *kept], lang=node.lang)
    if element.get("role") == "doc-noteref":
        return [Node("Reference", None, [result])]
    return [result]


def _annotations(kids: list[Kid]) -> list[Annotation]:
    found = []
    for kid in kids:
        if isinstance(kid, Annotation):
            found.append(kid)
        elif isinstance(kid, Node) and kid.role != "Link":
            found += _annotations(kid.kids)
    return found


def _without_annotations(kids: list[Kid]) -> list[Kid]:
    result: list[Kid] = []
    for kid in kids:
        if isinstance(kid, Annotation):
            continue
        if isinstance(kid, Node) and kid.role != "Link" and kid.kids:
            kid.kids = _without_annotations(kid.kids)
            if not kid.kids:
                continue
        result.append(kid)
    return result


def _one_a_line(annotations: list[Annotation], unused: list[Annotation]) -> list[Annotation]:
    """Drop empty rectangles and join those that lie on one another."""
    kept: list[Annotation] = []
    for annotation in annotations:
        x1, y1, x2, y2 = annotation.rect
        if x2 - x1 >= _SMALL and y2 - y1 < _LOW:
            # A raised note number has no line height of its own, so that lines stay apart evenly.
            middle = (y1 + y2) / 2
            annotation.rect = x1, y1, x2, y2 = x1, middle - _LOW / 2, x2, middle + _LOW / 2
        if x2 - x1 < _SMALL or y2 - y1 < _SMALL:
            unused.append(annotation)
            continue
        for other in kept:
            if other.page == annotation.page and _overlap(other.rect, annotation.rect):
                a, b = other.rect, annotation.rect
                other.rect = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
                unused.append(annotation)
                break
        else:
            kept.append(annotation)
    return kept


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Say whether *a* and *b* share more than half of the smaller one."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return False
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return width * height > smaller / 2
