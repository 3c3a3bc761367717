"""What a reader's program needs to know about the whole file: viewer preferences, page labels, metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from toolkit.press.fontfix import repair_fonts


def finish(pdf: Any, numbers: Sequence[int], duplex: bool) -> None:
    """Complete the pydyf document *pdf*, whose pages carry *numbers* in print (PDF 1.7, 12.2 and 12.4.2)."""
    repair_fonts(pdf)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
        {
            "DisplayDocTitle": "true",
            "PrintScaling": "/None",
            "Duplex": "/DuplexFlipLongEdge" if duplex else "/Simplex",
        }
    )
    pdf.catalog["PageLayout"] = "/SinglePage"
    pdf.catalog["PageMode"] = "/UseOutlines" if "Outlines" in pdf.catalog else "/UseNone"
    labels = pydyf.Array()
    for index, number in enumerate(numbers):
        if index == 0 or number != numbers[index - 1] + 1:
            labels += [index, pydyf.Dictionary({"S": "/D", "St": max(1, number)})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})
