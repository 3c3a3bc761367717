"""Hard words of the glossary: each is explained where a chapter first uses it, or linked to the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docutils import nodes
from sphinx.addnodes import pending_xref

from toolkit.checks.chapters.claims import FROM_DATA
from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.prose import NOT_READ, plain
from toolkit.checks.finding import Finding
from toolkit.data import data_of
from toolkit.nodes import FACILITATOR, PARTICIPANT, keep_audience

EXPLAINS = (
    # A lien is a claim …; zoning means …; an easement. That means …; it was not an order. It was …
    r"<T>,?\s(?:is|are|was|were)\s(?:an?|the|its|their|what|when|how|where|to|one|often|such|short|signed|called|\w+[’']s)\b",
    r"<T>[,.]?\s(?:That\s|This\s|It\s)?(?:means?|asks?|lets?|says?|stands\sfor|comes\sfrom|works\s(?:by|for))\b",
    r"<T>,\s[^,.]{1,30},\s(?:is|means)\b",
    r"<T>\s(?:is|was)\snot\s[^.]*\.\sIt\s(?:is|was)\b",
    r"<T>\.\s(?:(?:That|This|It)\s(?:is|was)|Under\s(?:one|it)|With\s(?:one|it)|The\s(?:[A-Z]\w+\s){2})",
    r"\bWhat\s(?:an?\s)?<T>\s(?:is|means)\b",
    r"\bWith\s(?:an?\s)<T>,",
    # a lien (a claim on a house) …; the Land Office (LO)
    r"<T>\s?\([^)]{6,}\)",
    r"\([^()]*<T>\)",
    # a lien, a claim …; to abstain: not to vote; the LO, or …; "fast track" cases, which …
    r"<T>(?:\s\w+)?[,–—]\s?(?:or\s|also\s|called\s)*(?:an?|the|its|which|where|who|that\sis|meaning|when|\w+[’']s)\b",
    r"<T>:\s[a-z]",
    # a claim that is called a lien; the agency, the LO, …; its program Fast Track sent …
    r"\b(?:called?|calls|names?|named|known\sas|terms?|words?|means?|meaning|or)\s(?:it\s|this\s)?(?:an?\s|the\s)?<T>",
    r"\b(?:agency|department|program|form|paper|rule|law|office|order)\b[^.;:?!]{0,60},\s(?:an?\s|the\s)?<T>",
    r"\b(?:agency|program|form)\s<T>",
    r"\b(?:This|That|It|They|These)\s(?:is|are|was)\s(?:called\s|the\s|an?\s)*<T>",
    # a term of a definition list, the first cell of a row; **Zoning.** at the beginning of an item
    r"^(?:An?\s|The\s)?<T>(?:$|[.:]\s)",
)
"""Ways to say what a word means; ``<T>`` stands for the word, perhaps between quotation marks."""


@dataclass(frozen=True)
class Part:
    """A paragraph, a row, or the title of a definition: its *text*, its *line*, the number of its *section*.

    *linked* says that it has a link to the glossary, *summary* that it stands in the box at the top.
    """

    text: str
    line: int
    section: int = 0
    linked: bool = False
    summary: bool = False


def check_terms(book: Book) -> Iterator[Finding]:
    """Yield the hard terms that a chapter for participants uses and neither explains nor links."""
    terms = [term for term in data_of(book.env).library.terms.values() if term.explain]
    glossaries = {
        name for name in book.printed if any(use.kind == "glossary" for use in book.uses.get(name, ()))
    }
    for docname in book.printed if terms else ():
        if docname in glossaries or book.matter(docname).get("audience") == FACILITATOR:
            continue
        doctree = book.env.get_doctree(docname)
        keep_audience(doctree, PARTICIPANT)
        found = list(parts(doctree, glossaries))
        for term in terms:
            if use := unexplained(term.forms, found):
                part, word = use
                message = (
                    f"uses “{word}” and does not say near there what that is; explain it in a few words, "
                    "or link it to the glossary"
                )
                yield Finding(book.file(docname), part.line, "term-unexplained", message, "notice")


def parts(doctree: nodes.document, glossaries: set[str]) -> Iterator[Part]:
    """Yield what is read in *doctree*, in order; the cells of a row stand on lines of their own."""
    sections: dict[int, int] = {}
    for node in doctree.findall(nodes.Element):
        if not isinstance(node, nodes.paragraph | nodes.term | nodes.caption | nodes.row):
            continue
        around = list(_around(node))
        if any(
            isinstance(above, (*NOT_READ, nodes.row)) or FROM_DATA & set(above["classes"]) for above in around
        ):
            continue
        section = next((above for above in around if isinstance(above, nodes.section)), doctree)
        cells = node.children if isinstance(node, nodes.row) else [node]
        yield Part(
            text="\n".join(plain(cell).strip() for cell in cells if isinstance(cell, nodes.Element)),
            line=next((int(part.line) for part in (node, *around) if part.line), 0),
            section=sections.setdefault(id(section), len(sections)),
            linked=_linked(node, glossaries),
            summary=any("at-a-glance" in above.get("classes", ()) for above in around),
        )


def _around(node: nodes.Element) -> Iterator[nodes.Element]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def unexplained(forms: Sequence[str], found: Sequence[Part]) -> tuple[Part, str] | None:
    """Return where and by which word a term with *forms* is first used in *found*, if it is not explained.

    An explanation counts in the section of the first use, and in the box at the top.  A use in that box
    alone needs none.
    """
    term = pattern(forms)
    uses = [index for index, part in enumerate(found) if not part.summary and re.search(term, part.text)]
    if not uses:
        return None
    first = found[uses[0]]
    near = [part for part in found if part.summary or part.section == first.section]
    marked = rf"[“\"'(*]?{term}[”\"')*]?"
    explains = re.compile("|".join(EXPLAINS).replace("<T>", marked), re.MULTILINE)
    if any(explains.search(part.text) or (part.linked and re.search(term, part.text)) for part in near):
        return None
    match = re.search(term, first.text)
    return first, match.group() if match else ""


def pattern(forms: Sequence[str]) -> str:
    """Return the regular expression for *forms*, singular and plural; case counts for words in capitals."""
    words = []
    for form in forms:
        word = re.escape(form).replace(r"\ ", r"\s") + "s?"
        words.append(word if form.isupper() else f"(?i:{word})")
    return rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])"


def _linked(node: nodes.Element, glossaries: set[str]) -> bool:
    """Say whether *node* has a link to a chapter that prints the glossary, or to a label of one."""
    names = {name.rpartition("/")[2] for name in glossaries}
    for link in node.findall(pending_xref):
        target = str(link.get("reftarget", "")).lower()
        if target in glossaries or any(target == name or target.startswith(f"{name}-") for name in names):
            return True
    return False
