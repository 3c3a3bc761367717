"""What was laid out as trees of fragments: WeasyPrint's boxes in neutral words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from toolkit.press.engine.document import Laid
from toolkit.press.fragment import Fragment


def fragments(laid: Laid) -> list[Fragment]:
    """Return the fragment tree of each page of *laid*, without marked contents."""
    return [fragment_of(page._page_box, {}) for page in laid.document.pages]


def fragment_of(box: Any, tags: Mapping[Any, Any]) -> Fragment:
    """Turn WeasyPrint's *box* and all below it into fragments; *tags* are the page's marked contents."""
    outside = isinstance(box, AbsolutePlaceholder)
    if outside:
        box = box._box
    pseudo = (box.element_tag or "").partition("::")[2]
    mcid = tags[box]["mcid"] if box in tags else None
    if isinstance(box, boxes.TextBox):
        place = (box.position_x, box.position_y, box.width, box.height)
        return Fragment("text", box.element, pseudo, *place, text=box.text, mcid=mcid)
    if isinstance(box, boxes.ReplacedBox):
        place = (box.content_box_x(), box.content_box_y(), box.width, box.height)
        link = box.link_annotation
        return Fragment("image", box.element, pseudo, *place, mcid=mcid, annotation=link, outside=outside)
    place = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
    fragment = Fragment(_kind(box), box.element, pseudo, *place, annotation=box.link_annotation)
    fragment.clips = box.style["overflow"] != "visible"
    hangs = min(box.margin_left, box.margin_right) < 0
    fragment.outside = outside or hangs or box.style["position"] in ("absolute", "fixed")
    if fragment.kind == "page":
        fragment.area = (box.content_box_x(), box.content_box_y(), box.width, box.height)
        fragment.x, fragment.y = box.position_x, box.position_y
        fragment.width, fragment.height = box.margin_width(), box.margin_height()
    fragment.children = [fragment_of(child, tags) for child in box.children]
    return fragment


def _kind(box: Any) -> str:
    if isinstance(box, boxes.PageBox):
        return "page"
    if isinstance(box, boxes.MarginBox):
        return "margin"
    return "leader" if getattr(box, "is_leader", False) else "box"
