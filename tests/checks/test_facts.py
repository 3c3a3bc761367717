"""Which chapter states which entry: by a directive, by name, left out on purpose, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from toolkit.checks.chapters.facts import fact_tables
from toolkit.directives.stated import ids_of

Make = Callable[..., Any]

TOP = "---\nreviewed: 2026-11-24\n{}---\n# Title\n\n"
DATA = {
    "data/sources.yaml": "sources:\n- {id: one, title: One, date: 2011-01-01}\n- {id: two, title: Two}\n",
    "data/timeline.yaml": (
        "events:\n"
        "  - {id: t1, date: '2010', event: The board | voted., sources: [one], confidence: A}\n"
        "  - {id: t2, date: '2011', event: It ended., sources: [two], confidence: B}\n"
        "  - {id: t3, date: '2012', event: Perhaps., sources: [], confidence: C}\n"
    ),
    "data/statistics.yaml": (
        "statistics:\n  - {id: s1, value: 4, text: Counties., as_of: '2010', sources: [one], confidence: A}\n"
    ),
    "data/letter.yaml": "claims:\n  - {id: c1, claim: They helped., sources: [one], confidence: A}\n",
    "data/coverage.yaml": (
        "lists:\n"
        "  - {id: letter/claims, must: true, text: claim}\n"
        "  - {id: timeline, text: event}\n"
        "  - {id: statistics, by: statistic, must: true}\n"
    ),
}
INDEX = {"index.md": TOP.format("") + "```{toctree}\na\n```\n"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-11-24")


def chapter(text: str, facts: str = "") -> dict[str, str]:
    """The chapter a, with the line ``facts:`` at its top."""
    return {**DATA, **INDEX, "a.md": TOP.format(f"{facts}\n" if facts else "") + text}


def found(kit: Make, files: dict[str, str], **config: Any) -> list[tuple[str, int, str, str]]:
    built = kit(files).build("findings", **{"toolkit_strict": True, **config})
    listed = json.loads(built.text("findings.json"))["findings"]
    return [
        (finding["file"], finding["line"], finding["code"], finding["level"])
        for finding in listed
        if finding["code"].startswith("fact-")
    ]


def test_what_no_chapter_states(kit: Make) -> None:
    files = chapter("Nothing.\n")
    assert found(kit, files) == [
        ("data/letter.yaml", 2, "fact-unstated", "error"),
        ("data/statistics.yaml", 2, "fact-unstated", "error"),
        ("data/timeline.yaml", 2, "fact-unstated", "notice"),
        ("data/timeline.yaml", 3, "fact-unstated", "notice"),
    ]
    assert {level for *_, level in found(kit, files, toolkit_strict=False)} == {"notice"}


def test_what_is_printed_or_named(kit: Make) -> None:
    text = "In 2010 and 2011 {source}`one, two`.\n\n:::{statistic} s1\n:::\n"
    assert found(kit, chapter(text, "facts: [c1, t1, t2]")) == []
    assert found(kit, chapter(text + "\n:::{timeline}\n:::\n", "facts:\n- c1")) == []


def test_a_name_is_not_enough_where_a_directive_is_asked_for(kit: Make) -> None:
    text = "Four counties {source}`one, two`.\n"
    assert found(kit, chapter(text, "facts: [c1, t1, t2, s1]")) == [
        ("data/statistics.yaml", 2, "fact-unstated", "error")
    ]


def test_what_is_not_printed_on_paper_does_not_count(kit: Make) -> None:
    text = "In 2010 {source}`one, two`.\n\n:::{statistic} s1\n:::\n"
    codes = [code for _, _, code, _ in found(kit, chapter(text, "packet: web-only\nfacts: [c1, t1, t2]"))]
    assert codes == ["fact-unstated"] * 4


def test_left_out(kit: Make) -> None:
    text = "In 2010 and 2011 {source}`one, two`.\n\n:::{statistic} s1\n:::\n"
    left = "lists:\n  - id: letter/claims\n    left_out: {c1: Not ours to tell.}\n"
    files = {**chapter(text), "data/coverage.yaml": left}
    assert found(kit, files) == []
    files |= chapter(text, "facts: [c1]") | {"data/coverage.yaml": left}
    built = kit(files).build("findings")
    (finding,) = [
        f for f in json.loads(built.text("findings.json"))["findings"] if f["code"] == "fact-left-out"
    ]
    assert (finding["file"], finding["line"], finding["level"]) == ("data/coverage.yaml", 2, "notice")
    assert "stated in a" in finding["message"] and "Not ours to tell." in finding["message"]


def test_a_name_without_a_source(kit: Make) -> None:
    text = "In 2010 and 2011 {source}`one`.\n\n:::{statistic} s1\n:::\n"
    assert found(kit, chapter(text, "facts: [c1, t1, t2]")) == [("a.md", 3, "fact-uncited", "notice")]


def test_project_without_coverage(kit: Make) -> None:
    files = chapter("Nothing.\n", "facts: [whatever]")
    del files["data/coverage.yaml"]
    assert found(kit, files) == []


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("facts: [c1, t11]", "a.md:3: WARNING: facts: there is no entry 't11'; did you mean 't1'?"),
        (
            "facts:\n- c1\n- zzz",
            "a.md:5: WARNING: facts: there is no entry 'zzz'; write the id of an entry of letter/claims, ",
        ),
        ("facts: [c1, t1, c1]", "a.md:3: WARNING: facts: 'c1' stands there twice; delete one of the two"),
        ("facts: {c1: t1}", "is no list of ids; write them as in `facts: [one-id, another-id]`"),
    ],
)
def test_faulty_names(kit: Make, facts: str, message: str) -> None:
    kit(chapter("Nothing.\n", facts)).build("findings", warns=[message])


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ('["a-b", "t1"]', ["a-b", "t1"]),
        ("a-b, t1", ["a-b", "t1"]),
        ("t1", ["t1"]),
        ('{"a": 1}', None),
        ("[", None),
    ],
)
def test_ids(value: str, ids: list[str] | None) -> None:
    assert ids_of(value) == ids


def test_a_chapter_is_read_again_when_an_entry_that_it_names_is_gone(kit: Make) -> None:
    made = kit(chapter("In 2010 {source}`one`.\n", "facts: [c1]"))
    made.build("findings")
    made.write({"data/letter.yaml": DATA["data/letter.yaml"].replace("c1", "c2")})
    made.build("findings", warns=["a.md:3: WARNING: facts: there is no entry 'c1'; write the id"])


def test_names_change_no_version_code(kit: Make) -> None:
    codes = [
        kit(chapter("In 2010 {source}`one`.\n", facts)).build("findings").app.env.toolkit_codes["a"]
        for facts in ("", "facts: [c1, t1]")
    ]
    assert codes[0] == codes[1]


def test_table(kit: Make) -> None:
    text = "In 2010 and 2011 {source}`one, two`.\n\n:::{statistic} s1\n:::\n"
    left = DATA["data/coverage.yaml"].replace("text: event", "text: event, left_out: {t2: Not *ours*.}")
    built = kit({**chapter(text, "facts: [c1, t1]"), "data/coverage.yaml": left}).build("findings")
    assert fact_tables(built.app.builder.book(), "../").split("\n") == [
        "**`letter/claims`**: 1 of 1 stated.",
        "",
        "| entry | says | chapters |",
        "| --- | --- | --- |",
        "| `c1` (A) | They helped. | [a](../a.md) |",
        "",
        "**`timeline`**: 1 of 3 stated, 1 left out.",
        "",
        "| entry | says | chapters |",
        "| --- | --- | --- |",
        "| `t1` (A) | The board \\| voted. | [a](../a.md) |",
        "| `t2` (B) | It ended. | left out: Not \\*ours\\*. |",
        "| `t3` (C) | Perhaps. | – (not certain) |",
        "",
        "**`statistics`**: 1 of 1 stated.",
        "",
        "| entry | chapters |",
        "| --- | --- |",
        "| `s1` (A) | [a](../a.md) |",
    ]
