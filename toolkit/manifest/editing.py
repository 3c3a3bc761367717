"""What the editors of a book decide in data files: what chapters must state, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from pydantic import Field

from toolkit.manifest.entries import Entry
from toolkit.manifest.schema import Text


class Coverage(Entry):
    """A list of the data files whose entries chapters state; *id* is its name, as ``process/steps``.

    With *must*, an entry that no chapter states is an error in a strict project.  *by* names the one
    directive that counts, '' lets a chapter state it in its own words.  *text* is the field that the table
    of facts shows, '' for none.  *left_out* says of single entries why no chapter states them.
    """

    id: Text = Field(examples=["memos"])
    must: bool = Field(default=False, examples=["true"])
    by: str = Field(default="", examples=["record"])
    text: str = Field(default="", examples=["answer"])
    left_out: Mapping[str, Text] = Field(default={}, examples=["{some-id: why no chapter states it}"])

    def wants(self, entry: Entry) -> bool:
        """Say whether chapters have to state *entry*: it is certain, and not left out on purpose."""
        return entry.certain and entry.id not in self.left_out


class UnusedSource(Entry):
    """A source (*id*) that no chapter cites, and why."""

    id: Text = Field(examples=["some-source"])
    reason: Text = Field(examples=["Only its opening was read."])


class PlainWord(Entry):
    """A word or phrase (*id*) that most readers find hard, and what to write instead (*use*)."""

    id: Text = Field(examples=["utilize"])
    use: Text = Field(examples=["use"])


GRADE = 8.0
"""School years that a text may ask of its readers (Flesch-Kincaid) where reading.yaml says nothing else."""


class ReadingLimit(Entry):
    """How hard chapters may be: *id* is the path of one, or a pattern such as ``rights/*``."""

    id: Text = Field(examples=["rights/*"])
    participant: float | None = Field(default=None, examples=["6"])
    facilitator: float | None = Field(default=None, examples=["8"])


def limit_of(limits: Iterable[ReadingLimit], chapter: str, audience: str) -> float:
    """Return the limit of *chapter* for *audience*: that of the last entry which fits, or :data:`GRADE`."""
    fitting = [getattr(limit, audience) for limit in limits if fnmatchcase(chapter, limit.id)]
    return next((found for found in reversed(fitting) if found is not None), GRADE)
