"""Step: a sheet of cards becomes printed sides, each card as often as the sheet says."""

from __future__ import annotations

from docutils import nodes

from toolkit.nodes import card_side, sheet, wallet_card
from toolkit.packets.context import Context

COLUMNS = 2
"""Cards beside each other: two of 3.5 inches on a sheet of 8.5 inches."""
ROWS = 5
"""Cards below each other: five of 2 inches on a sheet of 11 inches."""


def lay_sheets(document: nodes.document, docname: str, context: Context) -> None:
    """Fill sides of :data:`COLUMNS` x :data:`ROWS` cards; backs mirror fronts for the long edge.

    The first copy of a card is read aloud, its repetitions are artifacts.  The press starts an element of
    the class ``new-sheet`` on a right-hand page when it prints on both sides.
    """
    for node in list(document.findall(sheet)):
        node["classes"].append("new-sheet")
        cards = list(node.findall(wallet_card))
        copies = max(1, int(node.get("copies", COLUMNS * ROWS)))
        order = [card for card in cards for _ in range(copies)]
        sides: list[nodes.Node] = []
        seen: set[int] = set()
        for start in range(0, len(order), COLUMNS * ROWS):
            part = order[start : start + COLUMNS * ROWS]
            for side in ("front", "back"):
                if any(_side(card, side) is not None for card in part):
                    sides.append(_page(part, side, seen))
        node.children = []
        node.extend(sides)


def _side(card: wallet_card, side: str) -> card_side | None:
    return next((found for found in card.findall(card_side) if found["side"] == side), None)


def _page(cards: list[wallet_card], side: str, seen: set[int]) -> nodes.container:
    page = nodes.container(classes=["card-page", side])
    for row_start in range(0, len(cards), COLUMNS):
        row = cards[row_start : row_start + COLUMNS]
        row_cards: list[wallet_card | None] = [*row, *([None] * (COLUMNS - len(row)))]
        if side == "back":
            row_cards.reverse()
        line = nodes.container(classes=["card-row"])
        for card in row_cards:
            line += _copy(card, side, seen)
        page += line
    return page


def _copy(card: wallet_card | None, side: str, seen: set[int]) -> nodes.Element:
    found = _side(card, side) if card is not None else None
    if card is None or found is None:
        return nodes.container(classes=["card-space"])
    fresh = found.deepcopy()
    again = id(found) in seen
    seen.add(id(found))
    holder = wallet_card("", *fresh.children, classes=["fit", side], hidden=again)
    holder.source, holder.line = card.source, card.line
    if again:
        for node in [holder, *holder.findall(nodes.Element)]:
            node["ids"] = []
    return holder
