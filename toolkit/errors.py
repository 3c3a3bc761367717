"""Faults of the user's, each one located sentence; shared by every layer."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One problem in one of the author's files.

    *file* is the path as the author knows it, relative to the project; *line* counts from 1 and is
    0 where the whole file is meant; *message* says what is wrong and, after a semicolon, what to do.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class ToolkitError(Exception):
    """One or more faults that stop the work; printed one a line, never as a traceback."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[ToolkitError], tuple[tuple[Fault, ...]]]:
        """Let the error come back from another process with its faults."""
        return type(self), (self.faults,)


def near_miss(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return ``; did you mean 'x'?`` for the nearest of *known*, or an empty string.

    *cutoff* (0 to 1) is how alike two words must be.
    """
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return f"; did you mean {close[0]!r}?" if close else ""
