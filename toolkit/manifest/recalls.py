"""Recalls and kept versions: what was wrong on paper, and which codes paper of the past carries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from toolkit.errors import Fault, near_miss
from toolkit.manifest.entries import Entry
from toolkit.manifest.local import Day
from toolkit.manifest.packets import AUDIENCES
from toolkit.manifest.schema import Text, one_of, refuse

KINDS = ("chapter", "block", "code", "fact")
"""What a recall can name; each is the key of one line."""


def _good_id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
        better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "wrong-number"
        raise refuse(f"is '{text}', but it names a place on a page: only a-z, 0-9 and -; write '{better}'")
    return text


def _good_code(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]{4,12}", text):
        raise refuse(f"is '{text}', which is no version code; write it as it stands at the foot of the page")
    return text


def _good_block(text: str) -> str:
    chapter, mark, label = text.partition("#")
    if not (chapter and mark and label):
        raise refuse(f"is '{text}', which names no block; write chapter and label, as in rights/at-home#door")
    return text


Code = Annotated[str, AfterValidator(_good_code)]


class Recall(Entry):
    """Something that was printed and is wrong: in a chapter, a block, one print (*code*) or a local fact.

    It is open until *mended* says the day on which the text was put right.
    """

    id: Annotated[str, AfterValidator(_good_id)] = Field(examples=["wrong-hotline"])
    date: Day = Field(examples=["2027-02-03"])
    chapter: Text | None = Field(default=None, examples=["rights/at-home"])
    block: Annotated[str, AfterValidator(_good_block)] | None = Field(
        default=None, examples=["rights/at-home#door"]
    )
    code: Code | None = Field(default=None, examples=['"7kq2mx"'])
    fact: Text | None = Field(default=None, examples=["hotline"])
    reason: Text = Field(examples=["The number of the hotline was wrong."])
    replaced_by: Text | None = Field(default=None, alias="replaced-by", examples=["(510) 555-0100"])
    mended: Day | None = Field(default=None, examples=["2027-02-05"])

    @model_validator(mode="after")
    def _one_kind(self) -> Recall:
        named = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(named) != 1:
            what = f"names {' and '.join(named)}" if named else "does not say what is recalled"
            raise refuse(f"{what}; name exactly one chapter, block, code or fact")
        if self.mended is not None and self.mended < self.date:
            raise refuse(f"was mended on {self.mended}, before its date {self.date}; correct one of the two")
        return self

    @property
    def kind(self) -> str:
        """Which of :data:`KINDS` it names."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def name(self) -> str:
        """The name of what is recalled."""
        return str(getattr(self, self.kind))

    def hits(self, code: str, chapter: str, facts: Collection[str]) -> bool:
        """Say whether it is about a print with *code* of *chapter*, which prints the local *facts*."""
        if self.block is not None:
            return self.block.partition("#")[0] == chapter
        return self.name == {"chapter": chapter, "code": code}.get(self.kind) or self.fact in facts


class Version(Entry):
    """A code that was printed: of which *chapter*, for whom, since when (*kept*), with which local *facts*.

    Without *audience* the print is the same for everyone.
    """

    id: Code = Field(examples=['"7kq2mx"'])
    chapter: Text = Field(examples=["rights/at-home"])
    audience: Annotated[str, AfterValidator(one_of(AUDIENCES))] = Field(default="", examples=["facilitator"])
    language: Text = Field(examples=["en"])
    kept: Day = Field(examples=["2026-11-24"])
    facts: tuple[str, ...] = Field(default=(), examples=["[hotline]"])


@dataclass(frozen=True)
class Names:
    """What there is to be recalled: chapters, labels of blocks (``chapter#label``), codes, local facts."""

    chapters: Collection[str]
    blocks: Collection[str]
    codes: Collection[str]
    facts: Collection[str]


def unknown_names(recalls: Iterable[Recall], versions: Iterable[Version], names: Names) -> Iterator[Fault]:
    """Yield a fault for each of *recalls* that names nothing: neither now nor in a kept version.

    Mending may remove a block; so only the block of an open recall has to be there.
    """
    kept = tuple(versions)
    known: dict[str, set[str]] = {
        "chapter": {*names.chapters, *(version.chapter for version in kept)},
        "code": {*names.codes, *(version.id for version in kept)},
        "fact": {*names.facts, *(fact for version in kept for fact in version.facts)},
    }
    for recall in recalls:
        if message := _unknown(recall, known, names):
            yield Fault(recall.file, recall.line, f"recall '{recall.id}': {message}")


_ADVICE = {
    "chapter": "; write its path in docs/, without .md",
    "code": "; write it as it stands at the foot of the page",
    "fact": "; write its id as it stands in local.yaml",
}


def _unknown(recall: Recall, known: dict[str, set[str]], names: Names) -> str:
    if recall.block is None:
        if recall.name in known[recall.kind]:
            return ""
        hint = near_miss(recall.name, sorted(known[recall.kind])) or _ADVICE[recall.kind]
        return f"there is no {recall.kind} '{recall.name}'{hint}"
    chapter, _, label = recall.block.partition("#")
    if chapter not in known["chapter"]:
        hint = near_miss(chapter, sorted(known["chapter"])) or _ADVICE["chapter"]
        return f"there is no chapter '{chapter}'{hint}"
    here = {name.partition("#")[2] for name in names.blocks if name.startswith(f"{chapter}#")}
    if recall.mended is not None or {label, f"{chapter.rpartition('/')[2]}-{label}"} & here:
        return ""
    hint = near_miss(label, sorted(here)) or "; write its label, or recall the chapter"
    return f"'{chapter}' has no block '{label}'{hint}"
