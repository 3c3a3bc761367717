"""Step: warnings below a chapter's title, and at its end where to see whether it is still current."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.locale import get_translation

from toolkit.imprint import Imprint, imprint_of
from toolkit.nodes import banner, sheet
from toolkit.packets.context import Context
from toolkit.packets.qr import draw
from toolkit.packets.steps.links import short_address

_ = get_translation("toolkit")


def add_imprint(document: nodes.document, docname: str, context: Context) -> None:
    """Add what is said around the chapter; links are settled already and stay as they are here."""
    imprint = imprint_of(context.env, docname, context.packet.audience)
    chapter = next((node for node in document.children if isinstance(node, nodes.section)), document)
    title = chapter.first_child_matching_class(nodes.title)
    for text in reversed(imprint.notices):
        chapter.insert(0 if title is None else title + 1, banner(text))
    lines = list(_lines(imprint))
    if not lines:
        return
    words = nodes.container("", *lines, classes=["imprint-words"])
    box = nodes.container("", words, classes=["imprint"])
    if imprint.address:
        path, width = draw(imprint.address, context.workshop)
        shown = {"address": _typed(imprint.address)}
        alt = str(_("QR code with the address %(address)s")) % shown
        picture = nodes.image(uri="", alt=alt, file=str(path), width=f"{width:.2f}mm")
        box["classes"].append("with-code")
        box.insert(0, nodes.container("", picture, classes=["imprint-code"]))
    _place(box, chapter)


def _place(box: nodes.container, chapter: nodes.Element) -> None:
    """Put *box* at the end of *chapter*, but before its list of sources or the sheets of cards that end it.

    Columns fill their page, so that a box behind them could come to stand on a page alone.
    """
    last = chapter
    while last.children and isinstance(last[-1], nodes.section) and not _lists_sources(last[-1]):
        last = last[-1]
    at = len(last.children)
    while at and isinstance(last[at - 1], sheet):
        at -= 1
    if at < len(last.children):
        last.insert(at, box)
    elif chapter.children and _lists_sources(chapter[-1]):
        chapter.insert(len(chapter.children) - 1, box)
    else:
        chapter += box


def _lists_sources(node: nodes.Node) -> bool:
    """Say whether *node* is a section that holds nothing but the list of sources."""
    if not isinstance(node, nodes.section) or len(node.children) != 2:
        return False
    listed = node[1]
    return isinstance(listed, nodes.Element) and "sources" in listed["classes"]


def _lines(imprint: Imprint) -> Iterator[nodes.paragraph]:
    """Yield the lines of the box: how to see whether the page is current, and how to report a mistake."""
    if imprint.address:
        question = str(_("Is this page still current?"))
        yield nodes.paragraph("", "", nodes.strong(question, question))
        words = _("Version %(code)s. Scan the code, or type %(address)s, to see whether it has changed.")
        yield _filled(str(words), imprint.code, "address", imprint.address)
    if imprint.report and imprint.code:
        words = _("Report a mistake: %(report)s. Say that it is in version %(code)s. You need no account.")
        yield _filled(str(words), imprint.code, "report", imprint.report)


def _filled(words: str, code: str, name: str, address: str) -> nodes.paragraph:
    """Return a paragraph of *words* with the *code*, and a link to *address* in the place of *name*."""
    before, _mark, after = words.partition(f"%({name})s")
    line = nodes.paragraph("", before % {"code": code})
    link = nodes.reference("", _typed(address), refuri=address, internal=False, classes=["bare"])
    line += [link, nodes.Text(after % {"code": code})]
    return line


def _typed(address: str) -> str:
    """Return *address* as people type it: without scheme, question and last slash."""
    return short_address(address.partition("?")[0]).rstrip("/")
