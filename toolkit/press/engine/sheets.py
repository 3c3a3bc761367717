"""Style sheets with the fonts they load, read once for many chapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.css.counters import CounterStyle

from toolkit.press.engine.fetch import Fetcher
from toolkit.press.engine.fontfolder import Fonts
from toolkit.press.engine.log import Log
from toolkit.press.fonts import digest
from toolkit.press.libraries import own_fonts
from toolkit.press.style import BASE


@dataclass
class Style:
    """A style sheet read once, with the fonts it loads and what the reader of CSS said of it."""

    sheet: Any
    fonts: Any
    counters: Any
    messages: list[str]


_styles: dict[tuple[str, tuple[tuple[str, str], ...]], Style] = {}

_MOST_STYLES = 6
"""Style sheets a process keeps with their fonts: chapters differ in the scripts they need."""


def style_sheet(css: str, files: Mapping[str, bytes | Path]) -> Style:
    """Return *css* as a style sheet; the last few are kept, since reading CSS and fonts takes long.

    Fonts are told apart by their content: workers of a cluster live long.
    """
    loaded = {name: file for name, file in files.items() if name.startswith("fonts/")}
    key = (css, tuple(sorted((name, digest(file)) for name, file in loaded.items())))
    found = _styles.pop(key, None)
    if found is None or not found.fonts.there():
        while len(_styles) >= _MOST_STYLES:
            del _styles[next(iter(_styles))]
        log, fonts, counters = Log(), Fonts(), CounterStyle()
        with log.collect(), own_fonts():
            sheet = weasyprint.CSS(
                string=css, base_url=BASE, url_fetcher=Fetcher(files, lambda _: None), media_type="print",
                font_config=fonts, counter_style=counters,
            )  # fmt: skip
        found = Style(sheet, fonts, counters, log.found)
    _styles[key] = found
    return found
