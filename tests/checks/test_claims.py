"""Statements that need a source: which words make one, what counts as its source, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from toolkit.checks.chapters.claims import Statement
from toolkit.checks.chapters.unsourced import claim

Make = Callable[..., Any]
TOP = "---\nreviewed: 2026-11-24\n---\n"
SOURCES = "sources:\n- {id: one, title: One, date: 2011-01-01}\n"
EVENTS = "events:\n- {id: t1, date: '2011', event: It began in 2011., sources: [one], confidence: A}\n"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Of these, 74 percent had been found guilty.", "a figure", "74 percent"),
        ("It cost $30,100 in all.", "a figure", "$30,100"),
        ("They counted 183,000 removals.", "a figure", "183,000"),
        ("Some 834 people were citizens.", "a figure", "834"),
        ("The board voted on June 22.", "a date", "June 22"),
        ("It ended in November 2014.", "a date", "November 2014"),
        ("By the end of 2013 it ran everywhere.", "a date", ""),
        ("In 2014 a court said no.", "a date", "In 2014"),
        ("It ran from 2008 to 2014.", "a date", "from 2008"),
        ("2021: the order revoked.", "a date", "2021"),
        ("California, 2019. The court said no.", "a date", "California, 2019"),
        ("Texas | 2017 | It passed.", "a date", "2017"),
        ("The case is Roe v. Doe, they say.", "a case", "Roe v. Doe"),
        ("The sheriff said that it was “a request and no more” to him.", "a quotation", ""),
        ("“It is a request and no more,” Director Lee wrote.", "a quotation", ""),
        ("The rule says that a jail “shall maintain custody” for a time.", "a quotation", ""),
    ],
)
def test_needs_a_source(text: str, kind: str, words: str) -> None:
    found = claim(Statement(text, 1, False))
    assert found is not None
    assert found[0] == kind
    assert found[1] == words or not words


@pytest.mark.parametrize(
    "text",
    [
        "Start at 6:30 p.m. and take 45 minutes for 8 to 25 people.",
        "If you are in danger, call 9-1-1, or (510) 555-0100.",
        "Print at full size, 100 percent.",
        "See 8 U.S.C. § 1373 and § 1357(g), a 287(g) agreement, and form I-200.",
        "Ask the county for File 66920 and Order 13768.",
        "Read the memo of 2010 and the 2018 bulletin.",
        "Did it work in 2010? Who voted no, and was it 74 percent?",
        "Say: “I do not agree to a search of my car.”",
        "SAY. “We will follow a fingerprint from a jail to a federal agency.”",
        "Someone says, “That program ended years ago.”",
        "Lines that say “verify before use” need a lawyer’s look; it says “verify before use” beside them.",
        "We read this over in November 2026.",
        "The time we ask about is from January 1 of last year.",
        "In clause 7 you may take all three, in 10 seconds.",
    ],
)
def test_needs_none(text: str) -> None:
    assert claim(Statement(text, 1, False), "November 2026") is None


def found(kit: Make, text: str, strict: bool = True, **files: str) -> list[tuple[int, str, str]]:
    """Line, level and message of each statement without a source in the chapter a."""
    index = TOP + "# Book\n\nWell {source}`one`.\n\n```{toctree}\na\n```\n"
    data = {"data/sources.yaml": SOURCES, "data/timeline.yaml": EVENTS}
    built = kit({"index.md": index, "a.md": f"{TOP}# A\n\n{text}", **data, **files}).build(
        "findings",
        toolkit_strict=strict,
        myst_enable_extensions=["attrs_block", "attrs_inline", "colon_fence", "deflist"],
    )
    listed = json.loads(built.text("findings.json"))["findings"]
    return [(f["line"], f["level"], f["message"]) for f in listed if f["code"] == "statement-without-source"]


def test_message_and_level(kit: Make) -> None:
    text = "All is well.\n\nIt ended in 2014. That was late.\n"
    message = "gives a date (“in 2014”) without a source; cite one, or put {.no-source} above it"
    assert found(kit, text) == [(8, "error", message)]
    assert found(kit, text, strict=False) == [(8, "notice", message)]


@pytest.mark.parametrize(
    "text",
    [
        "It ended in 2014 {source}`one`.\n",
        "It ended {source}`one`. That was in 2014.\n",
        "This is what happened {source}`one`:\n\n- In 2014 it ended.\n- In 2017 it came back.\n",
        "From 2014 on, this happened:\n\n- It ended {source}`one`.\n",
        "These came {source}`one`:\n\n| Year | What |\n| --- | --- |\n| 2014 | It ended. |\n",
        "| Year | What |\n| --- | --- |\n| 2014 | It ended {source}`one`. |\n",
        "In 2014\n: It ended {source}`one`.\n",
        "A court said {source}`one`:\n\n> In 2014 it ended.\n",
        "- It ended {source}`one`.\n\n  That was in 2014.\n",
        ":::{timeline}\n:::\n",
        "{verify}`It ended in 2014.` All is well.\n",
        "{.no-source}\nIn 2014 we began to write this.\n",
        "[In 2014 we began]{.no-source} to write this.\n",
        ":::{admonition} Ours\n:class: no-source\nIn 2014 we began.\n:::\n",
        "```\nIn 2014 it ended.\n```\n",
        "Read [what they said in 2014](index.md).\n",
        ":::{facilitator}\nIn 2014 it ended {source}`one`.\n:::\n",
    ],
)
def test_has_a_source(kit: Make, text: str) -> None:
    assert found(kit, text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- In 2014 it ended.\n- It came back {source}`one`.\n", 6),
        ("- It came back.\n- In 2014 it ended.\n", 7),
        ("- It came back:\n  - In 2014 it ended.\n  - It ended {source}`one`.\n", 7),
        ("It came back {source}`one`.\n\nIt did.\n\n- In 2014 it ended.\n", 10),
        ("| Year | What |\n| --- | --- |\n| 2014 | It ended. |\n| 2017 | Back {source}`one`. |\n", 6),
        ("In 2014\n: It ended.\n", 6),
        ("> In 2014 it ended.\n", 6),
        (":::{facilitator}\nIn 2014 it ended.\n:::\n", 7),
        (":::{admonition} In short\nIn 2014 it ended.\n:::\n", 7),
    ],
)
def test_has_none(kit: Make, text: str, line: int) -> None:
    assert [found_line for found_line, *_ in found(kit, text)] == [line]


def test_project_that_cites_nothing(kit: Make) -> None:
    files = {"index.md": TOP + "# Book\n\nIt ended in 2014.\n", "data/sources.yaml": SOURCES}
    built = kit(files).build("findings", toolkit_strict=True)
    codes = [f["code"] for f in json.loads(built.text("findings.json"))["findings"]]
    assert "statement-without-source" not in codes
