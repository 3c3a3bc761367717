"""What the templates get for one page: menu, names, packets, review, call line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import clean_astext

from toolkit.audience import site_audience
from toolkit.config import settings
from toolkit.imprint import ledger_of, report_link
from toolkit.theme.builder import SiteBuilder, builder_of, without
from toolkit.theme.colours import checked_accent
from toolkit.theme.furniture import review_text
from toolkit.theme.names import SITE_BUILDERS, direction, words
from toolkit.theme.navigation import Entry, hidden_chapters, neutral_name
from toolkit.theme.printables import Printable
from toolkit.theme.translator import SiteTranslator
from toolkit.theme.versions import LIST, RECALLS, codes_on, has_recalls, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("toolkit")

PACKETS_PAGE = "packets"
PAPER_NAMES = {"letter": "Letter", "a4": "A4", "legal": "Legal"}
LONGEST = 155
"""Characters of a description that search engines show."""

_OWN_CSS = ("pygments.css", "pygments_dark.css", "basic.css", "sphinx-design.min.css", "site.css")
_OWN_JS = (
    *("documentation_options.js", "doctools.js", "sphinx_highlight.js", "design-tabs.js"),
    *("translations.js", "tex-mml-chtml.js", "tex-mml-svg.js"),
)


class HiddenEntries(SphinxPostTransform):
    """Take chapters for another audience out of the lists of chapters on a page."""

    default_priority = 2
    builders = SITE_BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Filter every list of the page."""
        hidden = hidden_chapters(self.env, site_audience(self.env))
        for toctree in self.document.findall(addnodes.toctree) if hidden else ():
            without(toctree, hidden)


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates of our theme what they need (event ``html-page-context``)."""
    builder = builder_of(app)
    if builder is None:
        return
    meta = context.get("meta") or {}
    values = settings(app.config)
    pathto = context["pathto"]
    language = context.get("language") or "en"
    packets = [_packet(item, pathto) for item in builder.printables]
    mine = _first_papers([packet for packet in packets if pagename in packet["chapters"]])
    front = pagename == app.config.root_doc
    packets_page = pathto(PACKETS_PAGE) if builder.printables else ""
    context |= {
        "site_words": words(),
        "direction": direction(language),
        "menu": [_line(entry, pagename, pathto) for entry in builder.menu],
        "front": front,
        "packets_page": packets_page,
        "page_packets": mine,
        "all_packets": packets,
        "first_paper": _first_papers(packets),
        "packet_groups": _groups(packets),
        "review": review_text(meta, app.config.language),
        "tab_title": _tab_title(builder, pagename, context, meta),
        "description": _description(meta, doctree, context),
        "call_line": _call_line(doctree),
        "disclaimer": values.disclaimer,
        "report_address": _report(builder, pagename, context),
        "page_versions": [(code, whom, pathto(page_of(code))) for code, whom in codes_on(builder, pagename)],
        "more_pages": list(_more_pages(builder, pagename, pathto)),
        "version_packets": [packet for packet in _first_papers(packets) if _prints(packet, context)],
        "own_css": [css for css in context["css_files"] if not _is_own(css, _OWN_CSS)],
        "own_js": [js for js in context["script_files"] if not _is_own(js, _OWN_JS)],
        "site_css": f"{pathto('_static/site.css', 1)}?v={builder.style_version}",
    }


def _more_pages(builder: SiteBuilder, pagename: str, pathto: Any) -> Iterator[dict[str, Any]]:
    """Yield the lines of the menu below the chapters: packets, codes of printed pages, recalls."""
    there = {
        PACKETS_PAGE: ("packets", bool(builder.printables)),
        LIST: ("versions", bool(ledger_of(builder.env).codes)),
        RECALLS: ("recalls", has_recalls(builder)),
    }
    for name, (word, wanted) in there.items():
        if wanted:
            yield {"href": pathto(name), "title": words()[word], "current": pagename == name}


def _report(builder: SiteBuilder, pagename: str, context: dict[str, Any]) -> str:
    """Return the link that reports a mistake on this page, naming its title and the code of its print."""
    titles = builder.env.titles
    title = titles[pagename].astext() if pagename in titles else str(context.get("title") or pagename)
    codes = [context["print_state"]["code"]] if "print_state" in context else []
    codes += [code for code, _whom in codes_on(builder, pagename)]
    return report_link(builder.env, title, codes[0] if codes else "")


def _prints(packet: dict[str, Any], context: dict[str, Any]) -> bool:
    """Say whether *packet* prints what takes the place of the superseded print that the page is about."""
    state = context.get("print_state") or {"packets_of": ""}
    return state["packets_of"] in packet["chapters"] and state["audience"] in ("", packet["for"])


def _is_own(asset: Any, names: tuple[str, ...]) -> bool:
    filename = str(getattr(asset, "filename", asset) or "")
    body = getattr(asset, "attributes", {}).get("body", "")
    return filename.rpartition("/")[2] in names or "MathJax" in body or "mathjax" in filename.lower()


def _line(entry: Entry, pagename: str, pathto: Any) -> dict[str, Any]:
    """Return one line of the menu; a chapter shows its lines only on the way to the page."""
    on_way = entry.holds(pagename) or (not entry.docname and not entry.address)
    return {
        "title": entry.title,
        "href": pathto(entry.docname) if entry.docname else entry.address,
        "current": entry.docname == pagename,
        "lines": [_line(child, pagename, pathto) for child in entry.children] if on_way else [],
    }


def _packet(item: Printable, pathto: Any) -> dict[str, Any]:
    facilitator = item.audience == "facilitator"
    return {
        "id": item.packet,
        "href": pathto(item.address, 1),
        "title": f"{item.title}: {item.subtitle}" if item.subtitle else item.title,
        "for": item.audience,
        "audience": words()["for_facilitator" if facilitator else "for_participant"],
        "paper": PAPER_NAMES.get(item.paper, item.paper),
        "finish": "" if item.finish == "standard" else finish_name(item.finish),
        "facts": packet_facts(item),
        "chapters": item.chapters,
    }


def packet_facts(item: Printable) -> str:
    """Return what somebody at a printer wants to know: paper, pages, sheets, size.

    A finish without tags says what it is instead of its sides, and that it is nothing to read on a screen.
    """
    kind = "PDF" if item.tagged else str(_("PDF for printing only"))
    sheets = _n("{} sheet", "{} sheets", item.sheets).format(item.sheets)
    if item.finish == "standard":
        amount = [_n("{} page", "{} pages", item.pages).format(item.pages), sheets]
    else:
        amount = [f"{finish_facts(item.finish)}: {sheets}"]
    return " · ".join([kind, PAPER_NAMES.get(item.paper, item.paper), *amount, item.size])


def finish_name(finish: str) -> str:
    """Return what stands after the paper in the name of a packet's file."""
    names = {"booklet": _("booklet"), "two-up": _("two pages a side"), "zine": _("zine")}
    return str(names.get(finish, finish))


def finish_facts(finish: str) -> str:
    """Return what is to be done with a *finish* once it is printed."""
    facts = {
        "booklet": _("Booklet, to fold"),
        "two-up": _("Two pages a side"),
        "zine": _("Zine, to fold and cut"),
    }
    return str(facts.get(finish, finish))


def _n(one: str, many: str, number: int) -> str:
    return str(_(one) if number == 1 else _(many))


def _groups(packets: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return each packet with its PDFs, one a paper."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for packet in packets:
        groups.setdefault(packet["id"], []).append(packet)
    return [(group[0], group) for group in groups.values()]


def _first_papers(packets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each packet once, on the paper that its manifest lists first."""
    return [first for first, _papers in _groups(packets)]


def _tab_title(builder: SiteBuilder, pagename: str, context: dict[str, Any], meta: dict[str, Any]) -> str:
    """Return the text of the tab; it stays on screen when somebody looks over the reader's shoulder."""
    site = builder.config.html_title or builder.config.project
    if pagename == builder.config.root_doc:
        return str(meta.get("tab") or site)
    neutral = str(context.get("theme_neutral_titles", "true")).lower() not in ("false", "0", "no")
    name = {"search": words()["search"], "genindex": words()["index"], PACKETS_PAGE: words()["packets"]}.get(
        pagename, words()["page"]
    )
    if pagename in builder.env.titles:
        name = neutral_name(builder.menu, pagename, name) if neutral else _plain(builder, pagename)
    return f"{meta.get('tab') or name} – {site}"


def _plain(builder: SiteBuilder, pagename: str) -> str:
    return clean_astext(builder.env.titles[pagename])


def _description(meta: dict[str, Any], doctree: nodes.document | None, context: dict[str, Any]) -> str:
    """Return the description for search engines: front matter ``description``, else the first sentences."""
    if meta.get("description"):
        return str(meta["description"])
    if 'name="description"' in str(context.get("metatags", "")):
        return ""
    paragraph = next(doctree.findall(_is_prose), None) if doctree is not None else None
    text = paragraph.astext() if paragraph is not None else str(context.get("docstitle", ""))
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0].rstrip(",;:") + " …"
    return text


def _is_prose(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph) and len(node.astext()) > 40 and not node["classes"]


def _call_line(doctree: nodes.document | None) -> dict[str, str]:
    """Return label and address of the first number to call on the page; phones keep it in view."""
    for box in doctree.findall(_is_call) if doctree is not None else ():
        for link in box.findall(nodes.reference):
            if link.get("refuri", "").startswith("tel:"):
                return {"label": " ".join(box.astext().split()), "href": link["refuri"]}
    return {}


def _is_call(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and "call" in node.get("classes", [])


def packets_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Add the page that lists the packets to print (event ``html-collect-pages``)."""
    builder = builder_of(app)
    if builder is not None and builder.printables:
        yield PACKETS_PAGE, {"title": words()["packets"]}, "packets.html"


def begin(app: Sphinx) -> None:
    """Refuse an accent too pale to be read, and let our translator write (``builder-inited``)."""
    builder = builder_of(app)
    if builder is not None:
        checked_accent(settings(app.config).accent)
        app.set_translator(builder.name, SiteTranslator, override=True)


def setup_pages(app: Sphinx) -> None:
    """Connect what a page of the site needs."""
    app.add_post_transform(HiddenEntries)
    app.connect("builder-inited", begin)
    app.connect("html-page-context", add_context, priority=900)
    app.connect("html-collect-pages", packets_page)
