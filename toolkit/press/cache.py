"""A folder of finished work, found again by content: whole entries or none, whatever is killed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.press.scratch import is_running

_SUM = 64
"""Length of the checksum (SHA-256, hexadecimal) that opens an entry."""

_STALE = 3600.0
"""Seconds after which an unfinished file is the leftover of a killed run."""


@dataclass(frozen=True)
class Usage:
    """How many entries there are, their *bytes*, and when (seconds since 1970) the *oldest* was last used."""

    entries: int
    bytes: int
    oldest: float


@dataclass(frozen=True)
class _Entry:
    path: Path
    bytes: int
    used: float


class Cache:
    """A store below *folder*; without a folder nothing is kept.

    An entry is written to a temporary file and moved into place, so that two builds may share the folder;
    it opens with a checksum, so that a damaged one is noticed and made again.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            _remove_leftovers(folder)

    def get(self, key: str) -> bytes | None:
        """Return what was stored under *key*, or None; a damaged entry is removed."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        content = entry[_SUM:]
        if _sum([content]) == entry[:_SUM]:
            with contextlib.suppress(OSError):
                os.utime(path)
            return content
        path.unlink(missing_ok=True)
        return None

    def has(self, key: str) -> bool:
        """Say whether there is an entry for *key*, whole or not."""
        return self.folder is not None and self._path(key).is_file()

    def put(self, key: str, *content: bytes) -> None:
        """Store the pieces of *content* one after another under *key*.

        A full disk or a read-only folder costs time only, no error.
        """
        if self.folder is None:
            return
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=f"unfinished-{os.getpid()}-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_sum(content))
                    file.writelines(content)
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def size(self) -> Usage:
        """Return how much is kept."""
        found = self._entries()
        return Usage(
            len(found), sum(entry.bytes for entry in found), min((e.used for e in found), default=0.0)
        )

    def prune(self, limit: int) -> Usage:
        """Remove what was not used for longest until at most *limit* bytes are kept; return what went."""
        found = sorted(self._entries(), key=lambda entry: entry.used)
        kept = sum(entry.bytes for entry in found)
        removed = []
        for entry in found:
            if kept <= limit:
                break
            with contextlib.suppress(OSError):
                entry.path.unlink()
            removed.append(entry)
            kept -= entry.bytes
        return Usage(len(removed), sum(e.bytes for e in removed), min((e.used for e in removed), default=0.0))

    def _entries(self) -> list[_Entry]:
        found = []
        for path in self.folder.glob("??/*") if self.folder is not None else ():
            with contextlib.suppress(OSError):  # another build may remove it meanwhile
                stat = path.stat()
                found.append(_Entry(path, stat.st_size, stat.st_mtime))
        return found

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key[2:]


def _sum(pieces: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest().encode()


def _remove_leftovers(folder: Path) -> None:
    now = time.time()
    for path in folder.glob("unfinished-*"):
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > _STALE or not _alive(path):
                path.unlink()


def _alive(path: Path) -> bool:
    """Say whether the process that writes *path* may still run; its number stands in the name."""
    number = path.name.split("-")[1]
    return number.isdigit() and is_running(int(number))


def key_of(ingredients: Mapping[str, object]) -> str:
    """Return the SHA-256 of *ingredients*: names, and values of strings, numbers or tuples of them."""
    digest = hashlib.sha256()
    for name in sorted(ingredients):
        digest.update(f"{name}\0{ingredients[name]!r}\0\0".encode())
    return digest.hexdigest()
