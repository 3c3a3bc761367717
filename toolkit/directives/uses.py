"""What each chapter uses of the data files, kept in the environment as ``env.toolkit_uses``.

Checks list it (facts marked C, words to verify, sources of a chapter), and a chapter is read again
when an entry that it uses has changed, and only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Use(NamedTuple):
    """One use of an entry, or one text to verify.

    *kind* is ``verify`` for the role, else the name of a collection (``sources``, ``facts``, …);
    *file* and *line* are where the author wrote it; *unsure* says that it is printed with
    "verify before use"; *text* is what is printed then; *digest* stands for the entry's content;
    *by* is the directive that prints the entry, or ``facts`` for the front matter that names it.
    """

    kind: str
    id: str
    file: str
    line: int
    unsure: bool = False
    text: str = ""
    digest: str = ""
    by: str = ""


def uses(env: BuildEnvironment) -> dict[str, list[Use]]:
    """Return the uses of every chapter by docname."""
    if not hasattr(env, "toolkit_uses"):
        env.toolkit_uses = {}  # type: ignore[attr-defined]
    found: dict[str, list[Use]] = env.toolkit_uses  # type: ignore[attr-defined]
    return found


def note_use(env: BuildEnvironment, use: Use) -> None:
    """Add *use* to the chapter that is being read."""
    known = uses(env).setdefault(env.docname, [])
    if use not in known:
        known.append(use)


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    uses(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    for docname in docnames:
        if docname in uses(other):
            uses(env)[docname] = uses(other)[docname]


def setup_uses(app: Sphinx) -> None:
    """Keep the collection in step with what is read, in parallel too."""
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
