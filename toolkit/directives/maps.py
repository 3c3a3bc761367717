"""Which places a list names, drawn as a map of equal tiles: ``tile-map``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit import tilemap
from toolkit.directives import library
from toolkit.directives.lists import ListBlock, fields_of
from toolkit.directives.shared import Block, _, add_directive, paragraph
from toolkit.directives.statements import CITES
from toolkit.directives.verify import unsure
from toolkit.errors import near_miss
from toolkit.nodes import tile_map, tile_swatch

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from toolkit.manifest import Entry, Tile, TileMap

KIND, MATCH = "jurisdictions", "jurisdiction"
"""The list and the field that are looked at when the options name none."""
BESIDE = 105.0
"""Millimetres of a drawing that leaves room for its legend beside it."""


@dataclass
class _Class:
    """One pattern of the map: its number, its name, its tiles with the entries that put them here."""

    pattern: int
    name: str
    tiles: dict[str, list[Entry]] = field(default_factory=dict)


class TileMapBlock(ListBlock):
    """A map of tiles; each class of its places has a pattern, a line in the legend, and its places' names."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("entries", "where", "match", "class-by", "classes"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return a container: the drawing with its caption, then the legend."""
        name = self.arguments[0].strip()
        found = library.find(self.env, "tile-maps", name, self.get_location())
        kind = self.options.get("entries", KIND).strip()
        listed = self.listed(kind) if found is not None else []
        if found is None or not listed or library.data_of(self.env).broken("tile-maps"):
            return []
        chart = cast("TileMap", found)
        library.note_all(self.env, kind, self.get_location())
        fields = fields_of(listed)
        match = self.field(self.options.get("match", MATCH), fields)
        entries = self.where(kind, listed, fields) if match else []
        classes = self._classes(kind, entries, fields) if entries else []
        if not classes:
            return []
        self._place(chart, kind, match, entries, classes)
        return [self._block(kind, chart, [part for part, _entries in classes if part.tiles])]

    # Which place is what ---------------------------------------------------------------------------

    def _classes(
        self, kind: str, entries: list[Entry], fields: list[str]
    ) -> list[tuple[_Class, list[Entry]]]:
        """Return the classes in their order, each with its entries; none after a fault."""
        named = self.split_option("classes")
        if "class-by" not in self.options:
            if len(named) > 1:
                self.fault("there is one class only; add 'class-by' with a field, or give 'classes' one name")
                return []
            return [(_Class(1, named[0] if named else str(_("Listed"))), entries)]
        by = self.field(self.options["class-by"], fields)
        values: dict[str, list[Entry]] = {value: [] for value in named}
        for entry in entries if by else ():
            value = self.words(entry, by) or str(_("Not given"))
            if not named or value in values:
                values.setdefault(value, []).append(entry)
        strange = [value for value, found in values.items() if not found]
        if strange and by:
            known = list(dict.fromkeys(self.words(entry, by) for entry in entries))
            advice = near_miss(strange[0], known) or f"; there are {'; '.join(known)}"
            self.fault(f"no entry of {kind} that is chosen has the class {strange[0]!r}{advice}")
        if len(values) > tilemap.PATTERNS:
            self.fault(
                f"there are {len(values)} classes, but only {tilemap.PATTERNS} patterns; "
                "name the classes to show in 'classes', or choose entries with 'where'"
            )
            return []
        return [
            (_Class(number, value[:1].upper() + value[1:]), found)
            for number, (value, found) in enumerate(values.items(), 1)
            if found
        ]

    def _place(
        self,
        chart: TileMap,
        kind: str,
        match: str,
        entries: list[Entry],
        classes: Sequence[tuple[_Class, list[Entry]]],
    ) -> None:
        """Put each tile into the first class that has an entry for it; entries without a tile are a fault."""
        names = {chart.key(tile.name): tile.name for tile in chart.grid}
        lost = {}
        for entry in entries:
            place = self.words(entry, match)
            if chart.key(place) not in names:
                near = near_miss(place, names.values()).removeprefix("; ")
                lost[place] = f"{place!r} ({near})" if near else repr(place)
        if lost:
            words = ", ".join(list(lost.values())[:5]) + (", …" if len(lost) > 5 else "")
            self.fault(
                f"the map {chart.id!r} has no tile for {words}; correct it, or choose entries with 'where'"
            )
        taken: set[str] = set()
        for part, found in classes:
            for entry in found:
                key = chart.key(self.words(entry, match))
                if key in names and key not in taken:
                    part.tiles.setdefault(names[key], []).append(entry)
            taken |= {chart.key(name) for name in part.tiles}

    # What is printed --------------------------------------------------------------------------------

    def _block(self, kind: str, chart: TileMap, classes: list[_Class]) -> nodes.container:
        pattern = {name: part.pattern for part in classes for name in part.tiles}
        cells = [
            tilemap.Cell(tile.label, tile.row, tile.column, pattern.get(tile.name, 0)) for tile in chart.grid
        ]
        serial = self.env.new_serialno("tile-map")
        drawing = tile_map(cells=[tuple(cell) for cell in cells], serial=serial, title=chart.title)
        rest = len(cells) - len(pattern)
        drawing["alt"] = _words(chart, classes, rest)
        box = self.container("tile-map", *(["tile-map-wide"] if tilemap.width(cells) > BESIDE else []))
        figure = nodes.figure("", drawing)
        figure.extend(self._caption(chart))
        tiles = {tile.name: tile for tile in chart.grid}
        lines = [self._line(kind, part, tiles) for part in classes]
        lines += [_rest(rest)] if rest else []
        box += [figure, nodes.bullet_list("", *lines, classes=["tile-map-classes"])]
        return self.here(box)

    def _caption(self, chart: TileMap) -> list[nodes.Element]:
        """Return the first paragraph of the body as caption, else the map's title, and what follows it."""
        holder = nodes.Element()
        self.parse(holder)
        first = next((child for child in holder.children if isinstance(child, nodes.paragraph)), None)
        if first is None:
            return [nodes.caption(chart.title, chart.title)]
        holder.remove(first)
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        return [caption, *([nodes.legend("", *holder.children)] if holder.children else [])]

    def _line(self, kind: str, part: _Class, tiles: Mapping[str, Tile]) -> nodes.list_item:
        """Return a line of the legend: the pattern, the name of the class, its places and their sources."""
        names = nodes.paragraph(classes=["tile-map-names"], translatable=False)
        cited: dict[str, None] = {}
        for number, (name, entries) in enumerate(sorted(part.tiles.items())):
            text = f"{name} ({tiles[name].label})"
            certain = any(entry.certain for entry in entries)
            for entry in entries:
                library.note(self.env, kind, entry, self.get_location(), text, entry.certain or certain)
                cited.update(dict.fromkeys(self.known_sources(kind, entry)))
            names += [nodes.Text(", ")] if number else []
            names += nodes.Text(text) if certain else unsure(nodes.Text(text))
        if cited:
            names[CITES] = list(cited)
        title = paragraph(f"{part.name} ({len(part.tiles)})", classes=["tile-map-class"])
        return nodes.list_item("", tile_swatch(pattern=part.pattern), title, names)


def _rest(number: int) -> nodes.list_item:
    """Return the last line of the legend: the tiles that are in no class."""
    title = paragraph(f"{_('No entry')} ({number})", classes=["tile-map-class"])
    return nodes.list_item("", tile_swatch(pattern=0), title)


def _words(chart: TileMap, classes: Sequence[_Class], rest: int) -> str:
    """Return what the drawing shows, for those who do not see it."""
    said = [f"{part.name}: {', '.join(sorted(part.tiles))}." for part in classes]
    said += [str(_("No entry: {} of {} tiles.")).format(rest, len(chart.grid))] if rest else []
    return " ".join([f"{chart.title}.", *said])


def setup_maps(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "tile-map", TileMapBlock)
