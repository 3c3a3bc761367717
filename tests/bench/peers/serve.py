"""From a saved chapter to the new page in ``make serve``: measured by another program, where there is one.

That program is ``tests/bench/programs/save.py``: called with the folder of a book and the docname of a
chapter, it saves one more word as often as RUNS says and prints one JSON list of seconds, each from the save
to the page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.bench import Bench, Words
from tests.bench.corpus import ROOT
from tests.bench.measure import Cost, Failed

PROGRAM = Path(__file__).parents[1] / "programs" / "save.py"


def measure(bench: Bench) -> None:
    """Add the row of ``make serve``; without its program the row is left out and said to be."""
    if not PROGRAM.is_file():
        bench.skipped.append("serve: its program is not there yet")
        return
    book = bench.copy("serve")
    words: Words = [sys.executable, "-m", "tests.bench.programs.save", book.folder, book.chapter]
    values = os.environ | {"PYTHONPATH": str(ROOT), "RUNS": str(bench.runs)}
    done = subprocess.run(words, cwd=bench.work, env=values, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(done.stderr[-3000:])
    costs = [Cost(wall, 0, 0) for wall in json.loads(done.stdout.splitlines()[-1])]
    bench.add("serve", "this press in make serve, one word changed", costs, words)
