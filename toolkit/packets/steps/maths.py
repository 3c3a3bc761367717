"""Step: formulas become drawn pictures whose description is their LaTeX."""

from __future__ import annotations

import importlib
import warnings
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes

from toolkit.diagnostics import Code
from toolkit.packets.context import Context
from toolkit.packets.drawn import drawn

POINTS = 11.0
"""Type size of formulas in points, that of the text around them."""


@cache
def _ziamath() -> Any:
    """Import the drawing library when the first formula comes; it warns about its own imports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module("ziamath")


def draw_maths(document: nodes.document, docname: str, context: Context) -> None:
    """Draw each formula; one that cannot be read prints as its source."""
    for node in list(document.findall(nodes.math)):
        _replace(node, context, block=False)
    for block in list(document.findall(nodes.math_block)):
        _replace(block, context, block=True)


def _replace(node: nodes.Element, context: Context, *, block: bool) -> None:
    latex = node.astext().strip()
    try:
        path, drop = _draw(latex, context.workshop, block=block)
    except Exception as fault:
        context.report(
            Code.MATHS,
            f"the formula cannot be drawn ({fault or type(fault).__name__}); its source is printed",
            node,
        )
        fresh: nodes.Element = nodes.literal_block(latex, latex) if block else nodes.literal(latex, latex)
        if block:
            fresh["ids"] = node["ids"]
        node.replace_self(fresh)
        return
    picture = nodes.image(uri="", alt=latex, classes=["math"], file=str(path), drop=drop)
    if not block:
        node.replace_self(picture)
        return
    holder = nodes.container("", picture, classes=["math-block"], ids=node["ids"])
    if node.get("number"):
        holder += nodes.paragraph("", f"({node['number']})", classes=["equation-number"])
    node.replace_self(holder)


def _draw(latex: str, folder: Path, *, block: bool) -> tuple[Path, float]:
    """Return the SVG file of *latex* and how far it hangs below the line, in points."""
    source = (
        rf"\begin{{aligned}}{latex}\end{{aligned}}"
        if block and r"\\" in latex and "begin{" not in latex
        else latex
    )
    formula = _ziamath().Latex(source, size=POINTS, inline=not block)

    def draw() -> bytes:
        drawing = ET.fromstring(formula.svg())
        for side in ("width", "height"):
            drawing.set(side, f"{float(drawing.get(side, '0')):g}pt")
        svg: bytes = ET.tostring(drawing)
        return svg

    shows = f"{_ziamath().__version__}|{POINTS}|{block}|{latex}".encode()
    return drawn(folder, "math", shows, draw), -formula.getyofst()
