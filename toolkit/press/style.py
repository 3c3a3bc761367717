"""The press's own part of the print CSS: page size, fonts, chapter starts, page-number slots, footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.press import symbols
from toolkit.press.fonts import Face, fallback_css, font_css
from toolkit.press.model import Job

BASE = "https://packet.invalid/"
"""The address of the book while it is laid out; nothing of the machine's paths gets into the PDF."""

COMMON = """
html { font-family: "Source Sans 3", var(--fallback); hyphens: manual }
.page-number { font-variant-numeric: tabular-nums; white-space: nowrap }
[role="doc-footnote"] { float: footnote }
::footnote-call, ::footnote-marker { content: none }
"""

SAFE = "tr { break-inside: avoid !important } * { orphans: 1 !important; widows: 1 !important }"
"""Avoids the breaks inside cells that stop WeasyPrint 70 (an index error in its lines)."""

FLAT = "* { opacity: 1 !important }"
"""Groups of transparency would hide their text from the structure tree (PDF/UA-1 7.1), and copy badly."""


def fonts(faces: Sequence[Face]) -> str:
    """Return the CSS that loads *faces*."""
    return f"{font_css(faces, BASE)}\n{fallback_css(faces)}"


def print_css(job: Job, faces: Sequence[Face]) -> str:
    """Return the whole style sheet of *job*; its own rules come last but one, so that they win."""
    start = "right" if job.start == "new-sheet" and job.duplex else "page"
    parts = [
        fonts(faces),
        f"@page {{ size: {job.paper.css} }}",
        COMMON,
        symbols.CSS,
        f".chapter {{ break-before: {start} }}",
        job.style,
        FLAT,
    ]
    return "\n".join(parts)
