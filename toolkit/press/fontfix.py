"""Makes embedded OpenType fonts what PDF 1.7 allows: outlines in a ``CFF`` table, never in ``CFF2`` (table
126)."""

from __future__ import annotations

import io
from copy import deepcopy
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
            top = font["CFF2"].cff.topDictIndex[0]
            len(top.CharStrings)  # read now: the conversion drops what reads it
            if len(top.FDArray) == 1:
                top.FDArray.append(
                    deepcopy(top.FDArray[0])
                )  # of one part fontTools makes a font without CIDs
            widths = [font["hmtx"][name][0] for name in font.getGlyphOrder()]
            convertCFF2ToCFF(font)
            _spell_out_widths(font["CFF "].cff.topDictIndex[0], widths)
            item.stream[0] = font.getTableData("CFF ")
        extra["Subtype"] = "/CIDFontType0C"


def _spell_out_widths(top: Any, widths: list[int]) -> None:
    """Write each glyph's whole width into its outline, which every reader understands alike."""
    for name, width in zip(top.charset, widths, strict=True):
        outline, part = top.CharStrings.getItemAndSelector(name)
        private = top.FDArray[part].Private
        if width != private.defaultWidthX:
            outline.program.pop(0)
        if width:
            outline.program.insert(0, width)
    for part in top.FDArray:
        part.Private.defaultWidthX = part.Private.nominalWidthX = 0
