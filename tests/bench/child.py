"""Runs one command, waits for all its processes, and writes what they cost as JSON.

A program of its own, because Linux counts the memory of whoever starts a process as that process's own: this
one is small.  It adopts what its command leaves behind, so that no process is forgotten.

    python child.py RESULT SECONDS LOG WORD…
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ADOPT = 36  # PR_SET_CHILD_SUBREAPER of Linux's prctl
EVERY = 0.1  # seconds between two looks at the memory of all processes together
LINGER = 5.0  # seconds that what the command leaves behind may go on


def main(result: str, limit: str, log: str, *words: str) -> int:
    """Run *words* for at most *limit* seconds, output into *log*; put the costs into the file *result*."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)
    with Path(log).open("ab") as output:
        begin = time.monotonic()
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    watch = Watch(begin + float(limit), child.pid)
    watch.start()
    cpu = peak = 0.0
    code, wall = -1, 0.0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)
        if pid == child.pid:
            wall = time.monotonic() - begin
            code = os.waitstatus_to_exitcode(status)
            watch.until = min(watch.until, time.monotonic() + LINGER)
    watch.done.set()
    watch.join()
    unit = 1 if sys.platform == "darwin" else 1024
    costs = {"wall": wall, "cpu": cpu, "peak": peak * unit, "together": watch.together, "code": code}
    Path(result).write_text(json.dumps(costs | {"late": watch.late}), encoding="ascii")
    return 0


class Watch(threading.Thread):
    """Notes the most memory of all processes together, and ends them when their time is up."""

    def __init__(self, until: float, pid: int) -> None:
        super().__init__(daemon=True)
        self.until = until
        self.pid = pid
        self.together = 0
        self.late = False
        self.done = threading.Event()

    def run(self) -> None:
        """Look again and again until all is over."""
        while not self.done.wait(EVERY):
            family = list(below(os.getpid()))
            self.together = max(self.together, sum(map(resident, family)))
            if time.monotonic() < self.until:
                continue
            self.late |= self.pid in family or not family
            for pid in family or [self.pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def below(pid: int) -> Iterator[int]:
    """Yield the processes that *pid* started, and those that they started (Linux)."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for word in task.read_text(encoding="ascii").split():
                yield int(word)
                yield from below(int(word))


def resident(pid: int) -> int:
    """Return the bytes of memory that *pid* holds, shared pages included; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
