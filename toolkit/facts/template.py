"""Finds ``{{ name }}`` in texts and link targets, and fills in local facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from toolkit.errors import near_miss
from toolkit.facts.format import ENGLISH, Words, fill
from toolkit.facts.model import Blank, Filled, LocalFact, Phone

_SLOT = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9 _-]*?)\s*\}\}")
_QUOTED = re.compile(r"%7B%7B(?:%20)*([A-Za-z][A-Za-z0-9_-]*?)(?:%20)*%7D%7D", re.IGNORECASE)
_SCHEME = "fact:"


@dataclass(frozen=True)
class Slot:
    """A place for the local fact *name*; *text* is how it was written."""

    name: str
    text: str


Part: TypeAlias = str | Slot


def parse(text: str) -> tuple[Part, ...]:
    """Return *text* in parts: plain strings (none empty) and slots, in order."""
    parts: list[Part] = []
    end = 0
    for found in _SLOT.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        parts.append(Slot(found[1], found[0]))
        end = found.end()
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


def names(text: str) -> tuple[str, ...]:
    """Return the names of the facts that *text* or the link target *text* asks for, each once."""
    found = [part.name for part in parse(unquote(text)) if isinstance(part, Slot)]
    if text.startswith(_SCHEME):
        found.insert(0, text.removeprefix(_SCHEME).partition("/")[0])
    return tuple(dict.fromkeys(found))


def unknown(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return one sentence for each fact in *text* that is not *known*."""
    advice = "; write its name as it stands in the file of local facts"
    return tuple(
        f"there is no local fact '{name}'{near_miss(name, known) or advice}"
        for name in names(text)
        if name not in known
    )


def fill_text(
    text: str, facts: Mapping[str, LocalFact], language: str = "en", words: Words = ENGLISH
) -> tuple[str | Filled | Blank, ...]:
    """Return *text* in parts with facts filled in; an unknown name stays as it was written."""
    parts: list[str | Filled | Blank] = []
    for part in parse(text):
        if isinstance(part, str):
            parts.append(part)
        elif part.name in facts:
            parts.append(fill(facts[part.name], language, words))
        else:
            parts.append(part.text)
    return tuple(parts)


def fill_plain(
    text: str,
    facts: Mapping[str, LocalFact],
    language: str = "en",
    words: Words = ENGLISH,
    blank: str = "____",
) -> str:
    """Return *text* with facts filled in as plain text (titles, alt text); blanks are ``____ (label)``."""
    shown = []
    for part in fill_text(text, facts, language, words):
        if isinstance(part, Blank):
            shown.append(f"{blank} ({part.label})")
        else:
            shown.append(part if isinstance(part, str) else part.text)
    return "".join(shown)


def fill_target(target: str, facts: Mapping[str, LocalFact]) -> str | Blank:
    """Return a link target with facts filled in, or the first blank when one has no value.

    Understands ``tel:{{hotline}}``, the same percent-encoded, and ``fact:website/help``, which begins
    with the address of a fact.  An unknown name stays as it was written.
    """
    if target.startswith(_SCHEME):
        name, slash, rest = target.removeprefix(_SCHEME).partition("/")
        if name not in facts:
            return target
        filled = fill(facts[name])
        if isinstance(filled, Blank):
            return filled
        return (
            (filled.href or filled.text).rstrip("/") + slash + rest if slash else filled.href or filled.text
        )
    shown = []
    for part in parse(unquote(target)):
        if isinstance(part, str):
            shown.append(part)
            continue
        bare = _bare(facts[part.name]) if part.name in facts else part.text
        if isinstance(bare, Blank):
            return bare
        shown.append(bare)
    return "".join(shown)


def unquote(target: str) -> str:
    """Return *target* with percent-encoded slots as they were written; nothing else changes."""
    return _QUOTED.sub(lambda found: "{{" + found[1] + "}}", target)


def _bare(fact: LocalFact) -> str | Blank:
    """Return the value as it stands inside an address: no scheme but that of a web address."""
    if isinstance(fact.value, Phone):
        return fact.value.target
    filled = fill(fact)
    if isinstance(filled, Blank):
        return filled
    return filled.href if fact.type == "url" else filled.text
