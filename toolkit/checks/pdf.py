"""Checks of finished packets: what each PDF must be and must not hold, by reading the file itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.checks import pdf_reader
from toolkit.checks.finding import Finding
from toolkit.checks.pdf_contents import contents
from toolkit.checks.pdf_reader import Link, Run, Tag, opened

UNPRINTABLE = 14.0
"""Points at each edge that office printers leave white (5 mm)."""
LEAST_CONTRAST = 4.5
"""Contrast of text on white paper, when copied in grey (WCAG 2.2, 1.4.3)."""
LEAVING = ("http://", "https://", "mailto:", "tel:", "sms:")
LOCAL = re.compile(rb"file:/|(?<![\w.:/-])/(?:home|Users|tmp|root|var|private)/[\w.-]+/|[A-Z]:\\\\[\w.-]+\\")
DATES = re.compile(rb"/(?:CreationDate|ModDate)\b|<xmp:(?:CreateDate|ModifyDate|MetadataDate)>")


@dataclass(frozen=True)
class Expected:
    """What a packet's PDF must be like; *families* are the font families it may use ('' in a name is any)."""

    tagged: bool = True
    outline: bool = True
    duplex: str = "DuplexFlipLongEdge"
    families: tuple[str, ...] = ()


DUPLEX = {"booklet": "DuplexFlipShortEdge", "two-up": "DuplexFlipShortEdge", "zine": "Simplex"}
"""How finishes of the original ask to be printed."""


def expected_of(packet: Mapping[str, Any]) -> Expected:
    """Return what the PDF must be like that packets.json lists as *packet*.

    Tags and outline are for the original only: what is made from it to be folded is for the printer.
    """
    return Expected(
        tagged=packet["tagged"],
        outline=packet["tagged"],
        duplex=DUPLEX.get(packet["finish"], Expected.duplex),
        families=shipped_families(),
    )


def check_pdf(path: Path, expected: Expected | None = None, name: str = "") -> list[Finding]:
    """Return every finding about the PDF at *path*; *name* is what findings call it."""
    want = expected or Expected(families=shipped_families())
    name = name or path.name
    try:
        read = contents(path)
    except ValueError as error:
        return [Finding(name, 0, "pdf-damaged", f"is no readable PDF: {error}; build it again")]
    with opened(path) as document:
        found = [
            *_catalog(document, want),
            *_outline(document, want),
            *_links(read.links),
            *_fonts(read.runs, want.families),
            *_places(document, read.runs),
            *_contrast(document, read.runs),
            *(_pictures(read.tags) if want.tagged else ()),
            *_bytes(read.raw),
        ]
    return [Finding(name, page, code, message) for page, code, message in dict.fromkeys(found)]


Found = tuple[int, str, str]
"""Page (0 for the whole file), code, message."""


def shipped_families() -> tuple[str, ...]:
    """Return the families of the fonts that the press brings along."""
    from toolkit.press.fonts import FALLBACK, TEXT

    # WeasyPrint writes a font's own family name, not the one that CSS gives it.
    return (*(shipped.family for shipped in (*TEXT, *FALLBACK)), "DejaVu Sans")


def _catalog(document: pypdfium2.PdfDocument, want: Expected) -> Iterator[Found]:
    if want.tagged and not pdfium.FPDFCatalog_IsTagged(document):
        yield 0, "pdf-untagged", "has no tags; screen readers cannot read it in order"
    if document.get_version() != 17:
        yield 0, "pdf-version", f"is PDF {(document.get_version() or 0) / 10}; it must be PDF 1.7"
    if not document.get_metadata_value("Title").strip():
        yield 0, "pdf-title", "has no title; give the packet a title"
    if not pdf_reader.language(document):
        yield 0, "pdf-language", "does not say its language; set `language` in conf.py"
    if pdf_reader.viewer_preference(document, "PrintScaling") != "None":
        yield 0, "pdf-scaling", "lets a print dialog scale it; its viewer preferences must say no scaling"
    if pdf_reader.viewer_preference(document, "Duplex") != want.duplex:
        yield 0, "pdf-duplex", f"does not ask for {want.duplex} in its viewer preferences"


def _outline(document: pypdfium2.PdfDocument, want: Expected) -> Iterator[Found]:
    bookmarks = list(document.get_toc())
    if want.outline and not bookmarks:
        yield 0, "pdf-outline", "has no outline; chapters cannot be found from the reader's side bar"
    for bookmark in bookmarks:
        dest = bookmark.get_dest()
        if dest is None or dest.get_index() is None:
            yield 0, "pdf-outline", f"has an outline entry without a page: “{bookmark.get_title()}”"


def _links(links: Sequence[Link]) -> Iterator[Found]:
    for link in links:
        if not link.uri and not link.target:
            yield link.page, "pdf-dead-link", f"has a link to nowhere: “{link.contents or '?'}”"
        if link.uri and not link.uri.startswith(LEAVING):
            yield link.page, "pdf-local-link", f"has a link to a place on this machine: {link.uri}"
        if not link.contents.strip():
            yield (
                link.page,
                "pdf-link-contents",
                "has a link that does not say where it leads (Contents is empty)",
            )


def _plain_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.rpartition("+")[2].casefold())


def _fonts(runs: Sequence[Run], families: Collection[str]) -> Iterator[Found]:
    known = tuple(map(_plain_name, families))
    for font, embedded in sorted({(run.font, run.embedded) for run in runs}):
        if not embedded:
            yield 0, "pdf-font", f"does not hold the font {font}; every machine would print it differently"
        elif not _plain_name(font).startswith(known):
            yield (
                0,
                "pdf-font",
                f"uses a font of this machine, {font}; only the toolkit's own fonts may be used",
            )
    for run in runs:
        if "\ufffd" in run.text or "\x00" in run.text:
            yield run.page, "pdf-text", "has a sign that cannot be copied or read out"


def _places(document: pypdfium2.PdfDocument, runs: Sequence[Run]) -> Iterator[Found]:
    """Text that a printer cuts off: it must lie inside the sheet without its unprintable edge."""
    sizes = [document.get_page_size(index) for index in range(len(document))]
    for run in runs:
        if not run.text.strip():
            continue
        width, height = sizes[run.page - 1]
        left, bottom, right, top = run.box
        inside = (
            left >= UNPRINTABLE
            and bottom >= UNPRINTABLE
            and right <= width - UNPRINTABLE
            and top <= height - UNPRINTABLE
        )
        if not inside:
            yield run.page, "pdf-clipped", f"prints over the edge of the page: “{run.text.strip()[:40]}”"


def _luminance(red: int, green: int, blue: int) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    parts = [value / 255 for value in (red, green, blue)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(document: pypdfium2.PdfDocument, runs: Sequence[Run]) -> Iterator[Found]:
    """Text that a copier makes too pale; light text on a dark ground is measured on the drawn page."""
    for run in runs:
        contrast = 1.05 / (_luminance(*run.colour) + 0.05)
        if contrast >= LEAST_CONTRAST or not run.text.strip():
            continue
        contrast = _drawn_contrast(document, run)
        if contrast < LEAST_CONTRAST:
            shown = "#{:02x}{:02x}{:02x}".format(*run.colour)
            message = (
                f"has text in {shown}, too pale for a copier ({contrast:.1f}:1): “{run.text.strip()[:40]}”"
            )
            yield run.page, "pdf-pale", message


def _drawn_contrast(document: pypdfium2.PdfDocument, run: Run) -> float:
    """Return the contrast between the lightest and the darkest point around *run* on the drawn page."""
    page = document[run.page - 1]
    width, height = page.get_size()
    left, bottom, right, top = run.box
    crop = (max(left - 1, 0), max(bottom - 1, 0), max(width - right - 1, 0), max(height - top - 1, 0))
    picture = page.render(scale=3, crop=crop).to_pil().convert("L")
    page.close()
    low, high = picture.getextrema()
    return (_luminance(high, high, high) + 0.05) / (_luminance(low, low, low) + 0.05)


def _pictures(tags: Sequence[Tag]) -> Iterator[Found]:
    for tag in tags:
        if tag.kind in ("Figure", "Formula") and not (tag.alt.strip() or tag.actual_text.strip()):
            yield tag.page, "pdf-alt", "has a picture without a description"


def _bytes(parts: Sequence[bytes]) -> Iterator[Found]:
    for part in parts:
        if place := LOCAL.search(part):
            shown = part[place.start() : place.start() + 60].decode("latin-1")
            yield 0, "pdf-local-path", f"names a place on this machine: {shown!r}"
        if DATES.search(part):
            yield 0, "pdf-date", "holds the time it was made; two builds would differ"
