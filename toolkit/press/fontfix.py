"""Makes embedded fonts fit for PDF/UA-1: outlines in ``CFF``, never ``CFF2``; a character for each glyph."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

from fontTools.cffLib.CFF2ToCFF import convertCFF2ToCFF
from fontTools.ttLib import TTFont

ZERO_WIDTH = b"<200b>"
"""What a glyph says that is part of a cluster another glyph speaks for."""


def repair_fonts(pdf: Any) -> None:
    """Repair the fonts of the pydyf document *pdf*: outlines of CFF2 fonts, silent glyphs of any font."""
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if extra is not None and extra.get("Subtype") == "/OpenType":
            _convert(item)
        elif extra is not None and b"begincmap" in item.stream:
            # PDF/UA-1 7.21.7: each glyph has a character; reordered vowel signs come without one.
            item.stream[:] = [
                line[:-2] + ZERO_WIDTH if isinstance(line, bytes) and line.endswith(b"> <>") else line
                for line in item.stream
            ]


def _convert(item: Any) -> None:
    """Turn the font file *item* from CFF2 to CFF; glyph numbers stay."""
    with TTFont(io.BytesIO(item.stream[0]), recalcTimestamp=False) as font:
        if "CFF2" not in font:
            return
        top = font["CFF2"].cff.topDictIndex[0]
        len(top.CharStrings)  # read now: the conversion drops what reads it
        if len(top.FDArray) == 1:
            top.FDArray.append(deepcopy(top.FDArray[0]))  # of one part fontTools makes a font without CIDs
        widths = [font["hmtx"][name][0] for name in font.getGlyphOrder()]
        convertCFF2ToCFF(font)
        _spell_out_widths(font["CFF "].cff.topDictIndex[0], widths)
        item.stream[0] = font.getTableData("CFF ")
    item.extra["Subtype"] = "/CIDFontType0C"


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
