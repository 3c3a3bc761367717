"""Gives every gathered node its role and the shape that PDF/UA-1 asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from toolkit.press.tags import blocks, links, lists, tables
from toolkit.press.tags.gather import Gathered
from toolkit.press.tags.node import Annotation, Kid, Mark, Node, has_content, marks_of

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_REORDERED = "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"  # Indic, Myanmar, Khmer
SPOKEN = re.compile(f"[{_RTL}{_REORDERED}]")
"""Text whose glyphs stand in another order than its characters: it gets ActualText (PDF 1.7, 14.9.4)."""

SVG = "{http://www.w3.org/2000/svg}"
HEADING = re.compile("h[1-6]")
CONTAINERS = {"section": "Sect", "article": "Art", "blockquote": "BlockQuote"}
_BLOCKS = (
    "div aside nav header footer figure details summary fieldset form address center hgroup dialog search "
    "main legend optgroup"
)
BLOCKS = frozenset(_BLOCKS.split())
PARAGRAPHS = frozenset(("p",))
CODE = frozenset(("code", "kbd", "samp", "tt"))


@dataclass
class Shaper:
    """Turns gathered nodes into structure elements, from the leaves up."""

    gathered: Gathered
    messages: list[str] = field(default_factory=list)
    notes: int = 0

    def document(self) -> Node:
        """Return the Document element of the whole book."""
        kids = blocks.as_blocks(self._kids(self.gathered.root))
        document = Node("Document", self.gathered.root.element, kids)
        blocks.level_headings(document)
        return document

    def _kids(self, node: Node) -> list[Kid]:
        kids: list[Kid] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids += self._shape(kid)
            elif isinstance(kid, Mark) and SPOKEN.search(kid.text):
                kids.append(Node("Span", None, [kid], actual=kid.text))
            else:
                kids.append(kid)
        return kids

    def _shape(self, node: Node) -> list[Kid]:
        """Return what stands in the tree for *node*: itself with a role, its kids alone, or nothing."""
        element = node.element
        assert element is not None
        if node.role == "Lbl":
            return [Node("Lbl", None, self._kids(node))] if has_content(node) else []
        tag = element.tag if isinstance(element.tag, str) else ""
        shape = self._special(tag, element.get("role", ""))
        node.lang = element.get("lang", "")
        if shape is not None:
            return shape(node)
        kids = self._kids(node)
        if not kids:
            return []
        if tag in CONTAINERS or tag in BLOCKS:
            return blocks.container(CONTAINERS.get(tag, "Div"), node, kids)
        if tag in PARAGRAPHS:
            return blocks.paragraph("P", node, kids)
        if HEADING.fullmatch(tag):
            return blocks.heading(tag.upper(), node, kids)
        return self._inline(tag, node, kids)

    def _special(self, tag: str, role: str) -> Callable[[Node], list[Kid]] | None:
        if tag in ("img", f"{SVG}svg", "svg") or role == "img":
            return self._picture
        if role == "doc-footnote":
            return self._note
        if tag == "table" and role in ("presentation", "none"):
            return lambda node: tables.layout(node, self._kids(node))
        shapes: dict[str, Callable[[Node], list[Kid]]] = {
            "a": lambda node: links.link(node, self._kids(node), self.gathered.unused),
            "ul": lambda node: lists.bullets(node, self._kids(node)),
            "ol": lambda node: lists.bullets(node, self._kids(node)),
            "menu": lambda node: lists.bullets(node, self._kids(node)),
            "li": lambda node: lists.item(node, self._kids(node)),
            "dl": lambda node: lists.definitions(node, self._kids(node)),
            "dt": lambda node: lists.part("dt", node, self._kids(node)),
            "dd": lambda node: lists.part("dd", node, self._kids(node)),
            "nav": self._nav,
            "pre": self._pre,
            "table": lambda node: tables.table(node, self._kids(node)),
            "tr": lambda node: tables.row(node, self._kids(node)),
            "td": lambda node: tables.cell("TD", node, self._kids(node)),
            "th": lambda node: tables.cell("TH", node, self._kids(node)),
            "thead": lambda node: tables.group("THead", node, self._kids(node)),
            "tbody": lambda node: tables.group("TBody", node, self._kids(node)),
            "tfoot": lambda node: tables.group("TFoot", node, self._kids(node)),
            "caption": lambda node: blocks.caption(node, self._kids(node)),
            "figcaption": lambda node: blocks.caption(node, self._kids(node)),
        }
        return shapes.get(tag)

    def _inline(self, tag: str, node: Node, kids: list[Kid]) -> list[Kid]:
        block = any(isinstance(kid, Node) and kid.is_block for kid in kids)
        if tag in CODE and not block:
            return [Node("Code", node.element, kids, lang=node.lang)]
        if tag == "q" and not block:
            return [Node("Quote", node.element, kids, lang=node.lang)]
        assert node.element is not None
        title = node.element.get("title", "") if tag in ("abbr", "acronym") else ""
        if not block and (node.lang or title):
            return [Node("Span", node.element, kids, lang=node.lang, expansion=title)]
        if node.lang:
            return blocks.container("Div", node, kids)
        return kids

    def _pre(self, node: Node) -> list[Kid]:
        kids = self._kids(node)
        flat: list[Kid] = []
        for kid in kids:
            flat += kid.kids if isinstance(kid, Node) and kid.role == "Code" else [kid]
        if any(isinstance(kid, Node) and kid.is_block for kid in flat):
            return blocks.container("Div", node, flat)
        return [Node("P", node.element, [Node("Code", None, flat)], lang=node.lang)] if flat else []

    def _nav(self, node: Node) -> list[Kid]:
        kids = blocks.container("Div", node, self._kids(node))
        assert node.element is not None
        if node.element.get("role") == "doc-toc":
            lists.contents(kids)
        return kids

    def _note(self, node: Node) -> list[Kid]:
        kids = blocks.as_blocks_if_any(self._kids(node))
        if not kids:
            return []
        self.notes += 1
        return [Node("Note", node.element, kids, lang=node.lang, ident=f"note-{self.notes}")]

    def _picture(self, node: Node) -> list[Kid]:
        element = node.element
        assert element is not None
        marks = marks_of(node.kids)
        alt = " ".join((element.get("alt") or element.get("aria-label") or _svg_title(node)).split())
        if not alt:
            if element.get("alt") is None and element.get("role") not in ("presentation", "none") and marks:
                self.messages.append(_undescribed(node))
            self.gathered.artifacts += [(mark, "Layout") for mark in marks]
            return [kid for kid in node.kids if isinstance(kid, Annotation)]
        if not marks:
            return []
        classes = (element.get("class") or "").split()
        role = "Formula" if "math" in classes or element.get("role") == "math" else "Figure"
        kids: list[Kid] = [*marks]
        links_kept: list[Kid] = [kid for kid in node.kids if isinstance(kid, Annotation)]
        return [Node(role, element, kids, lang=node.lang, alt=alt), *links_kept]


def _svg_title(node: Node) -> str:
    element = node.element
    assert element is not None
    title = element.find(f"{SVG}title")
    if title is None:
        title = element.find("title")
    return "".join(title.itertext()) if title is not None else ""


def _undescribed(node: Node) -> str:
    element = node.element
    assert element is not None
    source = element.get("data-src") or element.get("src") or "drawing"
    return (
        f"{source}: the picture has no description and is left out for screen readers; "
        "describe it in its alt text"
    )
