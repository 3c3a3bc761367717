"""Plain words and spelling: what is found, where, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from toolkit.checks.chapters import spelling
from toolkit.checks.chapters.words import pattern

Make = Callable[..., Any]
TOP = "---\nreviewed: 2026-11-24\n{}---\n"
SWAPS = "swaps:\n- {id: utilize, use: use}\n- {id: prior to, use: before}\n- {id: commence, use: begin}\n"


def found(
    kit: Make, text: str, code: str, matter: str = "", **config: Any
) -> list[tuple[str, int, str, str]]:
    index = TOP.format("") + "# Book\n\n```{toctree}\na\n```\n"
    files = {"index.md": index, "a.md": f"{TOP.format(matter)}# A\n\n{text}", "data/plain-words.yaml": SWAPS}
    extra = {name: config.pop(name) for name in list(config) if "/" in name or "." in name}
    built = kit(files | extra).build("findings", **{"toolkit_strict": True, **config})
    listed = json.loads(built.text("findings.json"))["findings"]
    return [(f["file"], f["line"], f["level"], f["message"]) for f in listed if f["code"].startswith(code)]


# -- plain words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "text", "hits"),
    [
        ("utilize", "We utilize it. They utilized it, utilizes it, utilizing it.", 4),
        ("utilize", "Utilize it. We say: Utilize it.", 2),
        ("assist", "They assist, assisted, are assisting and assistant.", 3),
        ("prior to", "It was prior to that, or prior\nto this.", 2),
        ("prior to", "A prior toast.", 0),
        ("commence", "The Commence Office is a name. Recommence now.", 0),
    ],
)
def test_forms(word: str, text: str, hits: int) -> None:
    assert len(pattern([word]).findall(text)) == hits


def test_plain_word(kit: Make) -> None:
    assert found(kit, "All is well.\n\nWe utilized it.\n", "plain") == [
        ("a.md", 8, "notice", "says “utilized”; write “use” or another plain word")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They wrote “we utilize it prior to that” in a letter.\n",
        "> We utilize it.\n",
        "Type `utilize` there.\n\n```\nutilize\n```\n",
        "We use it before that.\n",
    ],
)
def test_no_plain_word(kit: Make, text: str) -> None:
    assert found(kit, text, "plain") == []


def test_plain_words_of_the_site_alone_are_left_alone(kit: Make) -> None:
    assert found(kit, "We utilize it.\n", "plain", "packet: web-only\n") == []


# -- spelling ------------------------------------------------------------------------------------


def test_misspelt_word(kit: Make) -> None:
    text = "All is well.\n\nWe recieve it.\nTeh end.\n"
    assert found(kit, text, "spelling") == [
        ("a.md", 8, "error", "“recieve” is misspelt; did you mean “receive”?"),
        ("a.md", 9, "error", "“Teh” is misspelt; did you mean “the”?"),
    ]
    assert {level for _, _, level, _ in found(kit, text, "spelling", toolkit_strict=False)} == {"notice"}


def test_several_meanings_and_reasons() -> None:
    slips = spelling.dictionary("clear,rare", "")
    assert slips["teh"] == "“the”"
    assert " or " in slips["wan't"]
    assert [*spelling.misspelt("He wan’t in.\nIt is teh end. % codespell:ignore\n", slips)] == [(1, "wan’t")]


def test_words_of_the_project_are_left_alone(kit: Make) -> None:
    project = '[tool.codespell]\nignore-words-list = "teh, recieve"\n'
    assert found(kit, "We recieve teh end.\n", "spelling", **{"pyproject.toml": project}) == []


def test_broken_settings_change_nothing(kit: Make) -> None:
    assert len(found(kit, "It is teh end.\n", "spelling", **{"pyproject.toml": "[tool"})) == 1


def test_other_languages_are_not_checked(kit: Make) -> None:
    assert found(kit, "It is teh end.\n", "spelling", language="es") == []


def test_without_codespell(kit: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    spelling.dictionary.cache_clear()
    monkeypatch.setattr(spelling, "PACKAGE", "codespell_is_not_here")
    ((file, line, level, message),) = found(kit, "It is teh end.\n", "spelling")
    assert (file, line, level) == ("requirements-dev.txt", 0, "notice")
    assert "not installed" in message
