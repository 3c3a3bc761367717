"""The print style, which packets share, and what runs along their pages, which they do not."""

from __future__ import annotations

import pytest

from toolkit.config import Settings
from toolkit.manifest import whole_book
from toolkit.packets.style import furniture, print_style
from toolkit.paper import PAPERS

VALUES = Settings(site_url="https://www.example.org/", disclaimer='Say "no"', accent="#123456")
PACKET = whole_book(["a"], "The title", paper="letter", audience="participant").packets[0]


@pytest.mark.parametrize("word", ["counter(page", "string(", "@top-", "@bottom-", "break-before: right"])
def test_the_style_of_chapters_holds_nothing_that_depends_on_their_place(word: str) -> None:
    assert all(word not in print_style(paper, VALUES) for paper in PAPERS.values())


def test_the_style_has_the_papers_grid_and_the_accent() -> None:
    styles = {name: print_style(paper, VALUES) for name, paper in PAPERS.items()}
    assert len(set(styles.values())) == len(PAPERS)
    assert all("#123456" in style for style in styles.values())


def test_running_heads_and_feet() -> None:
    css = furniture(PACKET, VALUES)
    assert 'content: "The title"' in css and "counter(pages)" in css
    foot = r'"Say \"no\" · example.org" "\a " string(dates) string(version)'
    assert f"@bottom-left {{ content: {foot} }}" in css
    for page in ("cover", "cards", ":blank"):
        assert f"@page {page} {{ @top-left {{ content: none }}" in css
