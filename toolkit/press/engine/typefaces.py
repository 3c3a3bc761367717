"""Fonts: which glyphs of them a document uses, and their embedding, once for a whole book."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import pydyf
import weasyprint
from weasyprint import pdf as weasyprint_pdf
from weasyprint.pdf.fonts import Font, build_fonts_dictionary

from toolkit.press.engine.document import Laid
from toolkit.press.engine.harfbuzz import Widths, face_of
from toolkit.press.engine.log import Log
from toolkit.press.fontfix import repair_fonts, static_cff
from toolkit.press.fonts import FONT_ATTRIBUTES, FontUse
from toolkit.press.libraries import set_variable


def fonts_used(laid: Laid) -> list[FontUse]:
    """Return the fonts that *laid* was written with, and which glyphs of them."""
    found: dict[str, FontUse] = {}
    for font in laid.document.fonts.values():
        use = found.get(font.hash)
        if use is None:
            use = found[font.hash] = FontUse(
                digest=hashlib.sha256(font.file_content).hexdigest(),
                attributes={name: _plain(getattr(font, name)) for name in FONT_ATTRIBUTES},
            )
        use.text |= font.to_unicode
        use.widths |= font.widths
        use.missing |= font.missing
    return [found[name] for name in sorted(found)]


def _plain(value: Any) -> Any:
    """Return an attribute of a font as JSON keeps it."""
    return value.decode() if isinstance(value, bytes) else value


def embed(use: FontUse, content: bytes) -> bytes:
    """Return a PDF whose catalog holds the font *use* as ``/Font``, cut to its glyphs; *content* is its
    file."""
    font = Font.__new__(Font)
    for name, value in use.attributes.items():
        setattr(font, name, value)
    font.file_content, font.used_in_forms = content, False
    font.hb_face = face_of(content, font.index)
    font.to_unicode, font.widths = dict(sorted(use.text.items())), dict(sorted(use.widths.items()))
    font.missing, font.variations = dict(sorted(use.missing.items())), dict(font.variations)
    font.name = font.name.encode()
    pdf = pydyf.PDF()
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": "1.7"}
    # fontTools writes the time into each static cut of a variable font.
    with Log().collect(), set_variable("SOURCE_DATE_EPOCH", "0"):
        dictionary = build_fonts_dictionary(pdf, {font.hash: font}, True, True, options)
    repair_fonts(pdf)
    pdf.catalog["Font"] = dictionary[font.hash]
    output = io.BytesIO()
    pdf.write(output, b"1.7", False, True)
    return output.getvalue()


_init_font, _clean = Font.__init__, Font.clean


def _prepare_font(font: Any, *rest: Any) -> None:
    """Stand in for ``Font.__init__``: the same, with widths that do not depend on the size."""
    _init_font(font, *rest)
    if not font.bitmap:
        font.widths = Widths(font)


def _clean_font(font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:
    """Stand in for ``Font.clean``: variable CFF2 outlines become static ``CFF`` in one step."""
    if not {"CFF2", "fvar"} <= set(font.tables) or not to_unicode:
        _clean(font, to_unicode, hinting)
        return
    font.subset(to_unicode, hinting)
    location = {"wght": font.variations.get("wght", font.weight)}
    font.file_content = static_cff(font.file_content, location, to_unicode)


# WeasyPrint measures a glyph at the size at which it meets it first, with a rounding of that size: chapters
# that meet it at different sizes would not agree.
Font.__init__ = _prepare_font
# WeasyPrint's own is very slow with large fonts of variable CFF2 outlines (CJK).
Font.clean = _clean_font
# Fonts are embedded once for a whole book, with the glyphs that any of its chapters uses.
weasyprint_pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
