"""Local facts: ``{{ name }}`` in text, titles, link targets and descriptions becomes its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from toolkit.config import settings
from toolkit.directives import library
from toolkit.directives.contact import BLANK
from toolkit.directives.formats import words
from toolkit.facts import Blank, fill_plain, fill_target, fill_text, names

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from toolkit.facts import LocalFact

_BARE = (nodes.literal, nodes.literal_block, nodes.doctest_block, nodes.math, nodes.math_block, nodes.raw)
_HIDDEN = (nodes.comment, nodes.substitution_definition, nodes.system_message)
_ONE_LINE = (nodes.title, nodes.term, nodes.reference)
"""Where a missing value is written in plain text, because a title goes into navigation and outline."""
_TEXTS = ("alt", "reftitle")


class FillFacts(SphinxTransform):
    """Put the values of local facts into the chapter, after translation (Sphinx's ``Locale`` is 20).

    It runs while reading, because titles go into navigation and search index.  Code stays as it is,
    and so does everything in a project of others that has no local facts.
    """

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Fill the whole document."""
        if not library.data_of(self.env).library.local and not settings(self.config).strict:
            return
        for text in list(self.document.findall(nodes.Text)):
            found = names(str(text)) if "{{" in text else ()
            if found and not _inside(text, (*_BARE, *_HIDDEN)):
                self._fill_text(text, self._known(found, text.parent))
        for node in self.document.findall(nodes.Element):
            if isinstance(node, _HIDDEN):
                continue
            for attribute in _TEXTS:
                written = str(node.get(attribute, ""))
                if found := names(written) if "{{" in written else ():
                    facts = self._known(found, node)
                    node[attribute] = fill_plain(written, facts, self.config.language, words())
            self._fill_address(node)

    def _fill_text(self, text: nodes.Text, facts: dict[str, LocalFact]) -> None:
        language = self.config.language
        if _inside(text, _ONE_LINE):
            text.parent.replace(text, nodes.Text(fill_plain(str(text), facts, language, words())))
            return
        parts: list[nodes.Node] = []
        for part in fill_text(str(text), facts, language, words()):
            if isinstance(part, Blank):
                parts.append(nodes.inline("", f"{BLANK} ({part.label})", classes=["blank"]))
            elif isinstance(part, str):
                parts.append(nodes.Text(part))
            elif part.isolate:
                parts.append(nodes.inline("", part.text, classes=["isolate"]))
            else:
                parts.append(nodes.Text(part.text))
        text.parent.replace(text, parts)

    def _fill_address(self, node: nodes.Element) -> None:
        written = str(node.get("refuri", ""))
        found = names(written)
        if not found:
            return
        filled = fill_target(written, self._known(found, node))
        if isinstance(filled, Blank):
            # An address that nobody knows yet is no link; its text stays.
            node.replace_self(node.children)
        else:
            node["refuri"] = filled

    def _known(self, found: tuple[str, ...], node: nodes.Node) -> dict[str, LocalFact]:
        place = _place(node, self.document)
        facts = {name: library.find_fact(self.env, name, place) for name in found}
        return {name: fact for name, fact in facts.items() if fact is not None}


def _place(node: nodes.Node, document: nodes.document) -> str:
    """Return ``file:line`` of *node*, or of the nearest node around it that has a line."""
    above: nodes.Node | None = node
    while above is not None and above.line is None:
        above = above.parent
    source = (above.source if above is not None else None) or document["source"]
    return f"{source}:{above.line if above is not None else 0}"


def _inside(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    above = node.parent
    while above is not None:
        if isinstance(above, kinds):
            return True
        above = above.parent
    return False


def setup_local_facts(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(FillFacts)
