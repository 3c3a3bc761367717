"""Chapters for another audience are not on the site: no page, no menu, no search, no way to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SECRET = "zebrastripe"
FILES = {
    "index.md": "# Book\n\n```{toctree}\nfirst\nguide\nlast\n```\n",
    "first.md": "# First\n\nText.\n",
    "guide.md": f"---\naudience: facilitator\n---\n\n# Guide {SECRET}\n\nWords {SECRET}.\n",
    "last.md": "# Last\n\nText.\n",
}
FOR_FACILITATORS = """\
site:
  audience: facilitator
packets:
  - {id: all, title: All, audience: participant, chapters: [first]}
"""


def everything(made: Any) -> str:
    files = [path for path in made.out.rglob("*") if path.suffix in (".html", ".js", ".inv")]
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


def test_a_chapter_for_facilitators_leaves_no_trace(site: Callable[..., Any]) -> None:
    made = site(FILES)
    assert not (made.out / "guide.html").exists()
    assert SECRET not in everything(made) and "guide" not in made.text("index")
    assert made.page("first").xpath("//a[@rel='next']/@href") == ["last.html"]
    assert not (made.out / "objects.inv").exists() and not (made.out / "_sources").exists()


def test_a_site_for_facilitators_shows_it(site: Callable[..., Any]) -> None:
    made = site({**FILES, "packets.yaml": FOR_FACILITATORS})
    assert SECRET in made.text("guide") and SECRET in made.text("index")


def test_a_page_goes_when_its_chapter_is_for_others_now(site: Callable[..., Any]) -> None:
    made = site({**FILES, "guide.md": f"# Guide {SECRET}\n\nText.\n"})
    assert (made.out / "guide.html").exists()
    made.kit.write({"guide.md": FILES["guide.md"]})
    made.built = made.kit.build("html")
    assert not (made.out / "guide.html").exists()
    assert SECRET not in made.built.text("searchindex.js")


def test_nothing_is_written_when_nothing_has_changed(site: Callable[..., Any]) -> None:
    made = site(FILES)
    before = {path: path.stat().st_mtime_ns for path in map(made.out.joinpath, ("index.html", "last.html"))}
    made.kit.build("html")
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("mark", ["facilitator", "participant"])
def test_blocks_follow_the_audience_of_the_site(site: Callable[..., Any], mark: str) -> None:
    text = f"# Book\n\n:::{{{mark}}}\nOnly {SECRET}.\n:::\n"
    made = site({"index.md": text})
    assert (SECRET in everything(made)) == (mark == "participant")


def test_another_theme_leaves_the_chapter_out_as_well(kit: Callable[..., Any]) -> None:
    built = kit(FILES, html_theme="basic", html_copy_source=False).build("html")
    assert not (built.out / "guide.html").exists()
    assert SECRET not in built.text("searchindex.js") and SECRET not in built.text("index.html")


INDEXED = (
    f"# Book\n\n:::{{facilitator}}\nA word {{index}}`{SECRET}`.\n\nMORE\n:::\n\nFor {{index}}`all of us`.\n"
)


@pytest.mark.parametrize(
    "more", ["More.", f"```{{index}} {SECRET} two\n```", f"```{{glossary}}\n{SECRET}\n    Word.\n```"]
)
@pytest.mark.parametrize("theme", ["toolkit", "basic"])
def test_the_general_index_keeps_quiet(
    kit: Callable[..., Any], no_fonts: None, more: str, theme: str
) -> None:
    """An index directive at a block's end gives its id to what follows the block: its words stay hidden."""
    text = INDEXED.replace("MORE", more)
    made = kit({"index.md": text}, html_theme=theme, html_copy_source=False, html_use_index=True)
    index = made.build("html").text("genindex.html")
    assert SECRET not in index and "all of us" in index
