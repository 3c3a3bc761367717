"""A build that is killed at any moment: files stay whole, the next one succeeds, and nothing is left over."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
CONF = 'extensions = ["myst_parser", "sphinx_design", "toolkit"]\nhtml_theme = "toolkit"\n'
CHAPTERS = ("one", "two", "three")
TEXT = """# {name}

A [link](one.md) with its page, ☐ a box, *stress*, שלום.

![Grey](grey.png)

| One | Two |
|-----|-----|
| a   | b   |

{words}
"""
PACKETS = """packets:
  - {id: book, title: Book, audience: participant, chapters: [one, two, three], paper: [letter, a4],
     finish: [standard, booklet], start: new-sheet}
  - {id: leaf, title: Leaf, audience: participant, chapters: [two]}
"""
ENTRY = re.compile(r"\.cache/doctrees/press/[0-9a-f]{2}(/[0-9a-f]{62})?")
PATIENCE = 5.0
"""Seconds after which the workers of a killed build must have ended."""


@dataclass
class Book:
    """A project in a folder of its own, whose builds have a temporary folder and a home of their own."""

    root: Path
    names: set[str] = field(default_factory=set)
    """What is in ``build/`` after a good build, without the entries of the press's cache."""

    def __post_init__(self) -> None:
        for folder in (self.docs, self.temporary, self.home):
            folder.mkdir(parents=True)
        (self.root / "conf.py").write_text(CONF)
        (self.docs / "index.md").write_text("\n".join(["# Book\n", "```{toctree}", *CHAPTERS, "```\n"]))
        (self.docs / "packets.yaml").write_text(PACKETS)
        Image.new("RGB", (60, 30), "#888").save(self.docs / "grey.png")
        for name in CHAPTERS:
            self.write(name, "Words.")

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def temporary(self) -> Path:
        return self.root.parent / "temporary"

    @property
    def home(self) -> Path:
        return self.root.parent / "home"

    @property
    def output(self) -> Path:
        return self.root / "build" / "base" / "print"

    def write(self, name: str, words: str) -> None:
        (self.docs / f"{name}.md").write_text(TEXT.format(name=name.title(), words=words))

    def start(self) -> subprocess.Popen[str]:
        """Begin ``python -m toolkit packets``."""
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self.temporary),
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "toolkit", "packets", "--jobs", "2"], cwd=self.root, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def build(self) -> float:
        """Build to the end; return the seconds it took."""
        begin = time.monotonic()
        process = self.start()
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return time.monotonic() - begin

    def published(self) -> dict[str, bytes]:
        """Return what people may be reading."""
        return {path.name: path.read_bytes() for path in self.output.iterdir()}

    def forget(self) -> None:
        """Remove all that a build keeps for the next, but for what it published."""
        shutil.rmtree(self.root / "build" / ".cache")

    def leftovers(self) -> list[str]:
        """Return what no good build leaves: files, folders, processes."""
        found = [name for name in self.in_build() if name not in self.names and not ENTRY.fullmatch(name)]
        for folder in (self.temporary, self.home):
            found += [path.relative_to(self.root.parent).as_posix() for path in sorted(folder.rglob("*"))]
        return found + [f"process {number}" for number in self.processes()]

    def in_build(self) -> list[str]:
        build = self.root / "build"
        return [path.relative_to(build).as_posix() for path in sorted(build.rglob("*"))]

    def processes(self) -> Iterator[int]:
        """Yield the processes that a build started and that still run; only Linux tells."""
        mark = os.fsencode(f"TMPDIR={self.temporary}")
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes().split(b"\0"):
                    yield int(path.parent.name)
            except OSError:
                continue


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A project that was built once; :attr:`Book.names` says what that leaves."""
    made = Book(tmp_path / "book")
    made.build()
    made.names = {name for name in made.in_build() if not ENTRY.fullmatch(name)}
    assert faults(made.published()) == []
    assert made.leftovers() == []
    return made


def faults(files: Mapping[str, bytes]) -> list[str]:
    """Say what is wrong with published *files*, if they are all of one build."""
    listed = json.loads(files["packets.json"])["packets"]
    found = [
        f"{item['file']} is not the file that is listed"
        for item in listed
        if hashlib.sha256(files[item["file"]]).hexdigest() != item["sha256"]
    ]
    if {"packets.json", *(item["file"] for item in listed)} != set(files):
        found.append(f"other files than those listed: {sorted(files)}")
    for name in sorted(files.keys() - {"packets.json"}):
        with pikepdf.open(io.BytesIO(files[name])) as pdf:
            found += [f"{name}: {problem}" for problem in pdf.check_pdf_syntax()]
    return found


def damaged(entries: Path) -> list[str]:
    """Return the entries of the press's cache whose checksum is wrong."""
    return [
        f"entry {path.name} is damaged"
        for path in sorted(entries.glob("??/*"))
        if hashlib.sha256(path.read_bytes()[64:]).hexdigest().encode() != path.read_bytes()[:64]
    ]


def kill_once(book: Book, number: int, moment: float, *, cold: bool) -> list[str]:
    """Kill one build after *moment* seconds, build again, and say what is wrong."""
    before = book.published()
    book.write(CHAPTERS[number % len(CHAPTERS)], f"Words, written {number} times. {'More of it. ' * number}")
    if cold:
        book.forget()
    process = book.start()
    time.sleep(moment)
    process.kill()  # this process only: its workers must notice
    process.wait()
    found = book.published()
    assert process.stdout is not None
    process.stdout.close()
    try:
        book.build()
    except AssertionError as error:
        return [f"the next build failed: {error}"]
    after = book.published()
    torn = [name for name, content in found.items() if content not in (before.get(name), after.get(name))]
    return [
        *(f"{name} was neither the old nor the new file" for name in torn),
        *faults(after),
        *damaged(book.root / "build" / ".cache" / "doctrees" / "press"),
        *left_in_time(book),
    ]


def left_in_time(book: Book) -> Collection[str]:
    """Return what is left over when workers have had their time to end."""
    end = time.monotonic() + PATIENCE
    while list(book.processes()) and time.monotonic() < end:
        time.sleep(0.02)
    return book.leftovers()


@pytest.mark.parametrize("kills", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_a_build_may_be_killed_at_any_moment(book: Book, kills: int) -> None:
    """Every other build begins with nothing kept; moments are spread over the length of a build."""
    chance = random.Random(kills)
    book.forget()
    lengths = {True: book.build()}
    book.write("one", "Other words.")
    lengths[False] = book.build()
    wrong = []
    for number in range(kills):
        cold = number % 2 == 0
        moment = lengths[cold] * (number + chance.random()) / kills
        for what in kill_once(book, number + 1, moment, cold=cold):
            wrong.append(f"kill {number + 1} after {moment:.2f} s ({'cold' if cold else 'warm'}): {what}")
    assert wrong == []
