"""Doctree to lean HTML for print: headings by depth, header cells with scope, no script, no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from toolkit.diagnostics import Code, warn

if TYPE_CHECKING:
    from docutils.nodes import Element

DEEPEST_HEADING = 6
"""HTML and PDF/UA-1 have six levels of headings (ISO 14289-1, 7.4.2)."""


class PrintTranslator(HTML5Translator):
    """Writes the fragment of one chapter that the press lays out."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.initial_header_level = 1
        self._row_heads: set[int] = set()

    # Headings -----------------------------------------------------------------------------------

    def visit_title(self, node: nodes.title) -> None:
        """Write a section's title as a heading of its depth, any other title as a paragraph."""
        if isinstance(node.parent, nodes.section):
            level = min(self.section_level, DEEPEST_HEADING)
            node["ids"] = [*node.parent["ids"], *node["ids"]]
            self.body.append(self.starttag(node, f"h{level}", ""))
            self.add_secnumber(node)
            self.context.append(f"</h{level}>\n")
        elif isinstance(node.parent, nodes.document):
            self.body.append(self.starttag(node, "h1", ""))
            self.context.append("</h1>\n")
        elif isinstance(node.parent, nodes.table):
            self.body.append(self.starttag(node, "caption", ""))
            self.add_fignumber(node.parent)
            self.context.append("</caption>\n")
        else:
            name = "admonition-title" if isinstance(node.parent, nodes.Admonition) else "block-title"
            self.body.append(self.starttag(node, "p", "", CLASS=name))
            self.context.append("</p>\n")

    def visit_section(self, node: nodes.section) -> None:
        """Open a section; its ids go to the heading, which may start a page later than the section."""
        self.section_level += 1
        ids = node["ids"]
        node["ids"] = [] if node.children and isinstance(node[0], nodes.title) else ids
        self.body.append(self.starttag(node, "section"))
        node["ids"] = ids

    def depart_section(self, node: nodes.section) -> None:
        """Close the section."""
        self.section_level -= 1
        self.body.append("</section>\n")

    def depart_title(self, node: nodes.title) -> None:
        """Close what :meth:`visit_title` opened."""
        self.body.append(self.context.pop())

    def visit_rubric(self, node: nodes.rubric) -> None:
        """Write a rubric as a paragraph: it is no section, so it takes no heading level."""
        self.body.append(self.starttag(node, "p", "", CLASS="rubric"))

    def depart_rubric(self, node: nodes.rubric) -> None:
        """Close the rubric."""
        self.body.append("</p>\n")

    def add_permalink_ref(self, node: Element, title: str) -> None:
        """Write nothing: paper has no permanent links."""

    # Blocks ---------------------------------------------------------------------------------------

    def visit_admonition(self, node: Element, name: str = "") -> None:
        """Write an admonition open, whatever its ``collapsible`` option says."""
        node.attributes.pop("collapsible", None)
        super().visit_admonition(node, name)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Write code without colours: a copier has none, and each token would be a tagged span."""
        self.body.append(self.starttag(node, "pre", "", CLASS="code"))
        self.body.append("<code>")

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        """Close the code."""
        self.body.append("</code></pre>\n")

    def visit_doctest_block(self, node: Element) -> None:
        """Write an interpreter session like code."""
        self.visit_literal_block(node)  # type: ignore[arg-type]

    def depart_doctest_block(self, node: Element) -> None:
        """Close the session."""
        self.body.append("</code></pre>\n")

    def visit_block_quote(self, node: Element) -> None:
        """Write a quotation."""
        self.body.append(self.starttag(node, "blockquote"))

    def depart_block_quote(self, node: Element) -> None:
        """Close the quotation."""
        self.body.append("</blockquote>\n")

    def visit_hlist(self, node: Element) -> None:
        """Write a horizontal list as one list after the other: columns are no table (PDF/UA-1, 7.5)."""
        self.body.append(self.starttag(node, "div", CLASS="hlist"))

    def depart_hlist(self, node: Element) -> None:
        """Close the list."""
        self.body.append("</div>\n")

    def visit_hlistcol(self, node: Element) -> None:
        """Write one column."""
        self.body.append("<div>")

    def depart_hlistcol(self, node: Element) -> None:
        """Close the column."""
        self.body.append("</div>\n")

    def visit_citation(self, node: Element) -> None:
        """Write a citation as a block that its label opens."""
        self.body.append(self.starttag(node, "div", CLASS="citation"))

    def depart_citation(self, node: Element) -> None:
        """Close the citation."""
        self.body.append("</div>\n")

    def visit_label(self, node: Element) -> None:
        """Write the label of a citation."""
        self.body.append('<p class="label">[')

    def depart_label(self, node: Element) -> None:
        """Close the label."""
        self.body.append("]</p>\n")

    # Tables ---------------------------------------------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        """Write a table; columns take the width their content asks for."""
        self._table_row_indices.append(0)
        node["classes"] = [
            name for name in node["classes"] if not name.startswith(("docutils", "colwidths-"))
        ]
        self.body.append(self.starttag(node, "table"))

    def visit_colspec(self, node: Element) -> None:
        """Write the widths of parts of one table, which shall look alike, and of no other table.

        Given widths would squeeze columns below their longest word; those of parts come from their words.
        """
        if "data-part" in node.parent.parent["classes"]:
            self.body.append(f'<col style="width: {node["colwidth"]}%">')
        raise nodes.SkipNode

    def visit_tgroup(self, node: Element) -> None:
        """Find out which cells head their row."""
        self._row_heads.update(_row_heads(node))

    def depart_tgroup(self, node: Element) -> None:
        """Write nothing."""

    def visit_row(self, node: Element) -> None:
        """Write a row."""
        self.body.append(self.starttag(node, "tr", ""))

    def visit_entry(self, node: Element) -> None:
        """Write a cell; header cells say what they head (PDF/UA-1, 7.5; WCAG 1.3.1)."""
        in_head = isinstance(node.parent.parent, nodes.thead)
        is_stub = id(node) in self._row_heads
        attributes: dict[str, Any] = {}
        if in_head or is_stub:
            attributes["scope"] = "col" if in_head else "row"
        if "morerows" in node:
            attributes["rowspan"] = node["morerows"] + 1
        if "morecols" in node:
            attributes["colspan"] = node["morecols"] + 1
        tag = "th" if in_head or is_stub else "td"
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def depart_entry(self, node: Element) -> None:
        """Close the cell."""
        self.body.append(self.context.pop())

    # Inline ---------------------------------------------------------------------------------------

    def visit_inline(self, node: nodes.inline) -> None:
        """Write line breaks, slots for page numbers and notes; anything else as a span."""
        if "line-break" in node["classes"]:
            self.body.append("<br>")
            raise nodes.SkipNode
        attributes = {}
        if "slot" in node:
            attributes["data-ref"] = node["slot"]
        if "role" in node:
            attributes["role"] = node["role"]
        self.body.append(self.starttag(node, "span", "", **attributes))

    def depart_inline(self, node: nodes.inline) -> None:
        """Close the span."""
        self.body.append("</span>")

    def visit_literal(self, node: Element) -> None:
        """Write inline code without colours."""
        self.body.append(self.starttag(node, "kbd" if "kbd" in node["classes"] else "code", ""))

    def depart_literal(self, node: Element) -> None:
        """Close the code."""
        self.body.append("</kbd>" if "kbd" in node["classes"] else "</code>")

    def visit_reference(self, node: Element) -> None:
        """Write a link to a place in the packet or to the web; the steps left no others."""
        href = f"#{node['refid']}" if "refid" in node else node.get("refuri", "")
        kind = "inside" if "refid" in node else "web"
        names = [name for name in node["classes"] if not name.startswith("sd-")]
        node["classes"] = names
        self.body.append(self.starttag(node, "a", "", CLASS=kind, href=href))
        if node.get("secnumber"):
            self.body.append(".".join(map(str, node["secnumber"])) + self.secnumber_suffix)

    def depart_reference(self, node: Element) -> None:
        """Close the link."""
        self.body.append("</a>")
        if not isinstance(node.parent, nodes.TextElement):
            self.body.append("\n")

    def visit_image(self, node: nodes.image) -> None:
        """Write a picture at its own size at most; '' as description makes it decoration."""
        side = next((side for side in ("width", "height") if side in node), "")
        style = f"{side}:{_length(node[side])};" if side else ""
        if "drop" in node:
            style += f"vertical-align:{-node['drop']:.2f}pt;"
        attributes = {"src": node["uri"], "alt": node.get("alt", "")}
        if style:
            attributes["style"] = style
        self.body.append(self.emptytag(node, "img", "", **attributes))

    def depart_image(self, node: nodes.image) -> None:
        """Write nothing more: a picture is one tag."""

    def visit_abbreviation(self, node: Element) -> None:
        """Write an abbreviation; its meaning follows in brackets, since paper shows no tool tip."""
        self.body.append(self.starttag(node, "abbr", ""))

    def depart_abbreviation(self, node: Element) -> None:
        """Close the abbreviation and say what it means."""
        self.body.append("</abbr>")
        if meaning := node.get("explanation", ""):
            self.body.append(self.encode(f" ({meaning})"))

    def unknown_visit(self, node: nodes.Node) -> None:
        """Let a node that nobody can draw print its text."""
        warn(
            Code.UNKNOWN_NODE,
            f"{type(node).__name__} of another extension has no printed form; its text is printed plain",
            node,
        )

    def unknown_departure(self, node: nodes.Node) -> None:
        """Write nothing."""


def _row_heads(tgroup: Element) -> set[int]:
    """Return the ids of the body cells that stand in a stub column, spans counted."""
    stubs = [bool(spec.get("stub")) for spec in tgroup.findall(nodes.colspec)]
    found: set[int] = set()
    for body in tgroup.findall(nodes.tbody):
        taken: dict[int, int] = {}
        for row in body.findall(nodes.row):
            column = 0
            spanned = {place for place, left in taken.items() if left}
            taken = {place: left - 1 for place, left in taken.items() if left > 1}
            for entry in row.findall(nodes.entry):
                if entry.parent is not row:
                    continue
                while column in spanned:
                    column += 1
                if column < len(stubs) and stubs[column]:
                    found.add(id(entry))
                for place in range(column, column + 1 + entry.get("morecols", 0)):
                    if entry.get("morerows"):
                        taken[place] = entry["morerows"]
                column += 1 + entry.get("morecols", 0)
    return found


def _length(value: str) -> str:
    """Return a CSS length for docutils' *value*, where a bare number means pixels."""
    return f"{value}px" if value.replace(".", "", 1).isdigit() else value
