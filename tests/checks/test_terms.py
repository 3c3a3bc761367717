"""Hard words: what explains one, where, and which chapters are asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from toolkit.checks.chapters.terms import Part, unexplained

Make = Callable[..., Any]
TOP = "---\nreviewed: 2026-11-24\n{}---\n"
GLOSSARY = (
    "terms:\n"
    "- {id: hold, en: Detainer (hold), explain: true, definition: A request., sources: [], confidence: C}\n"
    "- {id: dhs, en: Homeland Department, words: [DHS], explain: true, definition: Theirs., sources: [],"
    " confidence: C}\n"
    "- {id: jail, en: Jail, definition: A place., sources: [], confidence: C}\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "A detainer is a form.",
        "Detainers are their requests.",
        "A “detainer” is ICE’s request.",
        "A detainer, in that row, is a request.",
        "A detainer asks a jail to wait.",
        "They need a detainer. That means a form.",
        "A detainer was not an order. It was a form.",
        "What a detainer is. They ask the jail.",
        "With a detainer, they ask the jail to wait.",
        "They sent a detainer (a form of theirs).",
        "They sent a request (a detainer).",
        "They sent a detainer, a form of theirs.",
        "They sent a detainer: the jail shall wait.",
        "This form is called a detainer.",
        "They sent a form, the detainer, at once.",
        "It is a detainer.",
        "detainer",
        "A detainer\nIt asks the jail to wait.",
        "Detainer. They send a form.",
    ],
)
def test_explained(text: str) -> None:
    assert unexplained(["detainer"], [Part(text, 3)]) is None


@pytest.mark.parametrize(
    "text",
    [
        "They sent a detainer.",
        "A detainer is not mandatory.",
        "A detainer came, and the jail waited.",
        "The jail honored detainers in 2010.",
        "Detainers were honored.",
    ],
)
def test_not_explained(text: str) -> None:
    part = Part(text, 3)
    found = unexplained(["detainer"], [part])
    assert found is not None
    assert found[0] == part
    assert found[1].lower().startswith("detainer")


def test_words_in_capitals_are_not_other_words() -> None:
    assert unexplained(["ICE"], [Part("Put it on ice.", 3)]) is None
    assert unexplained(["ICE"], [Part("Ask ICE.", 3)]) == (Part("Ask ICE.", 3), "ICE")
    assert unexplained(["form"], [Part("It was informal, a platform.", 3)]) is None


def test_the_explanation_stands_in_the_section_of_the_first_use_or_in_the_box_at_the_top() -> None:
    use, later = Part("They sent a detainer.", 3, section=1), "A detainer is a form."
    assert unexplained(["detainer"], [use, Part(later, 9, section=1)]) is None
    assert unexplained(["detainer"], [use, Part(later, 9, section=2)]) == (use, "detainer")
    assert unexplained(["detainer"], [Part(later, 1, summary=True), use]) is None
    assert unexplained(["detainer"], [Part("They sent a detainer.", 1, summary=True)]) is None


def found(kit: Make, text: str, matter: str = "", **files: str) -> list[tuple[str, int, str, str]]:
    """File, line, level and message of each hard word of the chapter a that nobody explains."""
    index = TOP.format("") + "# Book\n\n```{toctree}\na\n```\n\nWe speak of jails.\n"
    project = {
        "index.md": index,
        "a.md": f"{TOP.format(matter)}# A\n\n{text}",
        "data/glossary.yaml": GLOSSARY,
    }
    listed = json.loads(kit(project | files).build("findings", toolkit_strict=True).text("findings.json"))[
        "findings"
    ]
    return [
        (f["file"], f["line"], f["level"], f["message"]) for f in listed if f["code"] == "term-unexplained"
    ]


def test_message(kit: Make) -> None:
    says = "uses “detainers” and does not say near there what that is; "
    says += "explain it in a few words, or link it to the glossary"
    assert found(kit, "All is well.\n\nThey sent detainers to jails.\n") == [("a.md", 8, "notice", says)]


def test_explained_in_the_section_or_in_a_table(kit: Make) -> None:
    assert found(kit, "They sent a detainer.\n\n- A detainer is a form.\n") == []
    assert found(kit, "| Word | Meaning |\n| --- | --- |\n| Detainer | A form |\n") == []
    assert len(found(kit, "They sent a detainer.\n\n## B\n\nA detainer is a form.\n")) == 1
    assert found(kit, "The Homeland Department (DHS) sent it to DHS.\n") == []


def test_link_to_the_glossary(kit: Make) -> None:
    words = TOP.format("") + "(words)=\n# Words\n\n:::{data-table} glossary\n:::\n"
    index = TOP.format("") + "# Book\n\n```{toctree}\na\nwords\n```\n"
    files = {"words.md": words, "index.md": index}
    assert len(found(kit, "They sent a detainer.\n", **files)) == 1
    assert found(kit, "They sent a [detainer](words.md).\n", **files) == []
    assert found(kit, "They sent a detainer, see [the list](#words).\n", **files) == []


def test_who_is_not_asked(kit: Make) -> None:
    use = "They sent a detainer.\n"
    assert found(kit, use, "audience: facilitator\n") == []
    assert found(kit, use, "packet: web-only\n") == []
    assert found(kit, f":::{{facilitator}}\n{use}:::\n") == []
    assert len(found(kit, f":::{{participant}}\n{use}:::\n")) == 1


def test_boxes_made_of_data_are_passed_over(kit: Make) -> None:
    events = "events:\n- {id: t, date: '2011', event: A detainer came., sources: [], confidence: C}\n"
    assert found(kit, ":::{timeline}\n:::\n", **{"data/timeline.yaml": events}) == []
