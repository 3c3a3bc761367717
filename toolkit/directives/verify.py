"""The words "verify before use": the role ``verify``, and facts marked C."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from toolkit.directives.shared import _, add_role
from toolkit.directives.uses import Use, note_use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


def unsure(*children: nodes.Node) -> nodes.inline:
    """Return *children* marked as not certain, with the words that say so."""
    words = nodes.inline("", f" ({_('verify before use')})", classes=["verify-words"])
    return nodes.inline("", "", *children, words, classes=["verify"])


class Verify(SphinxRole):
    """Text that must be checked before it is used."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marked text."""
        children = self._parsed()
        source, line = self.get_source_info()
        note_use(self.env, Use("verify", "", source, line, unsure=True, text=self.text))
        node = unsure(*children)
        node.source, node.line = source, line
        return [node], []

    def _parsed(self) -> Iterable[nodes.Node]:
        """Parse the role's text, so that it may hold citations, links and emphasis."""
        holder = nodes.inline()
        memo: Any = self.inliner  # MyST takes no notice of it; docutils reads document and reporter
        children, messages = self.inliner.parse(self.text, self.lineno, memo, holder)
        return [*children, *messages]


def setup_verify(app: Sphinx) -> None:
    """Register the role."""
    add_role(app, "verify", Verify())
