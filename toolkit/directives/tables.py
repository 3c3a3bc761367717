"""Entries of a data file as a table, or as one table for each value of a field: ``data-table``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives import library
from toolkit.directives.lists import ListBlock, fields_of, sort_key
from toolkit.directives.records import ROWS, STATEMENTS
from toolkit.directives.shared import Block, _, add_directive, placed, table
from toolkit.directives.statements import CITES, UNSURE, statement
from toolkit.errors import near_miss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from toolkit.manifest import Entry

SOURCES = "sources"


class DataTable(ListBlock):
    """Entries of one list as a table; options choose columns, rows, order and parts."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("columns", "where", "sort", "group", "labels"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return a table with a header row, or a container with one for each part."""
        kind = self.arguments[0].strip()
        listed = self.listed(kind)
        if not listed:
            return []
        fields = fields_of(listed)
        group = self.field(self.options["group"], fields) if "group" in self.options else ""
        if "labels" in self.options and "group" not in self.options:
            self.fault("option 'labels' gives names to parts; add 'group', or remove it")
        columns = self._columns(kind, fields, group)
        library.note_all(self.env, kind, self.get_location())
        entries = self.sorted(self.where(kind, listed, fields), fields)
        if not entries:
            return []
        return [self._parts(kind, entries, columns, group) if group else self._table(kind, entries, columns)]

    def _columns(self, kind: str, fields: list[str], group: str) -> list[str]:
        chosen = [self.field(name, fields) for name in self.split_option("columns", ",")]
        if any(chosen):
            return [name for name in chosen if name]
        hidden = ("id", SOURCES, "confidence", "note")
        standard = [field for _label, field in ROWS.get(kind, ())] or [f for f in fields if f not in hidden]
        return [field for field in standard if field != group]

    def _table(
        self, kind: str, entries: list[Entry], columns: list[str], widths: Sequence[int] = ()
    ) -> nodes.table:
        rows: list[list[list[nodes.Node]]] = []
        for entry in entries:
            cells = [self.cell(kind, entry, column) for column in columns if column != SOURCES]
            said = STATEMENTS.get(kind, "")
            if not entry.certain and said not in columns:
                cells[0][UNSURE] = True
                text = cells[0].astext()
                library.note(self.env, kind, entry, self.get_location(), text, certain=False, by=self.name)
            sources = self.known_sources(kind, entry)
            if SOURCES in columns:
                cells.insert(columns.index(SOURCES), statement("", sources=sources))
            elif sources:
                cells[-1][CITES] = sources
            rows.append([[cell] for cell in cells])
        head = [[nodes.Text(_heading(kind, column))] for column in columns]
        name = kind.replace("/", "-")
        classes = ["data-table", f"data-{name}", *self.options.get("class", [])]
        node = table(head, rows, classes, widths=widths)
        source = library.source_file(self.env, kind)
        for row, entry in zip(list(node.findall(nodes.row))[1:], entries, strict=True):
            placed(row, source, entry.line)
        return self.here(node)

    # Parts -----------------------------------------------------------------------------------------

    def _parts(self, kind: str, entries: list[Entry], columns: list[str], group: str) -> nodes.container:
        """Return a container of one table for each value of the field *group*, with name and count.

        Its attributes tell the site what to offer for choice: ``label`` names the field, ``total`` is
        the number of all entries.
        """
        box = self.container("data-parts")
        box["label"], box["total"] = _heading(kind, group), len(entries)
        widths = self._widths(kind, entries, columns)
        for name, part in self._parted(entries, group):
            node = self._table(kind, part, columns, widths)
            node["classes"].append("data-part")
            title = f"{name} ({len(part)})"
            node.insert(0, self.here(nodes.title(title, title)))
            box += node
        return box

    def _parted(self, entries: list[Entry], group: str) -> list[tuple[str, list[Entry]]]:
        """Return name and entries of each part.

        The parts come in the order that ``sort`` gives when it names the field, else in that of the list
        ``labels``, else by their values; entries without a value come last.
        """
        parts: dict[str, list[Entry]] = {}
        for entry in entries:
            value = entry.fields.get(group)
            parts.setdefault("" if value is None else str(value), []).append(entry)
        names = self._names(parts)
        order = list(parts)
        if group not in [name.strip("-").replace("-", "_") for name in self.split_option("sort", ",")]:
            places = {value: place for place, value in enumerate(names)}
            order.sort(key=lambda value: (places.get(value, len(places)), sort_key(parts[value][0], group)))
        order.sort(key=lambda value: not value)
        return [(names.get(value) or self._value(parts[value][0], group), parts[value]) for value in order]

    def _value(self, entry: Entry, group: str) -> str:
        """Return the value of *group* as a title."""
        words = self.words(entry, group) or str(_("Not given"))
        return words[:1].upper() + words[1:]

    def _names(self, values: dict[str, list[Entry]]) -> dict[str, str]:
        """Return the names in the list of the option ``labels``, in its order; a value without is a fault."""
        kind = self.options.get("labels", "").strip()
        listed = self.listed(kind) if kind else []
        if not listed:
            return {}
        library.note_all(self.env, kind, self.get_location())
        names = {entry.id: str(entry.fields.get("name") or "") for entry in listed}
        for value in values:
            if value and not names.get(value):
                advice = near_miss(value, names) or "; add an entry with this id and a name"
                self.fault(f"there is no name for {value!r} in the list {kind!r}{advice}")
        return names

    def _widths(self, kind: str, entries: list[Entry], columns: list[str]) -> list[int]:
        """Return the widths of *columns* in percent, the same for all parts, from what they hold."""
        needs = []
        for column in columns:
            texts = [self.words(entry, column) for entry in entries]
            words = [len(word) for text in [*texts, _heading(kind, column)] for word in text.split()]
            mean = sum(map(len, texts)) / len(texts)
            needs.append(max(4.0, *words, 4 * mean**0.5))
        return [max(1, round(100 * need / sum(needs))) for need in needs]


def _heading(kind: str, column: str) -> str:
    labels = {field: label for label, field in ROWS.get(kind, ())}
    return str(_(labels.get(column, column.replace("_", " ").capitalize())))


def setup_tables(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "data-table", DataTable)
