"""Writes the finished structure tree into the pydyf document: elements, parent tree, ids, artifacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pydyf

from toolkit.press.tags.node import Annotation, Mark, Node

PX_TO_PT = 0.75
NULL = b"null"


class Writer:
    """Writes one tree; *streams* are the pages' content streams, which number the marked contents."""

    def __init__(self, pdf: Any, streams: Sequence[Any], prefix: str = "") -> None:
        self.pdf = pdf
        self.prefix = f"{prefix}-" if prefix else ""
        self.streams = streams
        self.pages = [pdf.objects[int(ref.split()[0])] for ref in pdf.page_references]
        self.owners: list[dict[int, bytes]] = [{} for _ in streams]
        self.links: list[tuple[bytes, Any]] = []
        self.kept: dict[int, list[bytes]] = defaultdict(list)
        self.ids: list[tuple[str, bytes]] = []
        self.headers: list[tuple[Any, list[Node]]] = []
        self.references: dict[int, str] = {}

    def tree(self, document: Node) -> None:
        """Write *document* as the structure tree and make it the catalog's."""
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(root)
        top = self._element(document, root.reference, "")
        root["K"] = pydyf.Array([top])
        for attributes, headers in self.headers:
            attributes["Headers"] = pydyf.Array(
                [pydyf.String(self.references[id(th)]) for th in headers if id(th) in self.references]
            )
        root["ParentTree"] = self._parent_tree(root)
        if self.ids:
            names = pydyf.Array()
            for ident, reference in sorted(self.ids):
                names += [pydyf.String(ident), reference]
            limits = pydyf.Array([names[0], names[-2]])
            leaf = pydyf.Dictionary({"Names": names, "Limits": limits})
            self.pdf.add_object(leaf)
            root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _element(self, node: Node, parent: bytes, lang: str) -> bytes:
        element = pydyf.Dictionary({"S": f"/{node.role}", "P": parent})  # its Type is optional
        self.pdf.add_object(element)
        reference: bytes = element.reference
        if node.lang and node.lang != lang:
            element["Lang"] = pydyf.String(node.lang)
            lang = node.lang
        for key, value in (("Alt", node.alt), ("ActualText", node.actual), ("E", node.expansion)):
            if value:
                element[key] = pydyf.String(value)
        if node.ident:
            ident = f"{self.prefix}{node.ident}"
            if node.role == "TH":
                ident += f"-{element.number}"
            element["ID"] = pydyf.String(ident)
            self.ids.append((ident, reference))
            self.references[id(node)] = ident
        if attributes := self._attributes(node):
            element["A"] = attributes
        page = _first_page(node)
        if any(isinstance(kid, Mark) and kid.page == page for kid in node.kids):
            element["Pg"] = self.pdf.page_references[page]
        kids = [self._kid(kid, reference, page, lang) for kid in node.kids]
        element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        return reference

    def _kid(self, kid: Node | Mark | Annotation, parent: bytes, page: int | None, lang: str) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, parent, lang)
        if isinstance(kid, Annotation):
            self.links.append((parent, kid.object))
            self.kept[kid.page].append(kid.object.reference)
            page_reference = self.pdf.page_references[kid.page]
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.object.reference, "Pg": page_reference})
        self.owners[kid.page][kid.mcid] = parent
        if kid.page == page:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": kid.mcid})

    def _attributes(self, node: Node) -> Any:
        attributes = dict(node.attributes)
        marks = [kid for kid in node.kids if isinstance(kid, Mark)]
        if node.role in ("Figure", "Formula") and marks:
            x, y, width, height = marks[0].box
            top = self.pages[marks[0].page]["MediaBox"][3]
            corners = (
                x * PX_TO_PT,
                top - (y + height) * PX_TO_PT,
                (x + width) * PX_TO_PT,
                top - y * PX_TO_PT,
            )
            attributes |= {"O": "/Layout", "BBox": pydyf.Array(corners)}
        headers = attributes.pop("Headers", [])
        if set(attributes) <= {"O"} and not headers:
            return None
        result = pydyf.Dictionary(attributes)
        if headers:
            self.headers.append((result, headers))
        return result

    def _parent_tree(self, root: Any) -> bytes:
        """Return the number tree from marked contents and annotations to their elements (PDF 1.7,
        14.7.4.4)."""
        numbers = pydyf.Array()
        for index, (owners, stream) in enumerate(zip(self.owners, self.streams, strict=True)):
            count = len(stream._tags)
            numbers += [index, pydyf.Array([owners.get(mcid, NULL) for mcid in range(count)])]
        key = len(self.owners)
        for reference, annotation in self.links:
            annotation["StructParent"] = key
            numbers += [key, reference]
            key += 1
        root["ParentTreeNextKey"] = key
        tree = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(tree)
        reference = tree.reference
        assert isinstance(reference, bytes)
        return reference

    def annotations(self, unused: Sequence[Annotation]) -> None:
        """Leave on each page the annotations that a Link holds, and empty the others."""
        for index, page in enumerate(self.pages):
            if "Annots" in page:
                widgets = [ref for ref in page["Annots"] if self._is_widget(ref)]
                kept = [ref for ref in page["Annots"] if ref in set(self.kept[index])]
                page["Annots"] = pydyf.Array([*kept, *widgets])
                if not page["Annots"]:
                    del page["Annots"]
        for annotation in unused:
            annotation.object.clear()

    def _is_widget(self, reference: bytes) -> bool:
        return bool(self.pdf.objects[int(reference.split()[0])].get("Subtype") == "/Widget")

    def artifacts(self, marks: Sequence[tuple[Mark, str]]) -> None:
        """Make *marks*, and all marked contents that no element owns, artifacts in their streams."""
        kinds = {(mark.page, mark.mcid): kind for mark, kind in marks}
        for index, (stream, owners) in enumerate(zip(self.streams, self.owners, strict=True)):
            operations = stream.stream
            for place, operation in enumerate(operations):
                if operation != b"BDC" or not isinstance(operations[place - 1], dict):
                    continue
                mcid = operations[place - 1].get("MCID")
                if mcid is None or mcid in owners:
                    continue
                kind = kinds.get((index, mcid), "") or "Layout"
                operations[place - 2] = "/Artifact"
                operations[place - 1] = pydyf.Dictionary({"Type": f"/{kind}"})


def _first_page(node: Node) -> int | None:
    for kid in node.kids:
        page = _first_page(kid) if isinstance(kid, Node) else kid.page
        if page is not None:
            return page
    return None
