"""Sphinx's single page made ready for plain WeasyPrint with page references: ``stock.py HTML STYLE``.

The page's links between chapters are dead (``#document-a#b``); they are mended in place, and STYLE is
written, so that plain WeasyPrint prints page numbers after the same kind of links as the press does.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

STYLE = """
@page { size: letter; margin: 22mm 20mm }
@page { @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
div.body a.reference.internal[href^="#"]:not(.image-reference):not(.sd-hide-link-text)::after {
  content: " (page " target-counter(attr(href url), page) ")" }
"""


def main(page: str, style: str) -> None:
    """Mend the single page *page* and write *style*."""
    path = Path(page)
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'href="#document-[^"#]*#([^"]+)"', r'href="#\1"', text)
    path.write_text(text, encoding="utf-8")
    Path(style).write_text(STYLE, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
