"""Says what is wrong with a YAML file in words for people who do not know YAML."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.error import YAMLError

NOT_UTF8 = "this line holds a character that is not UTF-8; save the file again as UTF-8"
TOO_DEEP = "lists stand in lists too deep to be read; write them one below the other"
KEY_NOT_TEXT = "the word before a colon must be a plain word; put brackets and braces in quotes"
TAB = "this line is indented with a tab; use spaces"
EMPTY = "the file is empty"

_TAB = re.compile(r"^ *\t")
_GENERAL = "this line cannot be read; check its indentation, its quotes and its colons"


def needs_quotes(text: str) -> str:
    """Return the sentence for a value whose first character means something to YAML."""
    return f'a value may not begin with {text[0]!r}; put it in quotes, "{text} …"'


_ALIGN = "this line is not aligned with its neighbours; indent it exactly as they are"
_AFTER = "something stands after the end of a value; put the whole value in quotes, or align the line"
_SENTENCES = (
    # words of the engine; the place is where the construct begins (else where reading stopped); ours
    (
        "mapping values are not allowed",
        False,
        "a second colon in this line, or it is indented too far; put the value in quotes, or align it",
    ),
    ("quoted scalar", True, "a quote opens in this line and does not close; close it"),
    ("undefined alias", False, needs_quotes("*")),
    ("scanning an alias", False, needs_quotes("*")),
    ("scanning an anchor", False, needs_quotes("&")),
    (
        "flow sequence",
        True,
        "the list that opens here with '[' is not closed; put commas between items and close with ']'",
    ),
    (
        "flow mapping",
        True,
        "the braces that open here are not closed; separate with commas and close with '}'",
    ),
    ("could not find expected ':'", True, "this line has no colon; write `key: value`"),
    ("single document", False, "the line `---` begins a second document; delete it"),
    ("but found '<scalar>'", False, _AFTER),
    ("but found ']'", False, _AFTER),
    ("but found '}'", False, _AFTER),
    ("block collection", False, _ALIGN),
    ("block mapping", False, _ALIGN),
)


def cannot_open(error: OSError) -> str:
    """Return the sentence for a file that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file; create it, or correct the path"
    return "the file cannot be opened; check that it is a file and that you may read it"


def twice(key: str, first: int) -> str:
    """Return the sentence for a key that stands twice in one place."""
    return f"'{key}' is written twice, first in line {first}; keep one of the two"


def explain(error: YAMLError, text: str) -> list[tuple[int, str]]:
    """Return (line, sentence) for what made *text* unreadable; tabs are all named at once."""
    tabs = [(number, TAB) for number, line in enumerate(text.splitlines(), 1) if _TAB.match(line)]
    if tabs:
        return tabs
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        position = int(getattr(error, "position", 0) or 0)
        line = text.count("\n", 0, position) + 1
        return [(line, "this line holds a control character; delete it or type the line again")]
    return [_sentence(error, int(mark.line) + 1, text)]


def _sentence(error: Any, line: int, text: str) -> tuple[int, str]:
    """Return the line and sentence for the engine's *error*, which stopped at *line*."""
    said = f"{error.context or ''} | {error.problem or ''}"
    begin = int(error.context_mark.line) + 1 if error.context_mark is not None else line
    if found := re.search(r"found character '(.)' that cannot start", said):
        return line, needs_quotes(found[1])
    for words, at_begin, sentence in _SENTENCES:
        if words in said:
            return begin if at_begin else line, sentence
    return line, _GENERAL
