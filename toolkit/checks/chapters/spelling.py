"""Misspelt words of chapters, by the dictionaries of codespell, which the program can do without."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding, Level

PACKAGE = "codespell_lib"
_WORD = re.compile(r"[\w\-'’]+")
_IGNORE = "codespell:ignore"
_DEFAULT = "clear,rare"


def check_spelling(book: Book) -> Iterator[Finding]:
    """Yield the misspelt words of the printed chapters of an English book, line by line.

    As codespell itself does, it looks at the author's files, and takes its settings (``builtin``,
    ``ignore-words-list``) from pyproject.toml.
    """
    if not (book.env.config.language or "en").startswith("en"):
        return
    settings = _settings(book.root / "pyproject.toml")
    try:
        slips = dictionary(settings.get("builtin", _DEFAULT), settings.get("ignore-words-list", ""))
    except ModuleNotFoundError:
        message = (
            "codespell is not installed, so spelling was not checked; install it, or type `make test` once"
        )
        yield Finding("requirements-dev.txt", 0, "spelling-unchecked", message, "notice")
        return
    level: Level = "error" if book.strict else "notice"
    for docname in book.printed:
        text = Path(book.env.doc2path(docname)).read_text(encoding="utf-8")
        for line, word in misspelt(text, slips):
            message = f"“{word}” is misspelt; did you mean {slips[word.lower().replace('’', chr(39))]}?"
            yield Finding(book.file(docname), line, "spelling", message, level)


def misspelt(text: str, slips: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield line and word of each of the *slips* in *text*."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _IGNORE in line:
            continue
        for match in _WORD.finditer(line):
            if match.group().lower().replace("’", "'") in slips:
                yield number, match.group()


@lru_cache(maxsize=2)
def dictionary(builtin: str, ignored: str) -> Mapping[str, str]:
    """Return what is meant by each misspelt word of the dictionaries *builtin*, but for the words *ignored*.

    Raises :class:`ModuleNotFoundError` when codespell is not installed.
    """
    folder = files(PACKAGE) / "data"
    keep = {word.strip().lower() for word in ignored.split(",")}
    found: dict[str, str] = {}
    for name in builtin.split(","):
        suffix = "" if name.strip() == "clear" else f"_{name.strip()}"
        for line in (folder / f"dictionary{suffix}.txt").read_text(encoding="utf-8").splitlines():
            wrong, _, right = line.partition("->")
            if wrong.lower() not in keep:
                found.setdefault(wrong.lower(), _meant(right))
    return found


def _meant(right: str) -> str:
    """Return the right side of a dictionary's line as words: without reasons, several with ``or``."""
    words = [part.strip() for part in right.split(",")]
    words = words[:-1] if len(words) > 1 else words  # after the last comma stands a reason, or nothing
    return " or ".join(f"“{word}”" for word in words)


def _settings(path: Path) -> dict[str, str]:
    """Return codespell's settings in *path*; none when there is no such file or it cannot be read."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError):
        return {}
    return {key: str(value) for key, value in tables.get("codespell", {}).items()}
