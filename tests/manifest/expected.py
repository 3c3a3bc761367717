"""Reads the messages a faulty file must give from its own comments: ``#! 12: what is wrong; …``."""

from __future__ import annotations

from pathlib import Path

MARK = "#! "


def expected(path: Path, root: Path) -> list[str]:
    """Return the messages of *path*, in the order they are printed; line 0 is the whole file."""
    name = path.relative_to(root).as_posix()
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith(MARK):
            number, _, message = line.removeprefix(MARK).partition(": ")
            found.append(f"{name}: {message}" if number == "0" else f"{name}:{number}: {message}")
    return found
