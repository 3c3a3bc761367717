"""Step: ids that are unique in one chapter become unique in the packet."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.logging import get_node_location

from toolkit.nodes import wallet_card
from toolkit.packets.context import Context, Place, anchor

_NAMED = (nodes.table, nodes.figure, nodes.image, nodes.literal_block, nodes.math_block, wallet_card)


def give_ids(document: nodes.document, docname: str, context: Context) -> None:
    """Give every block that can be too wide or too tall an id, so that a message can name its line."""
    number = 0
    for node in document.findall(nodes.Element):
        if (isinstance(node, _NAMED) or "fit" in node["classes"]) and not node["ids"]:
            number += 1
            node["ids"] = [f"block{number}"]


def prefix_ids(document: nodes.document, docname: str, context: Context) -> None:
    """Put the chapter's name before each id and each reference to one; drop doubled ids."""
    for target in list(document.findall(nodes.target)):
        if "refid" in target and not target["ids"] and not target.children:
            target.parent.remove(target)
    places = context.record.places
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.document):
            node["ids"] = []
            continue
        fresh = [anchor(docname, name) for name in dict.fromkeys(node["ids"])]
        node["ids"] = [name for name in fresh if name not in context.places and name not in places]
        if node["ids"]:
            place = Place(get_node_location(node), isinstance(node, nodes.term))
            places |= dict.fromkeys(node["ids"], place)
        if "refid" in node:
            node["refid"] = anchor(docname, node["refid"])
        if node.get("backrefs"):
            node["backrefs"] = [anchor(docname, name) for name in node["backrefs"]]
    places[anchor(docname)] = Place(get_node_location(document))
