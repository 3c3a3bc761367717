"""Maps of equal tiles: one tile for each place, about where it lies among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from toolkit.errors import Fault
from toolkit.manifest.entries import Entry
from toolkit.manifest.schema import Strict, Text, check, refuse
from toolkit.manifest.yamlfile import Place, YamlFile

STEM, LIST = "tile-maps", "maps"
"""The data file, and its list."""
MOST = 30
"""Rows and columns of a map that can be read on a phone and on paper."""


def _good_label(text: str) -> str:
    if not re.fullmatch(r"[^\W\d_]{2,4}", text):
        raise refuse(f"is '{text}'; write two to four letters, which fit on the tile")
    return text


def _good_place(number: int) -> int:
    if not 1 <= number <= MOST:
        raise refuse(f"is {number}; write a number from 1 to {MOST}, counted from the top left corner")
    return number


Label = Annotated[str, AfterValidator(_good_label)]
Line = Annotated[int, AfterValidator(_good_place)]


class Tile(Strict):
    """One place: its *name*, its short name on the tile, and where the tile stands, from the top left."""

    name: Text = Field(examples=["Alameda"])
    label: Label = Field(examples=["ALA"])
    row: Line = Field(examples=["1"])
    column: Line = Field(examples=["1"])


def _some_tiles(tiles: tuple[Any, ...]) -> tuple[Any, ...]:
    if not tiles:
        raise refuse("is empty; write a tile for each place")
    return tiles


class TileMap(Entry):
    """A map; *ending* is a word that may follow the name of a place elsewhere, such as County."""

    id: Text = Field(examples=["my-counties"])
    title: Text = Field(examples=["The counties of my state"])
    ending: str = Field(default="", examples=["County"])
    tiles: Annotated[tuple[Any, ...], AfterValidator(_some_tiles)] = Field(
        examples=["[{name: Alameda, label: ALA, row: 1, column: 1}]"]
    )

    @cached_property
    def grid(self) -> tuple[Tile, ...]:
        """The tiles; one that has faults, which :func:`check_tiles` tells, is left out."""
        found = []
        for tile in self.tiles:
            try:
                found.append(Tile.model_validate(tile))
            except ValidationError:
                continue
        return tuple(found)

    def key(self, name: str) -> str:
        """Return what the *name* of a place is found by."""
        return _key(name, self.ending)


def _key(name: str, ending: str) -> str:
    """Return *name* without *ending*, extra spaces and capitals."""
    folded = " ".join(name.split()).casefold()
    word = ending.strip().casefold()
    return folded.removesuffix(f" {word}") if word else folded


def check_tiles(yaml: YamlFile) -> Iterator[Fault]:
    """Yield the faults of all tiles of *yaml*: a map uses each name, each label and each place once."""
    maps = yaml.data.get(LIST)
    for number, data in enumerate(maps if isinstance(maps, tuple) else ()):
        tiles = data.get("tiles") if isinstance(data, dict) else None
        if isinstance(tiles, tuple):
            what, ending = f"map '{data.get('id')}'", data.get("ending")
            ending = ending if isinstance(ending, str) else ""
            yield from _check_map(tiles, yaml, (LIST, number, "tiles"), what, ending)


def _check_map(
    tiles: tuple[Any, ...], yaml: YamlFile, place: Place, what: str, ending: str
) -> Iterator[Fault]:
    seen: dict[tuple[str, str | tuple[int, int]], int] = {}
    for number, data in enumerate(tiles):
        here = (*place, number)
        tile, faults = check(Tile, data, yaml, here, f"{what}, tile {number + 1}")
        yield from faults
        if tile is None:
            continue
        uses: tuple[tuple[str, str, str | tuple[int, int], str], ...] = (
            ("name", f"the name '{tile.name}'", _key(tile.name, ending), "give each place one tile"),
            ("label", f"the label '{tile.label}'", tile.label.casefold(), "give each tile its own"),
            ("row", f"row {tile.row}, column {tile.column}", (tile.row, tile.column), "move one of the two"),
        )
        for key, words, used, advice in uses:
            if (key, used) in seen:
                message = f"{what}: {words} is taken in line {seen[key, used]}; {advice}"
                yield yaml.fault((*here, key), message)
            seen.setdefault((key, used), yaml.line(*here, key))
