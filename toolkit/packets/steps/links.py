"""Step: links inside the packet say the page, links that leave it say title and address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from toolkit.diagnostics import Code
from toolkit.nodes import keeps
from toolkit.packets.context import Context, anchor, split_chapter_uri

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NO_PAGE = (nodes.title, nodes.rubric, nodes.term)
_BLOCKS = nodes.section | nodes.figure | nodes.table
"""What a link inside its chapter names the page of."""


def settle_links(document: nodes.document, docname: str, context: Context) -> None:
    """Give every reference its form on paper; none is dead afterwards."""
    printed: set[str] = set()
    blocks = {
        name: node
        for node in document.findall(lambda node: isinstance(node, _BLOCKS))
        for name in cast(nodes.Element, node)["ids"]
    }
    for link in list(document.findall(nodes.reference)):
        if link.parent is None:
            continue
        uri = link.get("refuri", "")
        inside = split_chapter_uri(uri)
        if "refid" in link:
            _to_anchor(link, link["refid"], blocks, context)
        elif inside is not None:
            _to_chapter(link, *inside, docname, context)
        elif uri.startswith("#"):
            _to_anchor(link, anchor(docname, unquote(uri[1:])), blocks, context)
        elif _SCHEME.match(uri) or uri.startswith("//"):
            _to_web(link, uri, printed)
        else:
            _unlink(link)
    for download in list(document.findall(addnodes.download_reference)):
        _unlink(download)


def _says(text: str, uri: str) -> bool:
    """Tell whether the words of a link say its address already, a telephone number in any writing."""
    if uri.startswith(("tel:", "sms:")):
        return re.sub(r"\D", "", uri) in re.sub(r"\D", "", text)
    return short_address(uri) in text or uri in text


def short_address(uri: str) -> str:
    """Return *uri* as short as it can be printed and still be typed."""
    text = re.sub(r"^(https?:)?//(www\.)?|^(mailto|tel|sms):", "", uri)
    return text.removesuffix("/") if text.count("/") == 1 else text


def _to_anchor(
    link: nodes.reference, target: str, blocks: Mapping[str, nodes.Node], context: Context
) -> None:
    if target not in context.places:
        context.report(
            Code.DEAD_LINK,
            f"the link {link.astext()!r} has no target in this chapter; it is printed as text",
            link,
        )
        _unlink(link)
        return
    link.attributes.pop("refuri", None)
    link["refid"] = target
    link["internal"] = True
    if target in blocks and blocks[target] is not _section_of(link):
        _say_page(link, target)


def _to_chapter(link: nodes.reference, other: str, target: str, docname: str, context: Context) -> None:
    if other not in context.docnames:
        _to_missing(link, other, context)
        return
    name = anchor(other, target)
    if name not in context.places:
        labels = context.env.domains.standard_domain.labels.values()
        titles = {title for doc, place, title in labels if doc == other and place == target}
        _to_hidden(link, titles, context)
        return
    link.attributes.pop("refuri", None)
    link["refid"] = name
    link["internal"] = True
    if not context.places[name].is_term:
        _say_page(link, name)


def _to_missing(link: nodes.reference, other: str, context: Context) -> None:
    """A chapter that is not in this packet: its title and its address on the site."""
    env = context.env
    if other not in env.titles:
        _unlink(link)
        return
    if not _may_be_named(other, context):
        _to_hidden(link, {env.titles[other].astext()}, context)
        return
    title = env.titles[other].astext()
    site = context.settings.site_url.rstrip("/")
    said = "" if title.lower() in link.astext().lower() else f"“{title}”"
    address = short_address(f"{site}/{other}.html") if site else ""
    words = ", ".join(part for part in (said, address) if part)
    if site:
        link["refuri"] = f"{site}/{other}.html"
        link["internal"] = False
    _add_after(link, words)
    if not site:
        _unlink(link)


def _may_be_named(other: str, context: Context) -> bool:
    marked = str(context.env.metadata.get(other, {}).get("audience", ""))
    return keeps(context.packet.audience, marked)


def _to_hidden(link: nodes.reference, titles: set[str], context: Context) -> None:
    """Text that this audience does not get: the author's own words stay, a copied title does not."""
    if link.astext().strip() in titles:
        context.report(
            Code.HIDDEN_TARGET,
            "this link would print the title of text that is not for "
            f"{context.packet.audience}s; give it words of its own",
            link,
        )
        link.replace_self(nodes.Text("…"))
        return
    _unlink(link)


def _to_web(link: nodes.reference, uri: str, printed: set[str]) -> None:
    """Print the address once a chapter, unless the text says it already."""
    link["internal"] = False
    short = short_address(uri)
    if link.astext().strip() == uri:
        link.children = []
        link += nodes.Text(short)
        link["classes"].append("bare")
    if not _says(link.astext(), uri) and uri not in printed:
        _add_after(link, short)
    printed.add(uri)


def _add_after(link: nodes.reference, words: str) -> None:
    if not words:
        return
    if _inside(link, (nodes.title,)):
        return
    note = nodes.inline("", f" ({words})", classes=["address"])
    if isinstance(link.parent, nodes.TextElement):
        link.parent.insert(link.parent.index(link) + 1, note)
    else:
        link.parent.insert(link.parent.index(link) + 1, nodes.paragraph("", "", note, classes=["address"]))


def _say_page(link: nodes.reference, target: str) -> None:
    if _inside(link, _NO_PAGE) or "footnote-call" in link["classes"] or not link.astext().strip():
        return
    slot = nodes.inline(classes=["page-number"], slot=target)
    bare = _inside(link, (nodes.container,), "chapter-list")
    words = nodes.inline("", "", classes=["page"])
    words.extend([nodes.Text(" " if bare else " (page "), slot, nodes.Text("" if bare else ")")])
    link += words


def _inside(node: nodes.Node, kinds: tuple[type[nodes.Element], ...], class_name: str = "") -> bool:
    above = node.parent
    while above is not None:
        if isinstance(above, kinds) and (not class_name or class_name in above["classes"]):
            return True
        above = above.parent
    return False


def _section_of(node: nodes.Node) -> nodes.Element | None:
    above = node.parent
    while above is not None and not isinstance(above, nodes.section):
        above = above.parent
    return above


def _unlink(link: nodes.Element) -> None:
    """Leave the words of a link and take the link away."""
    parent = link.parent
    pictures = all(isinstance(child, nodes.image) for child in link.children)
    if isinstance(parent, nodes.TextElement) or pictures:
        parent.replace(link, link.children)
    else:
        parent.replace(link, [nodes.paragraph("", "", *link.children)])
