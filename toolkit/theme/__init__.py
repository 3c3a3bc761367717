"""Themes: the site theme ``toolkit`` on Sphinx's ``basic``, and the templates and style of print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_theme(app: Sphinx) -> None:
    """Register the site theme, its builders and what it does to pages."""
    from toolkit.theme.builder import DirectorySiteBuilder, SiteBuilder
    from toolkit.theme.filters import setup_filters
    from toolkit.theme.furniture import setup_furniture
    from toolkit.theme.names import THEME, THEME_FOLDER
    from toolkit.theme.pages import setup_pages
    from toolkit.theme.pieces import setup_pieces
    from toolkit.theme.versions import setup_versions

    app.add_html_theme(THEME, str(THEME_FOLDER))
    app.add_builder(SiteBuilder, override=True)
    app.add_builder(DirectorySiteBuilder, override=True)
    setup_pieces(app)
    setup_filters(app)
    setup_furniture(app)
    setup_pages(app)
    setup_versions(app)
