"""Draws an address as a QR code (ISO/IEC 18004) that a telephone reads from a copy of a copy."""

from __future__ import annotations

import io
from pathlib import Path

import segno

from toolkit.packets.drawn import drawn

SIDE = 20.0
"""Least side of the code itself in millimetres, without the quiet zone."""
QUIET = 4
"""White modules around the code that readers need (ISO/IEC 18004, 6.3.8)."""
LEVEL = "m"
"""Error correction: 15 percent of the code may be lost; more where it costs no room."""


def draw(address: str, folder: Path) -> tuple[Path, float]:
    """Return the SVG file of *address*, black on white, and its width in millimetres with the quiet zone."""
    code = segno.make_qr(address, error=LEVEL)
    modules, _ = code.symbol_size(border=0)
    output = io.BytesIO()
    code.save(
        output, kind="svg", border=QUIET, omitsize=True, dark="#000", light="#fff", xmldecl=False, nl=False,
        svgclass=None, lineclass=None,
    )  # fmt: skip
    svg = output.getvalue()
    return drawn(folder, "qr", svg, lambda: svg), SIDE * (modules + 2 * QUIET) / modules
