"""One part of a long table at a time: buttons that choose it, without a script (CSS ``:has()``).

Where a browser has no ``:has()``, the buttons are not shown and all parts are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.theme.names import SITE_BUILDERS, draws

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MOST_PARTS = 64
"""Parts that can be chosen; the style has a rule for each.  With more of them, all are shown."""

_ = get_translation("toolkit")


class part_filter(nodes.General, nodes.Element):
    """A choice of parts; ``label`` says by what, ``choices`` are the names, that of all parts first."""


class OfferParts(SphinxPostTransform):
    """Put a choice before the tables that ``data-table`` made of the values of a field."""

    default_priority = 800
    builders = SITE_BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Put it before the first part of each."""
        if not draws(self.config):
            return
        for box in list(self.document.findall(nodes.container)):
            titles = [title.astext() for title in box.findall(nodes.title)]
            if "data-parts" in box["classes"] and 1 < len(titles) <= MOST_PARTS:
                everything = f"{_('All')} ({box['total']})"
                box.insert(0, part_filter(label=box["label"], choices=[everything, *titles]))


def style() -> str:
    """Return the rules that hide all parts but the chosen one: the part of that number among the tables."""
    return "\n".join(
        f'.data-parts:has(> .part-filter [value="{number}"]:checked) > .scroll:not(:nth-of-type({number})) '
        "{ display: none }"
        for number in range(1, MOST_PARTS + 1)
    )


def setup_filters(app: Sphinx) -> None:
    """Register the pass; :class:`~toolkit.theme.translator.SiteTranslator` writes the node."""
    app.add_post_transform(OfferParts)
