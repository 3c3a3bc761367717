"""What a run of the bench says: tables of results, growth and bars, with machine, versions and commands."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench import bars, environment
from tests.bench.bench import Bench, Row
from tests.bench.growth import PROCESSES, SIZES
from tests.bench.table import memory, seconds, table

HEADS = ("what", "wall s", "processor s", "largest process MiB", "all processes MiB", "runs")
ABOUT = """# Bench results

Written by `make bench`, all in one run; do not edit. Each number is the median of the runs in its line.
Seconds run from the start of a new process to the end of its last; processor seconds and memory count all
processes it started. "Largest process" is the most memory that one process held, pages shared with others
included; "all processes" adds them up at the worst moment seen, shared pages once for each. How to read it:
[Measuring](../docs/handbook/measuring.md).
"""


def report(bench: Bench, facts: str) -> str:
    """Return the whole of bench/results.md; *facts* says how big the book is."""
    parts = [ABOUT, "## What was measured\n", _what(bench, facts)]
    if bench.rows:
        parts += ["## Results\n", table(HEADS, [_cells(row) for row in bench.rows.values()], " rrrrr")]
        parts += [part for part in (_inside(bench),) if part]
    if bench.growth:
        parts += ["## Growth\n", *_growth(bench)]
    parts += ["## Bars\n", _bars(bench), "## Commands\n", _commands(bench)]
    return "\n".join(parts)


def _what(bench: Bench, facts: str) -> str:
    rows = [("book", facts), *environment.machine(), *environment.versions(bench.peers)]
    rows += [("left out", reason) for reason in bench.skipped]
    return table(("", ""), [row for row in rows if row[1]])


def _cells(row: Row) -> tuple[str, ...]:
    cost = row.cost
    numbers = seconds(cost.wall), seconds(cost.cpu), memory(cost.peak), memory(cost.together)
    return (row.title, *numbers, str(row.runs))


def _inside(bench: Bench) -> str:
    """Return where the press's own time goes, if it says so."""
    rows = []
    for row in bench.rows.values():
        parts = row.cost.parts
        if "press" not in parts:
            continue
        binding = seconds(parts["binding"]) if "binding" in parts else "–"
        counts = f"{parts['pages']:.0f}", f"{parts['laid out']:.0f}"
        rows.append((row.title, seconds(row.cost.wall), seconds(parts["press"]), binding, *counts))
    if not rows:
        return ""
    heads = ("inside the press, wall s", "whole", "press", "of it binding", "pages", "chapters laid out")
    return table(heads, rows, " rrrrr")


def _growth(bench: Bench) -> Iterator[str]:
    heads = (
        "pages",
        "press s",
        "s a page",
        "processor s",
        "MiB",
        "one rendering s",
        "s a page",
        "processor s",
        "MiB",
    )
    rows = []
    for size in SIZES:
        cells = [str(size)]
        for name in (f"press {size}", f"one {size}"):
            cost = bench.growth[name].cost
            cells += [seconds(cost.wall), f"{cost.wall / cost.parts['pages']:.4f}"]
            cells += [seconds(cost.cpu), memory(cost.peak)]
        cells[0] = f"{bench.growth[f'press {size}'].cost.parts['pages']:.0f}"
        rows.append(tuple(cells))
    yield "The same 25 pages again and again, HTML to PDF; the press with 2 processes; MiB of the largest.\n"
    yield table(heads, rows, "r" * len(heads))
    rows = [(str(jobs), *_cells(bench.growth[f"processes {jobs}"])[1:5]) for jobs in PROCESSES]
    yield table(("processes, 200 pages", *HEADS[1:5]), rows, "rrrrr")


def _bars(bench: Bench) -> str:
    costs = {name: row.cost for name, row in bench.rows.items()}
    growth = {name: row.cost for name, row in bench.growth.items()}
    lines = [bar.cells for bar in bars.bars(costs, growth, bench.same)]
    return table(("bar", "what", "limit", "measured", ""), lines, "r rr")


def _commands(bench: Bench) -> str:
    lines = dict.fromkeys(row.command for row in [*bench.rows.values(), *bench.growth.values()])
    text = "\n".join(lines)
    head = "`WORK` is the folder that the bench works in; each peer has its own copy of the book there."
    return f"{head}\n\n```sh\n{text}\n```\n"
