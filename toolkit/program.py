"""The program's own files: what was made by them is out of date when they change."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PROGRAM = ("*.py", "*.mo")
"""The files that say what the toolkit does, and in which words."""


@cache
def checksum(folder: Path, *patterns: str) -> str:
    """Return the SHA-256 of the files below *folder* that fit one of *patterns*, their names included; they
    are read once a process."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in folder.rglob(pattern)}):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
