"""When the site theme is in charge, and the words it prints around a chapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from toolkit.press.folds import reads_leftwards

if TYPE_CHECKING:
    from sphinx.config import Config

_ = get_translation("toolkit")

THEME = "toolkit"
THEME_FOLDER = Path(__file__).parent / "site"
SITE_BUILDERS = ("html", "dirhtml")


def draws(config: Config) -> bool:
    """Say whether our theme draws the site; a project with another theme keeps its own HTML."""
    return bool(config.html_theme == THEME)


def direction(language: str) -> str:
    """Return the value of HTML's ``dir`` for *language*, a BCP 47 tag or a locale name."""
    return "rtl" if reads_leftwards(language) else "ltr"


def words() -> dict[str, str]:
    """Return every fixed text of the templates in the language of the site."""
    texts = {
        "skip": _("Skip to main content"),
        "menu": _("Menu"),
        "site": _("Site"),
        "leave": _("Leave this site"),
        "search": _("Search"),
        "search_label": _("Search this site"),
        "go": _("Go"),
        "no_script": _("Searching needs JavaScript, which is switched off here. Choose a page:"),
        "search_hint": _("Pages that hold all your words come first."),
        "trail": _("You are here"),
        "on_this_page": _("On this page"),
        "pages": _("Previous and next page"),
        "previous": _("Previous"),
        "next": _("Next"),
        "in_packets": _("Print it"),
        "in_packets_lead": _("This page is in these packets:"),
        "packets": _("Packets to print"),
        "packets_lead": _(
            "Each packet is one PDF with a cover, contents and page numbers. "
            "Print at 100 percent, in black and white, on both sides."
        ),
        "no_packets": _("No packets have been built yet. Run `make` and open this page again."),
        "all_packets": _("All packets"),
        "for_facilitator": _("For facilitators"),
        "for_participant": _("For everyone"),
        "report": _("Report a mistake"),
        "version": _("Version on paper:"),
        "version_of": _("A print of"),
        "print_again": _("Print it again"),
        "versions": _("Versions on paper"),
        "versions_lead": _(
            "Each printed page has a code at its foot. Find yours here to see whether your paper is current. "
            "A code that is not here was printed before the text was ready: do not rely on that paper."
        ),
        "versions_current": _("Current"),
        "versions_past": _("Superseded or withdrawn"),
        "recalls": _("Recalls"),
        "recalls_lead": _("This was printed and is wrong. Throw such paper away."),
        "no_recalls": _("Nothing has been recalled."),
        "recalled_in": _("Where it stands:"),
        "index": _("Index"),
        "page": _("Page"),
        "home": _("Home"),
    }
    return {name: str(text) for name, text in texts.items()}
