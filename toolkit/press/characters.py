"""Characters: which of them are drawn, and what stands for those that no font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from html import unescape

_ZWJ, _ZWNJ = "\u200d", "\u200c"
_SCRIPTS = (
    "ARABIC SYRIAC DEVANAGARI BENGALI GUJARATI GURMUKHI KANNADA MALAYALAM ORIYA SINHALA TAMIL TELUGU "
    "MYANMAR KHMER"
)
_JOINING = tuple(_SCRIPTS.split())


def clean_text(text: str) -> str:
    """Drop what no font draws and no reader sees: controls, variation selectors, joiners between emoji."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for index, char in enumerate(text):
        code = ord(char)
        if (code < 0x20 and char not in "\t\n\r\f") or 0x7F <= code < 0xA0:
            continue
        if 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF or char == "\ufeff":
            continue
        if char in (_ZWJ, _ZWNJ) and not (index and _joins(text[index - 1])):
            continue
        kept.append(char)
    return "".join(kept)


def _joins(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_JOINING)


def character_name(char: str) -> str:
    """Return how a character is called: ``U+1FAE8 SHAKING FACE``."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def name_missing(text: str, missing: Collection[str]) -> str:
    """Replace each character of *missing* in *text* by its name in brackets, so that nothing prints as a
    blank box."""
    if not set(missing) & set(text):
        return text
    parts = []
    for char in text:
        name = unicodedata.name(char, "").lower() or f"U+{ord(char):04X}"
        parts.append(f"[{name}]" if char in missing else char)
    return "".join(parts)


def characters(pieces: Collection[str]) -> set[str]:
    """Return the characters that *pieces* of HTML, CSS or SVG may draw."""
    found = set().union(*(set(unescape(piece)) for piece in pieces))
    return {char for char in found if clean_text(char)}
