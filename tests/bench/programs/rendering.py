"""One rendering of a stored job by plain WeasyPrint, with ``target-counter``: ``rendering.py JOB FILE``.

The HTML and the style are those of the press; WeasyPrint's own tagging and writing are left as they are.  A
FILE that ends in .html gets the HTML itself, for a browser to print, with links to fonts and pictures.
"""

from __future__ import annotations

import pickle
import re
import sys
from email.message import EmailMessage
from html import unescape
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from toolkit.press import Job, fonts, html, prepare, slots, style, symbols
from toolkit.press.libraries import own_fonts

DIGITS = getattr(slots, "DIGITS", 3)
SLOTS = f"""
.page-number::after {{ content: target-counter(attr(data-ref url), page) }}
nav .page-number {{ display: inline-block; width: {DIGITS}ch; text-align: right }}
"""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


def document(job: Job) -> tuple[Element, dict[str, Path]]:
    """Return the whole book of *job* as one HTML document, and the files it names."""
    text = "".join([job.front, *(chapter.html for chapter in job.chapters)])
    drawings = [path.read_text("utf-8", "replace") for path in job.assets.values() if path.suffix == ".svg"]
    faces = fonts.choose(set(unescape("".join([text, job.style, job.furniture, *drawings]))), job.style)
    root = html.book(job)
    symbols.wrap(root)
    book = prepare.Preparation(root)
    prepare.clean(book)
    prepare.links(book)
    prepare.footnotes(book)
    for slot in root.iter():
        if ref := slot.get("data-ref"):
            slot.set("data-ref", f"#{ref}")
    html.add_style(root, "\n".join([style.print_css(job, faces), job.furniture, SLOTS]))
    return root, {f"fonts/{face.name}": face.path for face in faces} | dict(job.assets)


def written(root: Element) -> str:
    """Return *root* as HTML text."""
    parts = ["<!DOCTYPE html>\n"]

    def visit(node: Element) -> None:
        if not isinstance(node.tag, str):
            return
        words = "".join(f' {name}="{_escaped(value)}"' for name, value in node.attrib.items())
        parts.append(f"<{node.tag}{words}>")
        if node.text:
            parts.append(node.text if node.tag in ("style", "script") else _escaped(node.text))
        for child in node:
            visit(child)
            if child.tail:
                parts.append(_escaped(child.tail))
        if node.tag not in _VOID:
            parts.append(f"</{node.tag}>")

    visit(root)
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def render(root: Element, files: dict[str, Path]) -> bytes:
    """Return the PDF/UA-1 of *root* as plain WeasyPrint makes it."""
    with own_fonts():
        import weasyprint
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class Fetcher(URLFetcher):  # type: ignore[misc]
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
