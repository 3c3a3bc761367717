"""Lists: items of a label and a body (PDF 1.7, 14.8.4.3.3), definition lists, tables of contents."""

from __future__ import annotations

from toolkit.press.tags.blocks import as_blocks_if_any, container
from toolkit.press.tags.node import Kid, Node

NUMBERING = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman", "1": "Decimal"}
"""ListNumbering (PDF 1.7, table 347) by the HTML attribute ``type``."""


def _is(kid: Kid, *roles: str) -> bool:
    return isinstance(kid, Node) and kid.role in roles


def _list_item(label: list[Kid], body: list[Kid], lang: str = "") -> Node:
    item = Node("LI", None, list(label), lang=lang)
    if body:
        item.kids.append(Node("LBody", None, as_blocks_if_any(body)))
    return item


def bullets(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a list; what stands between its items (a list right in a list, loose text) joins the item
    before."""
    element = node.element
    assert element is not None
    items: list[Kid] = []
    for kid in kids:
        if _is(kid, "LI"):
            items.append(kid)
        elif items and isinstance(items[-1], Node):
            _add_to_body(items[-1], kid)
        else:
            items.append(_list_item([], [kid]))
    if not items:
        return []
    numbering = NUMBERING.get(element.get("type", "1"), "Decimal") if element.tag == "ol" else "Disc"
    if not any(_is(kid, "Lbl") for item in items if isinstance(item, Node) for kid in item.kids):
        numbering = "None"
    attributes = {"O": "/List", "ListNumbering": f"/{numbering}"}
    return [Node("L", element, items, lang=node.lang, attributes=attributes)]


def _add_to_body(item: Node, kid: Kid) -> None:
    last = item.kids[-1] if item.kids else None
    if isinstance(last, Node) and last.role == "LBody":
        last.kids = as_blocks_if_any([*last.kids, kid])
    else:
        item.kids.append(Node("LBody", None, as_blocks_if_any([kid])))


def item(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return an item: its marker as label, the rest as body."""
    labels = [kid for kid in kids if _is(kid, "Lbl")]
    rest = [kid for kid in kids if not _is(kid, "Lbl")]
    if not labels and not rest:
        return []
    return [_list_item(labels[:1], rest, node.lang)]


def part(role: str, node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a term or a definition, to be paired by :func:`definitions`."""
    return [Node(role, node.element, kids, lang=node.lang)] if kids else []


def definitions(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a list whose items are a term as label with all its definitions as body.

    Of several terms in a row the first is the label, the others open the body as paragraphs.
    """
    items: list[Kid] = []
    label: list[Kid] = []
    body: list[Kid] = []

    def close() -> None:
        if label or body:
            items.append(_list_item(label, body))
        label.clear()
        body.clear()

    defined = False
    for kid in _parts(kids):
        if _is(kid, "dt"):
            assert isinstance(kid, Node)
            if defined or not label:
                close()
                label.append(Node("Lbl", None, as_blocks_if_any(kid.kids), lang=kid.lang))
            else:
                body += container("Div", kid, kid.kids)
            defined = False
        else:
            body += container("Div", kid, kid.kids) if isinstance(kid, Node) and kid.role == "dd" else [kid]
            defined = True
    close()
    attributes = {"O": "/List", "ListNumbering": "/None"}
    return [Node("L", node.element, items, lang=node.lang, attributes=attributes)] if items else []


def _parts(kids: list[Kid]) -> list[Kid]:
    """Return terms and definitions; ``<div>`` around a pair is dissolved (HTML, 4.4.9)."""
    result: list[Kid] = []
    for kid in kids:
        if (
            _is(kid, "Div", "P")
            and isinstance(kid, Node)
            and any(_is(inner, "dt", "dd") for inner in kid.kids)
        ):
            result += _parts(kid.kids)
        else:
            result.append(kid)
    return result


def contents(kids: list[Kid]) -> None:
    """Make the lists below *kids* tables of contents: TOC, TOCI, and a Reference around each line."""
    for kid in kids:
        if not isinstance(kid, Node):
            continue
        if kid.role == "L":
            kid.role, kid.attributes = "TOC", {}
            kid.kids = [entry for entry in map(_entry, kid.nodes()) if entry.kids]
        else:
            contents(kid.kids)


def _entry(entry: Node) -> Node:
    parts: list[Kid] = []
    for kid in entry.nodes():
        parts += kid.kids if kid.role == "LBody" else [kid]
    result = Node("TOCI", entry.element, lang=entry.lang)
    line: list[Kid] = []
    for part in parts:
        if not isinstance(part, Node) or not part.is_block:
            line.append(part)
            continue
        _close(result, line)
        if part.role == "P":
            result.kids.append(Node("Reference", None, part.kids))
        else:
            contents([part])
            result.kids.append(part)
    _close(result, line)
    return result


def _close(result: Node, line: list[Kid]) -> None:
    if line:
        result.kids.append(Node("Reference", None, list(line)))
    line.clear()
