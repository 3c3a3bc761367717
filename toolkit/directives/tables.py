"""Entries of a data file as a table: ``data-table``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives import library
from toolkit.directives.records import ROWS, STATEMENTS, EntryBlock
from toolkit.directives.shared import Block, _, add_directive, placed, table
from toolkit.directives.statements import CITES, UNSURE, statement
from toolkit.errors import near_miss
from toolkit.facts import parse_when

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from toolkit.manifest import Entry

_CONDITION = re.compile(r"([\w-]+)\s*(!=|>=|<=|=|~)\s*(.+)")
SOURCES = "sources"


class DataTable(EntryBlock):
    """Entries of one list as a table; options choose columns, rows and order."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("columns", "where", "sort"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return a table with a header row."""
        kind = self.arguments[0].strip()
        data = library.data_of(self.env)
        entries = list(data.entries(kind).values())
        if not entries:
            if not data.broken(kind):
                known = data.library.collections()
                advice = near_miss(kind, known) or f"; the lists are {', '.join(known) or 'none'}"
                self.fault(f"there is no list {kind!r} in the data files{advice}")
            return []
        fields = list(dict.fromkeys(field for entry in entries for field in entry.fields))
        columns = self._columns(kind, fields)
        library.note_all(self.env, kind, self.get_location())
        for condition in self.split_option("where"):
            entries = self._where(condition, entries, fields)
        entries = self._sorted(entries, fields)
        if not entries:
            self.fault(
                f"no entry of {kind} meets the conditions of 'where'; change them, or remove the table"
            )
            return []
        return [self._table(kind, entries, columns)]

    def _columns(self, kind: str, fields: list[str]) -> list[str]:
        chosen = [self._field(name, fields) for name in self.split_option("columns", ",")]
        if any(chosen):
            return [name for name in chosen if name]
        standard = [field for _label, field in ROWS.get(kind, ())]
        return standard or [field for field in fields if field not in ("id", SOURCES, "confidence", "note")]

    def _field(self, name: str, fields: list[str]) -> str:
        wanted = name.strip().replace("-", "_")
        if wanted in fields:
            return wanted
        known = near_miss(wanted, fields) or f"; the fields are {', '.join(fields)}"
        self.fault(f"there is no field {name!r} in this list{known}")
        return ""

    def _where(self, condition: str, entries: list[Entry], fields: list[str]) -> list[Entry]:
        match = _CONDITION.fullmatch(condition)
        if match is None:
            self.fault(
                f"option 'where': {condition!r} cannot be understood; write 'state = CA' or 'date >= 2010'"
            )
            return entries
        field = self._field(match[1], fields)
        wanted = match[3].strip()
        return [entry for entry in entries if _holds(entry, field, match[2], wanted)] if field else entries

    def _sorted(self, entries: list[Entry], fields: list[str]) -> list[Entry]:
        for name in reversed(self.split_option("sort", ",")):
            field = self._field(name.removeprefix("-"), fields)
            if field:
                entries = sorted(entries, key=lambda entry: _key(entry, field), reverse=name.startswith("-"))
        return entries

    def _table(self, kind: str, entries: list[Entry], columns: list[str]) -> nodes.table:
        rows: list[list[list[nodes.Node]]] = []
        for entry in entries:
            cells = [self.cell(kind, entry, column) for column in columns if column != SOURCES]
            said = STATEMENTS.get(kind, "")
            if not entry.certain and said not in columns:
                cells[0][UNSURE] = True
                library.note(self.env, kind, entry, self.get_location(), cells[0].astext(), certain=False)
            sources = self.known_sources(kind, entry)
            if SOURCES in columns:
                cells.insert(columns.index(SOURCES), statement("", sources=sources))
            elif sources:
                cells[-1][CITES] = sources
            rows.append([[cell] for cell in cells])
        labels = {field: label for label, field in ROWS.get(kind, ())}
        head = [[nodes.Text(str(_(labels.get(c, c.replace("_", " ").capitalize()))))] for c in columns]
        name = kind.replace("/", "-")
        node = table(head, rows, ["data-table", f"data-{name}", *self.options.get("class", [])])
        source = library.source_file(self.env, kind)
        for row, entry in zip(list(node.findall(nodes.row))[1:], entries, strict=True):
            placed(row, source, entry.line)
        return self.here(node)


def _holds(entry: Entry, field: str, sign: str, wanted: str) -> bool:
    """Say whether *field* of *entry* meets the condition; text is compared without capitals."""
    value = entry.fields.get(field)
    has = "" if value is None else str(value)
    if sign in (">=", "<="):
        start = _date(has)
        short = start[: len(wanted)]
        return bool(start) and (short >= wanted if sign == ">=" else short <= wanted)
    has, wanted = has.casefold(), wanted.casefold()
    return {"=": has == wanted, "!=": has != wanted, "~": wanted in has}[sign]


def _date(text: str) -> str:
    try:
        return parse_when(text).start
    except ValueError:
        return text


def _key(entry: Entry, field: str) -> tuple[float, str]:
    value = entry.fields.get(field)
    if isinstance(value, int | float):
        return float(value), ""
    text = "" if value is None else str(value)
    return 0.0, _date(text).casefold() if field in ("date", "as_of") else text.casefold()


def setup_tables(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "data-table", DataTable)
