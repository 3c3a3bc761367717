"""Paragraphs, headings and containers: lines stand in paragraphs, blocks never in a paragraph or heading."""

from __future__ import annotations

from toolkit.press.tags.node import Annotation, Kid, Mark, Node


def _is_block(kid: Kid) -> bool:
    return isinstance(kid, Node) and kid.is_block


def _is_line(kid: Kid) -> bool:
    """Say whether *kid* needs a paragraph around it: text and inline elements do, pictures alone do not."""
    return isinstance(kid, (Mark, Annotation)) or (not kid.is_block and kid.role not in ("Figure", "Formula"))


def as_blocks(kids: list[Kid]) -> list[Kid]:
    """Return *kids* with each run of inline content wrapped in a paragraph; a run of pictures alone is
    left."""
    result: list[Kid] = []
    run: list[Kid] = []

    def close() -> None:
        if any(_is_line(kid) for kid in run):
            result.append(Node("P", None, list(run)))
        else:
            result.extend(run)
        run.clear()

    for kid in kids:
        if _is_block(kid):
            close()
            result.append(kid)
        else:
            run.append(kid)
    close()
    return result


def as_blocks_if_any(kids: list[Kid]) -> list[Kid]:
    """Return *kids* as blocks when one of them is a block, else as they are: one line needs no paragraph."""
    return as_blocks(kids) if any(_is_block(kid) for kid in kids) else kids


def container(role: str, node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a grouping element; one that holds lines only is a paragraph, a Div around one block is
    dropped."""
    if not kids:
        return []
    if role == "Div" and not any(_is_block(kid) for kid in kids):
        if not any(_is_line(kid) for kid in kids) and not node.lang:
            return kids
        return [Node("P", node.element, kids, lang=node.lang)]
    kids = as_blocks(kids)
    if role == "Div" and len(kids) == 1 and not node.lang:
        return kids
    return [Node(role, node.element, kids, lang=node.lang)]


def without_notes(kids: list[Kid]) -> tuple[list[Kid], list[Kid]]:
    """Return *kids* without footnotes, and the footnotes, which stand behind their paragraph."""
    notes: list[Kid] = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Note"]
    return [kid for kid in kids if kid not in notes], notes


def paragraph(role: str, node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a paragraph with its footnotes behind it; blocks inside it part it."""
    lines, notes = without_notes(kids)
    if any(_is_block(kid) for kid in lines):
        parted = as_blocks(lines)
        for kid in parted:
            if isinstance(kid, Node) and not kid.lang:
                kid.lang = node.lang
        return [*parted, *notes]
    first: list[Kid] = [Node(role, node.element, lines, lang=node.lang)] if lines else []
    return [*first, *notes]


def heading(role: str, node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a heading of lines only, with its footnotes behind it."""
    lines, notes = without_notes(kids)
    return [Node(role, node.element, flat(lines), lang=node.lang), *notes] if lines else notes


def flat(kids: list[Kid]) -> list[Kid]:
    """Return the inline content of *kids*, blocks dissolved."""
    result: list[Kid] = []
    for kid in kids:
        result += flat(kid.kids) if isinstance(kid, Node) and kid.is_block else [kid]
    return result


def caption(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a Caption; a single paragraph in it is dissolved."""
    if len(kids) == 1 and isinstance(kids[0], Node) and kids[0].role == "P":
        kids = kids[0].kids
    return [Node("Caption", node.element, as_blocks_if_any(kids), lang=node.lang)] if kids else []


def level_headings(document: Node) -> None:
    """Number headings without a gap, from H1 (PDF/UA-1 7.4.2), whatever the HTML says."""
    level = 0
    stack = [document]
    while stack:
        node = stack.pop()
        if len(node.role) == 2 and node.role[0] == "H" and node.role[1].isdigit():
            level = min(int(node.role[1]), level + 1)
            node.role = f"H{level}"
        stack.extend(reversed(node.nodes()))
