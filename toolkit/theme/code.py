"""How code is coloured: few colours, each 7:1 or more on its ground (WCAG 1.4.6)."""

from __future__ import annotations

from typing import ClassVar

from pygments.style import Style
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, String, Token, _TokenType


def _styles(text: str, quiet: str, accent: str, warm: str) -> dict[_TokenType, str]:
    return {
        Token: text,
        Comment: f"italic {quiet}",
        Keyword: f"bold {accent}",
        Name.Tag: f"bold {accent}",
        Name.Attribute: accent,
        Name.Function: "bold",
        Name.Class: "bold",
        String: warm,
        Literal: warm,
        Number: warm,
        Generic.Heading: "bold",
        Generic.Emph: "italic",
        Generic.Strong: "bold",
        Generic.Deleted: warm,
        Generic.Inserted: accent,
    }


class Light(Style):
    """For light screens and for printing from a browser."""

    background_color = "#f1f5f4"
    highlight_color = "#d9e8e5"
    line_number_color = "#46504f"
    styles: ClassVar[dict[_TokenType, str]] = _styles("#1b1f1f", "#46504f", "#0b5351", "#6f2c00")


class Dark(Style):
    """For dark screens."""

    background_color = "#1b2526"
    highlight_color = "#2c3d3f"
    line_number_color = "#b5c2c0"
    styles: ClassVar[dict[_TokenType, str]] = _styles("#e9eeed", "#b5c2c0", "#86d5cb", "#f0bd92")
