"""Activities of a session and the plan computed from them: ``activity`` and ``session-plan``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives.formats import minutes_of
from toolkit.directives.plan import PART, FillActivities, FillPlans
from toolkit.directives.shared import Block, add_directive
from toolkit.nodes import activity, session_plan

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

_COPIES = re.compile(
    r"(?P<number>\d+)\s*(?:per\s+(?:(?P<per>\d+)\s+)?(?:people|persons?))?\s*:\s*(?P<name>\S.*)"
)
_COPIES_HELP = (
    "write '1 per person: Handout', '1 per 6 people: Step cards' or '3: Flip charts', with ; between them"
)


class Activity(Block):
    """The data of one activity, written below the heading of its section.

    Who leads, materials and names of copies are paragraphs until they have been translated; then the
    lines of the activity take their place (:mod:`toolkit.directives.plan`).
    """

    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("minutes", "lead", "materials", "copies"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return the activity; its lines are written once the clock is known."""
        if "minutes" not in self.options:
            self.fault("the option 'minutes' is missing; add a line such as ':minutes: 10'")
        copies = self._copies()
        node = activity(
            minutes=self.whole_number("minutes", 5),
            copies=[(number, per, "") for number, per, _name in copies],
            classes=self.options.get("class", []),
        )
        lead = " ".join(self.options.get("lead", "").split())
        node += [nodes.paragraph(lead, lead, **{PART: "lead"})] if lead else []
        node += [
            nodes.paragraph(thing, thing, **{PART: "materials"}) for thing in self.split_option("materials")
        ]
        node += [nodes.paragraph(name, name, **{PART: "copies"}) for _number, _per, name in copies]
        self.parse(node)
        return [self.here(node)]

    def _copies(self) -> list[tuple[int, int, str]]:
        copies = []
        for part in self.split_option("copies"):
            match = _COPIES.fullmatch(part)
            if match is None:
                self.fault(f"option 'copies': {part!r} cannot be understood; {_COPIES_HELP}")
                continue
            per = int(match["per"] or 1) if " per " in part.partition(":")[0] else 0
            if match["per"] == "0":
                self.fault(f"option 'copies': {part!r} is for 0 people; {_COPIES_HELP}")
                continue
            copies.append((int(match["number"]), per, match["name"]))
        return copies


class SessionPlan(Block):
    """The place of the plan: times, total, things to bring, copies."""

    has_content = False
    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("start", "people"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the plan."""
        text = self.options.get("start", "09:00").strip()
        start = minutes_of(text)
        if start is None:
            self.fault(f"option 'start' is {text!r}; write a time of day such as 09:00 or 18:30")
            start = 9 * 60
        people = self.whole_number("people", 30)
        return [self.here(session_plan(start=start, people=people, classes=self.options.get("class", [])))]


def setup_activities(app: Sphinx) -> None:
    """Register the directives, the clock that runs while reading, and the plan made for each product."""
    add_directive(app, "activity", Activity)
    add_directive(app, "session-plan", SessionPlan)
    app.add_transform(FillActivities)
    app.add_post_transform(FillPlans)
