"""Cover and contents of a packet, from the print theme's templates."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined

from toolkit.packets.context import Chapter, Context, anchor

CONTENTS_DEPTH = 2
"""Headings in the contents: chapters and their sections."""
MOST_ENTRIES = 90
"""Longer contents list chapters only, so that they stay readable."""

_templates = Environment(
    loader=PackageLoader("toolkit.theme", "print"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


@dataclass
class Entry:
    """One line of the contents; *ref* is the id whose page it names."""

    ref: str
    text: str
    children: list[Entry] = field(default_factory=list)


def front_matter(context: Context) -> str:
    """Return the HTML of the cover and the contents that the packet asks for."""
    packet, config = context.packet, context.env.config
    parts = []
    if packet.cover:
        cover = _templates.get_template("cover.html")
        parts.append(
            cover.render(
                packet=packet,
                project=config.project,
                publisher=config.author if config.author != "Author name not set" else "",
                reviewed=review_span(context),
                disclaimer=context.settings.disclaimer,
                site=context.settings.site_url,
            )
        )
    if packet.contents:
        parts.append(_templates.get_template("contents.html").render(entries=contents(context.chapters)))
    return "".join(parts)


def contents(chapters: list[Chapter]) -> list[Entry]:
    """Return the entries of the contents list."""
    whole = [_entry(chapter, CONTENTS_DEPTH) for chapter in chapters]
    if sum(1 + len(entry.children) for entry in whole) > MOST_ENTRIES:
        return [_entry(chapter, 1) for chapter in chapters]
    return whole


def _entry(chapter: Chapter, depth: int) -> Entry:
    assert chapter.finished is not None, "contents are made last"
    entry = Entry(anchor(chapter.docname), chapter.title)
    for level, ref, text in chapter.finished.headings:
        if 1 < level <= depth:
            entry.children.append(Entry(ref, text))
    return entry


def review_span(context: Context) -> tuple[str, str]:
    """Return the oldest and the newest day on which a chapter of the packet was reviewed, or ''."""
    metadata = context.env.metadata
    days = sorted(
        str(metadata.get(docname, {}).get("reviewed", "")).strip() for docname in context.packet.chapters
    )
    days = [day for day in days if day]
    return (days[0], days[-1]) if days else ("", "")
