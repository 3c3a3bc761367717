"""Our docutils nodes, and the few operations on them that several parts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from toolkit import tilemap
from toolkit.errors import near_miss

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

PARTICIPANT, FACILITATOR = "participant", "facilitator"
AUDIENCES = (PARTICIPANT, FACILITATOR)

_NOTE = ("audience-block", FACILITATOR)

_ = get_translation("toolkit")


class audience_block(nodes.General, nodes.Element):
    """Blocks for one audience only; attribute ``audience`` is one of :data:`AUDIENCES`."""


class activity(nodes.General, nodes.Element):
    """The data line of one activity of a session.

    Attributes: ``minutes`` (int), ``lead`` (str), ``materials`` (list of str), ``copies`` (list of
    ``(number, per, name)`` with *per* 0 for a fixed number, 1 for each person, n for each n people).
    The title is that of the section it stands in.  ``begin`` and ``end`` (minutes after midnight)
    are set when a session plan of the same chapter gives a start time.  The children are its lines:
    paragraphs of the classes ``activity-clock`` and ``activity-needs``, then what the author wrote.
    """


class sheet(nodes.General, nodes.Element):
    """A sheet of cards to cut out: children are :class:`wallet_card`, ``copies`` says how often each."""


class wallet_card(nodes.General, nodes.Element):
    """One card, 3.5 x 2 inches; its children are one or two :class:`card_side`.

    A printed repetition of a card has ``hidden``: it is not read aloud again.
    """


class card_side(nodes.General, nodes.Element):
    """The front or the back of a card; attribute ``side`` is ``front`` or ``back``."""


class writing_line(nodes.General, nodes.Element):
    """An empty line to write on; decoration for screen readers, a rule in print."""


class tile_map(nodes.General, nodes.Element):
    """A drawing of tiles; ``cells`` are the fields of :class:`toolkit.tilemap.Cell`, ``serial`` numbers it.

    ``title`` names it, ``alt`` says in words which places are in which class.
    """


class tile_swatch(nodes.General, nodes.Element):
    """A sample of a pattern in the legend of a map; ``pattern`` is its number."""


class session_plan(nodes.General, nodes.Element):
    """The place of a session plan; attributes ``start`` (minutes after midnight) and ``people``.

    A post-transform fills it from the chapter's :class:`activity` nodes that the product keeps.
    """


class source_cite(nodes.Inline, nodes.Element):
    """A citation; attribute ``sources`` is a list of source ids, numbered by a post-transform."""


class source_list(nodes.General, nodes.Element):
    """The place of a chapter's numbered list of sources, filled by a post-transform."""


def keeps(audience: str, marked: str) -> bool:
    """Say whether a product for *audience* holds text marked for *marked* ('' is for everyone).

    A mistyped mark holds text back; a word of another kind, which front matter of others may have, does not.
    """
    ours = marked in AUDIENCES or bool(marked and near_miss(marked, AUDIENCES))
    return marked == audience if ours else True


def keep_audience(document: nodes.document, audience: str) -> None:
    """Open the blocks for *audience* in *document* and remove all blocks for anyone else.

    Footnotes and citations that only removed text refers to go with it.
    """
    before = _referred(document)
    for block in list(document.findall(audience_block)):
        if block.parent is None:
            continue
        if keeps(audience, block["audience"]):
            _unwrap(block)
        else:
            block.parent.remove(block)
    lost = before - _referred(document)
    for note in list(document.findall(nodes.footnote)) + list(document.findall(nodes.citation)):
        if lost & set(note["ids"]):
            note.parent.remove(note)


def _unwrap(block: nodes.Element) -> None:
    """Put the children of *block* in its place; a label of the block moves to the first of them.

    Text that only facilitators get is marked: a container, or its sections, with a title of the class
    ``audience-label``.
    """
    first = next((child for child in block.children if isinstance(child, nodes.Element)), None)
    if first is not None:
        first["ids"].extend(block["ids"])
        first["names"].extend(block["names"])
    held = block.children
    if block["audience"] == FACILITATOR:
        text = [child for child in held if not isinstance(child, nodes.section)]
        sections = [child for child in held if isinstance(child, nodes.section)]
        held = [nodes.container("", _label(), *text, classes=list(_NOTE))] if text else []
        for section in sections:
            section["classes"] += _NOTE
            section.insert(1, _label())
            held.append(section)
    block.parent.replace(block, held)


def _label() -> nodes.rubric:
    word = str(_("Facilitator"))
    return nodes.rubric(word, word, classes=["audience-label"])


def banner(text: str) -> nodes.container:
    """Return a warning that stands below the title of a chapter; both products draw it by its class."""
    return nodes.container("", nodes.paragraph(text, text), classes=["banner"])


def chapter_of(node: nodes.Node) -> nodes.Element:
    """Return the chapter that *node* stands in: the document, or its part in an assembled one."""
    above = node.parent
    while not isinstance(above, addnodes.start_of_file | nodes.document):
        above = above.parent
    return above


def _referred(document: nodes.document) -> set[str]:
    return {str(ref["refid"]) for ref in document.findall(nodes.footnote_reference) if "refid" in ref}


def _open_div(self: HTML5Translator, node: nodes.Element) -> None:
    hidden: dict[str, Any] = {"aria-hidden": "true"} if node.get("hidden") else {}
    self.body.append(self.starttag(node, "div", CLASS=type(node).__name__.replace("_", "-"), **hidden))


def _close_div(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _open_line(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append('<div class="writing-line" aria-hidden="true">')


def _draw_map(self: HTML5Translator, node: nodes.Element) -> None:
    drawing = map_drawing(node)
    if max(column for _label, _row, column, _pattern in node["cells"]) > tilemap.PHONE:
        label = self.attval(f"{node['title']} {node['serial'] + 1}")  # reachable and named (WCAG 2.1.1)
        drawing = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{drawing}</div>'
    self.body.append(drawing)
    raise nodes.SkipNode


def _draw_swatch(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f'<span class="tile-swatch">{swatch_drawing(node)}</span>')
    raise nodes.SkipNode


def map_drawing(node: nodes.Element) -> str:
    """Return the SVG of a :class:`tile_map`."""
    cells = [tilemap.Cell(*cell) for cell in node["cells"]]
    return tilemap.draw(cells, node["title"], node["alt"], f"map{node['serial']}")


def swatch_drawing(node: nodes.Element) -> str:
    """Return the SVG of a :class:`tile_swatch`."""
    return tilemap.swatch(node["pattern"])


def _underscores(self: Any, node: nodes.Element) -> None:
    """Let the writer of plain text print a line to write on."""
    self.new_state(0)
    self.add_text("_" * 40)
    self.end_state()
    raise nodes.SkipNode


def _text_only(self: Any, node: nodes.Element) -> None:
    """Let writers that know no better print the children."""


def _nothing(self: Any, node: nodes.Element) -> None:
    """Leave out a place that no post-transform has filled (titles in navigation, foreign tools)."""
    raise nodes.SkipNode


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes; print and site draw them by their classes."""
    plain = (_text_only, _text_only)
    for node in (audience_block, activity, sheet, wallet_card, card_side):
        app.add_node(node, html=(_open_div, _close_div), latex=plain, text=plain, man=plain, texinfo=plain)
    line: dict[str, Any] = {"latex": plain, "man": plain, "texinfo": plain}
    app.add_node(writing_line, html=(_open_line, _close_div), text=(_underscores, None), **line)
    skip: dict[str, Any] = dict.fromkeys(("html", "latex", "text", "man", "texinfo"), (_nothing, None))
    for place in (session_plan, source_cite, source_list):
        app.add_node(place, **skip)
    app.add_node(tile_map, **(skip | {"html": (_draw_map, None)}))
    app.add_node(tile_swatch, **(skip | {"html": (_draw_swatch, None)}))
