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
from pathlib import Path
from typing import Any

from toolkit.build import Report, Run, build, build_packets_first, build_pages_first
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

    def __init__(self, project: Project, report: Report, tell: Callable[..., None]) -> None:
        self.project, self.report, self.tell = project, report, tell
        self.first: Sequence[str] = ()
        self.only_first = False

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


def work(project: Project, request: Request, send: Send) -> None:
    """Do one build in this process; SIGTERM waits until the first part is done, and ends the rest."""
    since = time.monotonic()

    def tell(kind: str, **facts: Any) -> None:
        send(Heard(kind, round(time.monotonic() - since, 3), facts))

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    report = Report()
    follower = Follower(project, report, tell)
    follower.first = request.first
    run = Run(follower=follower)
    try:
        if not request.everything and (project.stage("packets") / "packets.json").is_file():
            follower.only_first = True
            build_packets_first(project, run, report)
            follower.only_first = False
            tell("first", messages=report.messages)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            if not report.bad:
                report.add(build_pages_first(project, Run(), report.read).messages)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        if not report.bad:
            report = build(project, run, packets=True, site=True)
        tell("done", messages=report.messages)
    except ToolkitError as error:
        tell("done", messages=[str(fault) for fault in error.faults])
    except Exception as error:
        tell("done", messages=[own_fault(error, project.cache)])


class Engine:
    """Takes requests from one file, forks for each, and tells the events of its forks."""

    def __init__(self, project: Project, requests: int, send: Send) -> None:
        self.project, self.requests, self.send = project, requests, send
        self.child = 0
        self.doing: Request | None = None
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
                if not self.child and self.next:
                    self._fork()
        finally:
            if self.child:
                _sweep(self.child)

    def _take(self) -> bool:
        """Take what was asked; return False when nothing will come any more."""
        found = os.read(self.requests, 65536)
        *lines, self._rest = (self._rest + found).split(b"\n")
        for line in lines:
            self.next = Request.of(line).after(self.next)
        if lines and self.child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGTERM)
        return bool(found)

    def _fork(self) -> None:
        self.doing, self.next = self.next, None
        assert self.doing is not None
        self.child = os.fork()
        if self.child:
            with contextlib.suppress(OSError):
                os.setpgid(self.child, self.child)
            return
        code = 1
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.close(self.requests)
            work(self.project, self.doing, self.send)
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Look whether the fork has ended, and how."""
        if not self.child:
            return
        child, status = os.waitpid(self.child, os.WNOHANG)
        if not child:
            return
        _sweep(child)
        self.child = 0
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGTERM and self.next:
            self.next = self.next.after(self.doing)  # ended for a newer request, which does its work too
        elif code:
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            self.send(Heard("broken", 0.0, {"how": how}))
        self.doing = None


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
