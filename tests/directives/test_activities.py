"""Activities, the clock that runs over them, and the plan of each product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.directives.test_data import rows

Make = Callable[..., Any]

PAGE = """# Teach-in

:::{session-plan}
:start: 12:45
:people: 20
:::

## Welcome

:::{activity}
:minutes: 10
:lead: Host
:materials: Name tags; Markers
:copies: 1 per person: Handout; 1 per 6 people: Step cards; 3: Charts
:::

:::::{facilitator}
## Sentinel set-up

:::{activity}
:minutes: 5
:materials: Sentinel rope
:copies: 2 per person: Sentinel sheet
:::
:::::

## Close

:::{activity}
:minutes: 15
:materials: Markers
:copies: 1 per 3 people: Step cards
:::
"""


def test_plan_for_participants(kit: Make) -> None:
    page = kit({"index.md": PAGE}).build("html").text("index.html")
    assert "entinel" not in page
    hard = "\u00a0"
    assert rows(page) == [
        ["Time", "Activity", "Minutes", "Lead"],
        [f"12:45{hard}PM", "Welcome", "10", "Host"],
        [f"1:00{hard}PM", "Close", "15", "–"],
        ["What", "How many"],
        ["Handout", "20"],
        ["Step cards", "11"],
        ["Charts", "3"],
    ]
    assert f"Total: 30 minutes, from 12:45{hard}PM to 1:15{hard}PM." in page
    assert page.count("<li><p>Markers</p></li>") == 1
    assert f"1:00{hard}PM–1:15{hard}PM" in page and 'href="#close"' in page


def test_plan_for_facilitators(kit: Make) -> None:
    manifest = "site: {audience: facilitator}\n"
    manifest += "packets: [{id: p, title: T, audience: participant, chapters: [index]}]\n"
    page = kit({"index.md": PAGE, "packets.yaml": manifest}).build("html").text("index.html")
    assert ["Sentinel sheet", "40"] in rows(page) and "Sentinel set-up" in page


def test_activity_without_a_plan(kit: Make) -> None:
    text = "# T\n\n## A\n\n:::{activity}\n:minutes: 1\n:::\n"
    page = kit({"index.md": text}).build("html").text("index.html")
    assert '<p class="activity-clock"><span class="minutes">1 minute</span></p>' in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":::{activity}\n:::", "the option 'minutes' is missing; add a line such as ':minutes: 10'"),
        (":::{activity}\n:minutes: ten\n:::", "option 'minutes' is 'ten'; write a whole number"),
        (":::{activity}\n:minutes: 0\n:::", "option 'minutes' is '0'"),
        (
            ":::{activity}\n:minutes: 5\n:copies: some handouts\n:::",
            "option 'copies': 'some handouts' cannot be understood",
        ),
        (":::{activity}\n:minutes: 5\n:copies: '1 per 0 people: Cards'\n:::", "is for 0 people"),
        (":::{session-plan}\n:start: 25:00\n:::", "option 'start' is '25:00'; write a time of day"),
        (":::{session-plan}\n:people: many\n:::", "option 'people' is 'many'"),
        (":::{activity}\n:minuts: 5\n:minutes: 5\n:::", "minuts"),
    ],
)
def test_faults(kit: Make, text: str, message: str) -> None:
    made = kit({"index.md": f"# T\n\n## A\n\n{text}\n"}).build("html", warns=[message])
    assert len(made.warnings) == 1 and made.warnings[0].startswith(
        ("index.md:5: WARNING: ", "index.md:6: WARNING: ")
    )
