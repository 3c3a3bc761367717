"""What a book needs once, whatever number of chapters shows it: embedded fonts and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from toolkit.errors import Fault
from toolkit.press import fonts, keys, workers
from toolkit.press.cache import Cache, key_of
from toolkit.press.model import PressError
from toolkit.press.part import Part, merge_fonts
from toolkit.press.typecase import Typecase

Ident = TypeVar("Ident")
Run = Callable[[Callable[[Any], bytes], Mapping[str, Any]], Iterator[tuple[str, "bytes | workers.Failure"]]]
"""Runs a function on tasks by name; see :func:`toolkit.press.workers.run`."""


@dataclass(frozen=True)
class Wanted:
    """A font or picture: its place in the cache, its name for people, and what has to be known to make it."""

    key: str
    title: str
    task: Callable[[], Any]


def fonts_wanted(parts: Sequence[Part], typecase: Typecase, engine: keys.Engine) -> dict[str, Wanted]:
    """Return the fonts of *parts* by their name in the pages, each cut to the glyphs that any part uses."""
    return {
        name: _font(use, typecase, key_of(keys.font_ingredients(use, engine)))
        for name, use in sorted(merge_fonts(parts).items())
    }


def _font(use: fonts.FontUse, typecase: Typecase, key: str) -> Wanted:
    return Wanted(key, f"the font {use.attributes['family']}", lambda: (use, typecase.source(use.digest)))


def pictures_wanted(
    parts: Sequence[Part], assets: Mapping[str, Path], engine: keys.Engine
) -> dict[tuple[str, bool], Wanted]:
    """Return the pictures of *parts* by file and whether viewers may smooth them."""
    shown = sorted({picture for part in parts for picture in part.pictures})
    return {
        (name, smooth): _picture(
            name, smooth, assets[name], key_of(keys.picture_ingredients(assets[name], smooth, engine))
        )
        for name, smooth in shown
    }


def _picture(name: str, smooth: bool, path: Path, key: str) -> Wanted:
    return Wanted(key, f"the picture {path.name}", lambda: (name, path.read_bytes(), smooth))


def have(
    job: str,
    wanted: Mapping[Ident, Wanted],
    function: Callable[[Any], bytes],
    cache: Cache,
    run: Run,
) -> dict[Ident, bytes]:
    """Return everything *wanted*, from *cache* or made by *function*; PressError names what cannot be."""
    found = {ident: entry for ident, want in wanted.items() if (entry := cache.get(want.key)) is not None}
    todo = {want.key: ident for ident, want in wanted.items() if ident not in found}
    for key, result in run(function, {key: wanted[ident].task() for key, ident in todo.items()}):
        if isinstance(result, workers.Failure):
            message = f"{wanted[todo[key]].title} cannot be printed ({result.message})"
            raise PressError(result.faults or [Fault(job, 0, message)])
        found[todo[key]] = result
        cache.put(key, result)
    return {ident: found[ident] for ident in wanted}
