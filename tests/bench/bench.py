"""One run of the bench: where it works, what it runs, and the rows it has got so far."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.bench import corpus
from tests.bench.corpus import ROOT, Corpus
from tests.bench.measure import Cost, measure, middle

Words = Sequence[str | Path]


@dataclass(frozen=True)
class Row:
    """One line of the table: its *title*, the medians, how many runs they are of, and the command."""

    title: str
    cost: Cost
    runs: int
    command: str


@dataclass
class Bench:
    """Everything a peer needs to be measured; each adds its rows."""

    work: Path
    source: Path
    peers: Path
    runs: int = 5
    say: Callable[[str], None] = print
    rows: dict[str, Row] = field(default_factory=dict)
    growth: dict[str, Row] = field(default_factory=dict)
    same: dict[str, float] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def copy(self, name: str) -> Corpus:
        """Return a fresh copy of the book for the peer *name*."""
        return corpus.copy(self.source, self.work / name / "book")

    def run(self, words: Words, environment: Mapping[str, str] | None = None, **names: str) -> Cost:
        """Run *words* and return the cost; what the press says of itself becomes the cost's parts."""
        clock = self.work / "clock.jsonl"
        clock.unlink(missing_ok=True)
        values = {"PYTHONPATH": str(ROOT), "BENCH_CLOCK": str(clock), "SOURCE_DATE_EPOCH": "1795000000"}
        values["PATH"] = f"{self.peers.parent}{os.pathsep}{os.environ['PATH']}"
        values |= dict(environment or {}) | names
        cost = measure(words, self.work / "log.txt", folder=self.work, environment=values)
        lines = clock.read_text(encoding="ascii").splitlines() if clock.is_file() else []
        parts: dict[str, float] = {}
        for line in lines:
            for name, value in json.loads(line).items():
                parts[name] = parts.get(name, 0) + value
        return replace(cost, parts=parts)

    def several(self, once: Callable[[], Cost], most: int | None = None) -> list[Cost]:
        """Return the costs of as many runs as were asked for, of *most* runs where one takes long."""
        return [once() for _ in range(min(self.runs, most or self.runs))]

    def add(
        self, name: str, title: str, costs: Sequence[Cost], words: Words, *, growth: bool = False
    ) -> None:
        """Keep the medians of *costs* as the row *name*."""
        cost = middle(costs)
        rows = self.growth if growth else self.rows
        rows[name] = Row(title, cost, len(costs), self.shown(words))
        self.say(f"  {title}: {cost.wall:.2f} s, processor {cost.cpu:.2f} s, {cost.peak / 2**20:.0f} MiB")

    def shown(self, words: Words) -> str:
        """Return the command *words* as one could type it, without this machine's paths."""
        line = shlex.join(str(word) for word in words)
        for path, name in ((sys.executable, "python"), (str(self.peers), "python"), (str(self.work), "WORK")):
            line = line.replace(path, name)
        return line.replace(f"{ROOT}/", "")

    def fresh(self, name: str) -> Path:
        """Return an empty folder *name* below the work folder."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder
