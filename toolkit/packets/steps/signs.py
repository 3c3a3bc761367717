"""Step: a sign gets the largest type its words fit in, and a sheet of its own."""

from __future__ import annotations

import re

from docutils import nodes

from toolkit.packets.context import Context
from toolkit.packets.page import SIGN_LETTERS

LINES = 0.35
"""Lines of the title for each letter in a line, so that the title fills half of the sign's height."""
SPACE = 0.5
WIDTHS = (
    ("[fijlrtI.,:;'’!|()-]", 0.65),
    ("[mwMW@—…]", 1.5),
    ("[\u2e80-\U0003ffff]", 1.7),
    ("[A-Z0-9&?]", 1.15),
    (".", 1.0),
)
"""Patterns of narrow and wide letters, and their width beside a middling one; the first match counts."""
_UNSEEN = (nodes.Invisible, nodes.target, nodes.system_message)


def size_signs(document: nodes.document, docname: str, context: Context) -> None:
    """Give each sign the class of its size, and start it and what follows on a right-hand page.

    The press starts an element of the class ``new-sheet`` on a right-hand page when it prints on both
    sides, so that nothing is lost on the back of what hangs on the wall.
    """
    for sign in document.findall(nodes.container):
        if "sign" not in sign["classes"]:
            continue
        title = sign.next_node(nodes.rubric)
        words = title.astext().split() if title is not None else []
        fitting = (letters for letters in SIGN_LETTERS if _fits(words, letters))
        sign["classes"] += [f"sign-{next(fitting, SIGN_LETTERS[-1])}", "new-sheet"]
        _widen(sign.parent)
        following = sign.next_node(_is_seen, descend=False, ascend=True)
        if isinstance(following, nodes.Element):
            following["classes"].append("new-sheet")


def _widen(block: nodes.Element) -> None:
    """Let a block around a sign, such as that of an audience, take no width from it."""
    while not isinstance(block, nodes.section | nodes.document):
        block["classes"].append("around-sign")
        block = block.parent


def _is_seen(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and not isinstance(node, _UNSEEN)


def _fits(words: list[str], letters: int) -> bool:
    """Say whether a title of *words* has room with so many *letters* in a line."""
    lines, used = 1, 0.0
    for word in words:
        width = _width(word)
        if width > letters:
            return False
        if used and used + SPACE + width > letters:
            lines, used = lines + 1, 0.0
        used += width + (SPACE if used else 0)
    return lines <= max(1, int(LINES * letters))


def _width(word: str) -> float:
    """Return the width of *word* in letters of middling width, rather too much than too little."""
    return sum(next(width for kind, width in WIDTHS if re.match(kind, letter)) for letter in word)
