"""Links of the site that lead to text for another audience, and the names of such text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from toolkit.audience import site_audience
from toolkit.diagnostics import Code, warn
from toolkit.directives.shared import _
from toolkit.nodes import audience_block, keeps

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Hidden = dict[str, dict[str, tuple[str, str]]]
"""For each chapter: the ids in blocks for one audience, with that audience and the title, if it has one."""


def hidden(env: BuildEnvironment) -> Hidden:
    """Return the ids that not everyone may see."""
    if not hasattr(env, "toolkit_hidden"):
        env.toolkit_hidden = {}  # type: ignore[attr-defined]
    found: Hidden = env.toolkit_hidden  # type: ignore[attr-defined]
    return found


def _collect(app: Sphinx, document: nodes.document) -> None:
    ids: dict[str, tuple[str, str]] = {}
    for block in document.findall(audience_block):
        for node in block.findall(nodes.Element):
            title = node.next_node(nodes.title) if isinstance(node, nodes.section) else None
            text = title.astext() if title is not None else ""
            held = node["ids"]
            if isinstance(node, addnodes.index):  # at the end of a block its id moves to what follows
                held = [entry[2] for entry in node["entries"]]
            ids |= dict.fromkeys(held, (block["audience"], text))
    if ids:
        hidden(app.env)[app.env.docname] = ids


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    hidden(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    hidden(env).update({name: hidden(other)[name] for name in docnames if name in hidden(other)})


class LinksToHidden(SphinxPostTransform):
    """Turn links of the site to text that it does not show into plain text, once they are resolved.

    The author's own words stay; a title that was copied from hidden text does not.
    """

    default_priority = 15
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Look at every internal link of the page."""
        if self.env._builder_cls.name == "packets" or not hidden(self.env):
            return
        audience = site_audience(self.env)
        for link in list(self.document.findall(nodes.reference)):
            marked, title = self._target(link)
            if link.parent is None or keeps(audience, marked):
                continue
            text = str(_("a part for facilitators")) if link.astext() == title else link.astext()
            warn(
                Code.HIDDEN_TARGET,
                f"the link {link.astext()!r} leads to text for {marked}s, which this site does not show; "
                "link to something that everyone sees, or put the link into a block for them",
                link,
            )
            link.replace_self(nodes.inline("", text))

    def _target(self, link: nodes.reference) -> tuple[str, str]:
        """Return audience and title of what *link* leads to; two empty strings for anything else."""
        here = self.env.docname
        if "refid" in link:
            return hidden(self.env).get(here, {}).get(link["refid"], ("", ""))
        if not link.get("internal") or "#" not in link.get("refuri", ""):
            return "", ""
        builder = self.env._app.builder
        page, target = urldefrag(urljoin(builder.get_target_uri(here), link["refuri"]))
        for docname, ids in hidden(self.env).items():
            if target in ids and builder.get_target_uri(docname) == page:
                return ids[target]
        return "", ""


def _forget_names(app: Sphinx) -> list[Any]:
    """Keep titles of hidden text out of the inventory (objects.inv), which is written last."""
    if app.builder.name != "packets" and hidden(app.env):
        audience = site_audience(app.env)
        labels = app.env.domains.standard_domain.labels
        for name, (docname, target, _title) in list(labels.items()):
            marked = hidden(app.env).get(docname, {}).get(target, ("", ""))[0]
            if not keeps(audience, marked):
                del labels[name]
    return []


def setup_hidden(app: Sphinx) -> None:
    """Collect while reading, settle links while writing, forget names at the end."""
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("html-collect-pages", _forget_names)
    app.add_post_transform(LinksToHidden)
