"""What stands around the text of a chapter: warnings, the line of its review, the contents of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.audience import site_audience
from toolkit.facts import day_of
from toolkit.imprint import notices_for_site, overdue
from toolkit.nodes import banner
from toolkit.theme.names import SITE_BUILDERS, draws, words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("toolkit")

FEWEST = 3
"""Sections a page must have to get contents of its own."""


class page_contents(nodes.General, nodes.Element):
    """Links to the sections of the page: ``label`` and ``entries``, a list of (id, title)."""


class review_line(nodes.General, nodes.Element):
    """When the chapter was read over: ``text`` and ``overdue`` (bool)."""


class PageFurniture(SphinxPostTransform):
    """Put warnings and the review line below the title, and the contents after "At a glance" or the first
    paragraph."""

    default_priority = 800
    builders = SITE_BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Add them to the chapter, where they are wanted."""
        if not draws(self.config):
            return
        chapter = next((node for node in self.document.children if isinstance(node, nodes.section)), None)
        if chapter is None:
            return
        docname = self.env.current_document.docname
        place = chapter.first_child_matching_class(nodes.title)
        place = 0 if place is None else place + 1
        for notice in notices_for_site(self.env, docname, site_audience(self.env)):
            chapter.insert(place, banner(notice))
            place += 1
        text, late = review_text(self.env.metadata[docname], self.config.language)
        if text:
            chapter.insert(place, review_line(text=text, overdue=late))
            place += 1
        entries = _entries(chapter)
        local = any("contents" in topic["classes"] for topic in self.document.findall(nodes.topic))
        if docname != self.config.root_doc and len(entries) >= FEWEST and not local:
            contents = page_contents(label=words()["on_this_page"], entries=entries)
            chapter.insert(_after_summary(chapter, place), contents)


def _entries(chapter: nodes.section) -> list[tuple[str, str]]:
    sections = [node for node in chapter.children if isinstance(node, nodes.section) and node["ids"]]
    titled = [(node["ids"][0], node.next_node(nodes.title)) for node in sections]
    return [(id, " ".join(title.astext().split())) for id, title in titled if title is not None]


def _after_summary(chapter: nodes.section, start: int) -> int:
    """Return the place after "At a glance", else after the first paragraph, else after the title."""
    for place, node in enumerate(chapter.children):
        if isinstance(node, nodes.section):
            break
        if isinstance(node, nodes.Element) and "at-a-glance" in node.get("classes", []):
            return place + 1
    for place, node in enumerate(chapter.children[start:], start):
        if isinstance(node, nodes.paragraph):
            return place + 1
        if not isinstance(node, nodes.Invisible | nodes.target):
            break
    return start


def review_text(metadata: dict[str, Any], language: str) -> tuple[str, bool]:
    """Return the line about the review of a chapter and whether the next one is overdue.

    *metadata* is front matter with ``reviewed`` and ``review-by``, days in ISO 8601; a day that cannot be
    read is left out here, the checks report it.
    """
    reviewed = _day(metadata.get("reviewed"), language)
    due_day = _day(metadata.get("review-by"), language)
    late = overdue(metadata) is not None
    parts = []
    if reviewed:
        parts.append(_("Reviewed %(day)s."))
    if due_day:
        parts.append(_("The next review was due %(due)s.") if late else _("Next review by %(due)s."))
    return " ".join(map(str, parts)) % {"day": reviewed, "due": due_day}, late


def _day(value: object, language: str) -> str:
    day = day_of(value)
    return str(format_date(day, "long", locale=language or "en")) if day is not None else ""


def setup_furniture(app: Sphinx) -> None:
    """Register the pass; :class:`~toolkit.theme.translator.SiteTranslator` writes its nodes."""
    app.add_post_transform(PageFurniture)
