"""Whether finished chapters may be kept: only when all that touches them on their way is known.

What another extension does to a doctree may depend on anything: files, the network, the time of day.
Wrong HTML would be far worse than slow HTML, so that such a project, or such a chapter, is made anew
each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from toolkit.packets.canonical import Unsafe

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_KNOWN = frozenset(("sphinx", "docutils", "myst_parser", "sphinx_design", "toolkit"))
_KNOWN_EXTENSIONS = frozenset(
    f"sphinx.ext.{name}"
    for name in (
        *(
            "autodoc",
            "autosectionlabel",
            "coverage",
            "doctest",
            "duration",
            "extlinks",
            "githubpages",
            "ifconfig",
        ),
        *("intersphinx", "linkcode", "mathjax", "napoleon", "todo", "viewcode"),
    )
)
"""Extensions of Sphinx whose work follows from settings, environment and doctree alone."""

_GATHERING = frozenset((("sphinx.ext.todo", "todolist"),))
"""Nodes that print what stands in other chapters, with its lines."""

_EVENTS = ("doctree-resolved", "missing-reference", "warn-missing-reference")


def known(module: str) -> bool:
    """Say whether all that the code of *module* reads is in the fingerprint."""
    if module.startswith("sphinx.ext."):
        return ".".join(module.split(".")[:3]) in _KNOWN_EXTENSIONS
    return module.split(".")[0] in _KNOWN


def check_hooks(app: Sphinx) -> None:
    """Raise :class:`Unsafe` when somebody else may change every chapter."""
    for event in _EVENTS:
        for listener in app.events.listeners.get(event, ()):
            _require(_module(listener.handler), f"changes chapters ({event})")
    for transform in app.registry.get_post_transforms():
        formats, builders = getattr(transform, "formats", ()), getattr(transform, "builders", ())
        if (not formats or "html" in formats) and (not builders or "packets" in builders):
            _require(transform.__module__, f"changes chapters ({transform.__name__})")
    for name in ("packets", "html"):
        if (translator := app.registry.translators.get(name)) is not None:
            _require(translator.__module__, "has a translator of its own")


def _require(module: str, what: str) -> None:
    if not known(module):
        raise Unsafe(f"{module} {what}")


def _module(handler: Any) -> str:
    return str(getattr(handler, "__module__", None) or type(handler).__module__)


def foreign_names(app: Sphinx) -> frozenset[str]:
    """Return the names of the nodes that somebody else draws."""
    handlers = app.registry.translation_handlers
    return frozenset(
        name
        for kind in ("html", "packets")
        for name, visitors in handlers.get(kind, {}).items()
        if not all(known(_module(visitor)) for visitor in visitors if visitor is not None)
    )


def plain(document: nodes.document, env: BuildEnvironment, foreign: Iterable[str]) -> bool:
    """Say whether *document*, as it was read, holds only nodes and references whose making is known."""
    names = frozenset(foreign)
    domains = {domain.name for domain in env.domains.sorted() if not known(type(domain).__module__)}
    for kind, node in {(type(node), node) for node in document.findall(nodes.Element)}:
        if not known(kind.__module__) or kind.__name__ in names:
            return False
        if (kind.__module__, kind.__name__) in _GATHERING:
            return False
        if domains and isinstance(node, addnodes.pending_xref) and node.get("refdomain") in domains:
            return False
    return True
