"""The one style sheet and the fonts of the site, made from parts: same parts, same bytes."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.config import settings
from toolkit.theme import filters
from toolkit.theme.colours import checked_accent, for_dark
from toolkit.theme.names import THEME_FOLDER

if TYPE_CHECKING:
    from toolkit.theme.builder import SiteBuilder

_UNUSED = (
    *("basic.css", "pygments.css", "pygments_dark.css", "file.png", "minus.png", "plus.png"),
    *("sphinx_highlight.js", "sphinx-design.min.css", "design-tabs.js"),
)
"""Files of Sphinx's basic theme and of sphinx-design that no page of ours asks for."""

_FEATURES = ("kern", "liga", "locl", "mark", "mkmk", "ccmp", "calt", "tnum")
_RANGES = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x1A0, 0x1B0), (0x2C6, 0x2DD), (0x300, 0x323), (0x1EA0, 0x1EF9)),
    *((0x2010, 0x2027), (0x2030, 0x203A), (0x20AB, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193)),
    (0x2212, 0x2212),
)
"""Latin of Europe and of Vietnam, punctuation, arrows; other letters come from the reader's own fonts."""


@dataclass(frozen=True)
class _WebFont:
    """A variable font of a package, cut to Latin letters and to the weights that the style uses."""

    family: str
    package: str
    file: str
    name: str
    weights: tuple[int, int]
    style: str = "normal"


_TEXT = "fontpkg_source_sans_3"
_FONTS = (
    _WebFont("Source Sans 3", _TEXT, "SourceSans3[wght].ttf", "text", (400, 700)),
    _WebFont("Source Sans 3", _TEXT, "SourceSans3-Italic[wght].ttf", "italic", (400, 400), "italic"),
    _WebFont("Public Sans", "fontpkg_public_sans", "PublicSans[wght].ttf", "heading", (600, 800)),
)


def write(builder: SiteBuilder, static: Path, cache: Path) -> None:
    """Write ``site.css`` and ``fonts/`` below *static*; cut fonts are kept in *cache*."""
    faces = [face for font in _FONTS if (face := _face(font, static / "fonts", cache))]
    style = [*faces, *_parts(), filters.style(), _accent(builder), _code(builder)]
    (static / "site.css").write_text("\n".join(style), encoding="utf-8")
    for name in _UNUSED:
        (static / name).unlink(missing_ok=True)


def version(builder: SiteBuilder) -> str:
    """Return a short mark of the style that changes with it, so that browsers do not keep an old one."""
    style = "\n".join([*_parts(), filters.style(), _accent(builder), _code(builder)])
    return hashlib.sha256(style.encode()).hexdigest()[:8]


def _parts() -> list[str]:
    """Return the parts of the style sheet, in the order of their numbers."""
    return [part.read_text(encoding="utf-8") for part in sorted((THEME_FOLDER / "css").glob("*.css"))]


def _accent(builder: SiteBuilder) -> str:
    accent = checked_accent(settings(builder.config).accent)
    return (
        f"@media screen {{ :root {{ --accent: {accent} }} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {for_dark(accent)} }} }}\n"
    )


def _code(builder: SiteBuilder) -> str:
    """Return the colours of code for light and dark screens, from the theme's Pygments styles."""
    light = builder.highlighter.get_stylesheet()
    if builder.dark_highlighter is None:
        return f"{light}\n"
    dark = builder.dark_highlighter.get_stylesheet()
    return (
        f"@media print, (prefers-color-scheme: light) {{\n{light}\n}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    )


def _face(font: _WebFont, folder: Path, cache: Path) -> str:
    """Write *font* to *folder* and return its CSS; without its package the system's font stands in."""
    spec = importlib.util.find_spec(font.package)
    if spec is None or not spec.submodule_search_locations:
        return ""
    source = Path(next(iter(spec.submodule_search_locations)), "files", font.file)
    recipe = hashlib.sha256(source.read_bytes() + repr((font, _RANGES, _FEATURES)).encode()).hexdigest()
    kept = cache / f"{font.name}-{recipe[:16]}.woff2"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        _cut(font, source, part)
        part.replace(kept)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{font.name}.woff2").write_bytes(kept.read_bytes())
    low, high = font.weights
    return (
        f'@font-face {{ font-family: "{font.family}"; font-style: {font.style}; font-weight: {low} {high}; '
        f'font-display: swap; src: url("fonts/{font.name}.woff2") format("woff2") }}'
    )


def _cut(font: _WebFont, source: Path, target: Path) -> None:
    """Write the part of the font file *source* that *font* names to *target*, as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options()
    options.layout_features = list(_FEATURES)
    options.hinting = False
    options.notdef_outline = True
    letters = [code for first, last in _RANGES for code in range(first, last + 1)]
    with TTFont(source, recalcTimestamp=False) as whole:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(whole)
        low, high = font.weights
        cut = instancer.instantiateVariableFont(whole, {"wght": low if low == high else (low, high)})
        cut.flavor = "woff2"
        cut.save(target)
