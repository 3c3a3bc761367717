"""Temporary folders: one process's own, gone with it however it ends, and never another's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.press.printing import job
from toolkit.press import Press, scratch
from toolkit.press.workers import Failure, local, run

ROOT = Path(__file__).resolve().parents[2]
DEAD = 999_999_999


def folder_of(name: str) -> str:
    """Make a folder in a worker."""
    return str(scratch.folder())


def ready() -> None:
    """Warm nothing."""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder, for this test."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    scratch.clear.cache_clear()
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_only_what_killed_processes_left_is_cleared(temporary: Path) -> None:
    world = scratch._world()
    dead, gone = f"toolkit-press-{DEAD}-{world}-x", f"toolkit-press-{DEAD}-{world}-x-gone"
    old = f"toolkit-press-{DEAD}-another-y"
    alive = f"toolkit-press-{os.getpid()}-{world}-x"
    others = {alive, f"toolkit-press-{DEAD}-another-x", "toolkit-press-notes", "weasyprint-x"}
    for name in (dead, gone, old, *others):
        (temporary / name / "inner").mkdir(parents=True)
    os.utime(temporary / old, (1, 1))
    scratch.clear(os.getpid())
    assert names(temporary) == others


def test_layout_leaves_nothing_in_the_temporary_folder(temporary: Path) -> None:
    with Press(jobs=2) as press:
        press.bind(job("<h1>One</h1>", "<h1>Two</h1>"))
        assert all(name.startswith("toolkit-press-") for name in names(temporary))
    assert names(temporary) == set()


def test_a_process_removes_its_folder_and_a_fork_of_it_does_not(temporary: Path) -> None:
    script = (
        "import os, sys; from toolkit.press import scratch; made = scratch.folder(); child = os.fork()\n"
        "if not child: sys.exit()\n"
        "os.waitpid(child, 0); sys.exit(not made.is_dir())"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert names(temporary) == set()


def test_a_worker_has_a_folder_of_its_own(temporary: Path) -> None:
    here = scratch.folder()
    workers = local(1, ready)
    ((_, there),) = run(workers, folder_of, {"": ""}, 60)
    assert not isinstance(there, Failure)
    assert Path(there).is_dir() and Path(there).parent != here.parent
    workers.shutdown()
    assert not Path(there).exists() and here.is_dir()
    scratch.remove()


def test_a_folder_that_somebody_cleaned_away_is_made_anew(temporary: Path) -> None:
    first = scratch.folder()
    scratch.remove()
    assert not first.exists()
    assert scratch.folder().is_dir()
    scratch.remove()
