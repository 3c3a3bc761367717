"""Same input, same bytes; and a second build does again only what a change asks for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("conf.py", "docs", "toolkit", "pyproject.toml")
FIRST = {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}
SECOND = {"PYTHONHASHSEED": "4242", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"}
"""Another seed, locale and time zone; there, the day is another one for 14 hours of every day."""


def project(folder: Path) -> Path:
    """Copy the project, without anything built, to *folder*."""
    folder.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, folder / name)
    return folder


def build(folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Build *folder* with the command line in a process of its own; return what it prints."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if key not in ("SOURCE_DATE_EPOCH", "TOOLKIT_TODAY", "RELEASE", "PYTHONPATH")
    }
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "build"], cwd=folder, env=inherited | dict(environment),
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def output(folder: Path) -> dict[str, bytes]:
    """Return every file that was published, by its path."""
    base = folder / "build" / "base"
    files = {
        path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()
    }
    assert any(name.endswith(".pdf") for name in files)
    assert "index.html" in files
    return files


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def times(folder: Path) -> dict[str, int]:
    base = folder / "build"
    return {
        path.relative_to(base).as_posix(): path.stat().st_mtime_ns
        for path in base.rglob("*")
        if path.is_file()
    }


def test_two_builds_have_the_same_bytes(tmp_path: Path) -> None:
    """Two folders, hash seeds, locales, time zones (and so days): site and PDFs are identical."""
    one, two = project(tmp_path / "one"), project(tmp_path / "a longer name" / "two")
    for path in two.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    build(one, FIRST)
    build(two, SECOND)
    assert changed(output(one), output(two)) == []


def test_a_second_build_does_only_what_changed(tmp_path: Path) -> None:
    """Nothing changed: nothing is read or laid out; one word: one chapter, and the packets that hold it."""
    folder = project(tmp_path / "book")
    build(folder, FIRST)
    before, stamps = output(folder), times(folder)

    said = build(folder, FIRST)
    assert any("0 read anew" in line for line in said), said
    assert output(folder) == before
    stored = [name for name in times(folder) if name.endswith((".doctree", ".pdf"))]
    assert [name for name in stored if times(folder)[name] != stamps.get(name)] == []

    packets = json.loads(before["print/packets.json"])["packets"]
    chapter = fewest(packets)
    path = folder / "docs" / f"{chapter}.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne changed word.\n", encoding="utf-8")
    said = build(folder, FIRST)
    assert any("1 read anew" in line for line in said), said
    expected = {f"print/{packet['file']}" for packet in packets if chapter in packet["chapters"]}
    printed = {name for name in changed(before, output(folder)) if name.endswith(".pdf")}
    assert printed == expected
    assert len(expected) < len(packets)


def fewest(packets: list[dict[str, object]]) -> str:
    """Return the chapter that the fewest packets hold."""
    chapters = [str(name) for packet in packets for name in packet["chapters"]]  # type: ignore[attr-defined]
    return min(sorted(set(chapters)), key=chapters.count)


@pytest.mark.slow
def test_a_fresh_build_equals_a_patched_one(tmp_path: Path) -> None:
    """After a change and back, and after a build from nothing, the bytes are the same."""
    folder = project(tmp_path / "book")
    build(folder, FIRST)
    before = output(folder)
    path = folder / "docs" / "index.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\nMore.\n", encoding="utf-8")
    build(folder, FIRST)
    path.write_text(text, encoding="utf-8")
    build(folder, FIRST)
    assert changed(before, output(folder)) == []
