"""What a product prints of its activities: the line of each, and the session plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.directives.formats import DAY, clock, minutes_text
from toolkit.directives.shared import _, paragraph, placed, rubric, table, text_cells
from toolkit.nodes import activity, chapter_of, session_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

PART = "toolkit_part"
"""Attribute of a paragraph that is a part of an activity's data: ``lead``, ``materials``, ``copies``."""


class FillActivities(SphinxTransform):
    """Give each activity its times and its line, while reading.

    The clock runs over all activities, also those for facilitators only, so that the times of a
    participant's plan are true.
    """

    default_priority = 23

    def apply(self, **kwargs: Any) -> None:
        """Write the lines of all activities."""
        plan = next(self.document.findall(session_plan), None)
        now = plan["start"] if plan is not None else None
        for node in self.document.findall(activity):
            _take_parts(node)
            times = ""
            if now is not None:
                node["begin"], node["end"] = now, now + node["minutes"]
                language = self.config.language
                times = f"{clock(node['begin'], language)}\u2013{clock(node['end'], language)}"
                now = node["end"]
            for line in reversed(_lines(node, times)):
                node.insert(0, placed(line, node.source, node.line))


def _take_parts(node: activity) -> None:
    """Move the translated parts of *node* from its paragraphs into its attributes."""
    texts: dict[str, list[str]] = {"lead": [], "materials": [], "copies": []}
    for part in [child for child in node.children if isinstance(child, nodes.paragraph) and PART in child]:
        texts[part[PART]].append(part.astext())
        node.remove(part)
    node["lead"] = " ".join(texts["lead"])
    node["materials"] = texts["materials"]
    copies = zip(node["copies"], texts["copies"], strict=True)
    node["copies"] = [(number, per, name) for (number, per, _), name in copies]


def _how_many(number: int, per: int) -> str:
    """Return how many copies there are, such as ``1 per 6 people``."""
    if per == 0:
        return str(number)
    return (
        str(_("{} per person")).format(number) if per == 1 else str(_("{} per {} people")).format(number, per)
    )


def _lines(node: activity, times: str) -> list[nodes.Element]:
    """Return the line of minutes and times, and that of what is needed, if anything is."""
    clock_line: list[nodes.Node | str] = [
        nodes.inline("", minutes_text(node["minutes"]), classes=["minutes"])
    ]
    if times:
        clock_line += [" \u00b7 ", nodes.inline("", times, classes=["time"])]
    needs = [
        _need(str(_("Lead")), [(node["lead"], "")] if node["lead"] else []),
        _need(str(_("Materials")), [(thing, "") for thing in node["materials"]]),
        _need(str(_("Copies")), [(name, f" ({_how_many(n, per)})") for n, per, name in node["copies"]]),
    ]
    lines: list[nodes.Element] = [paragraph(*clock_line, classes=["activity-clock"])]
    parts: list[nodes.Node | str] = []
    for need in filter(None, needs):
        parts += [" \u00b7 ", need] if parts else [need]
    if parts:
        lines.append(paragraph(*parts, classes=["activity-needs"]))
    for line in lines:
        line["translatable"] = False
    return lines


def _need(label: str, values: Sequence[tuple[str, str]]) -> nodes.inline | None:
    """Return *label* and *values*, each with what comes after it; each value is a message of its own."""
    if not values:
        return None
    need = nodes.inline("", f"{label}: ", classes=["activity-need"])
    for number, (value, after) in enumerate(values):
        need += [nodes.Text("; ")] if number else []
        # Sphinx unwraps a translatable inline at the end of its parent, so each has a parent of its own.
        message = nodes.inline(value, value, translatable=True)
        need += [nodes.inline("", "", message, classes=["activity-value"]), nodes.Text(after)]
    return need


class FillPlans(SphinxPostTransform):
    """Put the plan of the activities that the product holds in its place."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Fill every plan of the document."""
        for place in list(self.document.findall(session_plan)):
            chapter = chapter_of(place)
            kept = [node for node in self.document.findall(activity) if chapter_of(node) is chapter]
            box = nodes.container(ids=place["ids"], classes=["session-plan", *place["classes"]])
            if kept:
                box += self._plan(place, kept)
                place.replace_self(placed(box, place.source, place.line))
            else:
                place.parent.remove(place)

    def _plan(self, place: session_plan, kept: Sequence[activity]) -> list[nodes.Element]:
        parts: list[nodes.Element] = [self._times(kept), self._total(kept)]
        needed = dict.fromkeys(thing for node in kept for thing in node["materials"])
        if needed:
            items = [nodes.list_item("", paragraph(thing)) for thing in needed]
            parts += [
                rubric(str(_("What to bring")), "plan-title"),
                nodes.bullet_list("", *items, bullet="-"),
            ]
        copies = self._copies(place["people"], kept)
        if copies:
            title = str(_("Copies for {} people")).format(place["people"])
            head = text_cells(str(_("What")), str(_("How many")))
            rows = [text_cells(name, str(number)) for name, number in copies.items()]
            parts += [rubric(title, "plan-title"), table(head, rows, ["plan-copies"])]
        return parts

    def _times(self, kept: Sequence[activity]) -> nodes.table:
        head = text_cells(str(_("Time")), str(_("Activity")), str(_("Minutes")), str(_("Lead")))
        rows = []
        for node in kept:
            begin = clock(node["begin"], self.config.language)
            cells = text_cells(begin, "", str(node["minutes"]), node["lead"] or "\u2013")
            cells[1] = [_title(node)]
            rows.append(cells)
        return table(head, rows, ["plan-times"])

    def _total(self, kept: Sequence[activity]) -> nodes.paragraph:
        language = self.config.language
        first, last = kept[0]["begin"], kept[-1]["end"]
        total = last - first
        text = str(_("Total: {}, from {} to {}.")).format(
            minutes_text(total), clock(first, language), clock(last % DAY, language)
        )
        return paragraph(text, classes=["plan-total"])

    def _copies(self, people: int, kept: Sequence[activity]) -> dict[str, int]:
        copies: dict[str, int] = {}
        for node in kept:
            for number, per, name in node["copies"]:
                copies[name] = copies.get(name, 0) + (number * math.ceil(people / per) if per else number)
        return copies


def _title(node: activity) -> nodes.Node:
    """Return a link to the section that *node* stands in, with the section's title."""
    above = node.parent
    while above is not None and not isinstance(above, nodes.section):
        above = above.parent
    if above is None:
        return nodes.Text(str(_("Activity")))
    title = above.next_node(nodes.title)
    text = title.astext() if title is not None else ""
    return (
        nodes.reference("", text, internal=True, refid=above["ids"][0]) if above["ids"] else nodes.Text(text)
    )
