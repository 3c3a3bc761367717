"""What a command costs: seconds on the wall, seconds of the processors, memory; medians of several runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

CHILD = Path(__file__).with_name("child.py")
LIMIT = 1800.0
"""Seconds that one command may take."""


class Failed(Exception):
    """A command of the bench did not do its work; the text ends with what it said."""


@dataclass(frozen=True)
class Cost:
    """What one run took.  *cpu* counts all its processes, *peak* the largest of them, *together* all at once.

    Memory is in bytes; *parts* holds what the run says of itself, such as the seconds of binding.
    """

    wall: float
    cpu: float
    peak: float
    together: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)

    def __add__(self, then: Cost) -> Cost:
        """Return what both took one after the other."""
        parts = {**self.parts, **then.parts}
        peak, together = max(self.peak, then.peak), max(self.together, then.together)
        return Cost(self.wall + then.wall, self.cpu + then.cpu, peak, together, parts)


def measure(
    words: Sequence[str | Path],
    log: Path,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    limit: float = LIMIT,
) -> Cost:
    """Run the command *words* in *folder* and return its cost; its output goes to *log*."""
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"")
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch) / "costs.json"
        line = [sys.executable, "-S", "-E", CHILD, result, str(limit), log.resolve(), *words]
        subprocess.run(
            [str(word) for word in line], cwd=folder, env=os.environ | dict(environment or {}), check=True
        )
        costs = json.loads(result.read_text(encoding="ascii"))
    if costs["code"] or costs["late"]:
        why = f"took over {limit:g} s" if costs["late"] else f"ended with {costs['code']}"
        said = log.read_text("utf-8", "replace")[-3000:]
        raise Failed(f"{' '.join(map(str, words))} {why}:\n{said}")
    return Cost(costs["wall"], costs["cpu"], costs["peak"], costs["together"])


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each number of *costs*."""
    names = [name for name in costs[0].parts if all(name in cost.parts for cost in costs)]
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.peak for cost in costs),
        median(cost.together for cost in costs),
        {name: median(cost.parts[name] for cost in costs) for name in names},
    )
