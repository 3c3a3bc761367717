"""Text for one audience never reaches the other, in no form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from toolkit.nodes import keeps

Make = Callable[..., Any]

PAGE = """# Teach-in

Everyone reads this. [Go there](#page-inside)

::::{facilitator}
## Sentinel title

Sentinel paragraph.[^s] {source}`gamma`

- Sentinel list

| Sentinel head | b |
| --- | --- |
| Sentinel cell | c |

:::{admonition} Sentinel box
Sentinel inside.
:::

(page-inside)=
### Sentinel below

![Sentinel alt](a.svg)
::::

:::{participant}
Only participants. {source}`beta`
:::

## After

Everyone {source}`alpha`.

[^s]: Sentinel note.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
FACILITATORS = (
    "site: {audience: facilitator}\npackets: [{id: p, title: T, audience: participant, chapters: [index]}]\n"
)


def test_participants_see_nothing(kit: Make, data: dict[str, str]) -> None:
    built = kit(data | {"index.md": PAGE, "a.svg": SVG}).build(
        "html", warns=["leads to text for facilitators"]
    )
    page = built.text("index.html")
    assert "entinel" not in page and "gamma" not in page and "facilitator" not in page
    assert "Only participants." in page
    for name in ("searchindex.js", "genindex.html"):
        assert "entinel" not in built.text(name)
    assert b"entinel" not in __import__("zlib").decompress(
        (built.out / "objects.inv").read_bytes().split(b"zlib.\n")[1]
    )
    assert "Go there" in page and "page-inside" not in page
    assert page.index("Title beta") < page.index("Title alpha")


def test_facilitators_see_their_own(kit: Make, data: dict[str, str]) -> None:
    files = data | {"index.md": PAGE, "a.svg": SVG, "packets.yaml": FACILITATORS}
    page = kit(files).build("html").text("index.html")
    assert "Only participants." not in page
    assert page.count("audience-label") == 1 and "<h2>Sentinel title" in page and "<h3>Sentinel below" in page
    assert "<h2>After" in page, "a section after the block is not inside it"


def test_labels_of_a_block_survive(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\n[see](#index-b)\n\n(index-b)=\n:::{participant}\nText.\n:::\n"
    page = kit(data | {"index.md": text}).build("html").text("index.html")
    assert 'href="#index-b"' in page and page.count('id="index-b"') == 1


@pytest.mark.parametrize("builder", ["text", "latex", "man"])
def test_other_builders(kit: Make, data: dict[str, str], builder: str) -> None:
    kit(data | {"index.md": PAGE.replace("[Go there](#page-inside)", ""), "a.svg": SVG}).build(builder)


def test_headings_where_no_section_may_stand(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\n- item\n\n  :::{participant}\n  ## Not a section\n\n  Text.\n  :::\n\n## Real\n"
    page = kit(data | {"index.md": text}).build("html").text("index.html")
    assert '<p class="rubric" id="not-a-section">' in page and "<h2>Real" in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            ":::{audience} facilitater\nText.\n:::",
            "'facilitater' is no audience; write participant or facilitator",
        ),
        (":::{audience}\nText.\n:::", "'nothing' is no audience"),
        (":::{facilitator}\n:::", "the block is empty"),
        (":::{facilitator} Welcome\nText.\n:::", "takes nothing after its name"),
        (
            ":::{facilitator}\n:::{note}\nA\n:::\nB\n:::",
            "the block ends where ':::{note}' inside it should end",
        ),
    ],
)
def test_faults(kit: Make, data: dict[str, str], text: str, message: str) -> None:
    built = kit(data | {"index.md": f"# T\n\n{text}\n"}).build("html", warns=[message])
    assert built.warnings[0].startswith("index.md:3: WARNING: {")


def test_a_mistyped_mark_shows_nothing_to_participants(kit: Make, data: dict[str, str]) -> None:
    built = kit(data | {"index.md": "# T\n\n:::{audience} fasilitator\nSecret.\n:::\n"}).build(
        "html", warns=["no audience"]
    )
    assert "Secret" not in built.text("index.html")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("audience: facilitators", "audience: 'facilitators' is not known; did you mean 'facilitator'?"),
        ("reviewed: 2026-13-01", "reviewed: '2026-13-01' is no day; write year-month-day"),
        ("packet: web", "packet: 'web' is not known"),
    ],
)
def test_front_matter(kit: Make, data: dict[str, str], line: str, message: str) -> None:
    files = data | {"index.md": "# T\n\n```{toctree}\na\n```\n", "a.md": f"---\n{line}\n---\n# A\n"}
    kit(files).build("text")  # a project of others: such keys are its own
    built = kit(files, toolkit_strict=True).build("text", warns=[message])
    assert built.warnings[0].startswith("a.md:2: WARNING")


def test_words_of_others_hide_nothing() -> None:
    assert keeps("participant", "developers") and keeps("participant", "")
    assert not keeps("participant", "facilitators") and not keeps("participant", "facilitator")
