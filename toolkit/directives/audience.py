"""Text for one audience: ``facilitator``, ``participant``, ``audience``, and front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.audience import site_audience
from toolkit.directives.shared import Block, add_directive
from toolkit.errors import near_miss
from toolkit.nodes import AUDIENCES, audience_block, keep_audience

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class AudienceBlock(Block):
    """Content for the audience that the directive's name or argument says."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the marked block."""
        audience = self._audience()
        if not audience:
            return []
        block = self.here(audience_block(audience=audience, classes=self.options.get("class", [])))
        self.parse(block, headings=True)
        if not block.children:
            self.fault("the block is empty; write its text between the colons, or remove it")
            return []
        return [block]

    def _audience(self) -> str:
        argument = self.arguments[0].strip() if self.arguments else ""
        if self.name in AUDIENCES:
            if argument:
                self.fault(
                    f"takes nothing after its name, but here stands {argument!r}; move it to the next line"
                )
            return self.name
        if argument in AUDIENCES:
            return argument
        choice = " or ".join(AUDIENCES)
        self.fault(
            f"{argument or 'nothing'!r} is no audience; write {choice}{near_miss(argument, AUDIENCES)}"
        )
        # A mistyped mark must not show its text to everyone.
        return AUDIENCES[-1]


class SiteAudience(SphinxPostTransform):
    """Remove what is not for the audience of the site; packets settle their own audience."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Filter the page."""
        if self.env._builder_cls.name != "packets":
            keep_audience(self.document, site_audience(self.env))


def setup_audience(app: Sphinx) -> None:
    """Register the blocks and the filter of the site."""
    for name in ("audience", *AUDIENCES):
        add_directive(app, name, AudienceBlock)
    app.add_post_transform(SiteAudience)
