"""The summary at the top of a chapter: ``at-a-glance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.directives.shared import Block, _, add_directive

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class AtAGlance(Block):
    """Three to five lines that say what the chapter says; the argument replaces the title."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the box with its title."""
        box = self.container("at-a-glance")
        title = self.inline(self.arguments[0]) if self.arguments else [nodes.Text(str(_("At a glance")))]
        box += self.here(nodes.rubric("".join(part.astext() for part in title), "", *title))
        self.parse(box)
        if len(box.children) == 1:
            self.fault("the box is empty; write three to five lines between the colons")
            return []
        return [box]


def setup_glance(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "at-a-glance", AtAGlance)
