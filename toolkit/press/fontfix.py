"""Makes embedded fonts fit for PDF/UA-1: outlines in ``CFF``, never ``CFF2``; a character for each glyph."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from typing import Any

from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict, PrivateDict
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

ZERO_WIDTH = b"<200b>"
"""What a glyph says that is part of a cluster another glyph speaks for."""


def repair_fonts(pdf: Any) -> None:
    """Repair the fonts of the pydyf document *pdf*: bare CFF outlines, and no glyph without a character."""
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if extra is not None and extra.get("Subtype") == "/OpenType":
            with TTFont(io.BytesIO(item.stream[0])) as font:
                if "ROS" in font["CFF "].cff.topDictIndex[0].rawDict:
                    item.stream[0] = font.getTableData("CFF ")
                    extra["Subtype"] = "/CIDFontType0C"
        elif extra is not None and b"begincmap" in item.stream:
            # PDF/UA-1 7.21.7: each glyph has a character; reordered vowel signs come without one.
            item.stream[:] = [
                line[:-2] + ZERO_WIDTH if isinstance(line, bytes) and line.endswith(b"> <>") else line
                for line in item.stream
            ]


def static_cff(content: bytes, location: Mapping[str, float], glyphs: Collection[int]) -> bytes:
    """Return an OpenType file with only a CID-keyed ``CFF`` table, in which CID and glyph number are one.

    *content* is a font with variable ``CFF2`` outlines, which PDF 1.7 (table 126) does not know; *location*
    is the cut wanted (``{"wght": 700}``); all but *glyphs* are left empty. fontTools's own way, instancing
    and converting every glyph of the font, takes ten times as long.
    """
    with TTFont(io.BytesIO(content)) as font:
        names = font.getGlyphOrder()
        outlines = font.getGlyphSet(
            location={axis: value for axis, value in location.items() if axis == "wght"}
        )
        empty = T2CharStringPen(None, None).getCharString()
        drawn = dict.fromkeys(names, empty)
        for glyph in glyphs:
            outline = outlines[names[glyph]]
            pen = T2CharStringPen(font["hmtx"][names[glyph]][0], outlines)
            outline.draw(pen)
            drawn[names[glyph]] = pen.getCharString()
        units = font["head"].unitsPerEm
    cids = [f"cid{number:05d}" if number else ".notdef" for number in range(len(names))]
    builder = FontBuilder(units, isTTF=False)
    builder.setupGlyphOrder(cids)
    builder.setupCFF("CID", {}, dict(zip(cids, drawn.values(), strict=True)), {})
    _key_by_cid(builder.font["CFF "].cff.topDictIndex[0], len(cids))
    output = io.BytesIO()
    font = TTFont(sfntVersion="OTTO", recalcBBoxes=False)
    font.setGlyphOrder(cids)
    font["CFF "] = builder.font["CFF "]
    font.save(output)
    return output.getvalue()


def _key_by_cid(top: Any, count: int) -> None:
    """Turn the CFF font *top* of *count* glyphs from names to CIDs; widths are written out in every glyph."""
    private = PrivateDict()
    private.defaultWidthX = private.nominalWidthX = 0
    part = FontDict()
    part.Private = private
    parts = FDArrayIndex()
    parts.append(part)
    select = FDSelect()
    select.gidArray = [0] * count
    select.format = 3
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = count
    top.FDArray, top.FDSelect = parts, select
    top.CharStrings.fdArray, top.CharStrings.fdSelect = parts, select
    for holder in (top.rawDict, top.__dict__):
        holder.pop("Private", None)
