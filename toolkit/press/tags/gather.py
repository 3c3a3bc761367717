"""Gathers what each HTML element drew, over all pages, into a tree of the document's own shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from toolkit.press.fragment import Fragment
from toolkit.press.html import parents
from toolkit.press.tags.node import Annotation, Mark, Node

REPEATED = ("thead", "tfoot", "caption")
"""Elements that a table prints again on each of its pages (CSS 2, 17.2); the repetitions are artifacts."""


@dataclass
class Gathered:
    """*root* is the body's node, with roles still empty; *artifacts* are marks outside the tree, by their
    kind."""

    root: Node
    artifacts: list[tuple[Mark, str]] = field(default_factory=list)
    unused: list[Annotation] = field(default_factory=list)


class Gatherer:
    """Walks the fragments of all pages once; one node for each HTML element, however many boxes it has."""

    def __init__(self, html: Element) -> None:
        self.up = parents(html)
        self.order = {element: index for index, element in enumerate(html.iter())}
        body = html.find("body")
        self.body = body if body is not None else html
        self.nodes: dict[tuple[Element, str], Node] = {}
        self.hidden: dict[Element, bool] = {self.body: False}
        self.first: dict[Element, tuple[int, str]] = {}
        self.result = Gathered(Node("", self.body))
        self.nodes[self.body, ""] = self.result.root

    def run(self, pages: Sequence[Fragment]) -> Gathered:
        """Gather the fragment trees *pages* and put every node's kids in the document's order."""
        for index, page in enumerate(pages):
            self._visit(page, index, "")
        for node in self.nodes.values():
            self._sort(node)
        return self.result

    def _visit(self, fragment: Fragment, page: int, artifact: str) -> None:
        element = fragment.element
        if fragment.kind == "margin":
            artifact = "Pagination"
        elif fragment.kind == "leader":
            artifact = artifact or "Layout"
        elif element is not None and not artifact:
            if self._is_hidden(element):
                artifact = "Layout"
            elif (
                element.tag in REPEATED and not fragment.pseudo and self._is_repeated(fragment, element, page)
            ):
                artifact = "Pagination"
            else:
                self._node(element, fragment.pseudo)
        if fragment.annotation is not None:
            self._annotation(fragment, page, bool(artifact))
        if fragment.mcid is not None:
            box = (fragment.x, fragment.y, fragment.width, fragment.height)
            mark = Mark(page, fragment.mcid, fragment.text, box)
            if artifact or element is None or (fragment.kind == "text" and not fragment.text.strip()):
                self.result.artifacts.append((mark, artifact))
            else:
                self._node(element, fragment.pseudo).kids.append(mark)
        for child in fragment.children:
            self._visit(child, page, artifact)

    def _node(self, element: Element, pseudo: str = "") -> Node:
        """Return the node of *element*, made with its ancestors if need be.

        Markers have a node of their own; other generated content belongs to its element, and the call of a
        footnote to the element it stands in.
        """
        if element not in self.up or element is self.body:
            return self.result.root
        if pseudo == "footnote-call":
            return self._node(self.up[element])
        key = (element, "marker" if pseudo.endswith("marker") else "")
        node = self.nodes.get(key)
        if node is None:
            node = self.nodes[key] = Node("Lbl" if key[1] else "", element)
            parent = self._node(element) if key[1] else self._node(self.up[element])
            parent.kids.append(node)
        return node

    def _is_hidden(self, element: Element) -> bool:
        known = self.hidden.get(element)
        if known is None:
            parent = self.up.get(element)
            known = element.get("aria-hidden") == "true" or (parent is not None and self._is_hidden(parent))
            self.hidden[element] = known
        return known

    def _is_repeated(self, fragment: Fragment, element: Element, page: int) -> bool:
        text = "".join(part.text for part in fragment.walk())
        first = self.first.setdefault(element, (page, text))
        return first[0] < page and first[1] == text

    def _annotation(self, fragment: Fragment, page: int, artifact: bool) -> None:
        x1, y1, x2, y2 = (float(value) for value in fragment.annotation["Rect"])
        rect = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        annotation = Annotation(page, fragment.annotation, rect)
        owner = fragment.element
        while owner is not None and not (owner.tag == "a" and owner.get("href")):
            owner = self.up.get(owner)
        if owner is None or artifact:
            self.result.unused.append(annotation)
        else:
            self._node(owner).kids.append(annotation)

    def _sort(self, node: Node) -> None:
        """Put element kids drawn out of turn (footnotes, table feet) where the document has them."""
        moved: list[Node] = []
        last = -1
        for kid in node.kids:
            if isinstance(kid, Node) and kid.element is not None and kid.role != "Lbl":
                index = self.order[kid.element]
                if index < last:
                    moved.append(kid)
                last = max(last, index)
        for kid in moved:
            node.kids.remove(kid)
            assert kid.element is not None
            index = self.order[kid.element]
            before = [
                place
                for place, other in enumerate(node.kids)
                if isinstance(other, Node) and other.element is not None and self.order[other.element] < index
            ]
            node.kids.insert(before[-1] + 1 if before else 0, kid)
