"""What hangs on a wall or a door: ``sign``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.directives.shared import Block, add_directive

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Sign(Block):
    """A page of its own in very large type; :mod:`toolkit.packets.steps.signs` chooses the size."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a frame; in it what is centred: the title, then the text, if there is any."""
        words = self.here(nodes.container(classes=["sign-words"]))
        title = self.inline(self.arguments[0])
        words += self.here(nodes.rubric(self.arguments[0], "", *title, classes=["sign-title"]))
        self.parse(words)
        frame = self.container("sign", "fit")
        frame += words
        return [frame]


def setup_signs(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "sign", Sign)
