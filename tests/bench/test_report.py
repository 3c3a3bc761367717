"""Tables and bars: what is asked, what was measured, and whether that will do."""

from __future__ import annotations

import pytest

from tests.bench.bars import Bar, bars
from tests.bench.measure import Cost
from tests.bench.table import memory, seconds, table


def test_a_table_is_padded_and_numbers_end_on_the_right() -> None:
    assert table(("what", "s"), [("Typst", "4.0"), ("x", "12")], " r") == (
        "| what  |   s |\n"
        "| ----- | --: |\n"
        "| Typst | 4.0 |\n"
        "| x     |  12 |\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0421, "0.042"), (0.421, "0.42"), (4.21, "4.2"), (42.1, "42")]
)
def test_seconds_have_digits_that_mean_something(value: float, shown: str) -> None:
    assert seconds(value) == shown


def test_memory_that_nobody_measured_is_a_dash() -> None:
    assert (memory(3 * 1024 * 1024), memory(0)) == ("3", "–")


def test_a_bar_is_passed_at_its_limit_and_failed_above() -> None:
    assert Bar(1, "wall", 0.25, 0.25).cells == ("1", "wall", "≤ 0.25 ×", "0.25 ×", "pass")
    assert Bar(1, "wall", 0.25, 0.251).cells[-1] == "FAIL"
    assert Bar(1, "wall", 0.25, None).cells[-2:] == ("not measured", "–")
    assert Bar(5, "pages", 0, 1, "").cells[2:] == ("≤ 0", "1", "FAIL")


def measured(*found: Bar) -> dict[str, float | None]:
    return {bar.what: bar.measured for bar in found}


def test_bars_are_ratios_of_medians() -> None:
    costs = {
        "press cold": Cost(10, 20, 0),
        "stock whole": Cost(50, 40, 0),
        "alone 2": Cost(8, 16, 0),
        "stock alone": Cost(40, 32, 0),
        "one rendering": Cost(20, 20, 0),
        "press word": Cost(2, 2, 0, 0, {"binding": 0.5}),
        "press page": Cost(3, 3, 0),
        "simplepdf word": Cost(50, 50, 0),
        "typst": Cost(4, 4, 0),
    }
    growth = {
        "press 100": Cost(5, 9, 200, 0, {"pages": 101}),
        "press 800": Cost(40, 80, 240, 0, {"pages": 808}),
    }
    same = {"size": 1.02, "text": 0, "links": 0, "failures": 0}
    found = list(bars(costs, growth, same))
    values = [round(bar.measured, 3) for bar in found if bar.measured is not None]
    assert values == [0.2, 0.5, 0.2, 0.5, 0.4, 0.04, 0.5, 0.5, 1.5, 1.2, 1.0, 1.02, 0, 0, 0]
    assert [bar.what for bar in found if bar.measured is None] == [
        "one word in `make serve` against sphinx-simplepdf: wall"
    ]
    assert all(bar.passed is not False for bar in found)


def test_without_measurements_no_bar_is_passed_or_failed() -> None:
    assert {bar.passed for bar in bars({}, {}, {})} == {None}
