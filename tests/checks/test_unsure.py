"""What is not certain carries its mark wherever a chapter prints it; a lost mark is an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]
DATA = {
    "data/sources.yaml": "sources:\n- {id: one, title: One}\n",
    "data/timeline.yaml": (
        "events:\n- {id: sure, date: '2010', event: It began., sources: [one], confidence: A}\n"
        "- {id: unsure, date: '2011', event: It ended., sources: [], confidence: C}\n"
        "- {id: part, date: '2012', event: It came back. (C), sources: [one], confidence: B}\n"
    ),
    "data/statistics.yaml": (
        "statistics:\n- {id: s1, value: 4, unit: counties, text: Four places., as_of: '2010', sources: [], "
        "confidence: C}\n"
    ),
    "data/glossary.yaml": (
        "terms:\n- {id: word, en: Word, es: Palabra, es_confidence: C, definition: A word., sources: [one], "
        "confidence: A}\n"
    ),
    "data/memos.yaml": (
        "memos:\n- {id: memo, title: A memo, issuer: A lawyer, question: Must we?, answer: Perhaps., "
        "sources: [], confidence: C}\n"
    ),
    "data/coverage.yaml": "lists:\n- {id: timeline}\n",
}
STRIP = """
extensions = ["myst_parser", "sphinx_design", "toolkit"]
myst_enable_extensions = ["colon_fence"]

def strip(app, doctree):
    from docutils import nodes
    for node in list(doctree.findall(nodes.inline)):
        if "verify" in node["classes"]:
            node.parent.replace(node, node.children[:-1])

def setup(app):
    app.connect("doctree-read", strip)
"""
ALL = {
    "timeline": ":::{timeline}\n:ids: unsure\n:::\n",
    "statistic": ":::{statistic} s1\n:::\n",
    "record": ":::{record} memos/memo\n:::\n",
    "table": ":::{data-table} timeline\n:columns: date, event\n:where: date = 2011\n:::\n",
    "table of other columns": ":::{data-table} timeline\n:columns: date\n:where: date = 2011\n:::\n",
    "field": ":::{data-table} glossary\n:columns: en, es\n:::\n",
    "part": ":::{timeline}\n:ids: part\n:::\n",
}


def found(kit: Make, text: str, matter: str = "", **files: str) -> list[dict[str, Any]]:
    page = f"---\nreviewed: 2026-11-24\n{matter}---\n# Title\n\n{text}"
    built = kit({**DATA, "index.md": "# Book\n\n```{toctree}\na\n```\n", "a.md": page, **files}).build(
        "findings"
    )
    listed = json.loads(built.text("findings.json"))["findings"]
    return [finding for finding in listed if finding["code"] == "unsure-unmarked"]


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_directives_mark_what_is_not_certain(kit: Make, text: str) -> None:
    assert found(kit, text) == []


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_a_lost_mark_is_an_error(kit: Make, text: str) -> None:
    (finding,) = found(kit, text, **{"conf.py": STRIP})
    assert (finding["file"], finding["level"]) == ("a.md", "error")
    assert "without “verify before use”" in finding["message"]


def test_what_is_certain_needs_no_mark(kit: Make) -> None:
    text = ":::{timeline}\n:ids: sure\n:::\n\n:::{data-table} glossary\n:columns: en, definition\n:::\n"
    assert found(kit, text, **{"conf.py": STRIP}) == []


def test_uncertain_entry_in_the_words_of_a_chapter(kit: Make) -> None:
    (finding,) = found(kit, "It ended.\n", "facts: [unsure]\n")
    assert (finding["file"], finding["line"], finding["level"]) == ("a.md", 3, "error")
    assert found(kit, "{verify}`It ended.`\n", "facts: [unsure]\n") == []
    assert found(kit, "It began {source}`one`.\n", "facts: [sure]\n") == []
