"""One laid-out box in neutral words, so that only the engine knows WeasyPrint's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element


@dataclass(slots=True, eq=False)
class Fragment:
    """A box on one page; lengths are CSS pixels from the page's top left corner.

    *kind* is ``page``, ``margin``, ``leader``, ``text``, ``image`` or ``box``. *pseudo* is ``marker``,
    ``before``, ``after`` … for generated content of *element*. The rectangle is the border box, for images
    the content box, for pages the paper. *mcid* is the number of the marked content that draws a text or
    image; *annotation* the link annotation of the box. *clips* says that what sticks out is hidden,
    *outside* that the box was taken out of the flow on purpose.
    """

    kind: str
    element: Element | None
    pseudo: str
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    mcid: int | None = None
    annotation: Any = None
    clips: bool = False
    outside: bool = False
    area: tuple[float, float, float, float] | None = None
    children: list[Fragment] = field(default_factory=list)

    def walk(self) -> Iterator[Fragment]:
        """Yield this fragment and all below it, in tree order."""
        yield self
        for child in self.children:
            yield from child.walk()
