"""findings.json: every key that the handbook names, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbook" / "checks.md"
FILES = {
    "index.md": "---\nreviewed: 2026-11-24\n---\n# Book\n\n```{toctree}\na\nb\nc\n```\n",
    "a.md": (
        "---\nreviewed: 2026-01-02\nreview-by: 2026-11-20\nfacts: [t1]\n---\n# A\n\n"
        "It began in 2010 {source}`one`. It {verify}`may be so`.\n"
    ),
    "b.md": "---\nreviewed: 2026-01-02\nreview-by: 2027-06-01\n---\n# B\n\nAll is well with us here.\n",
    "c.md": "---\nreview-by: 2026-12-24\npacket: web-only\n---\n# C\n\nIt ended {source}`two`.\n",
    "data/sources.yaml": "sources:\n- {id: one, title: One}\n- {id: two, title: Two}\n",
    "data/timeline.yaml": (
        "events:\n- {id: t1, date: '2010', event: It began., sources: [one], confidence: A}\n"
        "- {id: t2, date: '2011', event: It ended., sources: [two], confidence: C}\n"
    ),
    "data/unused-sources.yaml": "unused:\n- {id: two, reason: Only its opening was read.}\n",
    "data/coverage.yaml": "lists:\n- {id: timeline, left_out: {t2: Nobody knows.}}\n",
}


@pytest.fixture
def report(kit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-11-24")
    made: dict[str, Any] = json.loads(kit(FILES).build("findings").text("findings.json"))
    return made


def test_keys_are_those_of_the_handbook(report: dict[str, Any]) -> None:
    part = HANDBOOK.read_text(encoding="utf-8").partition("(checks-json)=")[2].partition("\n(")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE))
    assert list(report) == list(rows)
    for key in ("findings", "levels", "reviews", "facts"):
        assert report[key], key
        for name in report[key][0]:
            assert f"`{name}`" in rows[key], (key, name)
    for key in ("counts", "sources"):
        assert all(f"`{name}`" in rows[key] for name in report[key])
    assert set(report["levels"][0]["worst"][0]) == {"text", "grade"}


def test_counts(report: dict[str, Any]) -> None:
    codes = [finding["code"] for finding in report["findings"]]
    assert report["version"] == 1
    assert report["counts"]["codes"] == {code: codes.count(code) for code in sorted(set(codes))}
    assert report["counts"]["levels"] == {"error": 0, "notice": len(codes)}
    assert {"verify", "review-overdue", "review-due"} <= set(codes)


def test_sources_of_pages_that_are_not_printed_do_not_count(report: dict[str, Any]) -> None:
    assert report["sources"] == {
        "used": [{"id": "one", "chapters": ["a"]}],
        "unused": [{"id": "two", "reason": "Only its opening was read."}],
    }


def test_reviews_come_with_the_most_urgent_first(report: dict[str, Any]) -> None:
    assert [(row["chapter"], row["days"], row["state"]) for row in report["reviews"]] == [
        ("a", -4, "overdue"), ("c", 30, "due"), ("b", 189, "later"),
    ]  # fmt: skip
    assert report["reviews"][0]["reviewed"] == "2026-01-02"
    assert report["reviews"][1]["reviewed"] is None


def test_facts(report: dict[str, Any]) -> None:
    assert report["facts"] == [
        {"list": "timeline", "id": "t1", "confidence": "A", "chapters": ["a"], "left_out": None},
        {"list": "timeline", "id": "t2", "confidence": "C", "chapters": [], "left_out": "Nobody knows."},
    ]
