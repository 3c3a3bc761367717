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


class FillActivities(SphinxTransform):
    """Give each activity its times and its line, while reading.

    The clock runs over all activities, also those for facilitators only, so that the times of a
    participant's plan are true.
    """

    default_priority = 22

    def apply(self, **kwargs: Any) -> None:
        """Write the lines of all activities."""
        plan = next(self.document.findall(session_plan), None)
        now = plan["start"] if plan is not None else None
        for node in self.document.findall(activity):
            times = ""
            if now is not None:
                node["begin"], node["end"] = now, now + node["minutes"]
                language = self.config.language
                times = f"{clock(node['begin'], language)}\u2013{clock(node['end'], language)}"
                now = node["end"]
            for line in reversed(_lines(node, times)):
                node.insert(0, placed(line, node.source, node.line))


def copies_text(number: int, per: int, name: str) -> str:
    """Return one line of an activity's copies, as the author wrote it."""
    if per == 0:
        return f"{name} ({number})"
    many = (
        str(_("{} per person")).format(number) if per == 1 else str(_("{} per {} people")).format(number, per)
    )
    return f"{name} ({many})"


def _lines(node: activity, times: str) -> list[nodes.Element]:
    clock_line: list[nodes.Node | str] = [
        nodes.inline("", minutes_text(node["minutes"]), classes=["minutes"])
    ]
    if times:
        clock_line += [" \u00b7 ", nodes.inline("", times, classes=["time"])]
    needs = [
        (str(_("Lead")), node["lead"]),
        (str(_("Materials")), "; ".join(node["materials"])),
        (str(_("Copies")), "; ".join(copies_text(*entry) for entry in node["copies"])),
    ]
    lines: list[nodes.Element] = [paragraph(*clock_line, classes=["activity-clock"])]
    parts: list[nodes.Node | str] = []
    for label, value in needs:
        if value:
            parts += [" \u00b7 "] if parts else []
            parts += [nodes.inline("", f"{label}: {value}", classes=["activity-need"])]
    if parts:
        lines.append(paragraph(*parts, classes=["activity-needs"]))
    return lines


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
