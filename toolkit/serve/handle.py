"""Starts the engine, asks it for builds, and starts it anew when the program has changed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from toolkit.project import Project
from toolkit.serve.messages import Heard, Request

PACKAGE = Path(__file__).resolve().parents[1]


class Handle:
    """The engine of *project* in a process of its own; *hear* gets its events, in another thread."""

    def __init__(self, project: Project, hear: Callable[[Heard], None]) -> None:
        self.project, self.hear = project, hear
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Request) -> None:
        """Ask for a build; starts the engine when there is none."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended: its last event says so
            self._process.stdin.write(request.line())
            self._process.stdin.flush()

    def close(self) -> None:
        """End the engine and what it does; the next request starts another."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start(self) -> None:
        path = os.pathsep.join([str(PACKAGE.parent), *sys.path])
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "toolkit.serve.engine", str(self.project.root)],
            cwd=self.project.root, env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        Thread(target=self._listen, args=(process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                if process is self._process:
                    self.hear(Heard.of(line))
        if process is self._process:
            self.hear(Heard("gone"))
