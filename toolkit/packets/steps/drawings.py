"""Step: maps of tiles and the samples of their legends become pictures, drawn into files."""

from __future__ import annotations

from docutils import nodes

from toolkit import tilemap
from toolkit.nodes import map_drawing, swatch_drawing, tile_map, tile_swatch
from toolkit.packets.context import Context
from toolkit.packets.drawn import drawn


def draw_maps(document: nodes.document, docname: str, context: Context) -> None:
    """Draw each map at its size on paper, with its words as description; samples are decoration."""
    for node in list(document.findall(tile_map)):
        width = tilemap.width(tilemap.Cell(*cell) for cell in node["cells"])
        _replace(node, map_drawing(node), width, node["alt"], context)
    for sample in list(document.findall(tile_swatch)):
        width = tilemap.millimetres(tilemap.SWATCH[0])
        _replace(sample, swatch_drawing(sample), width, "", context)


def _replace(node: nodes.Element, svg: str, width: float, words: str, context: Context) -> None:
    content = svg.encode()
    path = drawn(context.workshop, "map", content, lambda: content)
    picture = nodes.image(uri="", alt=words, file=str(path), width=f"{width:.2f}mm")
    picture.source, picture.line = node.source, node.line
    node.replace_self(picture)
