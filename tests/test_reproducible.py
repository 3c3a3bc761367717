"""Same input, same bytes; and a second build does again only what a change asks for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("conf.py", "docs", "toolkit", "pyproject.toml")
BUILT = ROOT / "build" / "base"
ELSEWHERE = {"PYTHONHASHSEED": "4242", "LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
"""Another hash seed, locale and time zone, in which it is another day for 14 hours of every day."""

pytestmark = [pytest.mark.built, pytest.mark.long]


def project(folder: Path) -> Path:
    """Copy the project, without anything built, to *folder*."""
    folder.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, folder / name)
    return folder


def build(folder: Path) -> list[str]:
    """Build *folder* with the command line in a process of its own; return what it prints."""
    left_out = ("SOURCE_DATE_EPOCH", "TOOLKIT_TODAY", "RELEASE", "PYTHONPATH")
    inherited = {key: value for key, value in os.environ.items() if key not in left_out}
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "build"], cwd=folder, env=inherited | ELSEWHERE,
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def book_elsewhere(folder: Path) -> Path:
    """Return a copy of the project, built from nothing, in a folder with another name and file times."""
    folder = project(folder / "a longer name" / "book")
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    build(folder)
    return folder


def output(base: Path) -> dict[str, bytes]:
    """Return every file that was published, by its path."""
    files = {
        path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()
    }
    assert any(name.endswith(".pdf") for name in files), "nothing is built; type `make` first"
    return files


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def stored(folder: Path) -> dict[str, int]:
    """Return when each stored doctree and each PDF was written."""
    build_folder = folder / "build"
    kinds = (".doctree", ".pdf")
    return {
        path.relative_to(build_folder).as_posix(): path.stat().st_mtime_ns
        for path in build_folder.rglob("*")
        if path.suffix in kinds
    }


def build_again(book: Path) -> None:
    """Nothing changed: nothing is read or laid out; one word: one chapter, and the packets that hold it."""
    base = book / "build" / "base"
    before, times = output(base), stored(book)
    said = build(book)
    assert any(", 0 read anew" in line for line in said), said
    assert output(base) == before
    assert stored(book) == times

    packets = json.loads(before["print/packets.json"])["packets"]
    chapter = fewest(packets)
    path = book / "docs" / f"{chapter}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\nOne changed word.\n", encoding="utf-8")
    said = build(book)
    assert any(", 1 read anew" in line for line in said), said
    expected = {f"print/{packet['file']}" for packet in packets if chapter in packet["chapters"]}
    printed = {name for name in changed(before, output(base)) if name.endswith(".pdf")}
    assert printed == expected
    assert len(expected) < len(packets)

    path.write_text(text, encoding="utf-8")
    build(book)
    assert changed(before, output(base)) == []


def test_same_bytes_elsewhere_and_only_what_changed_after_that(tmp_path: Path) -> None:
    """One test, since it begins with a build of the whole book, which takes minutes."""
    book = book_elsewhere(tmp_path)
    assert changed(output(BUILT), output(book / "build" / "base")) == []
    build_again(book)


def fewest(packets: Sequence[Mapping[str, Any]]) -> str:
    """Return the chapter that the fewest packets hold."""
    chapters = [name for packet in packets for name in packet["chapters"]]
    return str(min(sorted(set(chapters)), key=chapters.count))
