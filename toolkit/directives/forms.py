"""Things to tick and to fill in: ``checklist`` and ``fill-in``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives.shared import Block, add_directive
from toolkit.nodes import writing_line

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

MOST_LINES = 40


class Checklist(Block):
    """A list whose items are printed with a box to tick."""

    def run(self) -> list[nodes.Node]:
        """Return the parsed content with the class ``checklist`` on its lists."""
        holder = nodes.Element()
        self.parse(holder)
        lists = [child for child in holder.children if isinstance(child, nodes.bullet_list)]
        if not lists:
            self.fault("there is no list in it; begin each thing to tick on a line of its own with '- '")
        for found in lists:
            for level in found.findall(nodes.bullet_list):
                level["classes"].append("checklist")
            found["classes"].extend(self.options.get("class", []))
        return holder.children


class FillIn(Block):
    """A label with empty lines to write on."""

    required_arguments = 1
    has_content = False
    option_spec: ClassVar[OptionSpec] = {**Block.option_spec, "lines": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return a container: the label, then the lines."""
        lines = min(self.whole_number("lines", 3), MOST_LINES)
        label = self.inline(self.arguments[0])
        box = self.container("fill-in")
        title = nodes.paragraph(self.arguments[0], "", *label, classes=["fill-in-label"])
        box += [self.here(title), *(self.here(writing_line()) for _ in range(lines))]
        return [box]


def setup_forms(app: Sphinx) -> None:
    """Register the directives."""
    add_directive(app, "checklist", Checklist)
    add_directive(app, "fill-in", FillIn)
