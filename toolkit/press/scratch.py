"""Folders for files that live no longer than their process; what a killed one left is cleared by the next."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import tempfile
import time
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

_NAME = "toolkit-press-"

_STALE = 7 * 24 * 3600.0
"""Seconds after which a folder of another machine or container, of whose processes we know nothing, goes."""


_made: dict[int, Path] = {}
"""The folder of this process, by its number: a fork begins without one."""


def folder() -> Path:
    """Return a new folder; it is removed with this process, if not earlier."""
    process = os.getpid()
    if process not in _made or not _made[process].is_dir():
        _made[process] = Path(tempfile.mkdtemp(prefix=f"{_NAME}{process}-{_world()}-"))
        # Unlike atexit: also at the end of a worker, and not at the end of a fork of this process.
        Finalize(None, remove, exitpriority=0)
    return Path(tempfile.mkdtemp(dir=_made[process]))


def remove() -> None:
    """Remove all folders of this process, also while it writes into them."""
    made = _made.get(os.getpid())
    if made is not None:
        gone = made.with_name(f"{made.name}-gone")  # what is written from now on has no place to go
        with contextlib.suppress(OSError):
            made.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


@cache
def clear(process: int) -> None:
    """Remove the folders of processes that were killed; done once in *process*, which is this one."""
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{_NAME}*-*-*"):
            if _is_left(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path) -> bool:
    """Say whether nobody can need *path* any more; its name tells whose it is."""
    number, world = path.name.removeprefix(_NAME).split("-")[:2]
    if world == _world() and number.isdigit():
        return not is_running(int(number))
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime > _STALE
    return False


def is_running(process: int) -> bool:
    """Say whether there may be a process with this number here."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


@cache
def _world() -> str:
    """Return a name of what numbers our processes: this machine, or a container on it."""
    space = ""
    with contextlib.suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")
    return hashlib.sha256(f"{socket.gethostname()}\0{space}".encode()).hexdigest()[:8]
