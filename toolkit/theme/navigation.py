"""The menu of the site: the chapters that it shows, in toctree order, under the captions of the toctrees."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from toolkit.nodes import keeps

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Entry:
    """One line of the menu; *docname* is empty for a caption and for an address outside the site."""

    title: str
    docname: str = ""
    address: str = ""
    children: tuple[Entry, ...] = field(default=())

    def __iter__(self) -> Iterator[Entry]:
        yield self
        for child in self.children:
            yield from child

    def holds(self, docname: str) -> bool:
        """Say whether *docname* is this entry or below it."""
        return any(entry.docname == docname for entry in self)


def hidden_chapters(env: BuildEnvironment, audience: str) -> frozenset[str]:
    """Return the chapters that a site for *audience* leaves out, by front matter ``audience``."""
    marked = {name: str(data.get("audience", "")) for name, data in env.metadata.items()}
    return frozenset(name for name, audience_ in marked.items() if not keeps(audience, audience_))


def build_menu(env: BuildEnvironment, hidden: Collection[str]) -> tuple[Entry, ...]:
    """Return the menu of *env* without *hidden* chapters."""
    root = env.config.root_doc
    return tuple(_entries(env, root, hidden, frozenset({root}), captions=True))


def _entries(
    env: BuildEnvironment, docname: str, hidden: Collection[str], above: frozenset[str], captions: bool
) -> Iterator[Entry]:
    toc = env.get_doctree(docname) if captions else env.tocs.get(docname)
    if toc is None:
        return
    for toctree in toc.findall(addnodes.toctree):
        lines = tuple(_lines(env, toctree, hidden, above))
        caption = toctree.get("caption")
        if captions and caption and lines:
            yield Entry(str(caption), children=lines)
        else:
            yield from lines


def _lines(
    env: BuildEnvironment, toctree: addnodes.toctree, hidden: Collection[str], above: frozenset[str]
) -> Iterator[Entry]:
    for title, name in toctree["entries"]:
        if "://" in name:
            yield Entry(title or name, address=name)
        elif name in env.titles and name not in hidden and name not in above:
            children = tuple(_entries(env, name, hidden, above | {name}, captions=False))
            yield Entry(title or clean_astext(env.titles[name]), name, children=children)


def neutral_name(menu: tuple[Entry, ...], docname: str, word: str) -> str:
    """Return a name for the browser's tab that does not say what the chapter is about: "Page 7".

    The number is the chapter's place in the menu; a chapter outside the menu has none.
    """
    names = [entry.docname for top in menu for entry in top if entry.docname]
    return f"{word} {names.index(docname) + 1}" if docname in names else word
