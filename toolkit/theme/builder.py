"""The site builder: Sphinx's HTML builders, leaving out chapters for another audience and drawing our theme.

A project that lists ``toolkit`` but uses another theme gets its own HTML, without those chapters.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder

from toolkit.audience import site_audience
from toolkit.config import settings
from toolkit.nodes import keeps
from toolkit.theme import assets
from toolkit.theme.names import draws
from toolkit.theme.navigation import Entry, build_menu, hidden_chapters
from toolkit.theme.printables import FOLDER, Printable, read_printables

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class SiteBuilder(StandaloneHTMLBuilder):
    """``-b html``: pages for the audience that packets.yaml names for the site."""

    ours = False
    style_version = ""
    menu: tuple[Entry, ...] = ()
    printables: tuple[Printable, ...] = ()

    def init(self) -> None:
        """Settle the audience and, when the theme is ours, what its pages need."""
        super().init()
        self.audience = site_audience(self.env)
        self.ours = draws(self.config)
        if self.ours:
            self.add_permalinks = False  # signs beside headings: read out, and too small for a finger
            self.html_scaled_image_link = False
            self.copysource = False  # sources hold what other audiences read
            self.printables = read_printables(self.print_folder(), self.audience)

    def hidden(self) -> frozenset[str]:
        """Return the chapters that this site leaves out."""
        return hidden_chapters(self.env, self.audience)

    def print_folder(self) -> Path:
        """Return the folder of the packets: ``toolkit_print_folder``, else ``print/`` beside the pages."""
        folder = settings(self.config).print_folder
        return Path(self.confdir, folder) if folder else Path(self.outdir, FOLDER)

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield what Sphinx does, and chapters whose packets were printed anew since."""
        hidden = self.hidden()
        found = set(super().get_outdated_docs())
        if self.printables:
            printed = (self.print_folder() / "packets.json").stat().st_mtime
            names = {name for item in self.printables for name in item.chapters} | {self.config.root_doc}
            pages = {name: self.get_output_path(name) for name in names & self.env.found_docs}
            found |= {
                name for name, page in pages.items() if page.exists() and page.stat().st_mtime < printed
            }
        yield from sorted(found - hidden)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Forget hidden chapters before titles, order and search index are collected."""
        hidden = self.hidden()
        _forget(self.env, hidden)
        _forget_index_entries(self.env, hidden, self.audience)
        super().prepare_writing(docnames | hidden)  # what is written anew is first forgotten by the search
        if self.ours:
            self.menu = build_menu(self.env, hidden)

    def copy_assets(self) -> None:
        """Copy static files; ours are made from parts."""
        super().copy_assets()
        if self.ours:
            self.style_version = assets.version(self)
            assets.write(self, Path(self.outdir, "_static"), Path(self.doctreedir, "fonts"))

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the pages of this audience, and remove pages that another one had."""
        hidden = self.hidden()
        for name in hidden:
            self.get_output_path(name).unlink(missing_ok=True)
        super().write_documents(docnames - hidden)

    def handle_finish(self) -> None:
        """Write the search index; an inventory would hold the titles of hidden text, and no one reads it."""
        if self.ours:
            self.finish_tasks.add_task(self.dump_search_index)
        else:
            super().handle_finish()


class DirectorySiteBuilder(SiteBuilder, DirectoryHTMLBuilder):
    """``-b dirhtml``: the same with a folder for each page."""

    name = "dirhtml"


def _forget(env: BuildEnvironment, hidden: frozenset[str]) -> None:
    """Take *hidden* chapters out of the toctrees; the environment was stored before and keeps them."""
    if not hidden:
        return
    env.toctree_includes = {
        name: [part for part in parts if part not in hidden]
        for name, parts in env.toctree_includes.items()
        if name not in hidden
    }
    for toc in env.tocs.values():
        for toctree in toc.findall(addnodes.toctree):
            without(toctree, hidden)


def _forget_index_entries(env: BuildEnvironment, hidden: frozenset[str], audience: str) -> None:
    """Take words of *hidden* chapters and of blocks for another audience out of the general index."""
    marks: dict[str, dict[str, tuple[str, str]]] = getattr(env, "toolkit_hidden", {})
    entries = env.domains.index_domain.entries
    for docname, words in list(entries.items()):
        ids = marks.get(docname, {})
        kept = [word for word in words if keeps(audience, ids.get(word[2], ("", ""))[0])]
        entries[docname] = [] if docname in hidden else kept


def without(toctree: addnodes.toctree, hidden: frozenset[str]) -> None:
    """Take *hidden* chapters out of the lines of *toctree*."""
    toctree["entries"] = [line for line in toctree["entries"] if line[1] not in hidden]
    toctree["includefiles"] = [name for name in toctree["includefiles"] if name not in hidden]


def builder_of(app: Any) -> SiteBuilder | None:
    """Return the builder of *app* if it builds pages in our theme."""
    builder = app.builder
    return builder if isinstance(builder, SiteBuilder) and builder.ours else None
