"""The HTML of a chapter: parsed once, made safe for print, and asked for text and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]


def parse(markup: str) -> Element:
    """Parse the HTML *markup* of a whole document; tags have no namespace."""
    root: Element = tinyhtml5.parse(markup, namespace_html_elements=False)
    return root


def document(markup: str, lang: str, title: str = "", metadata: Mapping[str, str] | None = None) -> Element:
    """Return a whole document with *markup* as its body; *metadata* are its ``<meta>`` names and values."""
    parts = [f'<!DOCTYPE html><html lang="{escape(lang)}"><head><meta charset="utf-8">']
    if title:
        parts.append(f"<title>{escape(title)}</title>")
    for name, value in (metadata or {}).items():
        if value:
            parts.append(f'<meta name="{name}" content="{escape(value)}">')
    parts += ["</head><body>", markup, "</body></html>"]
    return parse("".join(parts))


def texts(root: Element) -> Iterator[str]:
    """Yield every text of the body and every ``data-`` attribute, which CSS may print."""
    for element in _visible(root):
        if element.text:
            yield element.text
        if element.tail:
            yield element.tail
        for name, value in element.attrib.items():
            if name.startswith("data-"):
                yield value


def change_texts(root: Element, change: Callable[[str, Element], str]) -> None:
    """Replace every text that :func:`texts` yields by what *change(text, element)* returns."""
    for element in _visible(root):
        if element.text:
            element.text = change(element.text, element)
        if element.tail:
            element.tail = change(element.tail, element)
        for name, value in element.attrib.items():
            if name.startswith("data-"):
                element.set(name, change(value, element))


def _visible(root: Element) -> Iterator[Element]:
    body = root.find("body")
    return (
        element for element in (body if body is not None else root).iter() if isinstance(element.tag, str)
    )


def parents(root: Element) -> dict[Element, Element]:
    """Map each element to its parent."""
    return {child: parent for parent in root.iter() for child in parent}


def place(element: Element, up: dict[Element, Element]) -> str:
    """Return the nearest ``data-src`` of *element* or of an ancestor, else the nearest id, else ''."""
    ident = ""
    node: Element | None = element
    while node is not None:
        if source := node.get("data-src"):
            return source
        ident = ident or node.get("id", "")
        node = up.get(node)
    return ident


def spoken(element: Element) -> str:
    """Return what *element* says: its text and its pictures' descriptions, white space folded."""
    parts: list[str] = []

    def visit(node: Element) -> None:
        if node.get("aria-hidden") == "true" or node.get("role") == "doc-footnote":
            return
        if "page" in (classes := (node.get("class") or "").split()) or "page-number" in classes:
            return  # known only when the book is bound
        parts.append(node.get("alt") or node.text or "")
        for child in node:
            visit(child)
            parts.append(child.tail or "")

    visit(element)
    return " ".join("".join(parts).split())


def words(parts: Iterable[str], limit: int = 40) -> str:
    """Return the first *limit* characters of the text in *parts*, cut at a word, white space folded."""
    text = " ".join("".join(parts).split())
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + "…"
