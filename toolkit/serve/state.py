"""What browsers see of the packets: the pages as they are, what has changed, and what is wrong."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Condition
from typing import Any

from toolkit.build import PACKETS_JSON, PRINT
from toolkit.checks.pictures import PageText, changed_pages, height_of_change, page_texts
from toolkit.project import Project


@dataclass
class Shown:
    """One PDF as it is, beside the one before it; *starts* are the first pages of the chapters that count."""

    file: str
    pdf: bytes
    before: Sequence[PageText] = ()
    spans: Sequence[tuple[int, int]] = ()
    """First and last page of each chapter that was edited."""

    @cached_property
    def mark(self) -> str:
        """A short name of these bytes, for the addresses of their pictures."""
        return hashlib.sha256(self.pdf).hexdigest()[:12]

    @cached_property
    def pages(self) -> tuple[PageText, ...]:
        """The pages."""
        return page_texts(self.pdf)

    @cached_property
    def changed(self) -> tuple[int, ...]:
        """The numbers of the pages that say something new."""
        return changed_pages(self.before, self.pages) if self.before else ()

    @cached_property
    def place(self) -> int:
        """The page of the edit: the first changed one of an edited chapter, else of all; 0: none."""
        inside = [page for page in self.changed if any(first <= page <= last for first, last in self.spans)]
        found = [*inside, *self.changed, *(first for first, _ in self.spans)]
        return min(found[0], len(self.pages)) if found else 0

    @cached_property
    def height(self) -> float | None:
        """How far down that page the edit begins, 0 to 1, when the page was there before."""
        if self.place not in self.changed or self.place > len(self.before):
            return None
        old, new = self.before[self.place - 1], self.pages[self.place - 1]
        return height_of_change(self.pdf, self.place, old, new)


@dataclass
class State:
    """What is shown, for all threads of the server; every change gives a new :attr:`version`."""

    project: Project
    shown: dict[str, Shown] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    busy: str = ""
    watched: list[str] = field(default_factory=list)
    """The files that browsers look at, the last one first."""
    _count: int = 0
    _turn: Condition = field(default_factory=Condition)

    @property
    def version(self) -> str:
        """A name of what is shown now; another server never gives the same."""
        return f"{os.getpid()}-{self._count}"

    def wait(self, version: str, seconds: float) -> str:
        """Return the version as soon as it is another than *version*, at the latest after *seconds*."""
        with self._turn:
            self._turn.wait_for(lambda: self.version != version, seconds)
            return self.version

    def set(self, *, busy: str | None = None, messages: Sequence[str] | None = None) -> None:
        """Show what is going on, or what is wrong."""
        with self._turn:
            self.busy = self.busy if busy is None else busy
            self.messages = self.messages if messages is None else tuple(messages)
            self._changed()

    def show(self, file: str, pdf: bytes, starts: Mapping[str, int], edited: Collection[str]) -> None:
        """Show *pdf* as the newest *file*; *edited* are the chapters that were saved."""
        old = self.get(file)
        if old is not None and old.pdf == pdf:
            return
        order = sorted(starts.values())
        ids = {name.replace("/", ".") for name in edited} & starts.keys()
        spans = [(starts[name], _last(order, starts[name])) for name in sorted(ids)]
        before = old.pages if old is not None and file in self.watched else ()
        with self._turn:
            self.shown[file] = Shown(file, pdf, before, spans)
            self._changed()

    def get(self, file: str) -> Shown | None:
        """Return *file* as it is, at first from build/base; None when it is not there."""
        if file not in self.shown and any(line["file"] == file for line in self.listed()):
            try:
                self.shown[file] = Shown(file, (self.project.output / PRINT / file).read_bytes())
            except OSError:
                return None
        return self.shown.get(file)

    def listed(self) -> list[dict[str, Any]]:
        """Return the lines of packets.json about packets as they are read, none before the first build."""
        path = self.project.output / PRINT / PACKETS_JSON
        lines = _packets(path) or _packets(self.project.stage("packets") / PACKETS_JSON)
        return [line for line in lines if line.get("finish", "standard") == "standard"]

    def watch(self, file: str) -> None:
        """Note that a browser looks at *file*, so that it is printed first."""
        with self._turn:
            self.watched = [file, *(other for other in self.watched if other != file)][:8]

    def _changed(self) -> None:
        self._count += 1
        self._turn.notify_all()


def _last(order: Sequence[int], first: int) -> int:
    return next((start - 1 for start in order if start > first), 10**9)


def _packets(path: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["packets"]
    except (OSError, ValueError, KeyError):
        return []
    return found
