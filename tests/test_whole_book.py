"""The real book, from a copy: same bytes anywhere, and only what changed is done again (long matrix)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.xdist_group("book")  # one copy of the book serves all tests

HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
ELSEWHERE = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
MEMO = "docs/memos/santa-clara-county-counsel.md"


def copy(folder: Path) -> Path:
    """Lay the book and the program into *folder*, as a clone would."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(ROOT / "toolkit", folder / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def build(folder: Path, environment: dict[str, str] = HERE) -> str:
    """Build the book in *folder* and return what was said."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    for name in ("SOURCE_DATE_EPOCH", "TOOLKIT_TODAY", "PYTHONPATH", "RELEASE"):
        inherited.pop(name, None)
    words = [sys.executable, "-m", "toolkit", "build"]
    done = subprocess.run(
        words, cwd=folder, env=inherited | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    output = folder / "build" / "base"
    return {
        path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()
    }


def times(folder: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns
        for path in (folder / "build" / "base").rglob("*")
        if path.is_file()
    }


def laid_out(said: str) -> set[str]:
    """Return the packets that were laid out anew."""
    return {name.split(".")[0] for name in re.findall(r"^\s+(\S+)\.pdf: .*laid out$", said, re.MULTILINE)}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy(tmp_path_factory.mktemp("first") / "book")
    build(folder)
    return folder


@pytest.mark.slow
def test_same_bytes_in_another_folder_zone_and_locale(first: Path, tmp_path: Path) -> None:
    second = copy(tmp_path / "a much longer name of a folder" / "book")
    build(second, ELSEWHERE)
    ours, theirs = files(first), files(second)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


@pytest.mark.slow
def test_nothing_changed_nothing_done(first: Path) -> None:
    before = times(first)
    said = build(first)
    assert re.search(r"^\d+ chapters, 0 read anew$", said, re.MULTILINE)
    assert laid_out(said) == set()
    assert times(first) == before


@pytest.mark.slow
def test_one_word_touches_one_chapter_and_its_packets(first: Path) -> None:
    path = first / MEMO
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(re.sub(r"\b(county)\b", r"\1 truly", text, count=1), encoding="utf-8")
        said = build(first)
    finally:
        path.write_text(text, encoding="utf-8")
    assert re.search(r"^\d+ chapters, 1 read anew$", said, re.MULTILINE)
    assert laid_out(said) == {"teach-in-facilitator", "whole-book"}
