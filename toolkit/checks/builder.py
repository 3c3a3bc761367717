"""``-b findings``: the Sphinx builder that runs every check, prints what it finds, and writes it as JSON."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from toolkit.checks.finding import Finding, as_text, exit_code
from toolkit.config import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from toolkit.checks.book import BookText
    from toolkit.checks.chapters import Book
    from toolkit.checks.chapters.levels import Reading

FINDINGS_JSON = "findings.json"
logger = logging.getLogger(__name__)


class FindingsBuilder(StandaloneHTMLBuilder):
    """Checks the chapters, and the packets and the site when ``toolkit_print_folder`` says where they are.

    The packets lie in that folder with their packets.json; the site is the folder around it.  It is an
    HTML builder, as that of the packets, so that the same text is active and references read the same.
    """

    name = "findings"
    epilog = "The findings are in %(outdir)s/" + FINDINGS_JSON + "."
    allow_parallel = False
    copysource = False
    search = False

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Return Sphinx's plainest theme: no page is written."""
        return "basic", {}

    def copy_assets(self) -> None:
        """Copy nothing."""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Prepare nothing."""

    def finish(self) -> None:
        """Do nothing more."""

    def get_outdated_docs(self) -> Iterator[str]:
        """Return a description: checks look at everything."""
        return "all checks"  # type: ignore[return-value]

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address; nobody follows it."""
        return docname

    def write_documents(self, docnames: Set[str]) -> None:
        """Run the checks, print the findings, and write all that was found and measured to findings.json."""
        from toolkit.checks.chapters.levels import readings
        from toolkit.checks.report import report_json

        book = self.book()
        measured = list(readings(book))
        found = self.findings(book, measured)
        text = as_text(found)
        if exit_code(found):
            self._app.statuscode = 1
        logger.info("\n%s", text)
        (Path(self.outdir) / FINDINGS_JSON).write_text(report_json(book, found, measured), encoding="utf-8")

    def book(self) -> Book:
        """Return what the checks of the chapters need to know."""
        from toolkit.checks.chapters import Book

        values = settings(self.config)
        return Book(
            env=self.env,
            root=Path(self.confdir),
            data=Path(self.srcdir) / values.data,
            today=real_day(),
            strict=values.strict,
            release=os.environ.get("RELEASE") == "1",
        )

    def findings(self, book: Book, measured: list[Reading]) -> list[Finding]:
        """Return the findings of all checks; *measured* is how hard the chapters are to read."""
        from toolkit.checks.book import BookText  # loads the PDF reader, which other builders do without
        from toolkit.checks.chapters import check_chapters
        from toolkit.checks.site import check_site
        from toolkit.checks.versions import check_versions

        values = settings(self.config)
        found = [*check_chapters(book, measured), *check_versions(book)]
        folder = Path(self.confdir) / values.print_folder if values.print_folder else None
        if folder is not None and (folder / "packets.json").is_file():
            found += check_packets(folder, BookText(self._app))
        if folder is not None and (folder.parent / "index.html").is_file():
            days = {name: str(book.matter(name).get("reviewed", "")) for name in book.env.found_docs}
            shown = {name: day for name, day in days.items() if day}
            found += check_site(folder.parent, shown, values.disclaimer)
        return found


def check_packets(folder: Path, texts: BookText) -> Iterator[Finding]:
    """Yield the findings about every PDF that packets.json in *folder* lists.

    Whether all text is there is asked of the tagged originals, which the others are made from page by page.
    """
    from toolkit.checks.book import check_completeness
    from toolkit.checks.leaks import check_leaks
    from toolkit.checks.pdf import check_pdf, expected_of

    for packet in json.loads((folder / "packets.json").read_text(encoding="utf-8"))["packets"]:
        path = folder / packet["file"]
        found = check_pdf(path, expected_of(packet))
        yield from found
        if not any(finding.code == "pdf-damaged" for finding in found):
            if packet["tagged"]:
                yield from check_completeness(texts, packet, path)
            yield from check_leaks(texts, packet, path)


def real_day() -> datetime.date:
    """Return TOOLKIT_TODAY, else the day it is: checks, unlike builds, look at the clock."""
    today = os.environ.get("TOOLKIT_TODAY", "")
    return datetime.date.fromisoformat(today) if today else datetime.date.today()


def setup_checks(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(FindingsBuilder)
