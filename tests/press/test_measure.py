"""Least and preferred widths of tables and cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.press import Press

STYLE = """
html { font: 10pt "Source Sans 3" } p { margin: 0 }
td { padding: 0 2mm } table { border-spacing: 0 }
"""


def _table(*cells: str) -> str:
    return f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"


def test_widths_of_tables() -> None:
    narrow, wide, fixed = Press().measure(
        [_table("a b c", "d"), _table("W" * 40, "x y z"), _table('<div style="width: 50mm">a</div>')], STYLE
    )
    assert narrow.min < narrow.max < 30
    assert wide.min > 80
    assert wide.max > wide.min
    assert fixed.min == pytest.approx(54, abs=0.1)
    assert fixed.max == pytest.approx(54, abs=0.1)


def test_full_width_tables_are_measured_by_their_content() -> None:
    (found,) = Press().measure([_table("a", "b")], STYLE + "table { width: 100% }")
    assert found.max < 30


def test_page_breaks_and_named_pages_do_not_matter() -> None:
    style = STYLE + "@page wide { size: 100mm 50mm } table { page: wide; break-before: page }"
    first, second = Press().measure([_table("W" * 60), _table("W" * 60)], style)
    assert first == second
    assert first.max > 130


def test_cards_and_paragraphs() -> None:
    (found,) = Press().measure(["<p>one two threefour</p>"], STYLE)
    assert found.min < found.max


def test_type_size_scales_the_widths() -> None:
    big, small = (
        Press().measure([_table("W" * 20)], STYLE + f"td {{ font-size: {size}pt; padding: 0 }}")[0]
        for size in (20, 10)
    )
    assert big.min == pytest.approx(2 * small.min, rel=0.02)


def test_measures_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Press(tmp_path, jobs=1).measure([_table("a"), _table("b")], STYLE)
    asked: list[int] = []
    from toolkit.press import tasks

    real = tasks.measure
    monkeypatch.setattr(tasks, "measure", lambda task: asked.append(len(task[0])) or real(task))
    assert Press(tmp_path, jobs=1).measure([_table("a"), _table("b")], STYLE) == first
    assert Press(tmp_path, jobs=1).measure([_table("a"), _table("c")], STYLE)[0] == first[0]
    assert asked == [1]
