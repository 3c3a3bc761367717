"""Our docutils nodes, and the few operations on them that several parts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

AUDIENCES = ("participant", "facilitator")


class audience_block(nodes.General, nodes.Element):
    """Blocks for one audience only; attribute ``audience`` is one of :data:`AUDIENCES`."""


class activity(nodes.General, nodes.Element):
    """The data line of one activity of a session.

    Attributes: ``minutes`` (int), ``lead`` (str), ``materials`` (list of str), ``copies`` (list of
    ``(number, per, name)`` with *per* 0 for a fixed number, 1 for each person, n for each n people).
    The title is that of the section it stands in.  ``begin`` and ``end`` ("9:10") are set when a
    session plan of the same chapter gives a start time.
    """


class sheet(nodes.General, nodes.Element):
    """A sheet of cards to cut out: children are :class:`wallet_card`, ``copies`` says how often each."""


class wallet_card(nodes.General, nodes.Element):
    """One card, 3.5 x 2 inches; its children are one or two :class:`card_side`."""


class card_side(nodes.General, nodes.Element):
    """The front or the back of a card; attribute ``side`` is ``front`` or ``back``."""


def keeps(audience: str, marked: str) -> bool:
    """Say whether a product for *audience* holds text marked for *marked* ('' is for everyone)."""
    return not marked or marked == audience


def keep_audience(document: nodes.document, audience: str) -> None:
    """Unwrap the blocks for *audience* in *document* and remove all blocks for anyone else.

    Footnotes and citations that only removed text refers to go with it.
    """
    before = _referred(document)
    for block in list(document.findall(audience_block)):
        if block.parent is None:
            continue
        keep = keeps(audience, block["audience"])
        block.parent.replace(block, block.children if keep else [])
    lost = before - _referred(document)
    for note in list(document.findall(nodes.footnote)) + list(document.findall(nodes.citation)):
        if lost & set(note["ids"]):
            note.parent.remove(note)


def _referred(document: nodes.document) -> set[str]:
    return {str(ref["refid"]) for ref in document.findall(nodes.footnote_reference) if "refid" in ref}


def _open_div(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS=type(node).__name__.replace("_", "-")))


def _close_div(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _text_only(self: Any, node: nodes.Element) -> None:
    """Let writers that know no better print the children."""


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes; print and site draw them by their classes."""
    plain = (_text_only, _text_only)
    for node in (audience_block, activity, sheet, wallet_card, card_side):
        app.add_node(node, html=(_open_div, _close_div), latex=plain, text=plain, man=plain, texinfo=plain)
