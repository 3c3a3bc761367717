"""Steps on a chapter's HTML before layout: characters, links, page-number slots, footnotes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from toolkit.press import html
from toolkit.press.characters import character_name, clean_text, name_missing

LONG_NOTE = 1500
"""Characters of a footnote from which it is printed where it is written: WeasyPrint cannot split a note
over pages."""


@dataclass
class Preparation:
    """The state of the steps: the document, where things are, and what has to be said to the author."""

    root: Element
    up: dict[Element, Element] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.up = html.parents(self.root)
        self.ids = {ident for element in self.root.iter() if (ident := element.get("id"))}

    def say(self, element: Element, message: str) -> None:
        """Keep *message*, prefixed by the place of *element*."""
        where = html.place(element, self.up)
        self.messages.append(f"{where}: {message}" if where else message)


def characters(book: Preparation, missing: frozenset[str]) -> None:
    """Take out of the text what cannot be drawn; say once a character and place what is *missing*."""
    seen: set[tuple[str, str]] = set()

    def change(text: str, element: Element) -> str:
        for char in sorted(missing & set(text)):
            where = html.place(element, book.up)
            if (char, where) not in seen:
                seen.add((char, where))
                near = html.words([name_missing(text, missing)])
                book.say(
                    element,
                    f"no font has the character {character_name(char)} near “{near}”; "
                    "write it another way, or give a font that has it (toolkit_fonts)",
                )
        return name_missing(text, missing)

    html.change_texts(book.root, change)


_LINK_BLOCKS = frozenset(
    ("p", "div", "section", "article", "figure", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6")
)


ELSEWHERE = "packet:#"
"""What opens the address of a link to another chapter of the book while its own chapter is laid out."""


def links(book: Preparation, dead: Collection[str]) -> None:
    """Make internal links to *dead* ids plain text and say so (PDF/UA-1 7.18.5 asks links to work), and give
    those to other chapters an address that layout leaves alone."""
    for element in book.root.iter("a"):
        if any(child.tag in _LINK_BLOCKS for child in element):
            # Of an inline link around blocks WeasyPrint keeps no place to click at.
            element.set("style", "display: block; " + element.get("style", ""))
        href = element.get("href", "")
        if not href.startswith("#") or (ident := unquote(href[1:])) in book.ids:
            continue
        if ident in dead or not ident:
            del element.attrib["href"]
            book.say(
                element,
                f"the link “{html.words(element.itertext())}” leads to {href}, which is not in this book",
            )
        else:
            element.set("href", ELSEWHERE + quote(ident))


def slots(book: Preparation, dead: Collection[str]) -> dict[Element, str]:
    """Return the page-number slots (``<span class="page-number" data-ref="ID">``) with the id each asks for;
    those that ask for a *dead* id say so."""
    found = {}
    for element in book.root.iter():
        ref = element.get("data-ref", "")
        if not ref or "page-number" not in (element.get("class") or "").split():
            continue
        if ref in dead:
            element.text = "?"
            book.say(element, f"a page number is asked for #{ref}, which is not in this book")
        else:
            found[element] = ref
    return found


def footnotes(book: Preparation) -> None:
    """Put each footnote right behind its first call, so that both stand on the same page.

    A note without a call, called from a repeated table head, or too long for the foot of a page stays where
    it is.
    """
    notes = {
        f"#{element.get('id')}": element
        for element in book.root.iter()
        if element.get("role") == "doc-footnote" and element.get("id")
    }
    if not notes:
        return
    for call in list(book.root.iter("a")):
        note = notes.get(call.get("href", ""))
        if note is None or _inside(call, note, book.up) or _ancestor(call, ("nav", "thead"), book.up):
            continue
        del notes[call.get("href", "")]
        if len("".join(note.itertext())) > LONG_NOTE:
            note.set("style", "float: none; display: block")
        else:
            _move_behind(note, call, book.up)
    for note in notes.values():
        note.set("style", "float: none; display: block")


_INLINE = frozenset(
    "a abbr b cite code em i kbd mark q s samp small span strong sub sup u var".split()  # noqa: SIM905
)


def _inside(element: Element, other: Element, up: dict[Element, Element]) -> bool:
    node: Element | None = element
    while node is not None and node is not other:
        node = up.get(node)
    return node is other


def _ancestor(element: Element, tags: Collection[str], up: dict[Element, Element]) -> bool:
    node = up.get(element)
    while node is not None:
        if node.tag in tags:
            return True
        node = up.get(node)
    return False


def _move_behind(note: Element, call: Element, up: dict[Element, Element]) -> None:
    parent = up[note]
    siblings = list(parent)
    index = siblings.index(note)
    if note.tail:
        if index:
            siblings[index - 1].tail = (siblings[index - 1].tail or "") + note.tail
        else:
            parent.text = (parent.text or "") + note.tail
    parent.remove(note)
    before = call
    while up[before].tag in _INLINE:
        before = up[before]
    new = up[before]
    note.tail, before.tail = before.tail, None
    new.insert(list(new).index(before) + 1, note)
    up[note] = new


def clean(book: Preparation) -> None:
    """Take controls and invisible selectors out of every text."""
    html.change_texts(book.root, lambda text, _: clean_text(text))
