"""Running heads and feet: one template for all pages that say the same, laid over the bound pages.

Trap: what depends on a page's place in the book (its number, the packet's title) must not be in a chapter's
own layout, or moving the chapter would lay it out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from toolkit.press import slots, style
from toolkit.press.number import Numbered
from toolkit.press.part import Part

_STRING = re.compile(r"string\(\s*([\w-]+)")
_SIDES = re.compile(r"@page[^{]*:(?:left|right)\b")

PLAIN = "@page { background: none !important } html, body { background: none !important }"
"""Backgrounds are drawn with the chapter's own pages."""


@dataclass(frozen=True)
class Template:
    """What makes heads and feet look the same but for their numbers: kind of page, named strings, side of the
    sheet (``left``, ``right``, or empty where it makes no difference)."""

    name: str
    strings: tuple[tuple[str, str], ...]
    side: str = ""
    first: bool = False
    blank: bool = False

    def html(self, ident: str) -> str:
        """Return a page of this kind, with the id *ident*; a blank one stands before the page of that id."""
        strings = [
            *self.strings,
            ("press-page", slots.mark_counter(total=False)),
            ("press-pages", slots.mark_counter(total=True)),
        ]
        rules = [
            "string-set: " + ", ".join(f"{name} {style.css_string(text)}" for name, text in strings),
            f"break-before: {self.side or 'page'}",
            f"page: {self.name or 'auto'}",
            "height: 1px",
        ]
        if self.blank:
            rules[1] = "break-before: right"
            return (
                f'<div style="{escape("; ".join(rules))}"></div>'
                f'<div id="{ident}" style="break-before: right; height: 1px"></div>'
            )
        return f'<div id="{ident}" style="{escape("; ".join(rules))}"></div>'


def templates(css: str, book: Numbered) -> list[Template | None]:
    """Return the template of each page of *book* under the furniture *css*; without any, pages have none."""
    if not css.strip():
        return [None] * len(book)
    names = dict.fromkeys(_STRING.findall(css))
    sided = bool(_SIDES.search(css))
    found: list[Template | None] = []
    strings: tuple[tuple[str, str], ...] = ()
    for number, place in enumerate(book.places, 1):
        page = book.parts[place.part].pages[place.page] if place.part is not None else None
        blank = page is None or page.blank
        if page is not None:
            strings = tuple((name, page.strings.get(name, "")) for name in names)
        side = ("right" if number % 2 else "left") if sided and not blank else ""
        name = page.name if page is not None and not blank else ""
        found.append(Template(name, strings, side, number == 1, blank))
    return found


def markup(wanted: Iterable[Template | None]) -> tuple[str, dict[Template, str]]:
    """Return the HTML of all templates *wanted*, once each, and the id of each.

    The page that is first in the book comes first, since CSS may give it heads of its own (``:first``).
    """
    distinct = dict.fromkeys(template for template in wanted if template is not None)
    ordered = sorted(distinct, key=lambda template: not template.first)
    if not ordered or not ordered[0].first:
        ordered.insert(0, Template("", (), first=True))
    idents = {template: f"template-{index}" for index, template in enumerate(ordered)}
    return "".join(template.html(ident) for template, ident in idents.items()), idents


class Furniture:
    """The heads and feet of a book, ready to be laid over its pages."""

    def __init__(
        self, shell: Part, streams: list[bytes], wanted: list[Template | None], idents: dict[Template, str]
    ) -> None:
        self.wanted, self.idents, self.shell, self.streams = wanted, idents, shell, streams
        self.heads: dict[int, list[slots.Head]] = {}
        for head in shell.heads:
            self.heads.setdefault(head.page, []).append(head)

    def stream(self, number: int) -> bytes:
        """Return the content stream of the heads and feet of page *number* (from 1), or nothing."""
        template = self.wanted[number - 1]
        if template is None:
            return b""
        page = self.shell.anchors[self.idents[template]] - template.blank
        content = self.streams[page]
        for head in self.heads.get(page, ()):
            content = head.fill(content, number, len(self.wanted))
        return content
