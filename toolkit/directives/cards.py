"""Cards to cut out: ``sheet`` holds ``wallet-card``; ``role-card`` stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives.shared import Block, add_directive
from toolkit.nodes import card_side, sheet, wallet_card

if TYPE_CHECKING:
    from docutils.statemachine import StringList
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

SIDES = ("front", "back")
BREAK = "+++"


class Sheet(Block):
    """A sheet of wallet cards; ``copies`` says how often each card is printed."""

    option_spec: ClassVar[OptionSpec] = {**Block.option_spec, "copies": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the sheet with its cards."""
        page = self.here(sheet(copies=self.whole_number("copies", 10), classes=self.options.get("class", [])))
        self.parse(page)
        strays = [child for child in page.children if not isinstance(child, wallet_card | nodes.comment)]
        for stray in strays:
            page.remove(stray)
        if any(not isinstance(stray, nodes.system_message) for stray in strays):
            self.fault("only {wallet-card} may stand in it; move the other text before or after the sheet")
        if not page.children:
            self.fault("there is no card in it; write a {wallet-card} between the colons")
            return []
        return [page]


class WalletCard(Block):
    """One card of 3.5 x 2 inches; a line ``+++`` parts the front from the back."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the card with its sides."""
        card = self.here(wallet_card(classes=self.options.get("class", [])))
        parts = _parts(self.content)
        if len(parts) > len(SIDES):
            self.fault(
                f"a card has two sides, but the text has {len(parts)} parts; leave only one line '{BREAK}'"
            )
        for side, (offset, content) in zip(SIDES, parts, strict=False):
            if not any(line.strip() for line in content):
                self.fault(f"the {side} is empty; write its text, or remove the line '{BREAK}'")
                continue
            face = self.here(card_side(side=side))
            if side == SIDES[0]:
                title = self.inline(self.arguments[0])
                face += self.here(nodes.rubric(self.arguments[0], "", *title, classes=["card-title"]))
            self.parse(face, content, offset)
            card += face
        return [card] if card.children else []


class RoleCard(Block):
    """One role of an exercise on a card to cut out, as tall as its text; never split over pages.

    It shares nothing with :class:`WalletCard` but its frame: it has one side, is not repeated, and its
    size is that of its text.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a container: the title, then the text."""
        card = self.container("role-card", "fit")
        title = self.inline(self.arguments[0])
        card += self.here(nodes.rubric(self.arguments[0], "", *title, classes=["role-title"]))
        self.parse(card)
        if len(card.children) == 1:
            self.fault("the card is empty; write who the person is and what they want between the colons")
            return []
        return [card]


def _parts(content: StringList) -> list[tuple[int, StringList]]:
    """Return the parts of *content* between lines ``+++``, each with its first line's number."""
    parts, begin = [], 0
    for number, line in enumerate(content):
        if line.strip() == BREAK:
            parts.append((begin, content[begin:number]))
            begin = number + 1
    return [*parts, (begin, content[begin:])]


def setup_cards(app: Sphinx) -> None:
    """Register the directives."""
    add_directive(app, "sheet", Sheet)
    add_directive(app, "wallet-card", WalletCard)
    add_directive(app, "role-card", RoleCard)
