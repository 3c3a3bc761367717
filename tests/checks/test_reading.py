"""Reading level: syllables, sentences, grade, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.checks.reading import main, measure, rules, split_sentences, syllables
from toolkit.checks.reading_text import paragraphs_of_myst


@pytest.mark.parametrize(
    ("word", "count"),
    [("police", 2), ("deported", 3), ("asked", 1), ("community", 4), ("statement", 2), ("table", 2)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_citations_and_abbreviations_end_no_sentence() -> None:
    text = "Dr. Smith read 8 C.F.R. § 287.7(d). The rule (Roe v. Doe, 2014) is at 5 p.m. on paper."
    assert split_sentences(text) == ["Dr Smith read  .", "The rule   is at 5 p.m on paper."]


def test_hard_text_scores_higher_than_plain_text() -> None:
    plain = measure(["You can stay silent. You can ask for a lawyer."])
    hard = measure(
        [("Notwithstanding applicable jurisdictional limitations, participating municipalities continuously "
         "communicate biometric identification information automatically.")]
    )  # fmt: skip
    assert plain
    assert hard
    assert plain.grade < 4
    assert hard.grade > 14
    assert hard.worst[0].text.startswith("Notwithstanding")


def test_names_do_not_make_a_text_hard() -> None:
    plain = measure(["They called Martinez in the town."])
    named = measure(["They called Constantinopolitan in the town."])
    assert plain
    assert named
    assert plain.grade == named.grade


def test_myst_source() -> None:
    source = (
        "---\nreviewed: 2026-11-01\n---\n(x-y)=\n# A title\n\nOne [link](a.md) here {source}`abc`.\n\n"
        ":::{note}\n:class: x\nIn a note.\n:::\n\n```python\ncode\n```\n\n- item\n  goes on\n- two\n\n"
        "| a | b |\n"
    )
    assert paragraphs_of_myst(source) == ["One link here .", "In a note.", "item goes on", "two"]


def test_command_names_the_hardest_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        "Intergovernmental organizations institutionalize administrative accountability mechanisms "
        "notwithstanding objections.\n"
    )
    assert main([str(file)]) == 1
    assert "Intergovernmental" in capsys.readouterr().out
    assert main([]) == 2


def test_command_asks_the_book_for_limit_and_easy_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = "limits:\n- {id: rights/*, participant: 3}\nwords:\n- {id: administration}\n"
    for name, text in {
        "docs/data/reading.yaml": data,
        "docs/rights/door.md": "The officer may ask you to open it for him.\n",
        "docs/law/door.md": "The administration may ask you to open it.\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert rules(tmp_path / "docs/rights/door.md") == (3, {"administration", "administrations"})
    assert main([str(tmp_path / "docs/rights/door.md")]) == 1
    assert "above 3 (" in capsys.readouterr().out
    assert main([str(tmp_path / "docs/law/door.md")]) == 0
