"""Statements that need a source and have none: figures, dates, cases and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.chapters.claims import Statement, statements
from toolkit.checks.chapters.known import Book
from toolkit.checks.finding import Finding, Level
from toolkit.facts import day_of

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:1[789]|20)\d\d"
_WHEN = "(?i:in|since|by|until|till|from|to|before|after|during|between|through|on|early|late|about|around)"
_SAID = "(?:said|wrote|told|called|argued|stated|testified|warned|declared|ruled|admitted|promised)"
_SAYS = "(?:says|states|reads|calls|writes)"

FIGURE = re.compile(
    rf"""(?<![\d.,])(?!100\b)\d[\d.,]*\s?(?:%|percent\b)        # 74 percent; not: print at 100 percent
      | [$€£]\s?\d[\d.,]*
      | (?<![\d.,])\d{{1,3}}(?:,\d{{3}})+\b                     # 183,000
      # three digits and more: no year, no number of a section, no part of 9-1-1 or (510) 555-0100
      | (?<![\d.,/§-])(?<!§\s)(?!{_YEAR}\b|100\b)\d{{3,}}(?![\d(.-]*[\d(]|-\w|\)\s?\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
DATE = re.compile(
    rf"""\b{_MONTH}\s\d{{1,2}}\b(?!\sof\slast)                  # June 22
      | \b{_MONTH}(?:\sof)?,?\s{_YEAR}\b
      | \b{_WHEN}\s(?:the\s\w+\s(?:of\s)?)?(?:mid-)?{_YEAR}\b            # in 2014; not: the memo of 2014
      | (?:^|\|\s){_YEAR}\b                                     # 2014: … first in an item or a cell
      | ^[^.:|]{{0,40}},\s{_YEAR}[.:]                           # Springfield, 2019.
    """,
    re.VERBOSE,
)
CASE = re.compile(r"\b[A-Z][\w.’'-]+(?:\s[A-Z&][\w.’'-]*)*\sv\.?\s[A-Z][\w.’'-]+")
QUOTATION = re.compile(
    rf"""\b(?<!you\s)(?<!we\s)(?<!I\s){_SAID}\b[^.“”"?!]{{0,60}}["“][^"“”]{{12,}}["”]
      | \b{_SAYS}\s(?:[^.,:;“”"?!]{{0,50}}\s)?["“][a-z][^"“”]{{11,}}["”]   # words of a text, not for speaking
      | ["“][^"“”]{{12,}}[,?!]?["”],?\s(?:[A-Z][\w.’']+\s|the\s\w+\s){{1,4}}{_SAID}\b
    """,
    re.VERBOSE,
)
_OWN_WORDS = re.compile(
    r"""\b(?:Act|Bill|Chapter|Code|File|Form|No\.|Number|Order|Ordinance|Page|Part|Policy|Public\sLaw|Resolution
          |Room|Section)\s[\w.-]*\d[\w.-]*                      # a number that is a name, as in File 66920
      | (?:(?<=[.!?:”"])\s|^)[^.!?]*\?                          # a question states nothing
      | ["“]verify\sbefore\suse,?["”]
    """,
    re.VERBOSE | re.IGNORECASE,
)
KINDS = (("a figure", FIGURE), ("a case", CASE), ("a date", DATE), ("a quotation", QUOTATION))


def check_statements(book: Book) -> Iterator[Finding]:
    """Yield each statement of a printed chapter that needs a source, in a project that cites at all."""
    if not any(use.kind == "sources" for uses in book.uses.values() for use in uses):
        return
    level: Level = "error" if book.strict else "notice"
    for docname in book.printed:
        reviewed = day_of(book.matter(docname).get("reviewed"))
        own = f"{reviewed:%B} {reviewed.year}" if reviewed else ""
        for statement in statements(book.env.get_doctree(docname)):
            if not statement.sourced and (found := claim(statement, own)):
                kind, words = found
                message = (
                    f"gives {kind} (“{words}”) without a source; cite one, or put {{.no-source}} above it"
                )
                yield Finding(book.file(docname), statement.line, "statement-without-source", message, level)


def claim(statement: Statement, reviewed: str = "") -> tuple[str, str] | None:
    """Return what in *statement* needs a source, its kind and its words, or None.

    A question states nothing, and the month of the chapter's own review (*reviewed*) is the authors' to say.
    """
    text = statement.text.replace(reviewed, " ") if reviewed else statement.text
    text = " ".join(_OWN_WORDS.sub(" ", text).split())
    for kind, pattern in KINDS:
        if match := pattern.search(text):
            words = match.group().strip(" |.:")
            return kind, words if len(words) <= 60 else f"{words[:59]}…"
    return None
