"""Events and figures from the data files: ``timeline`` and ``statistic``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, TypeVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives import library
from toolkit.directives.formats import figure_text, when
from toolkit.directives.shared import Block, _, add_directive, paragraph, placed
from toolkit.directives.statements import plain, statement
from toolkit.manifest import Entry, Event, Statistic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_ROUND = r"\b(about|around|roughly|nearly|almost|more than|over|at least|fewer than|less than|up to|under)\s+"
"""Words that keep a figure honest; they stand before it where the entry's own text has them."""

Kind = TypeVar("Kind", bound=Entry)


class DataBlock(Block):
    """A directive that prints entries with their sources."""

    has_content = False

    def statement(self, kind: str, entry: Entry, text: str, *classes: str) -> nodes.paragraph:
        """Return *text* as a paragraph with its sources, marked where it is not certain; note the uses."""
        text, doubtful = plain(text)
        certain = entry.certain and not doubtful
        library.note(self.env, kind, entry, self.get_location(), text, certain, by=self.name)
        return statement(text, certain, self.known_sources(kind, entry), classes)

    def known_sources(self, kind: str, entry: Entry) -> list[str]:
        """Return the entry's sources that exist, and note their use; the loader has named the others."""
        known = library.data_of(self.env).library.sources
        found = [id for id in entry.sources if id in known]
        for id in found:
            library.note(
                self.env, "sources", known[id], f"{library.source_file(self.env, kind)}:{entry.line}"
            )
        return found

    def chosen(self, kind: str, known: Mapping[str, Kind], ids: list[str]) -> list[Kind]:
        """Return the entries with *ids*; unknown ones are faults."""
        place = self.get_location()
        return [known[id] for id in ids if library.find(self.env, kind, id, place, self.name) and id in known]


class Timeline(DataBlock):
    """Dated events in order; the options choose which."""

    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("from", "to", "ids", "topics"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return a definition list: the date, then what happened."""
        known = library.data_of(self.env).library.events
        ids = [id for id in re.split(r"[,;\s]+", self.options.get("ids", "")) if id]
        events = self.chosen("timeline", known, ids) if ids else list(known.values())
        if not ids:
            library.note_all(self.env, "timeline", self.get_location())
        events = self._filtered(events)
        if not events:
            if not library.data_of(self.env).broken("timeline") and not ids:
                self.fault("no event is chosen; change the options, or add events to timeline.yaml")
            return []
        events.sort(key=lambda event: event.when.key)
        source = library.source_file(self.env, "timeline")
        items = [placed(self._item(event), source, event.line) for event in events]
        line = nodes.definition_list("", *items, classes=["timeline", *self.options.get("class", [])])
        return [self.here(line)]

    def _filtered(self, events: list[Event]) -> list[Event]:
        """Return the events between ``from`` and ``to`` (both included) that have one of ``topics``."""
        first, last = self._date("from"), self._date("to")
        topics = set(re.split(r"\s*[,;]\s*", self.options.get("topics", "").strip())) - {""}
        kept = []
        for event in events:
            start = event.when.start
            early = first and start[: len(first)] < first[: len(start)]
            late = last and start[: len(last)] > last
            if not early and not late and (not topics or topics & set(event.fields.get("topics", ()))):
                kept.append(event)
        return kept

    def _date(self, option: str) -> str:
        text = str(self.options.get(option, "")).strip()
        if text and not _DATE.fullmatch(text):
            self.fault(
                f"option {option!r} is {text!r}; write a year, a month or a day, such as 2010 or 2010-09-28"
            )
            return ""
        return text

    def _item(self, event: Event) -> nodes.definition_list_item:
        date = when(event.date, self.config.language)
        text = self.statement("timeline", event, event.event)
        return nodes.definition_list_item("", nodes.term(date, date), nodes.definition("", text))


class StatisticBox(DataBlock):
    """One figure or several, each with its date and sources."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return one container for each figure."""
        ids = [id for id in re.split(r"[,;\s]+", self.arguments[0]) if id]
        figures = self.chosen("statistics", library.data_of(self.env).library.statistics, ids)
        source = library.source_file(self.env, "statistics")
        return [placed(self._box(figure), source, figure.line) for figure in figures]

    def _box(self, figure: Statistic) -> nodes.container:
        language = self.config.language
        box = nodes.container(classes=["statistic", *self.options.get("class", [])])
        if isinstance(figure.value, int | float):
            number, unit = figure_text(figure.value, figure.unit, language)
            about = re.search(_ROUND + re.escape(number.rstrip("%")), figure.text, re.IGNORECASE)
            value = f"{about[1].lower()} {number}" if about else number
            parts: list[nodes.Node | str] = [nodes.inline("", value, classes=["statistic-value"])]
            box += paragraph(*parts, *([f" {unit}"] if unit else []), classes=["statistic-figure"])
        box += self.statement("statistics", figure, figure.text, "statistic-text")
        date = str(_("As of {}.")).format(when(figure.as_of, language))
        known = date if figure.when.start else str(_("No date given."))
        box += paragraph(known, classes=["statistic-date"])
        return box


def setup_figures(app: Sphinx) -> None:
    """Register the directives."""
    add_directive(app, "timeline", Timeline)
    add_directive(app, "statistic", StatisticBox)
