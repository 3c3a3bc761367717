"""Lays out one part of a book: a pure function from everything its pages depend on to finished bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pydyf

from toolkit.press import fonts, html, overflow, prepare, slots, style, symbols, tags
from toolkit.press.characters import name_missing
from toolkit.press.fragment import Fragment
from toolkit.press.libraries import no_collector
from toolkit.press.messages import for_author
from toolkit.press.part import Page, Part, Task, pack_fonts

if TYPE_CHECKING:
    from toolkit.press.engine import Laid

LAYOUT_FAULTS = (AssertionError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What WeasyPrint raises when it meets a page break that it cannot make."""


class Stopped(Exception):
    """The layout engine met something that it cannot lay out."""


def lay_out(task: Task) -> bytes:
    """Return the part that *task* describes, packed; raise Stopped when the engine gives up."""
    try:
        with no_collector():
            return _lay_out(task).pack()
    except LAYOUT_FAULTS as error:
        raise Stopped(f"{type(error).__name__}: {error}") from error


def _lay_out(task: Task) -> Part:
    from toolkit.press import engine

    faces = tuple(fonts.here(face) for face in task.faces)
    root = html.document(task.html, task.lang, task.title, task.metadata)
    drawings = _drawings(task)
    missing = frozenset(task.missing)
    symbols.wrap(root)
    book = prepare.Preparation(root)
    prepare.clean(book)
    if missing:
        prepare.characters(book, missing)
    prepare.links(book, task.dead)
    places = {
        element: slots.Slot(ident, slots.in_contents(element, book.up))
        for element, ident in prepare.slots(book, task.dead).items()
    }
    prepare.footnotes(book)
    css = style.print_css(task.style, task.paper, faces)
    refused: list[str] = []
    files = _files(task, faces, drawings, missing)
    slots.open_slots(places, task.digits)
    laid = _lay_out_safely(
        book, css, lambda css: engine.lay_out(book.root, css, files, refused.append, places)
    )
    pages: list[Fragment] = []
    anchors: dict[str, int] = {}

    def tagger(pdf: Any, fragments: list[Fragment], streams: list[Any]) -> None:
        pages.extend(fragments)
        book.messages.extend(tags.tag(book.root, fragments, pdf, streams, task.id))
        for stream in streams:  # heads and feet are drawn after it
            stream.stream[:0] = [b"q"]
            stream.stream.append(b"Q")

    def finish(pdf: Any) -> None:
        _lead_elsewhere(pdf)
        for page in pdf.page_references:
            for box in ("TrimBox", "BleedBox"):  # without bleed they say what MediaBox says
                pdf.objects[int(page.split()[0])].pop(box, None)
        anchors.update(_anchors(pdf))

    pdf = engine.write(laid, tagger, finish)
    return Part(
        id=task.id,
        lang=task.lang,
        pages=tuple(_pages(laid, pages)),
        anchors=anchors,
        holes=tuple(laid.holes),
        heads=tuple(laid.heads),
        glyphs=pack_fonts(engine.fonts_used(laid)),
        pictures=tuple(sorted(laid.pictures)),
        overflows=overflow.find(pages, book.up),
        messages=tuple(dict.fromkeys([*book.messages, *for_author(laid.messages, refused)])),
        pdf=lambda: pdf,
    )


def _lay_out_safely(book: prepare.Preparation, css: str, lay_out: Callable[[str], Laid]) -> Laid:
    """Return the laid-out part; a break that stops the engine is avoided once."""
    try:
        return lay_out(css)
    except LAYOUT_FAULTS:
        book.messages.append(
            "a table or box could not be broken over pages; rows are kept whole and lines may stand alone"
        )
        return lay_out(f"{css}\n{style.SAFE}")


def _pages(laid: Laid, pages: list[Fragment]) -> list[Page]:
    """Return what the binder has to know of each page."""
    right = set()
    seen: set[Element] = set()
    for number, page in enumerate(pages):
        for fragment in page.walk():
            element = fragment.element
            if element is None or element in seen or fragment.pseudo:
                continue
            if "new-sheet" in (element.get("class") or "").split():
                seen.add(element)
                right.add(number)
    return [
        Page(strings, name, number in right, blank)
        for number, (strings, (name, blank)) in enumerate(zip(laid.strings, laid.kinds(), strict=True))
    ]


def _lead_elsewhere(pdf: Any) -> None:
    """Let the links to other chapters lead to named destinations (PDF 1.7, 12.3.2.3) of the bound book."""
    for item in pdf.objects:
        action = (
            item.get("A") if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link" else None
        )
        if action is None:
            continue
        address = action["URI"].string if isinstance(action["URI"], pydyf.String) else ""
        if address.startswith(prepare.ELSEWHERE):
            del item["A"]
            item["Dest"] = pydyf.String(unquote(address.removeprefix(prepare.ELSEWHERE)))


def _anchors(pdf: Any) -> dict[str, int]:
    """Return the page, from 0, of each named destination."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    return {name.string: pages[place[0]] for name, place in zip(names[::2], names[1::2], strict=True)}


def _drawings(task: Task) -> dict[str, str]:
    """Return the SVG files of *task* as text."""
    return {
        name: (file.read_bytes() if isinstance(file, Path) else file).decode("utf-8", "replace")
        for name, file in task.files.items()
        if name.lower().endswith(".svg")
    }


def _files(
    task: Task, faces: Collection[fonts.Face], drawings: Mapping[str, str], missing: frozenset[str]
) -> dict[str, bytes | Path]:
    """Return what the part may load; drawings with characters that no font has get their names instead."""
    files: dict[str, bytes | Path] = {f"fonts/{face.name}": face.path for face in faces}
    files |= task.files
    for name, text in drawings.items():
        cleaned = name_missing(re.sub("[\ufe00-\ufe0f]", "", unescape_numeric(text)), missing)
        if cleaned != text:
            files[name] = cleaned.encode()
    return files


def unescape_numeric(text: str) -> str:
    """Return the SVG *text* with character references above ASCII as characters."""
    return re.sub(
        r"&#(x[0-9a-fA-F]+|\d+);", lambda match: c if (c := unescape(match[0])) > "\x7f" else match[0], text
    )
