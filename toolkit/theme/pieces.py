"""Nodes that only the site draws, and the pass that turns tabs, dropdowns, cards and check boxes into them.

It runs before sphinx-design's own HTML passes (priorities 199 and 200), which then find nothing left to do:
their tabs need a script to be announced, and their cards one link that covers everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.theme.names import SITE_BUILDERS, draws

if TYPE_CHECKING:
    from sphinx.application import Sphinx


_ = get_translation("toolkit")

_UNKNOWN_TAG = re.compile(r"<([a-z]+(?:-[a-z0-9]+)+)>")


class disclosure(nodes.General, nodes.Element):
    """A part to open and close; ``open`` (bool), ``group`` (str: at most one of a group is open)."""


class disclosure_title(nodes.General, nodes.TextElement):
    """The line that opens and closes a :class:`disclosure`."""


class DesignPieces(SphinxPostTransform):
    """Turn components of sphinx-design and check boxes of MyST into plain parts of a page."""

    default_priority = 190
    builders = SITE_BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Turn every component of the page."""
        if not draws(self.config):
            return
        passes: dict[str, Callable[[nodes.Element], None]] = {
            "tab-set": _open_tabs,
            "dropdown": _close_dropdown,
            "card": _link_title,
            "aside": _plain_aside,
        }
        for node in list(self.document.findall(nodes.container)):
            if change := passes.get(node.get("design_component", "")):
                change(node)
        for terms in list(self.document.findall(nodes.definition_list)):
            _name_once(terms)
        for icon in self.document.findall(nodes.Element):
            if "svg" in icon.attributes:
                icon["svg"] = _without_version(icon["svg"])
        for raw in list(self.document.findall(nodes.raw)):
            if _is_stray_tag(raw):
                raw.replace_self(nodes.Text(raw.astext()))
            elif "task-list-item-checkbox" in raw.astext():
                raw.replace_self(_check_box("checked" in raw.astext().replace("checkbox", "")))


def _check_box(done: bool) -> nodes.inline:
    mark = "☑" if done else "☐"
    return nodes.inline(mark, mark, classes=["task-done" if done else "task-open"])


def _is_stray_tag(node: nodes.raw) -> bool:
    """Say whether *node* is an unknown tag that nothing closes: words in angle brackets, meant to be read."""
    if not isinstance(node.parent, nodes.TextElement):
        return False
    tag = _UNKNOWN_TAG.fullmatch(node.astext().strip())
    return tag is not None and f"</{tag[1]}>" not in node.parent.astext()


def _without_version(svg: str) -> str:
    """Return *svg* without its version, which is that of the icon set and no version of SVG."""
    before, _, rest = svg.partition(' version="')
    return before + rest.partition('"')[2] if rest else svg


def _name_once(terms: nodes.definition_list) -> None:
    """Let no name stand twice in one list (HTML, dl): neighbours are joined, others begin a new list."""
    lists: list[list[nodes.Element]] = [[]]
    seen: set[str] = set()
    for item in [child for child in terms.children if isinstance(child, nodes.Element)]:
        names = _names(item)
        if names and lists[-1] and names == _names(lists[-1][-1]):
            _join(lists[-1][-1], item)
            continue
        if seen.intersection(names):
            lists.append([])
            seen = set()
        lists[-1].append(item)
        seen.update(names)
    terms.children = list(lists[0])
    place = terms.parent.index(terms)
    for number, items in enumerate(lists[1:], 1):
        more = nodes.definition_list("", *items, classes=list(terms["classes"]))
        terms.parent.insert(place + number, more)


def _names(item: nodes.Element) -> list[str]:
    return [part.astext() for part in item.children if isinstance(part, nodes.term)]


def _join(item: nodes.Element, other: nodes.Element) -> None:
    """Add what *other* defines, and its ids, to *item*."""
    ids = [id for part in other.children if isinstance(part, nodes.term) for id in part["ids"]]
    added = [part for part in other.children if not isinstance(part, nodes.term)]
    item.extend(added)
    if added and isinstance(added[0], nodes.Element):
        added[0]["ids"] += [*other["ids"], *ids]


def _own(node: nodes.Element) -> list[str]:
    """Return the classes of *node* that the author gave."""
    return [name for name in node["classes"] if not name.startswith("sd-")]


def _open_tabs(node: nodes.Element) -> None:
    """Show the panels of a set of tabs one below the other, each under its title."""
    node["design_component"] = ""
    node["classes"] = ["panels", *_own(node)]
    for item in node.children:
        if not isinstance(item, nodes.container):
            continue
        item["design_component"] = ""
        item["classes"] = ["panel", *_own(item)]
        for part in item.children:
            if isinstance(part, nodes.rubric):
                part["classes"] = ["panel-title", *_own(part)]


def _close_dropdown(node: nodes.Element) -> None:
    """Make a dropdown a part that opens without a script."""
    new = disclosure(open=node.get("opened", False), group=node.get("details_name", ""), classes=_own(node))
    new["ids"] = list(node["ids"])
    new.source, new.line = node.source, node.line
    body = list(node.children)
    title = disclosure_title()
    rubric = body[0] if node.get("has_title") and body else None
    if isinstance(rubric, nodes.rubric):
        body = body[1:]
        new["ids"] += rubric["ids"]
        title += _without_links(rubric)
    else:
        title += nodes.Text(str(_("Details")))
    new += title
    new += nodes.container("", *body, is_div=True, classes=["disclosure-body"])
    node.replace_self(new)


def _without_links(node: nodes.Element) -> list[nodes.Node]:
    """Return the children of *node*, links as their text: a control holds no control (HTML, summary)."""
    for link in list(node.findall(nodes.reference)):
        link.replace_self(link.children)
    return list(node.children)


def _link_title(node: nodes.Element) -> None:
    """Let the title of a card carry its link; a card without a title gets the link as its last line."""
    node["classes"] = ["card", *_own(node)]
    link = _stretched_link(node)
    if link is None:
        return
    link["classes"] = [name for name in link["classes"] if not name.startswith("sd-")]
    for part in list(link.findall(nodes.Element)):
        part["classes"] = [name for name in part["classes"] if not name.startswith("sd-")]
    place = link.parent
    title = next((part for part in node.findall(nodes.container) if "sd-card-title" in part["classes"]), None)
    place.remove(link)
    if title is not None and not list(title.findall(nodes.reference)):
        inner = title[0] if title.children and isinstance(title[0], nodes.Element) else title
        link.children = []
        link.extend(inner.children)
        inner.children = []
        inner += link
    else:
        node += nodes.paragraph("", "", link, classes=["card-link"])
    if not place.children and place.parent is not None and place is not node:
        place.parent.remove(place)


def _stretched_link(node: nodes.Element) -> nodes.reference | None:
    """Return the link of a card; its class stands on it or, once it is resolved, on what it holds."""
    for part in node.findall(nodes.Element):
        if "sd-stretched-link" in part.get("classes", []):
            if isinstance(part, nodes.reference):
                return part
            return (
                part.parent if isinstance(part.parent, nodes.reference) else part.next_node(nodes.reference)
            )
    return None


def _plain_aside(node: nodes.Element) -> None:
    """Keep a call-out a plain block: an aside inside the main part would be a stray landmark."""
    node["design_component"] = ""
    node["classes"] = ["sidebar", *_own(node)]
    for part in node.children:
        if isinstance(part, nodes.rubric):
            part["classes"] = ["sidebar-title", *_own(part)]


def setup_pieces(app: Sphinx) -> None:
    """Register the pass; :class:`~toolkit.theme.translator.SiteTranslator` writes the nodes."""
    app.add_post_transform(DesignPieces)
