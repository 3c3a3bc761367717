"""A finding: one problem, with code, place and sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "notice"]


@dataclass(frozen=True, order=True)
class Finding:
    """One problem found by a check.

    *file* is the path as the author knows it; *line* counts from 1 and is 0 where the whole file is
    meant (for a PDF it is the page); *message* says what is wrong and, after a semicolon, what to do.
    Only findings of level ``error`` change an exit code.
    """

    file: str
    line: int
    code: str
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.level}: {self.message} [{self.code}]"


def as_text(findings: Iterable[Finding]) -> str:
    """Return one line per finding, sorted, errors and notices counted in the last line."""
    ordered = sorted(set(findings))
    errors = sum(finding.level == "error" for finding in ordered)
    notices = len(ordered) - errors
    return "\n".join([*map(str, ordered), f"{errors} errors, {notices} notices"])


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 when there is an error among the findings, else 0."""
    return int(any(finding.level == "error" for finding in findings))
