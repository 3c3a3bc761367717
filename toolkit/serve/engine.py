"""The warm process behind ``serve``: everything is loaded once, and each build is a fork of it.

A fork starts in milliseconds with Sphinx, WeasyPrint and the fonts in memory, works like any other build, and
takes everything with it when it ends: no build sees the traces of another one, and a crash costs one build.
The process itself has no threads, so that forking it is safe.  A build does first what its author waits for
and may be ended by a newer request after that.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.build import Prepared, Report, Run, build, build_pages_first
from toolkit.errors import ToolkitError
from toolkit.press import Bound
from toolkit.progress import Silent
from toolkit.project import Project
from toolkit.sentences import own_fault
from toolkit.serve.messages import Heard, Request

Send = Callable[[Heard], None]

_SAMPLE = """# Sample

A *word* and a [link](#sample).[^note]

[^note]: A note.

| a | b |
| --- | --- |
| c | d |

```python
print("code")
```
"""


class Follower(Silent):
    """Tells what is printed, and has printed first what the author waits for."""

    def __init__(self, project: Project, send: Send) -> None:
        self.project, self.send = project, send
        self.report = Report()
        self.first: Sequence[str] = ()
        self.only_first = False
        self.since = 0.0

    def tell(self, kind: str, **facts: Any) -> None:
        """Tell an event, with the seconds since the request."""
        self.send(Heard(kind, round(time.monotonic() - self.since, 3), facts))

    def choose(self, packets: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Return the files that hold a chapter that was read: only the first of them, or these before all."""
        read = set(self.report.read)
        self.tell("reading", chapters=sorted(read))
        holding = [file for file, chapters in packets.items() if not read or read & set(chapters)]
        wanted = [file for file in self.first if file in holding] or holding[:1]
        if self.only_first:
            return wanted
        return list(dict.fromkeys([*wanted, *holding, *packets]))

    def begin(self, file: str) -> None:
        """Tell that *file* begins."""
        self.tell("begins", file=file)

    def end(self, file: str, bound: Bound | None) -> None:
        """Tell where the finished *file* lies."""
        if bound is not None:
            self.tell(
                "printed",
                file=file,
                pdf=str(self.project.stage("packets") / file),
                pages=bound.pages,
                parts=bound.parts,
                cached=bound.parts - len(bound.laid_out),
                starts=dict(bound.starts),
            )


class Work:
    """One build; as much of it as can be done before anything is asked for is done when it is made."""

    def __init__(self, project: Project, send: Send, *, prepare: bool = False) -> None:
        self.project = project
        self.follower = Follower(project, send)
        self.prepared = self._prepare() if prepare else None

    def _prepare(self) -> Prepared:
        prepared = Prepared(self.project, Run(follower=self.follower))
        self.follower.report = prepared.report
        return prepared

    def do(self, request: Request) -> None:
        """Do what is asked; SIGTERM waits until the first part is done, and ends the rest."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        follower = self.follower
        follower.first, follower.since = request.first, time.monotonic()
        try:
            if not request.everything and (self.project.stage("packets") / "packets.json").is_file():
                self._first()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            if not follower.report.bad:
                self._rest()
            follower.tell("done", messages=follower.report.messages)
        except ToolkitError as error:
            follower.tell("done", messages=[str(fault) for fault in error.faults])
        except Exception as error:
            follower.tell("done", messages=[own_fault(error, self.project.cache)])

    def _first(self) -> None:
        gc.disable()  # it takes a tenth of the time, and this process does not live long
        self.follower.only_first = True
        prepared = self.prepared
        if prepared is None or not prepared.fits():
            prepared = self._prepare()
        prepared.build()
        self.follower.only_first = False
        if not prepared.report.bad:
            self.follower.tell("first")
        gc.enable()

    def _rest(self) -> None:
        if self.follower.report.read:
            report = build_pages_first(self.project, Run(), self.follower.report.read)
            self.follower.report.add(report.messages)
        if not self.follower.report.bad:
            report = build(self.project, Run(follower=self.follower), packets=True, site=True)
            self.follower.report = report


@dataclass
class _Fork:
    """A process for one build; *go* takes its request."""

    pid: int
    go: int
    prepared: bool
    request: Request | None = None


class Engine:
    """Takes requests from one file, has a fork for each, and tells the events of its forks.

    While nothing is asked for, the next fork waits with everything loaded that does not depend on what
    will be saved.  It is used when nothing but chapters was.
    """

    def __init__(self, project: Project, requests: int, send: Send) -> None:
        self.project, self.requests, self.send = project, requests, send
        self.fork: _Fork | None = None
        self.next: Request | None = None
        self._rest = b""

    def run(self) -> None:
        """Work until the requests end; then nothing of what was started is left."""
        wake, woken = os.pipe()
        os.set_blocking(woken, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(woken)
        self.send(Heard("ready"))
        try:
            while True:
                ready, _, _ = select.select([self.requests, wake], [], [])
                if wake in ready:
                    os.read(wake, 4096)
                    self._reap()
                if self.requests in ready and not self._take():
                    return
                self._go_on()
        finally:
            if self.fork:
                _sweep(self.fork.pid)

    def _take(self) -> bool:
        """Take what was asked; return False when nothing will come any more."""
        found = os.read(self.requests, 65536)
        *lines, self._rest = (self._rest + found).split(b"\n")
        for line in lines:
            self.next = Request.of(line).after(self.next)
        if lines and self.fork and (self.fork.request or not (self.next and self.next.chapters)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.fork.pid, signal.SIGTERM)
        return bool(found)

    def _go_on(self) -> None:
        """Hand what is asked to a fork that is free."""
        if self.fork is None and self.next:
            self.fork = self._new(prepare=False)
        fork = self.fork
        if fork and self.next and not fork.request and (self.next.chapters or not fork.prepared):
            fork.request, self.next = self.next, None
            with contextlib.suppress(OSError):
                os.write(fork.go, fork.request.line())

    def _new(self, *, prepare: bool) -> _Fork:
        read, go = os.pipe()
        pid = os.fork()
        if pid:
            os.close(read)
            with contextlib.suppress(OSError):
                os.setpgid(pid, pid)
            return _Fork(pid, go, prepare)
        code = 1
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.close(self.requests)
            os.close(go)
            work = Work(self.project, self.send, prepare=prepare)
            if line := os.read(read, 65536):
                work.do(Request.of(line))
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Look whether the fork has ended, and how; another one gets ready."""
        fork = self.fork
        if fork is None:
            return
        pid, status = os.waitpid(fork.pid, os.WNOHANG)
        if not pid:
            return
        _sweep(pid)
        os.close(fork.go)
        self.fork = None
        code = os.waitstatus_to_exitcode(status)
        if fork.request and code == -signal.SIGTERM and self.next:
            self.next = self.next.after(fork.request)  # ended for a newer request, which does its work too
        elif fork.request and code:
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            self.send(Heard("broken", 0.0, {"how": how}))
        if fork.request and not code and not self.next:
            self.fork = self._new(prepare=True)


def _sweep(group: int) -> None:
    """End what a fork may have left: it and its workers are a group of processes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def warm() -> None:
    """Load everything that a build needs, by building a sample; its result is thrown away."""
    from sphinx.application import builtin_extensions

    for name in (*builtin_extensions, "myst_parser.parsers.sphinx_", "toolkit.packets.builder"):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        sample = Project(Path(folder))
        sample.docs.mkdir()
        (sample.root / "pyproject.toml").touch()
        conf = 'extensions = ["myst_parser", "sphinx_design", "toolkit"]\nhtml_theme = "toolkit"\n'
        (sample.root / "conf.py").write_text(conf, encoding="utf-8")
        (sample.docs / "index.md").write_text(_SAMPLE, encoding="utf-8")
        with contextlib.suppress(Exception):  # what is wrong is said by the first real build
            build(sample, Run({"toolkit_jobs": 1}), packets=True, site=True)
    gc.collect()
    gc.freeze()


def main(words: list[str]) -> None:
    """Serve the project in the folder that *words* name: requests on standard input, events on output."""
    events = os.dup(1)
    os.dup2(2, 1)  # whatever is printed goes to the terminal

    def send(event: Heard) -> None:
        line = event.line()
        while line:
            line = line[os.write(events, line) :]

    warm()
    Engine(Project(Path(words[0])), 0, send).run()


if __name__ == "__main__":
    main(sys.argv[1:])
