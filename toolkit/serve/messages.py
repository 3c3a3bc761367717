"""What the server asks of its engine and hears from it: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """Build what has changed: first the files named *first*; *everything* when nothing is there yet.

    *chapters* says that nothing but the text of chapters has changed.
    """

    first: tuple[str, ...] = ()
    everything: bool = False
    chapters: bool = False

    def line(self) -> bytes:
        """Return this as a line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Request:
        """Return the request that stands in *line*."""
        found = json.loads(line)
        return cls(tuple(found["first"]), found["everything"], found["chapters"])

    def after(self, other: Request | None) -> Request:
        """Return one request for this and an earlier one that was not finished."""
        if other is None:
            return self
        return Request(self.first, self.everything or other.everything, self.chapters and other.chapters)


@dataclass(frozen=True)
class Heard:
    """Something that the engine tells.

    *kind* is ``ready``; ``reading`` (facts: chapters); ``begins`` (file); ``printed`` (file, pdf: where it
    lies, pages, parts, cached, starts); ``first`` (what is wanted first is published, nothing was wrong);
    ``done`` (messages); ``broken`` (how; the build stopped by itself); ``gone`` (the engine ended).
    *seconds* count from the request.
    """

    kind: str
    seconds: float = 0.0
    facts: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> bytes:
        """Return this as a line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Heard:
        """Return the event that stands in *line*."""
        return cls(**json.loads(line))
