"""The print style: the theme's CSS and the page grid, and apart from it what runs along each page."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from toolkit.packets.page import page_style
from toolkit.press import css_string

if TYPE_CHECKING:
    from toolkit.config import Settings
    from toolkit.manifest import Packet
    from toolkit.paper import Paper


def print_style(paper: Paper, settings: Settings) -> str:
    """Return the CSS of chapters and front matter on *paper*, without fonts and page size.

    It is the same for all packets, so that they share laid-out chapters.
    """
    accent = f".cover {{ color: #000 }} .cover .accent {{ color: {settings.accent} }}\n"
    return "\n".join([_theme("print.css"), page_style(paper), accent])


def furniture(packet: Packet, settings: Settings) -> str:
    """Return the running heads and feet of *packet* (CSS Generated Content for Paged Media, section 1)."""
    site = re.sub(r"^https?://(www\.)?", "", settings.site_url).rstrip("/")
    foot = " · ".join(part for part in (settings.disclaimer, site) if part)
    newline = css_string("\n") if foot else ""
    return (
        f"{_theme('furniture.css')}\n"
        "@page {\n"
        f"  @top-left {{ content: {css_string(packet.title)} }}\n"
        "  @top-right { content: string(chapter) }\n"
        f"  @bottom-left {{ content: {css_string(foot)} {newline} string(dates) string(version) }}\n"
        '  @bottom-right { content: "Page " counter(page) " of " counter(pages) }\n'
        "}\n"
        "@page cards { @bottom-left { content: string(version) } }\n"
    )


def _theme(name: str) -> str:
    return (files("toolkit.theme") / "print" / name).read_text(encoding="utf-8")
