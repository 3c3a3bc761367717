"""The line to tap or dial: ``call``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from toolkit.directives import library
from toolkit.directives.formats import words
from toolkit.directives.shared import Block, add_directive, paragraph
from toolkit.facts import Filled, fill

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BLANK = "_" * 12


class Call(Block):
    """A telephone number from the local facts, as a link that dials; a blank where there is none."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return a container with one line: label and number."""
        name = self.arguments[0].strip()
        fact = library.find_fact(self.env, name, self.get_location())
        if fact is None:
            return []
        if fact.type != "phone":
            self.fault(f"the local fact {name!r} is of the type {fact.type!r}; name one of the type 'phone'")
        shown = fill(fact, self.config.language, words())
        line: list[nodes.Node] = [nodes.inline("", f"{fact.label}:", classes=["call-label"]), nodes.Text(" ")]
        if not isinstance(shown, Filled):
            line.append(nodes.inline("", BLANK, classes=["blank"]))
        elif shown.href:
            line.append(nodes.reference("", shown.text, refuri=shown.href, classes=["call-number"]))
        else:
            line.append(nodes.Text(shown.text))
        box = self.container("call")
        box += self.here(paragraph(*line))
        return [box]


def setup_contact(app: Sphinx) -> None:
    """Register the directive."""
    add_directive(app, "call", Call)
