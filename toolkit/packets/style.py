"""The print style of one packet: the theme's CSS, the page grid, and what runs along each page."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from toolkit.packets.page import page_style

if TYPE_CHECKING:
    from toolkit.manifest import Packet
    from toolkit.packets.context import Context
    from toolkit.paper import Paper


def print_style(packet: Packet, paper: Paper, context: Context) -> str:
    """Return the whole CSS of *packet* on *paper*, without fonts and page size."""
    css = (files("toolkit.theme") / "print" / "print.css").read_text(encoding="utf-8")
    rules = [css, page_style(paper), _furniture(packet, context)]
    if packet.start == "new-sheet":
        rules.append(".chapter { break-before: right }")
    return "\n".join(rules)


def _furniture(packet: Packet, context: Context) -> str:
    """Return the running heads and feet (CSS Generated Content for Paged Media, section 1)."""
    site = re.sub(r"^https?://(www\.)?", "", context.settings.site_url).rstrip("/")
    foot = " · ".join(part for part in (context.settings.disclaimer, site) if part)
    return (
        "@page {\n"
        f"  @top-left {{ content: {css_string(packet.title)} }}\n"
        "  @top-right { content: string(chapter) }\n"
        f"  @bottom-left {{ content: string(reviewed) {css_string(foot)} }}\n"
        '  @bottom-right { content: "Page " counter(page) " of " counter(pages) }\n'
        "}\n"
        f".cover {{ color: #000 }} .cover .accent {{ color: {context.settings.accent} }}\n"
    )


def css_string(text: str) -> str:
    r"""Return *text* as a CSS string (CSS Syntax 3, section 4.3.5)."""
    return '"' + re.sub(r'[\\"]', lambda mark: "\\" + mark.group(), text).replace("\n", r"\a ") + '"'
