"""A project's folders: one build at a time works in them."""

from __future__ import annotations

import fcntl
from pathlib import Path

from toolkit.press.workers import local
from toolkit.project import Project, one_at_a_time


def test_a_worker_that_was_forked_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with local(1, int) as executor:
        with one_at_a_time(project):
            assert executor.submit(int).result() == 0
        with (project.cache / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises when it is still held
