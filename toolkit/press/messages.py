"""Turns the layout engine's log into sentences for authors."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DROPPED = re.compile(r"^(Relative URI reference|Step \d|Ignored `(?:src|font-style)` )")

_RULES = (
    (
        re.compile(r"Failed to load image at '(?:https://packet\.invalid/)?(.*?)'\s*:?\s*(.*)", re.S),
        "the picture {0} cannot be printed ({1}); check the file, or save it as PNG, JPEG or SVG",
    ),
    (
        re.compile(r"Anchor defined twice: '?(.*?)'?$"),
        "the id {0} is given twice; references to it lead to the first",
    ),
    (
        re.compile(r"Ignored `(.*?)` at (\d+):(\d+), (.*)", re.S),
        "the print style has a rule that print does not know: {0} ({3}); leave it out of the print style",
    ),
    (
        re.compile(r"\.notdef glyph rendered for Unicode string unsupported by fonts: \"(.*)\" \((.*)\)"),
        "no font has the character {1} where the print style asks for it; write it another way",
    ),
)


def for_author(log: Iterable[str], refused: Iterable[str]) -> list[str]:
    """Return the messages of *log* and of the addresses that were *refused*, once each."""
    refused = list(dict.fromkeys(refused))
    found = [
        f"the address {address} is not a file of this book and was not loaded; copy the file into the project"
        for address in refused
    ]
    for message in log:
        if _DROPPED.search(message) or any(address in message for address in refused if address):
            continue
        found.append(_translate(message))
    return list(dict.fromkeys(found))


def _translate(message: str) -> str:
    for pattern, sentence in _RULES:
        if match := pattern.search(message):
            return sentence.format(*(" ".join(group.split()) for group in match.groups()))
    return f"while laying out: {' '.join(message.split())}"
