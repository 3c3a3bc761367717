"""The bars that the press has to pass: each a limit, what was measured for it, and whether that will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.bench.measure import Cost
from tests.bench.table import ratio

Costs = Mapping[str, Cost]
"""Medians by the name of their row."""

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Bar:
    """One line: what is asked, at most how much, what was *measured* (None: nothing was)."""

    number: int
    what: str
    limit: float
    measured: float | None
    unit: str = "×"

    @property
    def passed(self) -> bool | None:
        """Say whether the measured value keeps the limit, or None when there is none."""
        return None if self.measured is None else self.measured <= self.limit

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the cells of this line in the table of bars."""
        found = NOT_MEASURED if self.measured is None else self._with_unit(self.measured)
        verdict = {True: "pass", False: "FAIL", None: "–"}[self.passed]
        return (str(self.number), self.what, f"≤ {self._with_unit(self.limit)}", found, verdict)

    def _with_unit(self, value: float) -> str:
        return ratio(value) if self.unit == "×" else f"{value:.3g} {self.unit}".strip()


def times(costs: Costs, row: str, other: str, field: str = "wall") -> float | None:
    """Return how many times *field* of *row* is that of *other*, None when one was not measured."""
    if row not in costs or other not in costs:
        return None
    below: float = getattr(costs[other], field)
    return getattr(costs[row], field) / below if below else None


def part(costs: Costs, row: str, name: str) -> float | None:
    """Return what *row* says of its part *name*, such as the seconds of binding."""
    return costs[row].parts.get(name) if row in costs else None


def bars(costs: Costs, growth: Costs, same: Mapping[str, float]) -> Iterator[Bar]:
    """Yield bars 1 to 5 from medians, those of *growth* (``press 800``) and the comparison *same*."""
    whole = "whole way, cold, 2 processes, against Sphinx and plain WeasyPrint on its single page"
    yield Bar(1, f"{whole}: wall", 0.25, times(costs, "press cold", "stock whole"))
    yield Bar(1, f"{whole}: processor", 0.50, times(costs, "press cold", "stock whole", "cpu"))
    alone = "layout alone, cold, 2 processes, against plain WeasyPrint alone"
    yield Bar(1, f"{alone}: wall", 0.25, times(costs, "alone 2", "stock alone"))
    yield Bar(1, f"{alone}: processor", 0.50, times(costs, "alone 2", "stock alone", "cpu"))
    yield Bar(
        1,
        "layout alone against one rendering of our HTML: wall",
        0.60,
        times(costs, "alone 2", "one rendering"),
    )
    yield Bar(
        2, "one word against sphinx-simplepdf: wall", 1 / 20, times(costs, "press word", "simplepdf word")
    )
    yield Bar(2, "one word against pandoc with Typst: wall", 0.80, times(costs, "press word", "typst"))
    yield Bar(
        2,
        "one word in `make serve` against sphinx-simplepdf: wall",
        1 / 40,
        times(costs, "serve", "simplepdf word"),
    )
    yield Bar(2, "one word: seconds of binding", 0.6, part(costs, "press word", "binding"), "s")
    yield Bar(
        2,
        "one word that adds a page against one that does not: wall",
        2.0,
        times(costs, "press page", "press word"),
    )
    yield Bar(
        3, "largest process at 800 pages against 100", 1.3, times(growth, "press 800", "press 100", "peak")
    )
    yield Bar(4, "seconds a page at 800 pages against 100", 1.1, a_page(growth, "press 800", "press 100"))
    yield Bar(5, "size, bound against one rendering", 1.05, same.get("size"))
    yield Bar(5, "pages whose text differs", 0, same.get("text"), "")
    yield Bar(5, "link targets that differ", 0, same.get("links"), "")
    yield Bar(5, "PDF/UA-1 failures", 0, same.get("failures"), "")


def a_page(growth: Costs, row: str, other: str) -> float | None:
    """Return how many times *row*'s seconds a page are those of *other*."""
    found = times(growth, row, other)
    pages = [part(growth, name, "pages") for name in (row, other)]
    if found is None or not pages[0] or not pages[1]:
        return None
    return found * pages[1] / pages[0]
