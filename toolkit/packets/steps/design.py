"""Step: tabs, dropdowns, cards and grids of sphinx-design become plain titled blocks."""

from __future__ import annotations

from docutils import nodes

from toolkit.packets.context import Context

_TITLED = {"tab-item": "tab", "dropdown": "dropdown"}


def open_design(document: nodes.document, docname: str, context: Context) -> None:
    """Print every tab and dropdown open, under its own title.

    It runs before sphinx-design's own HTML transforms, which then find nothing left to do.
    """
    for node in list(document.findall(nodes.container)):
        component = node.get("design_component", "")
        if component in _TITLED:
            _title_block(node, _TITLED[component])
        elif component == "tab-set":
            node["classes"] = ["tab-set"]
            node["design_component"] = ""
        elif component == "card-carousel" or component.startswith("grid"):
            node["classes"] = [component]
        elif component.startswith("card"):
            node["classes"] = [component, *_kept(node)]


def _title_block(node: nodes.container, name: str) -> None:
    title = node[0] if node.children and isinstance(node[0], nodes.rubric) else None
    if title is not None:
        title["classes"] = [f"{name}-title"]
        title.attributes.pop("heading-level", None)
    node["classes"] = [name]
    node["design_component"] = ""


def _kept(node: nodes.Element) -> list[str]:
    return [str(name) for name in node["classes"] if not str(name).startswith("sd-")]
