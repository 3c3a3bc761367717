"""The book that is measured: a copy to work on, and the edits that are made in it."""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = shutil.ignore_patterns("_build", "build", ".git", ".venv", "__pycache__", "packets.yaml")

KNOWN = {
    "Python Packaging Guide": (
        "pyOpenSci Python Package Guide, CC BY-SA 4.0",
        "package-structure-code/declare-dependencies",
    ),
    "Secure Communities community toolkit": ("this repository's own docs/", "explainers/how-it-works"),
}
"""What a book is called and where a word is changed in it, by the ``project`` of its conf.py."""

TAIL = """
# -- added by `make bench`: the peer that builds this copy says what it needs ----------------------
import os as _os

extensions = list(dict.fromkeys([*extensions, *_os.environ.get("BENCH_EXTENSIONS", "").split()]))
html_theme = _os.environ.get("BENCH_THEME", "basic")
html_theme_options = {}
toolkit_strict = False
"""

_words = count(1)


@dataclass(frozen=True)
class Corpus:
    """A copy of the book in *folder*; *chapter* (a docname) is the one that is edited."""

    folder: Path
    name: str
    chapter: str

    @property
    def path(self) -> Path:
        """The file of the edited chapter."""
        return self.folder / f"{self.chapter}.md"

    def chapters(self) -> list[Path]:
        """Return the chapters' files, sorted."""
        return sorted(self.folder.rglob("*.md"))

    def facts(self) -> str:
        """Say in a few words how big the book is, and the checksum of its chapters."""
        texts = [path.read_text("utf-8", "replace") for path in self.chapters()]
        digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
        return f"{len(texts)} chapters, {sum(len(text.split()) for text in texts):,} words, checksum {digest}"

    def change_word(self, source: str) -> None:
        """Write *source* with one more word, never the same, at the end of its first paragraph."""
        self.path.write_text(add_word(source, new_word()), encoding="utf-8")

    def add_lines(self, source: str, lines: int, last: str = "") -> None:
        """Write *source* and *lines* paragraphs of one word; *last* is the word of the last."""
        words = ["Line."] * lines
        if words and last:
            words[-1] = last
        self.path.write_text("\n\n".join([source.rstrip(), *words]) + "\n", encoding="utf-8")


def new_word() -> str:
    """Return a word that no run had before."""
    return f"edited{next(_words)}"


def add_word(source: str, word: str) -> str:
    """Return Markdown *source* with *word* appended to the first paragraph after its title."""
    lines = source.splitlines(keepends=True)
    start = next((place for place, line in enumerate(lines) if line.startswith("# ")), -1) + 1
    for place in range(start, len(lines)):
        following = lines[place + 1] if place + 1 < len(lines) else "\n"
        if re.match(r"[A-Za-z\[*{]", lines[place]) and not following.strip():
            lines[place] = f"{lines[place].rstrip()} {word}\n"
            return "".join(lines)
    raise ValueError("the chapter has no paragraph")


def unpack(given: Path | None, work: Path) -> Path:
    """Return the folder of the book: *given* is a folder or a tar file; None is this repository's own."""
    if given is None:
        return ROOT / "docs"
    if given.is_dir():
        return given
    target = work / "unpacked"
    shutil.rmtree(target, ignore_errors=True)
    with tarfile.open(given) as archive:
        archive.extractall(target, filter="data")
    (conf,) = sorted(target.rglob("conf.py"), key=lambda path: len(path.parts))[:1]
    return conf.parent


def copy(source: Path, target: Path) -> Corpus:
    """Copy the book in *source* to *target*, with a conf.py that each peer can tell what it needs."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=SKIPPED)
    conf = source / "conf.py"
    text = (conf if conf.is_file() else ROOT / "conf.py").read_text(encoding="utf-8")
    (target / "conf.py").write_text(text + TAIL, encoding="utf-8")
    (project,) = re.findall(r'^project = "(.*)"', text, re.MULTILINE)[:1] or ["a book"]
    name, chapter = KNOWN.get(project, (project, ""))
    files = sorted(target.rglob("*.md"))
    if not (target / f"{chapter}.md").is_file():
        chapter = files[len(files) // 2].relative_to(target).with_suffix("").as_posix()
    return Corpus(target, name, chapter)
