"""The only package that knows WeasyPrint: lays out a document and writes its PDF (load it through
``libraries``).

Where WeasyPrint's own functions will not do, a module replaces one of them, at its end and with the reason.
"""

from __future__ import annotations

from toolkit.press.engine.document import Laid, lay_out
from toolkit.press.engine.installed import has_subsetter, versions
from toolkit.press.engine.pictures import picture
from toolkit.press.engine.sheets import style_sheet
from toolkit.press.engine.trees import fragments
from toolkit.press.engine.typefaces import embed, fonts_used
from toolkit.press.engine.writing import Tagger, write

__all__ = [
    "Laid",
    "Tagger",
    "embed",
    "fonts_used",
    "fragments",
    "has_subsetter",
    "lay_out",
    "picture",
    "style_sheet",
    "versions",
    "write",
]
