"""Chapter lists with patterns: ``handouts/*`` and ``**`` become the chapters they stand for."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from toolkit.errors import near_miss


def is_glob(name: str) -> bool:
    """Say whether *name* is a pattern and not one chapter."""
    return any(sign in name for sign in "*?")


@lru_cache
def pattern(glob: str) -> re.Pattern[str]:
    """Return the rule for *glob*: ``*`` and ``?`` stay in one folder, ``**`` crosses folders."""
    parts = []
    for piece in re.split(r"(\*\*/|\*\*|\*|\?)", glob):
        parts.append({"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(piece, re.escape(piece)))
    return re.compile("".join(parts))


def matches(glob: str, docnames: Collection[str]) -> list[str]:
    """Return the chapters that *glob* stands for, sorted by name."""
    rule = pattern(glob)
    return sorted(name for name in docnames if rule.fullmatch(name))


def expand(names: Collection[str], docnames: Collection[str] | None) -> tuple[str, ...]:
    """Return the chapters of *names* in order, each once; without *docnames* patterns stay."""
    found: dict[str, None] = {}
    for name in names:
        if docnames is not None and is_glob(name):
            found.update(dict.fromkeys(matches(name, docnames)))
        else:
            found.setdefault(name)
    return tuple(found)


def fault_of(name: str, docnames: Collection[str]) -> str:
    """Return what is wrong with the chapter or pattern *name*, or an empty string."""
    if is_glob(name):
        if matches(name, docnames):
            return ""
        globs = {f"{folder}/*" for doc in docnames for folder in _folders(doc)}
        return f"'{name}' matches no chapter{near_miss(name, sorted(globs)) or '; correct or delete it'}"
    if name in docnames:
        return ""
    return f"there is no chapter '{name}'{_nearest(name, docnames)}"


def _folders(docname: str) -> list[str]:
    parts = docname.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _nearest(name: str, docnames: Collection[str]) -> str:
    """Return the end of the sentence: the chapter that was probably meant."""
    plain = re.sub(r"\.(md|rst|txt)$", "", name).strip("/").removeprefix("./")
    if plain in docnames:
        return f"; write it without ending and leading slash: '{plain}'"
    last = plain.rsplit("/", 1)[-1]
    moved = sorted(doc for doc in docnames if doc.rsplit("/", 1)[-1] == last)
    if moved:
        return f"; did you mean {moved[0]!r}?"
    advice = "; write the path of its file in the source folder, without the ending"
    return near_miss(plain, sorted(docnames)) or advice
