"""The accent of the site, its partner for dark screens, and the contrast between two colours (WCAG 1.4.3)."""

from __future__ import annotations

import colorsys
import re

from sphinx.errors import ConfigError

DARK_GROUND = "#12191a"
LEAST = 4.5
"""Contrast that normal text needs on white (WCAG 1.4.3)."""
GOOD = 9.0
"""Contrast that the accent gets on the dark ground (WCAG 1.4.6)."""
VIVID = 0.5
"""The most saturation (HSL, 0 to 1) that the accent has on dark screens."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of *colour*, ``#rrggbb``."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21) of two colours, ``#rrggbb``."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def for_dark(colour: str) -> str:
    """Return *colour* with its hue, lighter until it reads well on the dark ground, and never garish."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(101):
        lighter = lightness + (1 - lightness) * step / 100
        parts = colorsys.hls_to_rgb(hue, lighter, min(saturation, VIVID))
        mixed = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast(mixed, DARK_GROUND) >= GOOD:
            return mixed
    return "#ffffff"


def checked_accent(colour: str) -> str:
    """Return *colour* in lower case; raise :class:`ConfigError` if it is no colour or too pale for text."""
    if not _HEX.fullmatch(colour):
        message = f"conf.py: toolkit_accent is {colour!r}; write a colour as #rrggbb, such as #0b5351"
        raise ConfigError(message)
    if (ratio := contrast(colour, "#ffffff")) < LEAST:
        message = (
            f"conf.py: toolkit_accent {colour} has a contrast of {ratio:.1f}:1 on white; choose a darker "
            f"colour, {LEAST}:1 or more, so that everyone can read it"
        )
        raise ConfigError(message)
    return colour.lower()
