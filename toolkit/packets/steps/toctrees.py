"""Step: a visible list of chapters prints as titles with page numbers, a hidden one not at all."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import _resolve_toctree

from toolkit.packets.context import Context


def open_toctrees(document: nodes.document, docname: str, context: Context) -> None:
    """Replace each toctree by the list of its chapters, one level deep."""
    builder = context.env._app.builder
    for toctree in list(document.findall(addnodes.toctree)):
        found: nodes.Node | None = None
        if not toctree.get("hidden"):
            toctree["maxdepth"] = 1
            found = _resolve_toctree(
                context.env, docname, builder, toctree, prune=True, titles_only=True, tags=builder.tags
            )
        holder = toctree.parent
        holder.replace(toctree, [found] if found is not None else [])
        if isinstance(holder, nodes.compound) and not holder.children:
            holder.parent.remove(holder)
    for entry in list(document.findall(addnodes.compact_paragraph)):
        if entry.get("toctree"):
            entry.replace_self(nodes.container("", *entry.children, classes=["chapter-list"]))
        elif isinstance(entry.parent, nodes.list_item):
            entry.replace_self(nodes.paragraph("", "", *entry.children))
