"""One data file: which models its lists have, and its checked entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.errors import Fault, near_miss
from toolkit.manifest.editing import Coverage, PlainWord, ReadingLimit, UnusedSource
from toolkit.manifest.entries import (
    Authority,
    Entry,
    Event,
    Jurisdiction,
    Memo,
    Source,
    Statistic,
    Term,
)
from toolkit.manifest.recalls import Recall, Version
from toolkit.manifest.schema import check, check_id, given, key_of
from toolkit.manifest.tilemaps import LIST, STEM, TileMap
from toolkit.manifest.yamlfile import Place, YamlFile

MAIN: dict[str, tuple[str, type[Entry]]] = {
    "sources": ("sources", Source),
    "memos": ("memos", Memo),
    "jurisdictions": ("jurisdictions", Jurisdiction),
    "timeline": ("events", Event),
    "authorities": ("authorities", Authority),
    "statistics": ("statistics", Statistic),
    "glossary": ("terms", Term),
    "recalls": ("recalls", Recall),
    "versions": ("versions", Version),
    "coverage": ("lists", Coverage),
    "reading": ("limits", ReadingLimit),
    "unused-sources": ("unused", UnusedSource),
    "plain-words": ("swaps", PlainWord),
    STEM: (LIST, TileMap),
}
"""The main list of each data file that has typed entries, and their model."""


@dataclass(frozen=True)
class DataFile:
    """One data file: *data* is all it says, *collections* are its lists of entries by key."""

    stem: str
    name: str
    data: Mapping[str, Any]
    collections: Mapping[str, tuple[Entry, ...]]


def data_file(stem: str, yaml: YamlFile, faults: list[Fault]) -> DataFile:
    """Return what *yaml*, the data file *stem*, says; what is wrong with it is added to *faults*."""
    main, model = MAIN.get(stem, ("", Entry))
    if main and main not in yaml.data:
        hint = near_miss(main, yaml.data) or f"; put the entries below a line `{main}:`"
        message = f"the list '{main}' is missing{hint}"
        faults.append(yaml.fault((), message))
    collections = {}
    first: dict[str, int] = {}
    for key, items in yaml.data.items():
        if key == main and not isinstance(items, tuple):
            faults.append(
                yaml.fault(
                    (key,), f"'{key}' must be a list, not {given(items)}; begin each entry with `- id:`"
                )
            )
        if isinstance(items, tuple) and (key == main or any(isinstance(item, dict) for item in items)):
            name = stem if key in (main, stem) else f"{stem}/{key}"
            entries = [
                _entry(model if key == main else Entry, item, yaml, (key, number), name, first, faults)
                for number, item in enumerate(items)
            ]
            collections[key] = tuple(entry for entry in entries if entry is not None)
    return DataFile(stem, yaml.name, yaml.data, collections)


def _entry(
    model: type[Entry],
    data: Any,
    yaml: YamlFile,
    place: Place,
    collection: str,
    first: dict[str, int],
    faults: list[Fault],
) -> Entry | None:
    """Return one checked entry; *first* holds the lines of the ids seen in this file."""
    id = data.get("id") if isinstance(data, dict) else None
    what = f"entry '{id}'" if isinstance(id, str) else f"entry {int(place[-1]) + 1} of '{place[0]}'"
    entry, found = check(model, data, yaml, place, what)
    faults += found
    faults += check_id(id, first, yaml, place, what, "every entry of a file")
    if isinstance(data, dict):
        faults += _mistyped(model, data, yaml, place, what)
    if entry is not None:
        entry.placed(data, yaml.name, yaml.line(*place), collection)
    return entry


def _mistyped(
    model: type[Entry], data: dict[str, Any], yaml: YamlFile, place: Place, what: str
) -> Iterator[Fault]:
    """Yield keys that are free to stand there, but are nearly a known key that is not there."""
    known = [key_of(model, name) for name in model.model_fields]
    absent = [key for key in known if key not in data]
    for key in data:
        if key not in known and (hint := near_miss(key, absent, cutoff=0.85)):
            yield yaml.fault((*place, key), f"{what}: unknown key '{key}'{hint}")
