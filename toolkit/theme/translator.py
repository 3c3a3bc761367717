"""How the site writes document nodes as HTML: valid, labelled and usable by keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util.images import get_image_size
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from toolkit.theme import widths
from toolkit.theme.maths import to_mathml
from toolkit.theme.names import direction

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

_ = get_translation("toolkit")

_CHANCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RASTER = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_CHECKS = {"task-done": "done", "task-open": "not done"}


class SiteTranslator(HTML5Translator):
    """Sphinx's translator with scopes, regions, directions and plain landmarks added."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._ids: set[str] = set()
        self._regions: dict[str, int] = {}
        self._image = ""
        self.meta = [line for line in self.meta if "viewport" not in line]  # the layout has one

    def starttag(
        self, node: Element, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """Write a start tag with unique ids and, where a language is named, its direction.

        A language is named by a class ``language-xx`` (docutils); WCAG 3.1.2.
        """
        node["ids"] = self._unused([*node.get("ids", []), *attributes.pop("ids", [])])
        classes = [*node.get("classes", []), *attributes.get("class", attributes.get("CLASS", "")).split()]
        language = next((name[9:] for name in classes if name.startswith("language-")), "")
        if language:
            attributes["dir"] = direction(language)
        for name, label in _CHECKS.items():
            if name in classes:
                attributes |= {"role": "img", "aria-label": str(_(label))}
        if empty:  # docutils writes a slash that HTML ignores
            return f"{super().starttag(node, tagname, '', True, **attributes).removesuffix(' />')}>{suffix}"
        return str(super().starttag(node, tagname, suffix, **attributes))

    def _unused(self, ids: list[str]) -> list[str]:
        fresh = [id for id in dict.fromkeys(ids) if id not in self._ids]
        self._ids.update(fresh)
        return fresh

    def _region(self, kind: str, name: str = "") -> dict[str, Any]:
        """Return the attributes of a part that scrolls sideways: named and reachable (WCAG 2.1.1)."""
        count = self._regions[kind] = self._regions.get(kind, 0) + 1
        label = f"{kind} {count}: {name}" if name else f"{kind} {count}"
        return {"tabindex": "0", "role": "region", "aria-label": label}

    # -- tables -----------------------------------------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        """Open the table in a box that scrolls when the page is narrower than the table."""
        title = node.next_node(nodes.title)
        name = title.astext() if title is not None and title.parent is node else ""
        wide = self._region(str(_("Table")), name) if widths.table_may_scroll(node) else {}
        self.body.append(self.starttag(nodes.Element(), "div", CLASS="scroll", **wide))
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """Close the table and its box."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: Element) -> None:
        """Give a header cell its scope; an empty one is no header (WCAG 1.3.1, H63)."""
        row: Any = node.parent  # docutils counts columns on the row and keeps stubs on the group
        head = isinstance(row.parent, nodes.thead)
        stub = bool(row.parent.parent.stubs[row.column])
        long = len(node.astext()) > widths.LONG_CELL
        attributes: dict[str, Any] = {"classes": ["head"] * head + ["stub"] * stub + ["long"] * long}
        row.column += 1
        if "morerows" in node:
            attributes["rowspan"] = node["morerows"] + 1
        if "morecols" in node:
            attributes["colspan"] = node["morecols"] + 1
            row.column += node["morecols"]
        tag = "td"
        if (head or stub) and (node.astext().strip() or node.next_node(nodes.image)):
            tag = "th"
            attributes["scope"] = "col" if head else "row"
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    # -- code -------------------------------------------------------------------------------------

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Put code in a box that scrolls and, if a line may be too long, can be reached by keyboard."""
        wide = self._region(str(_("Code"))) if widths.code_may_scroll(node.astext()) else {}
        self.body.append(self.starttag(nodes.Element(), "div", "", CLASS="scroll code", **wide))
        try:
            super().visit_literal_block(node)
        except nodes.SkipNode:
            self.body.append("</div>\n")
            raise

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        """Close code that was not highlighted, and its box."""
        super().depart_literal_block(node)
        self.body.append("</div>\n")

    # -- pictures ---------------------------------------------------------------------------------

    def visit_image(self, node: nodes.image) -> None:
        """Write a picture with its size; without a description it is decoration (WCAG 1.1.1)."""
        self._image = node["uri"]
        link = node.parent if isinstance(node.parent, nodes.reference) else None
        if not node.get("alt"):
            node["alt"] = ""
            if link is not None and not link.astext().strip():
                node["alt"] = link.get("reftitle") or link.get("refuri") or link.get("refid", "")
        super().visit_image(node)

    def image_size(self, node: nodes.image) -> dict[str, Any]:  # type: ignore[override]
        """Return the attributes of the size; a stored picture's own size keeps the page from jumping."""
        attributes: dict[str, Any] = super().image_size(node)  # type: ignore[assignment]
        if attributes or not self._image.lower().endswith(_RASTER) or self._image not in self.builder.images:
            return attributes
        size = get_image_size(self.builder.srcdir / self._image)
        return {"width": size[0], "height": size[1]} if size else attributes

    # -- landmarks: an aside inside main would be a landmark inside a landmark ---------------------------

    def visit_topic(self, node: nodes.topic) -> None:
        """Write a topic as a plain block, and a local list of contents as navigation."""
        if "contents" in node["classes"]:
            tag = "nav"
            attributes: dict[str, Any] = {"aria-label": self._name(str(_("Contents")))}
        else:
            tag, attributes = "div", {"CLASS": "topic"}
        self.context.append(f"</{tag}>\n")
        self.body.append(self.starttag(node, tag, **attributes))

    def depart_topic(self, node: nodes.topic) -> None:
        """Close the topic."""
        self.body.append(self.context.pop())

    def _name(self, kind: str) -> str:
        count = self._regions[kind] = self._regions.get(kind, 0) + 1
        return kind if count == 1 else f"{kind} {count}"

    def visit_sidebar(self, node: nodes.sidebar) -> None:
        """Write a sidebar as a note."""
        self.body.append(self.starttag(node, "div", CLASS="sidebar", role="note"))
        self.in_sidebar = True

    def depart_sidebar(self, node: nodes.sidebar) -> None:
        """Close the sidebar."""
        self.body.append("</div>\n")
        self.in_sidebar = False

    def visit_footnote(self, node: Element) -> None:
        """Write a note; neighbours stand in one list (DPUB-ARIA 1.0, doc-footnote)."""
        if not isinstance(node.previous_sibling(), type(node)):
            self.body.append('<div class="footnote-list">\n')
        self.body.append(self.starttag(node, "div", classes=[node.tagname], role="doc-footnote"))

    def depart_footnote(self, node: Element) -> None:
        """Close the note, and the list after its last note."""
        self.body.append("</div>\n")
        if not isinstance(node.next_node(descend=False, siblings=True), type(node)):
            self.body.append("</div>\n")

    def visit_citation(self, node: Element) -> None:
        """Write a citation like a note: the role that docutils gives it is deprecated."""
        self.visit_footnote(node)

    def depart_citation(self, node: Element) -> None:
        """Close the citation."""
        self.depart_footnote(node)

    def visit_title(self, node: nodes.title) -> None:
        """Write a title: no link back to the contents around it, no heading without a level."""
        node.attributes.pop("refid", None)
        if isinstance(node.parent, addnodes.compact_paragraph) and node.parent.get("toctree"):
            self.body.append(self.starttag(node, "p", "", CLASS="caption"))
            self.context.append("</p>\n")
        else:
            super().visit_title(node)

    # -- the rest ---------------------------------------------------------------------------------

    def visit_hlist(self, node: Element) -> None:
        """Write a list in columns without a layout table."""
        self.body.append('<div class="hlist">')

    def depart_hlist(self, node: Element) -> None:
        """Close the list in columns."""
        self.body.append("</div>\n")

    def visit_hlistcol(self, node: Element) -> None:
        """Open one column."""
        self.body.append("<div>")

    def depart_hlistcol(self, node: Element) -> None:
        """Close one column."""
        self.body.append("</div>")

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        """Write a formula as MathML, which browsers draw without a script."""
        self.body.append(to_mathml(node.astext(), block=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        """Write a displayed formula with its number; an id that MyST drew by chance goes."""
        number = get_node_equation_number(self, node) if node.get("number") else ""
        if _CHANCE.search(str(node.get("label", ""))):
            node["ids"] = []
        scroll = self._region(str(_("Formula"))) if len(node.astext()) > widths.FORMULA else {}
        self.body.append(self.starttag(node, "div", CLASS="math scroll", **scroll))
        self.body.append(to_mathml(node.astext(), block=True))
        if number:
            self.body.append(f'<span class="eqno">({number})</span>')
        self.body.append("</div>\n")
        raise nodes.SkipNode

    def visit_disclosure(self, node: Element) -> None:
        """Open a part that the reader can open and close."""
        attributes: dict[str, Any] = {"open": "open"} if node.get("open") else {}
        if node.get("group"):
            attributes["name"] = node["group"]
        self.body.append(self.starttag(node, "details", CLASS="disclosure", **attributes))

    def depart_disclosure(self, node: Element) -> None:
        """Close the part."""
        self.body.append("</details>\n")

    def visit_disclosure_title(self, node: Element) -> None:
        """Open the line that opens and closes the part."""
        self.body.append(self.starttag(node, "summary", ""))

    def depart_disclosure_title(self, node: Element) -> None:
        """Close the line."""
        self.body.append("</summary>\n")

    def visit_part_filter(self, node: Element) -> None:
        """Write the choice of a part as radio buttons in a named group (WCAG 1.3.1, H71)."""
        count = self._regions["filter"] = self._regions.get("filter", 0) + 1
        self.body.append(f'<fieldset class="part-filter">\n<legend>{self.encode(node["label"])}</legend>\n')
        for number, choice in enumerate(node["choices"]):
            checked = "" if number else " checked"
            self.body.append(
                f'<label><input type="radio" name="parts-{count}" value="{number}"{checked}> '
                f"{self.encode(choice)}</label>\n"
            )
        self.body.append("</fieldset>\n")
        raise nodes.SkipNode

    def visit_page_contents(self, node: Element) -> None:
        """Write the links to the sections of this page; they are attributes, so search ignores them."""
        self.body.append(f'<nav class="on-this-page" aria-label="{self.attval(node["label"])}">\n')
        self.body.append(f'<p class="label">{self.encode(node["label"])}</p>\n<ul>\n')
        for id, title in node["entries"]:
            self.body.append(f'<li><a href="#{self.attval(id)}">{self.encode(title)}</a></li>\n')
        self.body.append("</ul>\n</nav>\n")
        raise nodes.SkipNode

    def visit_review_line(self, node: Element) -> None:
        """Write when the chapter was read over, and whether that is too long ago."""
        kind = "review overdue" if node["overdue"] else "review"
        self.body.append(f'<p class="{kind}">{self.encode(node["text"])}</p>\n')
        raise nodes.SkipNode
