"""Starts a Dask cluster of two workers on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AGES = 60.0

SCHEDULER = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
WORKER = (
    *("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"),
    *("--host", "127.0.0.1"),
)


@contextmanager
def program(folder: Path, *words: str) -> Iterator[int]:
    """Run one of Dask's programs for as long as the block lasts; yield its process id."""
    line = [sys.executable, "-m", *words, "--scheduler-file", str(folder / "scheduler.json")]
    with (folder / "log").open("ab") as log:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "0",
        }
        process = subprocess.Popen(line, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


@contextmanager
def two_workers(folder: Path) -> Iterator[tuple[str, set[int]]]:
    """Run a scheduler and two workers; yield the scheduler's address and the workers' process ids."""
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(program(folder, *SCHEDULER))
        numbers = {stack.enter_context(program(folder, *WORKER)) for _ in range(2)}
        yield address_in(folder), numbers


def address_in(folder: Path) -> str:
    """Return where the scheduler that runs in *folder* listens, as soon as it does."""
    end = time.monotonic() + AGES
    while time.monotonic() < end:
        try:
            return str(json.loads((folder / "scheduler.json").read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError((folder / "log").read_text())
