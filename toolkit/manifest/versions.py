"""What a version code stands for: current, superseded and by which, withdrawn, recalled and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import Fault, ToolkitError
from toolkit.manifest.recalls import Recall, Version
from toolkit.manifest.yamlfile import name_of, read_text
from toolkit.publish import write_whole

_HEAD = """\
# Codes at the foot of printed pages, so that paper from years ago can still be looked up on the site.
# `make versions` adds the new ones. Do not delete any. Where a chapter was renamed, write its new name here.
versions:
"""
_EMPTY = re.compile(r"^versions:[ \t]*(?:\[\s*\])?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Print:
    """A chapter as it is printed now for *audience* ('' for everyone), with the local *facts* it prints."""

    code: str
    chapter: str
    audience: str
    language: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """What is known of the code of a printed page.

    *successors* are the prints that have taken its place, none when its chapter is gone; *recalls* say what
    is wrong on that page; *changed* is the day from which there was a newer text, '' when nobody noted it.
    """

    code: str
    chapter: str
    audience: str
    current: bool
    recalls: tuple[Recall, ...] = ()
    successors: tuple[Print, ...] = ()
    changed: str = ""


class Ledger:
    """All codes of one language: those printed now, and those of the past that are kept."""

    def __init__(
        self, prints: Iterable[Print], versions: Iterable[Version], recalls: Iterable[Recall]
    ) -> None:
        self.prints = tuple(prints)
        self.recalls = tuple(recalls)
        languages = {print_.language for print_ in self.prints}
        self.versions = tuple(version for version in versions if version.language in languages)
        self._now = {print_.code: print_ for print_ in self.prints}
        self._kept = {version.id: version for version in self.versions}

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that can be looked up: those printed now, then those of the past, newest first."""
        return tuple(dict.fromkeys([*self._now, *reversed(self._kept)]))

    @property
    def unkept(self) -> tuple[Print, ...]:
        """The prints whose code would be forgotten with the next change of their chapter."""
        return tuple(print_ for print_ in self.prints if print_.code not in self._kept)

    @property
    def withdrawn(self) -> tuple[Version, ...]:
        """The kept versions of chapters that there are no more."""
        chapters = {print_.chapter for print_ in self.prints}
        return tuple(version for version in self.versions if version.chapter not in chapters)

    @property
    def open(self) -> tuple[Recall, ...]:
        """The recalls of what is not yet mended; that of a single code is over when it is printed no more."""
        return tuple(recall for recall in self.recalls if _is_open(recall, self._now))

    def open_on(self, chapter: str, code: str, facts: Iterable[str]) -> tuple[Recall, ...]:
        """Return the open recalls of what *chapter* prints now under *code*."""
        printed = tuple(facts)
        return tuple(recall for recall in self.open if recall.hits(code, chapter, printed))

    def state(self, code: str) -> State:
        """Return what is known of *code*, which is one of :attr:`codes`."""
        now = self._now.get(code)
        if now is not None:
            recalls = self.open_on(now.chapter, code, now.facts)
            return State(code, now.chapter, now.audience, True, recalls)
        old = self._kept[code]
        return State(
            code,
            old.chapter,
            old.audience,
            False,
            tuple(recall for recall in self.recalls if _concerns(recall, old)),
            tuple(print_ for print_ in self.prints if _follows(print_, old)),
            self._changed(old),
        )

    def _changed(self, old: Version) -> str:
        later = self.versions[self.versions.index(old) + 1 :]
        return next((version.kept for version in later if _follows(version, old)), "")


def _is_open(recall: Recall, now: Iterable[str]) -> bool:
    return recall.mended is None and (recall.code is None or recall.code in now)


def _concerns(recall: Recall, old: Version) -> bool:
    """Say whether *old* had what *recall* is about: a version kept on the day of mending was mended."""
    late = recall.code is None and recall.mended is not None and old.kept >= recall.mended
    return not late and recall.hits(old.id, old.chapter, old.facts)


def _follows(new: Print | Version, old: Version) -> bool:
    """Say whether readers of *old* should have *new*: the same chapter, for an audience that had it."""
    return new.chapter == old.chapter and ("" in (new.audience, old.audience) or new.audience == old.audience)


def keep_versions(path: Path, root: Path, prints: Sequence[Print], day: str) -> None:
    """Add *prints* at the end of the ledger at *path*, kept since *day* (ISO 8601); nothing else changes.

    Raises :class:`ToolkitError` when lines cannot be added there.
    """
    if not prints:
        return
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    text = _EMPTY.sub("versions:", text.rstrip("\n") + "\n")
    indent = next(iter(re.findall(r"^([ \t]*)- ", text, re.MULTILINE)), "  ")
    text += "".join(_lines(print_, day, indent) for print_ in prints)
    name = name_of(path, root)
    data = read_text(text, name).data
    listed = data.get("versions") if isinstance(data, dict) else None
    found = {item.get("id") for item in listed or () if isinstance(item, dict)}
    if not {print_.code for print_ in prints} <= found:
        message = "lines cannot be added at its end; let the list `versions:` be the last thing in it"
        raise ToolkitError([Fault(name, 0, message)])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())


def _lines(print_: Print, day: str, indent: str) -> str:
    """Return the entry of *print_*; what YAML might take for something else stands in quotes."""
    plain = re.fullmatch(r"[A-Za-z][\w./-]*", print_.chapter)
    chapter = print_.chapter if plain else json.dumps(print_.chapter, ensure_ascii=False)
    lines = [
        f'- id: "{print_.code}"',
        f"  chapter: {chapter}",
        *([f"  audience: {print_.audience}"] if print_.audience else []),
        f"  language: {json.dumps(print_.language)}",
        f"  kept: {day}",
        *([f"  facts: [{', '.join(print_.facts)}]"] if print_.facts else []),
    ]
    return "".join(f"{indent}{line}\n" for line in lines)
