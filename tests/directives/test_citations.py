"""Numbered sources: in order of first use, for each chapter and audience by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]


def numbers(page: str) -> list[str]:
    """Return the numbers of all calls in the order of the page."""
    return re.findall(r'class="cite reference internal" href="#source-\d+" id="[^"]+">\[(\d+)\]', page)


def test_numbers_and_list(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\nOne {source}`beta`. Two {source}`alpha, beta`.\n\n## More\n\nThree {source}`delta`.\n"
    page = kit(data | {"index.md": text}).build("html").text("index.html")
    assert numbers(page) == ["1", "1", "2", "3"]
    assert re.findall(r'<li id="source-\d"><p><span class="source-title">Title (\w+)\.', page) == [
        "beta",
        "alpha",
        "delta",
    ]
    assert "Press beta, September 28, 2010." in page and 'href="https://example.org/beta"' in page
    assert 'href="#cite-1-2">2</a>' in page and 'id="cite-1-2"' in page
    assert page.index("<h2>Sources") > page.index("<h2>More")


def test_place_of_the_list(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\nOne {source}`beta`.\n\n## Where it comes from\n\n:::{sources}\n:::\n\n## Last\n"
    page = kit(data | {"index.md": text}).build("html").text("index.html")
    assert page.index("Where it comes") < page.index("Title beta") < page.index("<h2>Last")
    assert "<h2>Sources" not in page


def test_no_list_without_citations(kit: Make, data: dict[str, str]) -> None:
    page = kit(data | {"index.md": "# T\n\n:::{sources}\n:::\n\nText.\n"}).build("html").text("index.html")
    assert "sources" not in page.split("<body")[1].split("footer")[0].lower().replace("_sources", "")


def test_in_titles_cells_and_notes(kit: Make, data: dict[str, str]) -> None:
    text = (
        "# T {source}`alpha`\n\n| a {source}`beta` | b |\n| --- | --- |\n| c {source}`alpha` | d |\n\n"
        "E[^n].\n\n[^n]: N {source}`gamma`.\n"
    )
    built = kit(data | {"index.md": text, "b.md": "---\norphan: true\n---\n# B\n\n[](index.md)\n"}).build(
        "html"
    )
    assert numbers(built.text("index.html")) == ["1", "2", "1", "3"]
    assert ">T</span>" in built.text("b.html").replace("T </span>", "T</span>")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{source}`alpa`", "there is no source 'alpa' in data/sources.yaml; did you mean 'alpha'?"),
        ("{source}`zzzzzz`", "correct it, or add the source there"),
        ("{source}`,`", "names no source"),
    ],
)
def test_faults(kit: Make, data: dict[str, str], text: str, message: str) -> None:
    built = kit(data | {"index.md": f"# T\n\nA\n{text}.\n"}).build("html", warns=[message])
    assert len(built.warnings) == 1 and re.match(r"index\.md:[34]: WARNING: ", built.warnings[0])


def test_verify_and_its_uses(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\n{verify}`It *rained* {{ county }}.`\n\n{source}`beta`\n"
    built = kit(data | {"index.md": text}).build("html")
    assert (
        '<span class="verify">It <em>rained</em> Alba County.<span class="verify-words"> (verify before use)'
        in built.text("index.html")
    )
    found = [(use.kind, use.id, use.line, use.unsure) for use in built.app.env.toolkit_uses["index"]]
    assert ("verify", "", 3, True) in found and ("sources", "beta", 5, False) in found
