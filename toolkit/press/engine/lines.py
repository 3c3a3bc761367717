"""Lines: words before a link or a mark stay on their line when they fit without the space that ends them.

WeasyPrint 70 measures a text that ends in a space with that space.  Where it then does not fit, the line is
broken after its first word, although CSS lets the space hang (CSS Text 3, section 4.1.2).
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import split_first_line

_COLLAPSING = ("normal", "pre-line")
"""Values of ``white-space`` with which a space at the end of a line takes no room."""


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Stand in for WeasyPrint's own: what fits without its last space is a whole line."""
    how = (style, context, max_width, justification_spacing, is_line_start, minimum)
    found = split_first_line(text, *how)
    resume = found[2]
    if resume is None or max_width is None or not text.endswith(" "):
        return found
    if style["white_space"] not in _COLLAPSING:
        return found
    words = text.rstrip(" ")
    length = len(words.encode())
    if resume >= length:
        return found
    layout, shown, rest, width, *place = split_first_line(words, *how)
    if rest is not None or width > max_width:
        return found
    return (layout, shown, length, width, *place)


inline.split_first_line = _split_first_line
