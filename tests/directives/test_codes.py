"""Version codes: what changes them, and that nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from toolkit.directives.codes import ALPHABET, LENGTH, code_of
from toolkit.manifest import Print

Make = Callable[..., Any]

INDEX = "# Book\n\n```{toctree}\na\nb\n```\n"
CHAPTER = """\
---
reviewed: 2026-01-01
review-by: 2026-07-01
---
# First

Call {{ hotline }} when something happens, and say
what you see {source}`s1`.

See [b](b.md) or [a site](https://example.org/one).

![A map](p.svg)

:::{facilitator}
A note for the one who leads.
:::

## Session

:::{session-plan}
:start: 18:00
:::

```{activity}
:minutes: 10
:lead: Somebody
```
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
FILES = {
    "index.md": INDEX,
    "a.md": CHAPTER,
    "b.md": "# Second\n\nText for all.\n",
    "p.svg": SVG,
    "data/local.yaml": "facts:\n- {id: hotline, type: phone, label: Hotline, value: (510) 555-0100}\n",
    "data/sources.yaml": "sources:\n- {id: s1, title: A source, url: https://example.org/1}\n",
}


def codes(kit: Make, files: dict[str, str], **config: Any) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = kit(files, **config).build("dummy").app.env.toolkit_codes
    return found


def test_a_code_has_six_signs_that_nobody_mixes_up() -> None:
    found = [code_of("a", [str(number)]) for number in range(500)]
    assert len(set(found)) == 500
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in found)
    assert not set("01loiaeu") & set(ALPHABET)


def test_codes_of_printed_paper_never_change() -> None:
    assert code_of("rights/at-home", ["At home", "Keep the door closed."]) == "85c42r"


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


SAME = {
    "lines broken elsewhere": {"a.md": changed(CHAPTER, "and say\nwhat", "and\nsay what")},
    "a line more": {"a.md": changed(CHAPTER, "# First\n", "\n\n# First\n\n")},
    "a comment": {"a.md": changed(CHAPTER, "## Session", "% To do: ask again.\n\n## Session")},
    "a later review": {"a.md": changed(CHAPTER, "2026-01-01", "2026-06-30")},
    "a later date of review": {"a.md": changed(CHAPTER, "2026-07-01", "2027-07-01")},
    "another chapter": {"b.md": "# The second\n\nMore text for all.\n"},
    "a packet": {"packets.yaml": "packets:\n- {id: p, title: P, audience: facilitator, chapters: [a, b]}\n"},
    "what is not printed of a source": {
        "data/sources.yaml": changed(FILES["data/sources.yaml"], "A source", "A source, note: look again")
    },
    "a fact that is not used": {
        "data/local.yaml": FILES["data/local.yaml"] + "- {id: more, type: text, label: More, value: yes}\n"
    },
}


@pytest.mark.parametrize("change", SAME)
def test_what_is_not_said_leaves_the_code(kit: Make, change: str) -> None:
    assert codes(kit, FILES | SAME[change])["a"] == codes(kit, FILES)["a"]


OTHER = {
    "a word": {"a.md": changed(CHAPTER, "something happens", "anything happens")},
    "the title": {"a.md": changed(CHAPTER, "# First", "# The first")},
    "the order": {"a.md": changed(CHAPTER, "![A map](p.svg)\n", "") + "\n![A map](p.svg)\n"},
    "an address": {"a.md": changed(CHAPTER, "org/one", "org/two")},
    "where a link leads": {"a.md": changed(CHAPTER, "[b](b.md)", "[b](index.md)")},
    "a picture": {"p.svg": SVG.replace("40", "50")},
    "the description of a picture": {"a.md": changed(CHAPTER, "A map", "A plan")},
    "a local fact": {"data/local.yaml": changed(FILES["data/local.yaml"], "0100", "0199")},
    "a source": {"data/sources.yaml": changed(FILES["data/sources.yaml"], "A source", "Another")},
    "the address of a source": {"data/sources.yaml": changed(FILES["data/sources.yaml"], "org/1", "org/2")},
    "another source": {
        "a.md": changed(CHAPTER, "`s1`", "`s2`"),
        "data/sources.yaml": FILES["data/sources.yaml"]
        + "- {id: s2, title: A source, url: https://example.org/1}\n",
    },
    "the start of a session": {"a.md": changed(CHAPTER, "18:00", "18:30")},
    "the length of an activity": {"a.md": changed(CHAPTER, ":minutes: 10", ":minutes: 15")},
}


@pytest.mark.parametrize("change", OTHER)
def test_what_is_said_makes_the_code(kit: Make, change: str) -> None:
    before, after = codes(kit, FILES), codes(kit, FILES | OTHER[change])
    assert all(before["a"][audience] != after["a"][audience] for audience in before["a"])
    assert before["b"] == after["b"]


def test_each_audience_has_the_code_of_what_it_gets(kit: Make) -> None:
    before = codes(kit, FILES)
    assert len(set(before["a"].values())) == 2
    assert len(set(before["b"].values())) == 1
    after = codes(kit, FILES | {"a.md": changed(CHAPTER, "who leads", "who speaks")})
    assert before["a"]["participant"] == after["a"]["participant"]
    assert before["a"]["facilitator"] != after["a"]["facilitator"]


def test_equal_texts_of_two_chapters_have_two_codes(kit: Make) -> None:
    found = codes(kit, {"index.md": INDEX, "a.md": FILES["b.md"], "b.md": FILES["b.md"]})
    assert found["a"]["participant"] != found["b"]["participant"]


def test_a_build_that_reads_one_chapter_again_knows_all_codes(kit: Make) -> None:
    project = kit(FILES)
    before = dict(project.build("dummy").app.env.toolkit_codes)
    project.write({"b.md": "# Second\n\nOther text.\n"})
    after = project.build("dummy").app.env.toolkit_codes
    assert after["a"] == before["a"] and after["b"] != before["b"]
    (project.src / "b.md").unlink()
    project.write(
        {"index.md": "# Book\n\n```{toctree}\na\n```\n", "a.md": changed(CHAPTER, "[b](b.md) or ", "")}
    )
    assert set(project.build("dummy").app.env.toolkit_codes) == {"index", "a"}


def test_prints_are_what_there_is_on_paper(kit: Make) -> None:
    from toolkit.imprint import prints

    files = FILES | {
        "b.md": "---\naudience: facilitator\n---\n# Second\n",
        "c.md": "---\norphan: true\npacket: web-only\n---\n# Third\n",
        "packets.yaml": "packets:\n- {id: p, title: P, audience: facilitator, chapters: [a, b]}\n",
    }
    env = kit(files).build("dummy").app.env
    found = [(print_.chapter, print_.audience, print_.facts) for print_ in prints(env)]
    assert found == [
        ("a", "participant", ("hotline",)),
        ("a", "facilitator", ("hotline",)),
        ("b", "facilitator", ()),
    ]
    env = kit({"index.md": "# Alone\n\nText.\n"}).build("dummy").app.env
    assert list(prints(env)) == [Print(env.toolkit_codes["index"]["participant"], "index", "", "en")]


def test_a_recall_of_nothing_is_said_with_its_place(kit: Make) -> None:
    recalls = "recalls:\n- {id: wrong, date: 2026-01-01, fact: hotlin, reason: Wrong.}\n"
    warning = (
        "data/recalls.yaml:2: WARNING: recall 'wrong': there is no fact 'hotlin'; did you mean 'hotline'?"
    )
    project = kit(FILES | {"data/recalls.yaml": recalls})
    project.build("dummy", warns=[warning])
    project.build("dummy", warns=[warning])  # also when no chapter is read again
