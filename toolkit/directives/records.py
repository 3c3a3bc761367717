"""One entry of a data file as a box of fixed rows: ``record``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.directives import library
from toolkit.directives.figures import DataBlock
from toolkit.directives.formats import cell_text, when
from toolkit.directives.shared import _, add_directive, paragraph, placed, rubric, table
from toolkit.directives.statements import plain, statement
from toolkit.errors import near_miss

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from toolkit.manifest import Entry

ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "memos": (
        ("From", "issuer"),
        ("To", "addressee"),
        ("Date", "date"),
        ("Question", "question"),
        ("Short answer", "answer"),
        ("Since then", "later_status"),
    ),
    "authorities": (
        ("Citation", "citation"),
        ("From", "body"),
        ("Date", "date"),
        ("What it says", "point"),
        ("Since then", "later_status"),
    ),
    "jurisdictions": (
        ("Place", "jurisdiction"),
        ("State", "state"),
        ("Kind", "instrument"),
        ("Number", "number"),
        ("Date", "date"),
        ("What it does", "what_it_does"),
        ("Stance", "stance"),
    ),
    "statistics": (("Figure", "value"), ("Unit", "unit"), ("What it counts", "text"), ("As of", "as_of")),
    "timeline": (("Date", "date"), ("Event", "event")),
    "glossary": (("Term", "en"), ("Meaning", "definition"), ("Spanish", "es")),
    "sources": (("Title", "title"), ("Publisher", "author_publisher"), ("Date", "date"), ("Address", "url")),
}
"""The rows of a box, and the columns of a table where the author names none: label and field."""
TITLES = {
    "memos": "title",
    "authorities": "name",
    "jurisdictions": "jurisdiction",
    "sources": "title",
    "glossary": "en",
}
STATEMENTS = {
    "memos": "answer",
    "authorities": "point",
    "jurisdictions": "what_it_does",
    "statistics": "text",
    "timeline": "event",
    "glossary": "definition",
    "sources": "title",
}
"""The field that says the statement; the words "verify before use" stand at its end."""
DATES = ("date", "as_of", "effective")
NOTHING = "\u2013"


class EntryBlock(DataBlock):
    """What ``record`` and ``data-table`` share: one field of one entry."""

    def words(self, entry: Entry, field: str) -> str:
        """Return the content of *field* as text."""
        value = entry.fields.get(field)
        if value is None and field == "date":
            return str(entry.fields.get("date_note", ""))
        if field in DATES and value is not None:
            return when(str(value), self.config.language)
        return cell_text(value, self.config.language)

    def cell(self, kind: str, entry: Entry, field: str, cited: bool = False) -> nodes.paragraph:
        """Return the content of *field*: marked where it is not certain, a dash for none."""
        text, doubtful = plain(self.words(entry, field))
        if not text:
            return statement(NOTHING)
        if field == "url":
            return paragraph(nodes.reference("", text, refuri=text))
        certain = not doubtful and entry.fields.get(f"{field}_confidence") != "C"
        if field == STATEMENTS.get(kind):
            certain = certain and entry.certain
        library.note(self.env, kind, entry, self.get_location(), text, certain, by=self.name)
        return statement(text, certain, self.known_sources(kind, entry) if cited else ())


class Record(EntryBlock):
    """One entry as a box of fixed rows, such as ``{record} memos/some-id``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a container with a title and a table of two columns."""
        kind, _slash, id = self.arguments[0].strip().partition("/")
        if kind not in ROWS:
            known = near_miss(kind, ROWS) or f"; write one of {', '.join(ROWS)}, a slash and the entry's id"
            self.fault(f"{kind!r} is no list that has a box{known}")
            return []
        if not id:
            self.fault(f"{kind!r} names no entry; write the entry's id after a slash: {kind}/its-id")
            return []
        entry = library.find(self.env, kind, id, self.get_location(), self.name)
        if entry is None:
            return []
        rows: list[list[list[nodes.Node]]] = []
        for label, field in ROWS[kind]:
            cell = self.cell(kind, entry, field, cited=field == STATEMENTS[kind])
            rows.append([[nodes.Text(str(_(label)))], [cell]])
        source = library.source_file(self.env, kind)
        box = self.container("record", f"record-{kind}")
        if kind in TITLES:
            box += placed(rubric(self.words(entry, TITLES[kind]), "record-title"), source, entry.line)
        box += placed(table([], rows, ["record-table"], stubs=1, widths=(22, 78)), source, entry.line)
        return [box]


def setup_records(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "record", Record)
