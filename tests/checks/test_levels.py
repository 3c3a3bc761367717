"""Reading levels: each chapter for each audience, limits and easy words from data, and which are too hard."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]
MATTER = "---\nreviewed: 2026-11-01\n---\n"
HARD = "Notwithstanding jurisdictional limitations, municipalities continuously communicate identification."
PLAIN = "This is a plain text to read."
MIDDLE = "The officers of the county may ask the people in the office to open the cabinets."
LONG_WORDS = "The constitutionalization of biometrics was good.\n"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-11-24")


def report(kit: Make, files: dict[str, str], **config: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(kit(files).build("findings", **config).text("findings.json"))
    return made


def hard(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in made["findings"] if finding["code"] == "reading-level"]


@pytest.mark.parametrize(
    ("matter", "strict", "level"),
    [
        (MATTER, True, "error"),
        (MATTER, False, "notice"),
        ("---\nreviewed: 2026-11-01\naudience: facilitator\n---\n", True, "notice"),
        ("---\npacket: web-only\n---\n", True, "notice"),
    ],
)
def test_too_hard(kit: Make, matter: str, strict: bool, level: str) -> None:
    files = {"index.md": "# Book\n\n```{toctree}\na\n```\n", "a.md": f"{matter}# A\n\n{HARD}\n"}
    (found,) = hard(report(kit, files, toolkit_strict=strict))
    assert (found["file"], found["level"]) == ("a.md", level)
    assert "Notwithstanding" in found["message"]


def test_each_audience_has_a_level_of_its_own(kit: Make) -> None:
    blocks = f":::{{facilitator}}\n{HARD}\n:::\n\n:::{{participant}}\nYou may go home now.\n:::\n"
    both = f"# Book\n\n{PLAIN}\n\n{blocks}"
    made = report(kit, {"index.md": both}, toolkit_strict=True)
    levels = {level["audience"]: level for level in made["levels"]}
    assert levels["participant"]["words"] == 12
    assert levels["facilitator"]["words"] == 7
    assert levels["participant"]["grade"] < 2
    assert levels["facilitator"]["grade"] > 20
    (found,) = hard(made)
    assert found["level"] == "notice"
    assert "for facilitators, above 8; shorten" in found["message"]


def test_chapter_for_one_audience(kit: Make) -> None:
    matter = "---\naudience: {}\n---\n"
    for audience in ("participant", "facilitator"):
        made = report(kit, {"index.md": f"{matter.format(audience)}# Book\n\n{PLAIN}\n"})
        assert [level["audience"] for level in made["levels"]] == [audience]


def test_limits_come_from_data(kit: Make) -> None:
    files = {
        "index.md": "# Book\n\n```{toctree}\nrights/door\nlaw/door\n```\n",
        "rights/door.md": f"# A\n\n{MIDDLE}\n",
        "law/door.md": f"# B\n\n{MIDDLE}\n",
        "data/reading.yaml": (
            "limits:\n- {id: '*', participant: 9, facilitator: 11.5}\n- {id: rights/*, participant: 4}\n"
        ),
    }
    made = report(kit, files)
    assert {(level["chapter"], level["limit"]) for level in made["levels"]} == {
        ("law/door", 9),
        ("rights/door", 4),
    }
    (found,) = hard(made)
    assert found["file"] == "rights/door.md"
    assert "above 4;" in found["message"]


def test_easy_words_come_from_data(kit: Make) -> None:
    files = {"index.md": f"# B\n\n{LONG_WORDS}"}
    assert hard(report(kit, files))
    files["data/glossary.yaml"] = (
        "terms:\n- {id: a, en: Constitutionalization, definition: Long., sources: [], confidence: C}\n"
        "- {id: b, en: Taking biometrics, definition: Prints., sources: [], confidence: C}\n"
    )
    files["data/reading.yaml"] = "limits: []\nwords:\n- id: constitutionalization\n- id: biometric\n"
    assert hard(report(kit, files)) == []


def test_tables_made_by_a_program_are_not_measured(kit: Make) -> None:
    text = f"# B\n\n{PLAIN}\n\n:::{{container}} generated\n{HARD}\n:::\n"
    assert hard(report(kit, {"index.md": text})) == []
