"""What the entries of the data files look like: typed fields, and every other field kept in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from toolkit.facts.dates import When, parse_when
from toolkit.manifest.schema import Text, refuse

CONFIDENCE = ("A", "B", "C")


def _to_text(value: Any) -> Any:
    """Let a year or a number stand without quotes."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _good_date(text: str) -> str:
    try:
        parse_when(text)
    except ValueError as error:
        raise refuse(f"cannot be read: {error}") from None
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, bool | tuple | dict):
        raise refuse("must be a number or text; write `value: 1400`")
    return value


def _good_url(url: str) -> str:
    if not url.startswith(("https://", "http://")) or " " in url:
        raise refuse(
            f"is '{url}', which is not a web address; write it in full, as in https://example.org/page"
        )
    return url


Date = Annotated[str, BeforeValidator(_to_text), AfterValidator(_good_date)]
Figure = Annotated[Any, AfterValidator(_plain)]
Url = Annotated[str, AfterValidator(_good_url)]
TextOrNumber = Annotated[str, BeforeValidator(_to_text)]


class Entry(BaseModel):
    """One entry of a data file.

    *fields* holds everything the author wrote, in order, the typed fields too; *line* and *file*
    are where the entry stands; *collection* is the list it stands in, as ``memos`` or ``process/steps``.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", defer_build=True)

    id: str = Field(default="", examples=["short-name"])
    sources: tuple[str, ...] = Field(default=(), examples=["[source-id]"])
    confidence: Text | None = Field(default=None, examples=["A"])
    note: str | None = Field(default=None, examples=["…"])

    _fields: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _place: tuple[str, int, str] = PrivateAttr(default=("", 0, ""))

    @property
    def fields(self) -> Mapping[str, Any]:
        """Everything the author wrote, in order."""
        return self._fields

    @property
    def file(self) -> str:
        """The file, relative to the project."""
        return self._place[0]

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self._place[1]

    @property
    def collection(self) -> str:
        """The list the entry stands in."""
        return self._place[2]

    @property
    def certain(self) -> bool:
        """False for a fact marked C, which is never printed as certain."""
        return self.confidence != "C"

    def placed(self, fields: Mapping[str, Any], file: str, line: int, collection: str) -> None:
        """Note where the entry stands; called once, by the loader."""
        self._fields = MappingProxyType(dict(fields))
        self._place = (file, line, collection)


class _Dated(Entry):
    """An entry with a date."""

    date: Date | None = Field(default=None, examples=["2011-11-30"])

    @property
    def when(self) -> When:
        """The date, ready to sort and to write out."""
        return parse_when(self.date) if self.date else When("")


class Source(_Dated):
    """Where a statement comes from."""

    id: Text = Field(examples=["short-name"])
    title: Text = Field(examples=["Title of the document"])
    author_publisher: str = Field(default="", examples=["Name of the publisher"])
    url: Url | None = Field(default=None, examples=["https://example.org/page"])
    citation: str | None = Field(default=None, examples=["505 U.S. 144 (1992)"])
    kind: str = Field(default="", examples=["primary"])


class _Sourced(_Dated):
    """An entry that must say where it comes from and how sure it is."""

    id: Text = Field(examples=["short-name"])
    sources: tuple[str, ...] = Field(examples=["[source-id]"])
    confidence: Text = Field(examples=["A"])


class Memo(_Sourced):
    """A memo, an opinion or a letter."""

    title: Text = Field(examples=["Title of the memo"])
    issuer: Text = Field(examples=["Who wrote it"])
    addressee: str = Field(default="", examples=["Who received it"])
    kind: str = Field(default="", examples=["county counsel"])
    question: Text = Field(examples=["What was asked?"])
    answer: Text = Field(examples=["What was answered"])
    later_status: str = Field(default="", examples=["What happened since"])


class Jurisdiction(_Sourced):
    """A place and what it decided."""

    jurisdiction: Text = Field(examples=["Name of the place"])
    type: str = Field(default="", examples=["county"])
    state: str = Field(default="", examples=["CA"])
    instrument: str = Field(default="", examples=["resolution"])
    number: TextOrNumber | None = Field(default=None, examples=["Res. 269-10"])
    what_it_does: str = Field(default="", examples=["What it says"])
    stance: str = Field(default="", examples=["Where it stands"])


class Event(_Sourced):
    """Something that happened on a date."""

    date: Date = Field(examples=["2011-11-30"])
    event: Text = Field(examples=["What happened"])


class Authority(_Sourced):
    """A constitution, statute, rule or case."""

    name: Text = Field(examples=["Printz v. United States"])
    citation: Text = Field(examples=["521 U.S. 898 (1997)"])
    kind: str = Field(default="", examples=["case"])
    body: str = Field(default="", examples=["U.S. Supreme Court"])
    point: Text = Field(examples=["What it says, in one sentence"])
    citation_confidence: Text | None = Field(default=None, examples=["A"])


class Statistic(_Sourced):
    """A figure with the date it was true."""

    topic: str = Field(default="", examples=["rollout"])
    value: Figure = Field(default=None, examples=["1400"])
    unit: str = Field(default="", examples=["jurisdictions"])
    text: Text = Field(examples=["What the figure counts"])
    as_of: Date = Field(examples=["2011-07-11"])

    @property
    def when(self) -> When:
        """The date the figure was true."""
        return parse_when(self.as_of)


class Term(_Sourced):
    """A word and its meaning; translations stand in ``fields`` under their language.

    With *explain*, chapters say what it means where they first use it.  *words* are how it stands in a
    text; without them, that is its English name, without what is in brackets.
    """

    en: str = Field(default="", examples=["Easement"])
    definition: Text = Field(examples=["What it means"])
    explain: bool = Field(default=False, examples=["true"])
    words: tuple[Text, ...] = Field(default=(), examples=["[easement]"])

    @property
    def forms(self) -> tuple[str, ...]:
        """The words by which a text names it."""
        names = re.sub(r"\s*\([^()]*\)\s*", " ", self.en).split(" / ")
        return self.words or tuple(name.strip() for name in names if name.strip())
