"""Hard words of chapters that have a plain one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from toolkit.checks.chapters.claims import FROM_DATA
from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.prose import NOT_READ, plain
from toolkit.checks.finding import Finding
from toolkit.data import data_of

PASSED = (*NOT_READ, nodes.block_quote)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")


def check_plain_words(book: Book) -> Iterator[Finding]:
    """Yield each use of a word that plain-words.yaml has a plain one for."""
    swaps = {entry.id.lower(): entry.use for entry in data_of(book.env).library.plain_words.values()}
    if not swaps:
        return
    find = pattern(swaps)
    for docname in book.printed:
        for text, line in paragraphs(book.env.get_doctree(docname)):
            for match in find.finditer(_QUOTED.sub(" ", text)):
                word = next(word for word in swaps if re.fullmatch(forms(word), match.group(), re.IGNORECASE))
                message = f"says “{match.group()}”; write “{swaps[word]}” or another plain word"
                yield Finding(book.file(docname), line, "plain-word", message, "notice")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds *words* in all their forms, but not as names, with a capital inside a sentence."""
    alternatives = "|".join(forms(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:(?<=[.!?:]\s)|^|(?=[a-z]))(?i:{alternatives})(?![\w-])", re.MULTILINE)


def forms(word: str) -> str:
    """Return the regular expression for *word* and, of a single one, for its forms in s, ed and ing."""
    text = re.escape(word).replace(r"\ ", r"\s+")
    if " " in word:
        return text
    return rf"{text[:-1]}(?:e|es|ed|ing)" if word.endswith("e") else rf"{text}(?:s|es|ed|ing)?"


def paragraphs(doctree: nodes.document) -> Iterator[tuple[str, int]]:
    """Yield the text and the line of what authors wrote in *doctree*, without quotations and code."""
    kinds = nodes.paragraph | nodes.title | nodes.term | nodes.caption | nodes.rubric
    for node in doctree.findall(nodes.TextElement):
        if not isinstance(node, kinds):
            continue
        line, above = node.line, node.parent
        while above is not None and not isinstance(above, PASSED) and not FROM_DATA & set(above["classes"]):
            line, above = line or above.line, above.parent
        if above is None:
            yield plain(node), int(line or 0)
