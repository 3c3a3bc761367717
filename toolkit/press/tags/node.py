"""The structure tree while it is being built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element


@dataclass(slots=True, eq=False)
class Mark:
    """A marked content: the *mcid*-th drawing of *page*; *text* is what it says; *box* is in CSS pixels."""

    page: int
    mcid: int
    text: str = ""
    box: tuple[float, float, float, float] = (0, 0, 0, 0)


@dataclass(slots=True, eq=False)
class Annotation:
    """A link annotation (a pydyf dictionary) on *page*; *rect* is in PDF points."""

    page: int
    object: Any
    rect: tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Node:
    """A structure element: *role* is a standard type (PDF 1.7, table 333 ff.); *attributes* are written as
    they are."""

    role: str
    element: Element | None = None
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    lang: str = ""
    alt: str = ""
    actual: str = ""
    expansion: str = ""
    ident: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def is_block(self) -> bool:
        """Say whether the element stands on lines of its own (block-level structure, PDF 1.7, 14.8.4.3)."""
        if self.role == "Link":
            return any(isinstance(kid, Node) and kid.is_block for kid in self.kids)
        return self.role not in INLINE

    def nodes(self) -> list[Node]:
        """Return the kids that are structure elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]


INLINE = frozenset({"Span", "Link", "Code", "Reference", "Quote", "Figure", "Formula", "Ruby", "Form"})
"""Types that stand in a line; figures and formulas may, and need no paragraph when they do not."""

Kid = Node | Mark | Annotation


def text_of(kids: Iterable[Kid]) -> str:
    """Return the text of *kids* in order; pictures speak their descriptions."""
    parts = []
    for kid in kids:
        if isinstance(kid, Mark):
            parts.append(kid.text)
        elif isinstance(kid, Node):
            parts.append(kid.alt or text_of(kid.kids))
    return "".join(parts)


def marks_of(kids: Iterable[Kid]) -> list[Mark]:
    """Return all marked contents below *kids*."""
    found = []
    for kid in kids:
        if isinstance(kid, Mark):
            found.append(kid)
        elif isinstance(kid, Node):
            found += marks_of(kid.kids)
    return found


def has_content(node: Node) -> bool:
    """Say whether *node* draws or links anything."""
    return any(not isinstance(kid, Node) or has_content(kid) for kid in node.kids)
