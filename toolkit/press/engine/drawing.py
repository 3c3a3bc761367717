"""Leaves holes for page numbers in what is drawn, in the text and in running heads and feet."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from weasyprint import draw
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix

from toolkit.press import slots
from toolkit.press.engine.document import Laid
from toolkit.press.style import BASE


class Drawing:
    """Leaves holes where *laid* has slots, while its pages are drawn."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.pictures = {image_id(name): name for name in laid.files}
        self.lines: dict[Any, Any] = {}
        """The line of each slot's text, and the page of each line."""
        self.pages: dict[Any, int] = {}
        self.heads: dict[Any, tuple[int, float]] = {}
        """The page of each text of a running head or foot that holds a page number, and how it is aligned."""
        for number, page in enumerate(laid.document.pages):
            for box in page._page_box.descendants() if laid.places else ():
                if isinstance(box, boxes.LineBox):
                    self._note(box, number)
            for margin in page._page_box.children[1:]:
                for box in margin.descendants():
                    if isinstance(box, boxes.TextBox) and slots.JOINER in box.text:
                        self.heads[box] = (number, _alignment(margin.style))

    def _note(self, line: Any, page: int) -> None:
        for text in line.descendants():
            if isinstance(text, boxes.TextBox) and text.element in self.laid.places:
                self.lines[text] = line
                self.pages[line] = page

    def holds(self, box: Any) -> bool:
        """Say whether a line, or what stands in it, holds a slot; to draw them, WeasyPrint copies boxes that
        have children."""
        if not self.lines:
            return False
        return box in self.lines or any(self.holds(child) for child in getattr(box, "children", ()))

    def text(self, stream: Any, box: Any, start: int) -> None:
        """Open a hole in what *stream* drew of the text *box* from operator *start* on."""
        line = self.lines[box]
        shown = [place for place in range(start, len(stream.stream)) if _ends(stream.stream[place], b"] TJ")]
        if len(shown) != 1:
            return  # drawn by nothing, or by more than one font: the zeros stay
        slot = self.laid.places[box.element]
        rtl = line.style["direction"] == "rtl"
        hole = slots.Hole(
            number=len(self.laid.holes),
            page=self.pages[line],
            ident=slot.ident,
            digits=len(box.text),
            glyphs=_digits(stream, box)[0],
            origin=(box.position_x, box.position_y + box.baseline),
            width=box.width,
            side="end" if slot.right else ("rtl" if rtl else "ltr"),
            x=box.position_x + (0 if rtl else box.width),
            top=line.position_y,
            bottom=line.position_y + line.height,
        )
        self.laid.holes.append(hole)
        stream.stream[shown[0]] = slots.show_operator(hole.number)
        if hole.side != "ltr":
            placed = max(at for at in range(start, shown[0]) if _ends(stream.stream[at], b" Tm"))
            stream.stream[placed] = slots.place_operator(hole.number)
        if hole.side != "end":
            stream.stream.append(slots.move_operator(hole.number))

    def head(self, stream: Any, box: Any, start: int) -> None:
        """Open the page numbers in what *stream* drew of the text *box* of a head or foot."""
        number = len(self.laid.heads)
        placed = start
        for place in range(start, len(stream.stream)):
            shown = stream.stream[place]
            if _ends(shown, b" Tm"):
                placed = place
            if not _ends(shown, b"] TJ"):
                continue
            stream.stream[place], found = slots.open_counters(shown, number)
            if not found:
                continue
            page, align = self.heads[box]
            origin = (box.position_x, box.position_y + box.baseline)
            glyphs, advances = _digits(stream, box)
            self.laid.heads.append(slots.Head(number, page, origin, align, glyphs, advances, found))
            stream.stream[placed] = slots.place_operator(number)
            return


_current: Drawing | None = None


@contextlib.contextmanager
def of(laid: Laid) -> Iterator[None]:
    """Leave holes in what WeasyPrint draws of *laid* while the block runs; it hands no state to stand-ins."""
    global _current
    _current = Drawing(laid)
    try:
        yield
    finally:
        _current = None


def current() -> Drawing | None:
    """Return what is drawn now, if anything."""
    return _current


def image_id(name: str) -> str:
    """Return what WeasyPrint calls the picture in the file *name* of a book."""
    return hashlib.md5(f"{BASE}{quote(name)}".encode(), usedforsecurity=False).hexdigest()


def _alignment(style: Any) -> float:
    """Return where the text of a margin box stands: 0 at its left edge, 0.5 in the middle, 1 at the right."""
    align, rtl = style["text_align_all"], style["direction"] == "rtl"
    if align == "center":
        return 0.5
    return float(align == "right" or align == ("start" if rtl else "end"))


def _ends(operation: Any, operator: bytes) -> bool:
    """Say whether an *operation* of a content stream is that of *operator*."""
    return isinstance(operation, bytes) and operation.endswith(operator)


def _digits(stream: Any, box: Any) -> tuple[list[str], list[float]]:
    """Return the glyph codes of the ten digits in the type of the text *box*, and their widths in CSS pixels;
    the font of *stream* notes that they are used."""
    scratch, layout, before = stream.clone(), box.pango_layout, box.text
    box.text = layout.text = slots.DIGITS_TEXT
    layout.reactivate(box.style)
    draw_first_line(scratch, box, "clip", "none", Matrix())
    layout.deactivate()
    box.text = layout.text = before
    name, size = scratch._current_font
    font = next(font for font in stream._fonts.values() if font.hash == name)
    codes = [code for shown in scratch.stream if shown.endswith(b"] TJ") for code in slots.glyph_codes(shown)]
    return codes, [font.widths[int(code, 16)] * size / 1000 for code in codes]


_draw_text, _draw_inline = draw.draw_text, draw.draw_inline_level


def _draw_slot(stream: Any, box: Any, *rest: Any) -> None:
    """Stand in for ``draw_text``: draw as ever, then open the hole of a slot."""
    start = len(stream.stream) - 1
    _draw_text(stream, box, *rest)
    if _current is None:
        return
    if box in _current.lines:
        _current.text(stream, box, start)
    elif box in _current.heads:
        _current.head(stream, box, start)


def _draw_line(stream: Any, page: Any, box: Any, *rest: Any, **named: Any) -> None:
    """Stand in for ``draw_inline_level``: what moves up after a slot moves back at the end of the line."""
    if _current is None or not isinstance(box, boxes.LineBox) or not _current.holds(box):
        _draw_inline(stream, page, box, *rest, **named)
        return
    stream.push_state()
    _draw_inline(stream, page, box, *rest, **named)
    stream.pop_state()


# A number that is filled in later must be found in the content stream, and the rest of its line must move.
draw.draw_text, draw.draw_inline_level = _draw_slot, _draw_line
