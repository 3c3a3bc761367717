"""Text for one audience: ``facilitator``, ``participant``, ``audience``, and front matter."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.config import settings
from toolkit.directives.shared import Block, add_directive
from toolkit.errors import ToolkitError, near_miss
from toolkit.manifest import load_packets
from toolkit.nodes import AUDIENCES, audience_block, keep_audience

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


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


def site_audience(env: BuildEnvironment) -> str:
    """Return the audience of the site: ``participant`` unless packets.yaml says otherwise.

    A manifest with faults is reported by the packets builder; until then nobody sees too much.
    """
    path = Path(env.srcdir, settings(env.config).packets)
    return _audience_in(path, path.stat().st_mtime_ns) if path.is_file() else AUDIENCES[0]


@lru_cache(maxsize=8)
def _audience_in(path: Path, changed: int) -> str:
    try:
        return load_packets(path, None, path.parent).site.audience
    except ToolkitError:
        return AUDIENCES[0]


def setup_audience(app: Sphinx) -> None:
    """Register the blocks and the filter of the site."""
    for name in ("audience", *AUDIENCES):
        add_directive(app, name, AudienceBlock)
    app.add_post_transform(SiteAudience)
