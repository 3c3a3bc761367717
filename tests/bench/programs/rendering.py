"""One rendering of a stored job by plain WeasyPrint, with ``target-counter``: ``rendering.py JOB FILE``.

The HTML and the style are those of the press; WeasyPrint's own tagging and writing are left as they are.  A
FILE that ends in .html gets the HTML itself, for a browser to print, with links to fonts and pictures.
"""

from __future__ import annotations

import pickle
import re
import sys
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape, unescape
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from toolkit.press import Job, fonts, html, prepare, slots, style, symbols
from toolkit.press.characters import clean_text
from toolkit.press.libraries import own_fonts

SLOTS = f"""
.page-number::after {{ content: target-counter(attr(data-ref url), page) }}
nav .page-number {{ display: inline-block; width: {slots.DIGITS}ch; text-align: right }}
"""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


def document(job: Job) -> tuple[Element, dict[str, Path]]:
    """Return the whole book of *job* as one HTML document, and the files it names."""
    body = "".join([job.front, *(chapter.html for chapter in job.chapters)])
    drawings = [path.read_text("utf-8", "replace") for path in job.assets.values() if path.suffix == ".svg"]
    characters = set(unescape("".join([body, job.style, job.furniture, job.title, *drawings])))
    faces = fonts.choose({char for char in characters if clean_text(char)}, job.style)
    head = f'<meta charset="utf-8"><title>{escape(job.title)}</title>'
    root = html.parse(f'<!DOCTYPE html><html lang="{job.lang}"><head>{head}</head><body>{body}</body></html>')
    _set_languages(root, job)
    symbols.wrap(root)
    book = prepare.Preparation(root)
    prepare.clean(book)
    wanted = {link.get("href", "").partition("#")[2] for link in root.iter("a")}
    prepare.links(book, {unquote(name) for name in wanted} - book.ids)
    prepare.footnotes(book)
    for slot in root.iter():
        if ref := slot.get("data-ref"):
            slot.set("data-ref", f"#{ref}")
    style_sheet = SubElement(_head(root), "style")
    style_sheet.text = css(job, faces)
    return root, {f"fonts/{face.name}": face.path for face in faces} | dict(job.assets)


def css(job: Job, faces: Sequence[fonts.Face]) -> str:
    """Return the style sheet of the whole book of *job*, that of its running heads and feet included."""
    right = "right" if job.duplex else "page"
    start = right if job.start == "new-sheet" else "page"
    parts = [style.fonts(faces), f"@page {{ size: {job.paper.css} }}", style.COMMON, symbols.CSS, job.style]
    parts += [
        job.furniture,
        f".chapter {{ break-before: {start} }}",
        f".new-sheet {{ break-before: {right} }}",
    ]
    parts += [style.FLAT, SLOTS]
    return "\n".join(parts)


def _head(root: Element) -> Element:
    head = root.find("head")
    if head is None:
        raise ValueError("the book has no head")
    return head


def _set_languages(root: Element, job: Job) -> None:
    other = {chapter.id: chapter.lang for chapter in job.chapters if chapter.lang != job.lang}
    for element in root.iter("section"):
        if language := other.get(element.get("id", "")):
            element.set("lang", language)


def written(root: Element) -> str:
    """Return *root* as HTML text."""
    parts = ["<!DOCTYPE html>\n"]

    def visit(node: Element) -> None:
        tag: object = node.tag
        if not isinstance(tag, str):  # a comment
            return
        words = "".join(f' {name}="{escape(value)}"' for name, value in node.attrib.items())
        parts.append(f"<{node.tag}{words}>")
        if node.text:
            parts.append(node.text if node.tag in ("style", "script") else escape(node.text))
        for child in node:
            visit(child)
            if child.tail:
                parts.append(escape(child.tail))
        if node.tag not in _VOID:
            parts.append(f"</{node.tag}>")

    visit(root)
    return "".join(parts)


def render(root: Element, files: dict[str, Path]) -> bytes:
    """Return the PDF/UA-1 of *root* as plain WeasyPrint makes it."""
    with own_fonts():
        import weasyprint
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class Fetcher(URLFetcher):
            def fetch(self, url: str, headers: Any = None) -> Any:
                if url.startswith("data:"):
                    return super().fetch(url, headers)
                path = files[unquote(url.removeprefix(style.BASE))]
                message = EmailMessage()
                message["Content-Type"] = guess_type(path.name)[0] or "application/octet-stream"
                return URLFetcherResponse(url, path.read_bytes(), message)

        source = weasyprint.HTML(string=written(root), base_url=style.BASE, url_fetcher=Fetcher())
        pdf: bytes = source.write_pdf(pdf_variant="pdf/ua-1")
    if "toolkit.press.engine" in sys.modules:
        raise RuntimeError("this was not plain WeasyPrint: the press's engine was loaded too")
    return pdf


def for_browser(root: Element, files: dict[str, Path], page: Path) -> None:
    """Write *root* to *page*, its files as links in folders beside it."""
    for name, path in files.items():
        link = page.parent / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(path.resolve())
    page.write_text(re.sub(re.escape(style.BASE), "", written(root)), encoding="utf-8")


def main(job: str, target: str) -> None:
    """Render the stored *job* to *target*, or write its HTML there."""
    root, files = document(pickle.loads(Path(job).read_bytes()))
    if target.endswith(".html"):
        for_browser(root, files, Path(target))
    else:
        Path(target).write_bytes(render(root, files))


if __name__ == "__main__":
    main(*sys.argv[1:])
