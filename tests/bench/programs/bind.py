"""The press alone: ``bind.py JOB PDF CACHE PROCESSES`` lays out a stored job and binds it."""

from __future__ import annotations

import inspect
import os
import pickle
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.programs import clock
from toolkit.press import Press


def main(job: str, pdf: str, cache: str, jobs: str) -> None:
    """Print the stored *job* to *pdf* with so many processes (*jobs*)."""
    clock.install(Path(os.environ["BENCH_CLOCK"]))
    options: dict[str, Any] = {}
    if "jobs" in inspect.signature(PRESS).parameters:
        options["jobs"] = int(jobs)
    press = Press(Path(cache), **options)
    with ExitStack() as stack:
        if hasattr(press, "close"):
            stack.callback(press.close)
        bound = press.bind(pickle.loads(Path(job).read_bytes()))
        Path(pdf).write_bytes(bound.pdf)


PRESS = Press.__init__

if __name__ == "__main__":
    main(*sys.argv[1:])
