"""Makes embedded OpenType fonts what PDF 1.7 allows: outlines in a ``CFF`` table, never in ``CFF2`` (table 126)."""

from __future__ import annotations

import io
from typing import Any

from fontTools.cffLib.CFF2ToCFF import convertCFF2ToCFF
from fontTools.ttLib import TTFont


def repair_fonts(pdf: Any) -> None:
    """Convert every CFF2 font file of the pydyf document *pdf*; glyph numbers stay."""
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if not extra or extra.get("Subtype") != "/OpenType":
            continue
        content = item.stream[0]
        with TTFont(io.BytesIO(content), recalcTimestamp=False) as font:
            if "CFF2" not in font:
                continue
            font["CFF2"].cff.topDictIndex[0].CharStrings  # noqa: B018 - read before the conversion drops what reads it
            convertCFF2ToCFF(font)
            item.stream[0] = font.getTableData("CFF ")
        extra["Subtype"] = "/CIDFontType0C"
