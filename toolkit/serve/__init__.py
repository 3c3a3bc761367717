"""Shows the site and the printed pages on this machine, and prints again whenever something is saved."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from toolkit.build import Progress
from toolkit.errors import Fault, ToolkitError
from toolkit.project import Project
from toolkit.serve.handle import PACKAGE, Handle
from toolkit.serve.messages import Heard, Request
from toolkit.serve.pages import HOST, Server
from toolkit.serve.state import State

_QUIET = 5
"""Milliseconds without another change after which a save counts as finished."""

_LOOK = 1000
"""Milliseconds after which conf.py is looked at: editors put a new file in its place, which no watch sees."""


class Session:
    """One run of ``serve``: the engine, what browsers see, and the lines on the terminal."""

    def __init__(self, project: Project, say: Progress) -> None:
        self.project, self.say = project, say
        self.state = State(project)
        self.engine = Handle(project, self.hear)
        self._saved: set[str] = set()
        self._read: set[str] = set()
        self._held: list[tuple[str, bytes, dict[str, int]]] = []
        self._good = False
        self._welcome = ""

    def build(self, address: str) -> None:
        """Build everything; say the *address* as soon as something is there."""
        self._welcome = f"{address} shows the site, {address}preview/ the printed pages; Ctrl-C stops"
        if (self.project.output / "index.html").is_file():
            self._greet()
        self.state.set(busy="Building …")
        self.engine.ask(Request(tuple(self.state.watched), everything=True))

    def saved(self, paths: set[Path]) -> None:
        """Print what *paths*, which were saved, have changed; a changed program is started anew."""
        self._saved = set(self._chapters(paths))
        if any(path.is_relative_to(PACKAGE) for path in paths):
            self.say("The program has changed; it starts anew.")
            self.engine.close()
        self.state.set(busy="Printing …")
        chapters = all(path.suffix == ".md" for path in paths)
        self.engine.ask(Request(tuple(self.state.watched), chapters=chapters))

    def _chapters(self, paths: set[Path]) -> Iterator[str]:
        docs = self.project.docs.resolve()
        for path in paths:
            if path.suffix == ".md" and path.is_relative_to(docs):
                yield path.relative_to(docs).with_suffix("").as_posix()

    def hear(self, event: Heard) -> None:
        """Show and say what the engine tells."""
        facts = event.facts
        if event.kind == "reading":
            self._read = set(facts["chapters"]) or self._read
        elif event.kind == "begins":
            self.state.get(facts["file"])  # as it was, so that what changes can be seen
        elif event.kind == "printed":
            pdf = Path(facts["pdf"]).read_bytes()
            self._held.append((facts["file"], pdf, facts["starts"]))
            if self._good:  # the chapters are; only what is wrong with one packet can still come
                self._show()
            if facts["cached"] < facts["parts"]:
                parts = f"{facts['cached']} of {facts['parts']} parts from the cache"
                self.say(f"{facts['file']}: {facts['pages']} pages, {parts}, {event.seconds:.1f} s")
        elif event.kind == "first":
            self._result([], "Printed; the rest follows …")
            self._good = True
        elif event.kind == "done":
            self._result(facts["messages"], f"Ready at {time.strftime('%H:%M:%S')}")
            self._greet()
        elif event.kind == "broken":
            self._result([f"The build stopped by itself ({facts['how']}); save again to repeat it."], "")
        elif event.kind == "gone":
            self._result(["The program stopped, see the terminal; it starts again at the next change."], "")

    def _show(self) -> None:
        for file, pdf, starts in self._held:
            self.state.show(file, pdf, starts, self._saved or self._read)
        self._held.clear()

    def _greet(self) -> None:
        if self._welcome:
            self.say(self._welcome)
        self._welcome = ""

    def _result(self, messages: list[str], busy: str) -> None:
        """Show what has been printed, unless something is wrong: then the last good pages stay."""
        if messages:
            self._held.clear()
        self._show()
        self._good = False
        for message in messages:
            if message not in self.state.messages:
                self.say(message)
        self.state.set(busy=busy if not messages else "", messages=messages)


def serve(project: Project, port: int, say: Progress) -> None:
    """Build, serve build/base and the preview on 127.0.0.1, and print again after each change, until stopped.

    Raises :class:`ToolkitError` when *port* is taken or watchfiles is not installed.
    """
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise ToolkitError(
            [Fault("serve", 0, "needs the package watchfiles; install it with pip")]
        ) from error
    project.check()
    project.output.mkdir(parents=True, exist_ok=True)
    session = Session(project, say)
    try:
        server = Server(session.state, port)
    except OSError as error:
        raise ToolkitError(
            [Fault(f"port {port}", 0, f"{error.strerror}; choose another with --port")]
        ) from error
    Thread(target=server.serve_forever, daemon=True).start()
    session.build(f"http://{HOST}:{server.server_port}/")
    try:
        for paths in changes(project):
            session.saved(paths)
    finally:
        session.engine.close()
        server.shutdown()


def changes(project: Project, stop: Event | None = None) -> Iterator[set[Path]]:
    """Yield what was saved, as soon as nothing more comes for a moment, until *stop* is set."""
    from watchfiles import watch

    conf = project.root / "conf.py"
    seen = _time(conf)
    folders = [project.docs.resolve(), PACKAGE]
    for found in watch(*folders, step=_QUIET, rust_timeout=_LOOK, yield_on_timeout=True, stop_event=stop):
        paths = {Path(name) for _, name in found}
        if (now := _time(conf)) != seen:
            seen = now
            paths.add(conf)
        if paths:
            yield paths


def _time(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime_ns
    return 0
