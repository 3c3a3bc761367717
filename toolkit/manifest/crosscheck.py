"""Checks over a whole data file: every source is known, and nothing unsourced is called certain."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from toolkit.errors import Fault, near_miss
from toolkit.manifest.entries import CONFIDENCE
from toolkit.manifest.schema import given
from toolkit.manifest.yamlfile import Place, YamlFile

_SOURCES = "sources"
_CONFIDENCE = "confidence"
_MARKS = "write A (seen in a primary source), B (in a secondary source) or C (not seen, verify before use)"
_ADD = "; add it to sources.yaml, or correct the id"


def check_sources(yaml: YamlFile, known: Collection[str] | None) -> Iterator[Fault]:
    """Yield the faults of all blocks of *yaml*, however deep, in their sources and confidence marks.

    The keys are ``sources`` and ``confidence``, also with a word before: ``es_sources``.  *known* are
    the ids of all sources; without them (``None``) ids are not looked up.
    """
    yield from _walk(yaml.data, (), "", yaml, known)


def _walk(
    data: Any, place: Place, what: str, yaml: YamlFile, known: Collection[str] | None
) -> Iterator[Fault]:
    """Walk into *data* at *place*; *what* begins the sentences with the entry around it."""
    if isinstance(data, tuple):
        for number, item in enumerate(data):
            yield from _walk(item, (*place, number), what, yaml, known)
    if not isinstance(data, dict):
        return
    if isinstance(id := data.get("id"), str):
        what = f"entry '{id}': "
    for key, value in data.items():
        if _is(key, _SOURCES) and isinstance(value, tuple):
            # the items of an entry's own list are checked by its model, also that they are text
            for position, message in _list_faults(value, known, deep=len(place) != 2):
                yield yaml.fault((*place, key, position), what + message)
            mark = data.get(key[: -len(_SOURCES)] + _CONFIDENCE)
            if not value and mark in ("A", "B"):
                message = f"'{key}' is empty, but the confidence is {mark}; name a source, or mark it C"
                yield yaml.fault((*place, key), what + message)
        elif _is(key, _CONFIDENCE) and isinstance(value, str) and value not in CONFIDENCE:
            yield yaml.fault((*place, key), f"{what}'{key}' is '{value}'; {_MARKS}")
        else:
            yield from _walk(value, (*place, key), what, yaml, known)


def _is(key: str, word: str) -> bool:
    return key == word or key.endswith("_" + word)


def _list_faults(
    ids: tuple[Any, ...], known: Collection[str] | None, deep: bool
) -> Iterator[tuple[int, str]]:
    """Yield position and sentence for every bad item of a list of source ids."""
    for number, id in enumerate(ids):
        if not isinstance(id, str):
            if deep and known is not None and not isinstance(id, dict):
                yield number, f"a source is named by its id, not by {given(id)}; write the id"
        elif id in ids[:number]:
            yield number, f"source '{id}' is listed twice; delete one of the two"
        elif known is not None and id not in known:
            yield number, f"there is no source '{id}'{near_miss(id, known) or _ADD}"
