"""For handbooks: ``example`` shows its content as it is written, and below it as it is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.directives.shared import Block, add_directive

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Example(Block):
    """Source and result of a piece of a chapter."""

    def run(self) -> list[nodes.Node]:
        """Return a container with the source and the built content."""
        text = "\n".join(self.content)
        source = self.here(nodes.literal_block(text, text, language="md", classes=["example-source"]))
        built = self.here(nodes.container(classes=["example-built"]))
        self.parse(built)
        if not built.children:
            self.fault("there is nothing in it; write a piece of a chapter between the colons")
        box = self.container("example")
        box += [source, built]
        return [box]


def setup_examples(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "example", Example)
