"""What all families of directives share: faults, lists in options, tables, headings inside blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective, SphinxRole

from toolkit.diagnostics import Code, warn
from toolkit.nodes import audience_block

if TYPE_CHECKING:
    from docutils.parsers.rst.states import RSTState
    from docutils.statemachine import StringList
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec

_ = get_translation("toolkit")

Node = TypeVar("Node", bound=nodes.Element)


class Block(SphinxDirective):
    """A directive whose faults are one located sentence each and never stop the build's reading."""

    has_content = True
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"class": directives.class_option}

    def fault(self, message: str, code: Code = Code.DIRECTIVE) -> None:
        """Warn about this directive: what is wrong; what to do."""
        warn(code, f"{{{self.name}}}: {message}", self.get_location())

    def here(self, node: Node) -> Node:
        """Give *node* and its lineless descendants the place of this directive."""
        source, line = self.get_source_info()
        return placed(node, source, line)

    def container(self, *classes: str) -> nodes.container:
        """Return an empty, placed container with *classes* and those of the option ``class``."""
        names = [*classes, *self.options.get("class", [])]
        return self.here(nodes.container(classes=names))

    def inline(self, text: str) -> list[nodes.Node]:
        """Parse *text* as inline markup."""
        children, messages = self.parse_inline(text, lineno=self.lineno)
        return [*children, *messages]

    def parse(
        self,
        parent: nodes.Element,
        content: StringList | None = None,
        offset: int = 0,
        headings: bool = False,
    ) -> None:
        """Parse the content, or *content* that begins *offset* lines later, into *parent*."""
        lines = self.content if content is None else content
        if inner := unclosed(lines):
            self.fault(
                f"the block ends where {inner!r} inside it should end; "
                "begin and end the outer block with more colons than the inner one, such as ::::"
            )
        parse_blocks(self.state, lines, self.content_offset + offset, parent, headings)

    def whole_number(self, option: str, default: int, least: int = 1, most: int = 0) -> int:
        """Return the number of *option*; a bad one is a fault and gives *default*.  *most* 0: no limit."""
        text = str(self.options.get(option, "")).strip()
        if not text:
            return default
        if text.isdecimal() and least <= int(text) and (not most or int(text) <= most):
            return int(text)
        span = f"from {least} to {most}" if most else f"{least} or more"
        self.fault(f"option {option!r} is {text!r}; write a whole number, {span}, such as {default}")
        return default

    def split_option(self, option: str, separator: str = ";") -> list[str]:
        """Return the parts of *option* between separators, without empty ones."""
        parts = str(self.options.get(option, "")).split(separator)
        return [" ".join(part.split()) for part in parts if part.strip()]


def add_directive(app: Sphinx, name: str, directive: type[Directive]) -> None:
    """Add *directive* once all extensions are there; a name that another one has stays its own."""

    def add(app: Sphinx, config: Config) -> None:
        if directives._directives.get(name, directive) is directive:  # type: ignore[attr-defined]
            app.add_directive(name, directive, override=True)

    app.connect("config-inited", add, priority=900)


def add_role(app: Sphinx, name: str, role: SphinxRole) -> None:
    """Add *role* once all extensions are there; a name that another one has stays its own."""

    def add(app: Sphinx, config: Config) -> None:
        if isinstance(roles._roles.get(name, role), type(role)):  # type: ignore[attr-defined]
            app.add_role(name, role, override=True)

    app.connect("config-inited", add, priority=900)


def placed(node: Node, source: str | None, line: int | None) -> Node:
    """Give *node* and those below it that have no place of their own *source* and *line*."""
    for part in node.findall(nodes.Element):
        if part.source is None or part is node:
            part.source = source
        if part.line is None or part is node:
            part.line = line
    return node


def paragraph(*children: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph of *children*; strings become text."""
    parts = [nodes.Text(child) if isinstance(child, str) else child for child in children]
    text = "".join(part.astext() for part in parts)
    return nodes.paragraph(text, "", *parts, classes=list(classes))


def rubric(text: str, *classes: str) -> nodes.rubric:
    """Return a title that is not part of the outline."""
    return nodes.rubric(text, text, classes=list(classes))


_FENCE = re.compile(r"\s*(`{3,}|:{3,}|~{3,})\s*(.*)")


def unclosed(lines: Iterable[str]) -> str:
    """Return the first line that opens a block which no later line closes, or an empty string.

    A block inside a block needs fewer colons than that around it; with as many, its end is taken
    for the end of the outer block, and what follows would stand outside, for every reader to see.
    """
    open_blocks: list[tuple[str, str]] = []
    for line in lines:
        match = _FENCE.fullmatch(line)
        if match is None:
            continue
        fence, rest = match[1], match[2].strip()
        top = open_blocks[-1] if open_blocks else ("", "")
        if top[0] and not rest and fence[0] == top[0][0] and len(fence) >= len(top[0]):
            open_blocks.pop()
        elif not top[0] or top[1].lstrip("`:~ ").startswith("{") or top[0][0] == ":":
            open_blocks.append((fence, line.strip()))
    return open_blocks[0][1] if open_blocks else ""


def parse_blocks(
    state: RSTState, content: StringList, offset: int, parent: nodes.Element, headings: bool = False
) -> None:
    """Parse *content* into *parent*; with *headings*, its headings become sections inside *parent*.

    MyST hangs a section below the last heading of the page, wherever it is written, so that a
    section would leave its block; while the block is parsed, all levels above stand for the block.
    Where sections may not stand (in a list, an admonition) a heading becomes a rubric.
    """
    renderer = getattr(state, "_renderer", None)
    if renderer is None:
        state.nested_parse(content, offset, parent, match_titles=headings)
        return
    place = renderer.current_node
    if not (headings and isinstance(place, nodes.document | nodes.section | audience_block)):
        state.nested_parse(content, offset, parent)
        return
    levels = renderer._level_to_section
    renderer._level_to_section = dict.fromkeys(levels, parent)
    try:
        state.nested_parse(content, offset, parent, match_titles=True)
    finally:
        renderer._level_to_section = levels


def table(
    header: Sequence[Sequence[nodes.Node]],
    rows: Iterable[Sequence[Sequence[nodes.Node]]],
    classes: Sequence[str] = (),
    stubs: int = 0,
    widths: Sequence[int] = (),
) -> nodes.table:
    """Return a table: one *header* row (none if empty), *stubs* header columns.

    A cell is inline nodes, one paragraph, or nothing: a place to write on.
    """
    body = [list(row) for row in rows]
    count = len(header) or (len(body[0]) if body else 0)
    group = nodes.tgroup(cols=count)
    for index in range(count):
        width = widths[index] if widths else max(1, 100 // count)
        extra: dict[str, Any] = {"stub": 1} if index < stubs else {}
        group += nodes.colspec(colwidth=width, **extra)
    if header:
        group += nodes.thead("", _row(header))
    group += nodes.tbody("", *[_row(row) for row in body])
    kind = "colwidths-given" if widths else "colwidths-auto"
    return nodes.table("", group, classes=[*classes, kind])


def _row(cells: Sequence[Sequence[nodes.Node]]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", *([_paragraph_of(cell)] if cell else [])) for cell in cells])


def _paragraph_of(cell: Sequence[nodes.Node]) -> nodes.Node:
    return cell[0] if len(cell) == 1 and isinstance(cell[0], nodes.paragraph) else paragraph(*cell)


def text_cells(*texts: str) -> list[list[nodes.Node]]:
    """Return one cell of plain text for each of *texts*."""
    return [[nodes.Text(text)] for text in texts]
