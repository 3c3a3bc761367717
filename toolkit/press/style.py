"""The press's own part of the print CSS: page size, fonts, page-number slots, footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.paper import Paper
from toolkit.press import symbols
from toolkit.press.fonts import Face, fallback_css, font_css

BASE = "https://packet.invalid/"
"""The address of the book while it is laid out; nothing of the machine's paths gets into the PDF."""

COMMON = """
html { font-family: "Source Sans 3", var(--fallback); hyphens: manual }
.page-number { font-variant-numeric: tabular-nums; white-space: nowrap }
[role="doc-footnote"] { float: footnote }
::footnote-call, ::footnote-marker { content: none }
.new-sheet { break-before: page }
"""

SAFE = "tr { break-inside: avoid !important } * { orphans: 1 !important; widows: 1 !important }"
"""Avoids the breaks inside cells that stop WeasyPrint 70 (an index error in its lines)."""

FLAT = "* { opacity: 1 !important }"
"""Groups of transparency would hide their text from the structure tree (PDF/UA-1 7.1), and copy badly."""


def fonts(faces: Sequence[Face]) -> str:
    """Return the CSS that loads *faces*."""
    return f"{font_css(faces, BASE)}\n{fallback_css(faces)}"


def print_css(style: str, paper: Paper, faces: Sequence[Face]) -> str:
    """Return the whole style sheet of a chapter; the press's own rules come first, so that *style* wins."""
    parts = [fonts(faces), f"@page {{ size: {paper.css} }}", COMMON, symbols.CSS, style, FLAT]
    return "\n".join(parts)


_PAGE = re.compile(r"counter\(\s*page\s*(?:,\s*decimal\s*)?\)")
_PAGES = re.compile(r"counter\(\s*pages\s*(?:,\s*decimal\s*)?\)")


def furniture(css: str) -> str:
    """Return the *css* of running heads and feet with named strings in place of page counters."""
    return _PAGES.sub("string(press-pages)", _PAGE.sub("string(press-page)", css))


def has_counters(css: str) -> bool:
    """Say whether *css* counts pages, which no chapter can know."""
    return bool(_PAGE.search(css) or _PAGES.search(css))


def css_string(text: str) -> str:
    r"""Return *text* as a CSS string (CSS Syntax 3, section 4.3.5)."""
    return '"' + re.sub(r'[\\"]', lambda mark: "\\" + mark.group(), text).replace("\n", r"\a ") + '"'
