"""The data files as directives see them: entries looked up by id, every use noted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.config import settings
from toolkit.data import FACTS, look
from toolkit.data import data_of as data_of  # other directives take it from here
from toolkit.diagnostics import Code, warn
from toolkit.directives.uses import Use, note_use, uses
from toolkit.errors import near_miss

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from toolkit.manifest import Entry, LocalFact

NOUNS = {
    "sources": "source",
    "memos": "memo",
    "jurisdictions": "jurisdiction",
    "timeline": "event",
    "authorities": "authority",
    "statistics": "statistic",
    "glossary": "term",
    "tile-maps": "tile map",
    FACTS: "local fact",
}
_CODES = {"sources": Code.UNKNOWN_SOURCE, FACTS: Code.UNKNOWN_FACT}


def source_file(env: BuildEnvironment, kind: str) -> str:
    """Return the path of the data file that holds the list *kind*."""
    return str(Path(env.srcdir, settings(env.config).data, f"{kind.partition('/')[0]}.yaml"))


def find(env: BuildEnvironment, kind: str, id: str, place: str, by: str = "") -> Entry | None:
    """Return the entry *id* of the list *kind* and note its use at *place* (``file:line``) *by* a directive.

    An unknown id is a warning with the nearest one; where the data file has faults itself, those
    have been said and nothing is added.
    """
    entry = data_of(env).entries(kind).get(id)
    if entry is None:
        _unknown(env, kind, id, data_of(env).entries(kind), place)
    else:
        note(env, kind, entry, place, by=by)
    return entry


def find_fact(env: BuildEnvironment, name: str, place: str) -> LocalFact | None:
    """Return the local fact *name* and note its use; an unknown name is a warning."""
    fact = data_of(env).library.local.get(name)
    if fact is None:
        _unknown(env, FACTS, name, data_of(env).library.local, place)
    else:
        note_use(env, Use(FACTS, name, *_split(place), digest=_digest(env, FACTS, name)))
    return fact


def _unknown(env: BuildEnvironment, kind: str, id: str, known: Mapping[str, Any], place: str) -> None:
    note_use(env, Use(kind, id, *_split(place), digest=_digest(env, kind, id)))
    if data_of(env).broken(kind):
        return
    noun = NOUNS.get(kind, "entry")
    file = f"{settings(env.config).data}/{'local' if kind == FACTS else kind.partition('/')[0]}.yaml"
    advice = near_miss(id, known) or f"; correct it, or add the {noun} there"
    warn(_CODES.get(kind, Code.DIRECTIVE), f"there is no {noun} {id!r} in {file}{advice}", place)


def note(
    env: BuildEnvironment,
    kind: str,
    entry: Entry,
    place: str,
    text: str = "",
    certain: bool = True,
    by: str = "",
) -> None:
    """Note that the chapter being read uses *entry*; *text* is what is printed if it is not *certain*.

    *by* is the directive that prints it, or the key of the front matter that names it.
    """
    unsure = bool(text) and not certain
    digest = _digest(env, kind, entry.id)
    note_use(env, Use(kind, entry.id, *_split(place), unsure, text if unsure else "", digest, by))


def note_all(env: BuildEnvironment, kind: str, place: str) -> None:
    """Note that the chapter being read chooses among all entries of *kind*."""
    note_use(env, Use(kind, "", *_split(place), digest=_digest(env, kind, "")))


def _split(place: str) -> tuple[str, int]:
    file, _colon, line = place.rpartition(":")
    return file, int(line) if line.isdecimal() else 0


def _digest(env: BuildEnvironment, kind: str, id: str) -> str:
    """Return what changes when the entry *id* of *kind* does, or any entry for no *id*."""
    data = data_of(env)
    if kind == FACTS:
        fact = data.library.local.get(id)
        content = repr((fact.label, fact.type, fact.value) if fact else None)
    else:
        found = data.entries(kind)
        entries = [found[id]] if id in found else [] if id else list(found.values())
        content = repr([list(entry.fields.items()) for entry in entries])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _report(app: Sphinx) -> None:
    for fault in data_of(app.env).faults:
        warn(Code.MANIFEST, fault.message, f"{fault.file}:{fault.line}" if fault.line else fault.file)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the chapters that use an entry whose content is no longer what it was."""
    kinds = {*NOUNS, *look(env).library.collections()}
    return [
        docname
        for docname, noted in uses(env).items()
        if any(use.kind in kinds and use.digest != _digest(env, use.kind, use.id) for use in noted)
    ]


def setup_library(app: Sphinx) -> None:
    """Report faults of data files once, and read chapters again when their entries change."""
    app.connect("builder-inited", _report)
    app.connect("env-get-outdated", _outdated)
