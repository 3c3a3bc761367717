"""What the checks of the chapters know: the chapters that were read, where they are, and the real day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.diagnostics import front_matter_line

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Book:
    """What the checks need to know: the chapters read, where the project is, and the real day.

    *strict* says that the project is ours (an unreadable chapter is an error), *release* that a
    release is made (a review that is overdue is an error).
    """

    env: BuildEnvironment
    root: Path
    data: Path
    today: datetime.date
    strict: bool = False
    release: bool = False

    def file(self, docname: str) -> str:
        """Return the file of *docname* as the author knows it."""
        return self.relative(self.env.doc2path(docname))

    def relative(self, file: str | Path) -> str:
        """Return *file* as the author knows it: relative to the project where it lies inside."""
        path = Path(file)
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def matter(self, docname: str) -> dict[str, Any]:
        """Return the front matter of *docname*."""
        return dict(self.env.metadata.get(docname, {}))

    def line(self, docname: str, key: str) -> int:
        """Return the line of *key* in the front matter of *docname*, or 1."""
        return front_matter_line(Path(self.env.doc2path(docname)), key)

    @property
    def printed(self) -> list[str]:
        """The chapters that are meant for paper: all but the front page and what is web-only."""
        return [
            docname
            for docname in sorted(self.env.found_docs)
            if docname != self.env.config.root_doc and self.matter(docname).get("packet") != "web-only"
        ]

    @property
    def uses(self) -> dict[str, list[Any]]:
        """What each chapter uses of the data files (kept by the directives)."""
        found: dict[str, list[Any]] = getattr(self.env, "toolkit_uses", {})
        return found
