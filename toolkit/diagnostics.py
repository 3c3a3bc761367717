"""Every warning of the extension: its name, its meaning, and the one function that gives it."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

_logger = logging.getLogger(__name__)


class Code(Enum):
    """Warning codes; silence one with ``suppress_warnings = ["toolkit.<value>"]``."""

    MANIFEST = "manifest"
    """A fault in packets.yaml or in a data file."""
    CHAPTER_IN_NO_PACKET = "chapter-in-no-packet"
    """A chapter is in no packet and its front matter does not say ``packet: web-only``."""
    UNKNOWN_NODE = "unknown-node"
    """A node of another extension has no printed form; its text is printed plain."""
    HEADING_SKIP = "heading-skip"
    """A heading skips a level; it is printed one level higher."""
    NO_ALT = "no-alt"
    """A picture has no description; it is left out for screen readers."""
    NETWORK_IMAGE = "network-image"
    """A picture has a network address; it is left out and its address printed."""
    OUTSIDE = "outside"
    """A picture or include lies outside the project."""
    MISSING_IMAGE = "missing-image"
    """A picture's file is not there or cannot be printed."""
    CIRCULAR_INCLUDE = "circular-include"
    """A file includes itself, directly or through others."""
    MISSING_INCLUDE = "missing-include"
    """An included file is not there."""
    FRONT_MATTER = "front-matter"
    """A value at the top of a chapter cannot be used."""
    DEAD_LINK = "dead-link"
    """A link inside a packet has no target."""
    HIDDEN_TARGET = "hidden-target"
    """Text for everyone points at text for facilitators only."""
    TABLE_TOO_WIDE = "table-too-wide"
    """A table fits no layout of the page."""
    OVERFLOW = "overflow"
    """Something is wider or taller than its page or card."""
    NO_GLYPH = "no-glyph"
    """No font of the print theme has this character."""
    MATHS = "maths"
    """A formula cannot be drawn; its source is printed."""
    PRESS = "press"
    """A message of the PDF engine."""
    DIRECTIVE = "directive"
    """A directive or role of the toolkit is used wrongly."""
    UNKNOWN_SOURCE = "unknown-source"
    """A citation names no entry of data/sources.yaml."""
    UNKNOWN_FACT = "unknown-fact"
    """A ``{{ name }}`` is no local fact."""


def front_matter_line(path: Path, key: str) -> int:
    """Return the line of *key* at the top of the chapter in the file *path*, or 1."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.match(rf"['\"]?{re.escape(key)}['\"]?\s*:", line):
            return number
    return 1


def warn(code: Code, message: str, location: nodes.Node | str | tuple[str, int] | None) -> None:
    """Report *message* (what is wrong; what to do) at *location* as a Sphinx warning."""
    _logger.warning(message, location=location, type="toolkit", subtype=code.value)
