"""Colours, widths, code and fonts of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docutils import nodes

from toolkit.theme import widths
from toolkit.theme.code import Dark, Light
from toolkit.theme.colours import DARK_GROUND, contrast, for_dark
from toolkit.theme.printables import Printable


def test_contrast_of_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("accent", ["#0b5351", "#7a1f1f", "#123456", "#5b3a8c", "#000000"])
def test_the_accent_reads_well_on_dark_screens(accent: str) -> None:
    assert contrast(for_dark(accent), DARK_GROUND) >= 7


@pytest.mark.parametrize("style", [Light, Dark])
def test_code_reads_well(style: Any) -> None:
    colours = {f"#{token['color']}" for _, token in style if token["color"]}
    grounds = (style.background_color, style.highlight_color)
    assert colours and all(contrast(colour, ground) >= 5 for colour in colours for ground in grounds)


def test_code_on_a_phone() -> None:
    assert not widths.code_may_scroll("a short line\nanother")
    assert widths.code_may_scroll("x" * 29)


def test_a_passage_makes_a_table_wide() -> None:
    def table(*texts: str) -> nodes.table:
        row = nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in texts))
        return nodes.table("", nodes.tgroup("", nodes.tbody("", row)))

    assert not widths.table_may_scroll(table("one", "two", "three"))
    assert widths.table_may_scroll(table("one", "a sentence of many short words " * 4, "x"))


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 kB"), (812_345, "812 kB"), (999_999, "1000 kB"), (1_812_345, "1.8 MB")]
)
def test_sizes(size: int, said: str) -> None:
    assert Printable("a.pdf", "a", "A", "", "", "letter", 1, 1, size, ()).size == said


def test_fonts_and_style_are_the_same_bytes_each_time(kit: Callable[..., Any]) -> None:
    files = {"index.md": "# Title\n"}
    outs = [kit(files, html_theme="toolkit").build("html").out for _ in range(2)]
    first, second = (
        {path.relative_to(out): path.read_bytes() for path in out.rglob("*.*") if path.is_file()}
        for out in outs
    )
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    fonts = {name.name: len(data) for name, data in first.items() if name.suffix == ".woff2"}
    assert set(fonts) == {"text.woff2", "italic.woff2", "heading.woff2"} and sum(fonts.values()) < 110_000
