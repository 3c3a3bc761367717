"""Where a project's files lie, and which of its chapters must be read anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from toolkit.errors import Fault, ToolkitError
from toolkit.program import PROGRAM, checksum
from toolkit.publish import write_whole


@dataclass(frozen=True)
class Project:
    """Where a project's files lie; *root* holds conf.py, docs/ and build/."""

    root: Path
    edition: str = "base"

    @property
    def docs(self) -> Path:
        """The chapters."""
        return self.root / "docs"

    @property
    def cache(self) -> Path:
        """Everything that may be thrown away."""
        return self.root / "build" / ".cache"

    @property
    def output(self) -> Path:
        """What people upload, and nothing else."""
        return self.root / "build" / self.edition

    @property
    def doctrees(self) -> Path:
        """The chapters as Sphinx has read them."""
        return self.stage("doctrees")

    @property
    def press(self) -> Path:
        """What the press keeps; all editions share it."""
        return self.doctrees.parent / "press"

    def stage(self, name: str) -> Path:
        """The folder in which one builder works before anything is published."""
        return self.cache / name / self.edition

    def check(self) -> None:
        """Raise :class:`ToolkitError` when this is no project."""
        if not (self.root / "conf.py").is_file():
            raise ToolkitError([Fault("conf.py", 0, "is not here; run this in the toolkit's folder")])
        if not self.docs.is_dir():
            raise ToolkitError(
                [Fault("docs", 0, "is not here; the chapters belong in a folder of this name")]
            )


class Unfinished:
    """The chapters that were read since the last good build.

    Sphinx reports a chapter only when it reads it: after a build with messages, and after a killed one,
    these are read again, so that no message is lost.
    """

    def __init__(self, project: Project) -> None:
        self._file = project.doctrees / "unfinished.json"

    def chapters(self) -> set[str]:
        """Return their names."""
        try:
            return set(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return set()

    def add(self, chapters: Iterable[str]) -> None:
        """Note that *chapters* are about to be read."""
        names = sorted(self.chapters() | set(chapters))
        write_whole(self._file, json.dumps(names).encode())

    def clear(self) -> None:
        """Forget them after a good build."""
        self._file.unlink(missing_ok=True)


def forget_chapters(project: Project) -> None:
    """Have all chapters read anew."""
    (project.doctrees / "environment.pickle").unlink(missing_ok=True)


def _program() -> str:
    """Return a checksum of the program that runs: of its files and of what reads chapters with it."""
    readers = [version(name) for name in ("sphinx", "docutils", "myst-parser", "sphinx-design")]
    return " ".join([checksum(Path(__file__).parent, *PROGRAM), *readers])


def program_changed(project: Project) -> bool:
    """Say whether another program than this one read the stored chapters, and note this one."""
    note = project.doctrees / "program"
    old = note.read_text(encoding="ascii") if note.is_file() else ""
    if old != _program():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(_program(), encoding="ascii")
    return old != _program()


@contextmanager
def one_at_a_time(project: Project) -> Iterator[None]:
    """Wait until no other build of this project works in the same folders."""
    import fcntl

    project.cache.mkdir(parents=True, exist_ok=True)
    with (project.cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            # Closing it is not enough: a process of the press that was forked meanwhile has it open too.
            fcntl.flock(lock, fcntl.LOCK_UN)
