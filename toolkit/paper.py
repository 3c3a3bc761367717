"""The papers a packet can be printed on."""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Paper:
    """A sheet in upright position; *width* and *height* are millimetres."""

    name: str
    width: float
    height: float

    @property
    def css(self) -> str:
        """The value of CSS ``size`` (CSS Paged Media 3, section 7.1)."""
        return f"{self.width:g}mm {self.height:g}mm"


PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("letter", 8.5 * MM_PER_INCH, 11 * MM_PER_INCH),
        Paper("a4", 210, 297),
        Paper("legal", 8.5 * MM_PER_INCH, 14 * MM_PER_INCH),
    )
}
