"""Numbered sources: the role ``source``, the list ``sources``, and the numbers of each product."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from toolkit.diagnostics import Code, warn
from toolkit.directives import library
from toolkit.directives.formats import when
from toolkit.directives.shared import Block, _, add_directive, add_role, paragraph, placed
from toolkit.nodes import chapter_of, source_cite, source_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


class SourceRole(SphinxRole):
    """Cites one source or several, by their ids with commas between."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation, still without a number."""
        source, line = self.get_source_info()
        place = f"{source}:{line}"
        ids = [part.strip() for part in self.text.split(",") if part.strip()]
        if not ids:
            warn(Code.UNKNOWN_SOURCE, "{source}: names no source; write its id between the marks", place)
        known = [id for id in ids if library.find(self.env, "sources", id, place)]
        if not known:
            return [], []
        node = source_cite(sources=known)
        node.source, node.line = source, line
        return [node], []


class Sources(Block):
    """Where the chapter's list of sources stands."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [self.here(source_list(classes=self.options.get("class", [])))]


def cite(ids: list[str] | tuple[str, ...]) -> list[nodes.Node]:
    """Return the citation of *ids* with the space before it; nothing if there are none."""
    return [nodes.Text(" "), source_cite(sources=list(ids))] if ids else []


FEW = 4
"""Numbers that stand together without spaces; more of them would make a word that no line can hold."""


class NumberSources(SphinxPostTransform):
    """Number the sources of each chapter in order of first use and print its list.

    It runs after the audience is settled, so that a participant's numbers have no gaps and the
    list holds no source that only facilitators see cited.
    """

    default_priority = 7

    def run(self, **kwargs: Any) -> None:
        """Number every chapter of the document."""
        cites: dict[nodes.Element, list[source_cite]] = {}
        for node in self.document.findall(source_cite):
            cites.setdefault(chapter_of(node), []).append(node)
        places: dict[nodes.Element, source_list] = {}
        for place in list(self.document.findall(source_list)):
            chapter = chapter_of(place)
            if chapter in places or chapter not in cites:
                place.parent.remove(place)
            else:
                places[chapter] = place
        for chapter, found in cites.items():
            used = self._number(chapter, found)
            listed = self._list(chapter, used)
            if chapter in places:
                place = places[chapter]
                listed["classes"] += place["classes"]
                place.replace_self(placed(listed, place.source, place.line))
            else:
                _append(chapter, listed)

    def _number(self, chapter: nodes.Element, found: list[source_cite]) -> dict[str, list[str]]:
        """Replace each citation by its numbers; return for each source the ids of its calls."""
        prefix = _prefix(chapter)
        used: dict[str, list[str]] = {}
        for node in found:
            marks: list[nodes.Node] = []
            for source in node["sources"]:
                used.setdefault(source, [])
            numbers = {source: number for number, source in enumerate(used, start=1)}
            cited = sorted(set(node["sources"]), key=numbers.__getitem__)
            for source in cited:
                number, calls = numbers[source], used[source]
                calls.append(f"{prefix}cite-{number}-{len(calls) + 1}")
                mark = nodes.reference(
                    "",
                    f"[{number}]",
                    internal=True,
                    refid=f"{prefix}source-{number}",
                    ids=[calls[-1]],
                    classes=["cite"],
                )
                if marks and len(cited) > FEW:
                    marks.append(nodes.Text(" "))
                marks.append(mark)
            group = nodes.inline("", "", *marks, classes=["cites"])
            node.replace_self(placed(group, node.source, node.line))
        return used

    def _list(self, chapter: nodes.Element, used: dict[str, list[str]]) -> nodes.enumerated_list:
        prefix = _prefix(chapter)
        items = nodes.enumerated_list(classes=["sources"], enumtype="arabic", prefix="", suffix=".")
        for number, (source, calls) in enumerate(used.items(), start=1):
            text = paragraph(*_reference(self, source))
            if self.env._builder_cls.name != "packets":
                text += _back(calls)
            items += nodes.list_item("", text, ids=[f"{prefix}source-{number}"])
        return items


def _prefix(chapter: nodes.Element) -> str:
    """Return what makes ids unique where several chapters are one document."""
    name = chapter.get("docname", "") if isinstance(chapter, addnodes.start_of_file) else ""
    return f"{nodes.make_id(name)}-" if name else ""


def _reference(transform: NumberSources, id: str) -> Iterator[nodes.Node | str]:
    """Yield title, publisher, date and address of the source *id*."""
    entry = library.data_of(transform.env).library.sources.get(id)
    if entry is None:
        yield id
        return
    title = entry.title if entry.title.endswith((".", "?", "!")) else f"{entry.title}."
    yield nodes.inline("", title, classes=["source-title"])
    facts = [entry.author_publisher, when(entry.date or "", transform.config.language), entry.citation]
    yield f" {', '.join(fact for fact in facts if fact)}."
    if entry.url:
        yield " "
        yield nodes.reference("", _short(entry.url), refuri=entry.url, classes=["source-address"])


def _short(url: str) -> str:
    """Return *url* as short as it can be printed and still be typed."""
    text = re.sub(r"^https?://(www\.)?", "", url)
    return text.removesuffix("/") if text.count("/") == 1 else text


def _back(calls: list[str]) -> nodes.inline:
    """Return links back to the places that cite a source."""
    back = nodes.inline("", " ", classes=["back-links"])
    if len(calls) == 1:
        back += nodes.reference("", str(_("Back to text")), internal=True, refid=calls[0])
        return back
    back += nodes.Text(f"{_('Back to text:')} ")
    for number, call in enumerate(calls, start=1):
        back += [nodes.Text(" ")] if number > 1 else []
        back += nodes.reference("", str(number), internal=True, refid=call)
    return back


def _append(chapter: nodes.Element, listed: nodes.enumerated_list) -> None:
    """Add *listed* as the last section of *chapter*."""
    title = str(_("Sources"))
    section = nodes.section(
        "",
        nodes.title("", title),
        listed,
        ids=[f"{_prefix(chapter)}list-of-sources"],
        classes=["sources-section"],
    )
    top = next((child for child in chapter.children if isinstance(child, nodes.section)), chapter)
    top += placed(section, top.source, top.line)


def setup_citations(app: Sphinx) -> None:
    """Register role, directive and numbering."""
    add_role(app, "source", SourceRole())
    add_directive(app, "sources", Sources)
    app.add_post_transform(NumberSources)
