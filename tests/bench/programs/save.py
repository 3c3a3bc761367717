"""Saves one more word in a chapter again and again while ``serve`` runs, and prints the seconds of each time.

    python -m tests.bench.programs.save BOOK CHAPTER        (RUNS, 5 unless said otherwise)

The book is put into a project of its own beside it.  A time is from the save to the finished PDF in
build/base/print, with the watch of the folder and all between; the last line is a JSON list.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from queue import Queue
from threading import Event, Thread

from tests.bench.corpus import add_word, new_word
from toolkit.project import Project
from toolkit.serve import Session, changes
from toolkit.serve.messages import Heard

QUIET = 'suppress_warnings = ["myst.header", "myst.xref_missing", "toolkit.no-alt"]\n'
"""What the book that is measured has and a project of ours must not: with a message nothing is published."""

WAIT = 900.0  # seconds for a first build of a long book


PAUSE = 1.0  # seconds after a build before the next save: nobody saves at the very moment when pages appear


class Listener(Session):
    """A session that also hands on what the engine tells."""

    def __init__(self, project: Project) -> None:
        self.heard: Queue[Heard] = Queue()
        super().__init__(project, lambda text: print(text, file=sys.stderr, flush=True))

    def hear(self, event: Heard) -> None:
        super().hear(event)
        self.heard.put(event)

    def until(self, kind: str) -> Heard:
        """Return the next event of *kind*; a build with messages publishes nothing and ends the program."""
        while True:
            event = self.heard.get(timeout=WAIT)
            if event.kind in ("broken", "gone") or event.facts.get("messages"):
                sys.exit(f"{event.kind}: {event.facts}")
            if event.kind == kind:
                return event


def project_of(book: Path) -> Project:
    """Return a project made of the folder *book*: its files at the top, and as docs/ too."""
    root = book.parent / "project"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(book, root, ignore=shutil.ignore_patterns("*.md"))
    shutil.copytree(book, root / "docs")
    (root / "pyproject.toml").touch()
    with (root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(QUIET)
    return Project(root)


def main(book: str, chapter: str) -> None:
    """Measure."""
    os.environ.setdefault("BENCH_EXTENSIONS", "toolkit")
    project, stop = project_of(Path(book).resolve()), Event()
    session = Listener(project)

    def watch() -> None:
        for paths in changes(project, stop):
            session.saved(paths)

    session.build("")
    session.until("done")
    watcher = Thread(target=watch)
    watcher.start()
    time.sleep(PAUSE)
    path = project.docs / f"{chapter}.md"
    source, seconds = path.read_text(encoding="utf-8"), []
    for _ in range(int(os.environ.get("RUNS", "5"))):
        begin = time.monotonic()
        path.write_text(add_word(source, new_word()), encoding="utf-8")
        session.until("first")
        seconds.append(round(time.monotonic() - begin, 3))
        session.until("done")
        time.sleep(PAUSE)
    stop.set()
    watcher.join()
    session.engine.close()
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
