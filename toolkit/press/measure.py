"""Measures how wide pieces of HTML must and would be, all in one layout, to choose how tables print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from toolkit.press import fonts, html, style
from toolkit.press.characters import clean_text
from toolkit.press.fragment import Fragment
from toolkit.press.model import Measure

MM_PER_PX = 25.4 / 96

_CSS = """
@page { size: 30000mm 300000mm !important; margin: 0 !important }
* { page: auto !important; break-before: auto !important; break-after: auto !important; opacity: 1 !important
}
html, body { margin: 0 !important; padding: 0 !important; width: auto !important; max-width: none !important }
.press-min { width: 1px !important; margin: 0 !important; padding: 0 !important }
.press-max { float: left !important; clear: both !important; margin: 0 !important; padding: 0 !important }
"""


def measure(
    fragments: Sequence[str],
    css: str,
    faces: Sequence[fonts.Face],
    own: Mapping[str, bytes] | None = None,
) -> list[Measure]:
    """Return the least and the preferred width of each of *fragments* under the print style *css*.

    *own* are the project's own font files among *faces*, by their address.
    """
    from toolkit.press import engine

    boxes = [
        f'<div class="press-min">{fragment}</div><div class="press-max">{fragment}</div>'
        for fragment in fragments
    ]
    root = html.parse(f"<!DOCTYPE html><html><head></head><body>{''.join(boxes)}</body></html>")
    html.change_texts(root, lambda text, _: clean_text(text))
    files: dict[str, bytes | Path] = {f"fonts/{face.name}": fonts.here(face).path for face in faces}
    files |= own or {}
    laid = engine.lay_out(
        root, "\n".join([style.fonts(faces), style.COMMON, css, _CSS]), files, lambda _: None
    )
    extents = _extents(engine.fragments(laid))
    widths = [
        extents.get(element, 0.0) * MM_PER_PX
        for element in root.iter()
        if element.get("class") in ("press-min", "press-max")
    ]
    return [Measure(least, max(least, most)) for least, most in zip(widths[::2], widths[1::2], strict=True)]


def _extents(pages: Sequence[Fragment]) -> dict[Element, float]:
    """Return, for each measured container, how far its content reaches from its left edge, in CSS pixels."""
    found: dict[Element, float] = {}

    def visit(fragment: Fragment, owner: Fragment | None) -> None:
        element = fragment.element
        if element is not None and element.get("class") in ("press-min", "press-max") and owner is None:
            owner = fragment
        elif owner is not None and owner.element is not None and _counts(fragment):
            reach = fragment.x + fragment.width - owner.x
            found[owner.element] = max(found.get(owner.element, 0.0), reach)
        for child in fragment.children:
            visit(child, owner)

    for page in pages:
        visit(page, None)
    return found


def _counts(fragment: Fragment) -> bool:
    tag = fragment.element.tag if fragment.element is not None else ""
    if fragment.kind == "text":
        return bool(fragment.text.strip())
    return fragment.kind == "image" or tag in ("table", "td", "th")
