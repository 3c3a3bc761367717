"""What is cut at an edge, in a card or by a clip is found, and what fits is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.printing import job, picture, print_job
from toolkit.press import Overflow

LONG = "W" * 80


def _found(html: str, folder: Path, style: str = "") -> list[tuple[str, str, int, str]]:
    printed = print_job(job(f"<h1>One</h1>{html}", style=style, assets=picture(folder)), folder)
    return [(found.source, found.kind, found.page, found.text) for found in printed.bound.overflows]


def test_long_word(tmp_path: Path) -> None:
    (found,) = _found(f'<p data-src="docs/a.md:3">{LONG}</p>', tmp_path)
    assert found[:3] == ("docs/a.md:3", "right", 1)


def test_how_much(tmp_path: Path) -> None:
    html = (
        '<h1>One</h1><p id="p"><img style="width: 200mm; height: 9mm" alt="Houses" src="assets/grey.png"></p>'
    )
    printed = print_job(job(html, assets=picture(tmp_path)), tmp_path)
    (found,) = printed.bound.overflows
    assert found == Overflow("p", "right", 1, pytest.approx(24.1, abs=0.1), "Houses")


def test_wide_table_and_code(tmp_path: Path) -> None:
    cells = "".join(f"<td>{'W' * 20}" for _ in range(9))
    found = _found(f'<table id="t"><tr>{cells}</table><pre id="c">{LONG}</pre>', tmp_path)
    assert {(source, kind) for source, kind, _, _ in found} == {("t", "right"), ("c", "right")}


def test_left_edge(tmp_path: Path) -> None:
    html = '<p id="p" style="text-indent: -30mm">hanging too far</p>'
    assert _found(html, tmp_path) == [("p", "right", 1, "hanging too far")]


def test_tall_picture(tmp_path: Path) -> None:
    html = '<p id="p"><img style="width: 9mm; height: 400mm" alt="Tower" src="assets/grey.png"></p>'
    assert [found[1] for found in _found(html, tmp_path)] == ["bottom"]


def test_card(tmp_path: Path) -> None:
    style = ".fit { width: 50mm; height: 20mm }"
    tall = f'<div class="fit" data-src="docs/c.md:9"><p>{"much text " * 30}</p></div>'
    wide = f'<div class="fit" id="w">{"W" * 30}</div>'
    good = '<div class="fit" id="g"><p>little text</p></div>'
    found = _found(good + tall + good + wide, tmp_path, style)
    assert [(source, kind) for source, kind, _, _ in found] == [("docs/c.md:9", "card"), ("w", "card")]


def test_card_over_two_pages(tmp_path: Path) -> None:
    style = ".fit { break-inside: avoid }"
    text = "".join(f"<p>line {number}</p>" for number in range(40))
    tall = f'<div class="fit" data-src="docs/c.md:9">{text * 3}</div>'
    good = f'<div class="fit" id="g">{text[:200]}</div>'
    found = _found(good + tall + good.replace('"g"', '"h"'), tmp_path, style)
    assert found and {(source, kind) for source, kind, _, _ in found} == {("docs/c.md:9", "split")}
    assert found[0][3].startswith("line 0")


def test_clip(tmp_path: Path) -> None:
    html = f'<div id="d" style="overflow: hidden; height: 10mm"><p>{"text " * 200}</p></div><p>after</p>'
    assert [(found[0], found[1]) for found in _found(html, tmp_path)] == [("d", "clip")]


FITTING = {
    "text": f"<p>{'word ' * 900}</p>",
    "table over pages": f"<table>{'<tr><td>a<td>b' * 99}</table>",
    "in the margin": '<p style="position: relative">a<b style="position: absolute; left: -15mm">9</b></p>',
    "pulled out": '<div style="margin-left: -10mm">a</div>',
    "cut marks": '<div aria-hidden="true" style="position: absolute; left: -40mm">x</div><p>a</p>',
    "clearing": '<div style="overflow: hidden"><p>a</p></div>',
    "footnotes": '<p>a<a role="doc-noteref" href="#n">1</a></p><aside role="doc-footnote" id="n">N</aside>',
    "italics": "<p style='text-align: right'><em>fff</em></p>",
}


@pytest.mark.parametrize("name", FITTING)
def test_nothing_is_reported_that_fits(name: str, tmp_path: Path) -> None:
    assert _found(FITTING[name], tmp_path) == []
