"""All in one rendering: plain WeasyPrint on Sphinx's single page and on our HTML; Chromium on the latter."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.bench import environment
from tests.bench.bench import Bench, Words
from tests.bench.measure import Cost
from tests.bench.peers.press import store_job

UA = ("--pdf-variant", "pdf/ua-1")


def measure_stock(bench: Bench) -> None:
    """Add the rows of Sphinx's single page with page-numbered references, tagged as PDF/UA-1."""
    book, folder = bench.copy("stock"), bench.work / "stock"
    page, style = folder / "out" / "index.html", folder / "references.css"
    sphinx: Words = [sys.executable, "-m", "sphinx", "-Q", "-b", "singlehtml", "-d", folder / "doctrees"]
    sphinx = [*sphinx, book.folder, folder / "out"]
    mend: Words = [sys.executable, "-m", "tests.bench.programs.stock", page, style]
    print_it: Words = [sys.executable, "-m", "weasyprint", *UA, "-s", style, page, folder / "stock.pdf"]
    pages: list[Cost] = []

    def once() -> Cost:
        for name in ("doctrees", "out"):
            shutil.rmtree(folder / name, ignore_errors=True)
        pages.append(bench.run(sphinx) + bench.run(mend))
        return bench.run(print_it)

    alone = bench.several(once)
    bench.add("stock alone", "plain WeasyPrint on Sphinx's single page", alone, print_it)
    whole = [made + printed for made, printed in zip(pages, alone, strict=True)]
    bench.add("stock whole", "the same with the Sphinx that makes the page", whole, sphinx)


def measure_one(bench: Bench) -> None:
    """Add the row of our HTML in one rendering, in one process."""
    words = rendering_words(store_job(bench), bench.work / "one.pdf")
    costs = bench.several(lambda: bench.run(words))
    bench.add("one rendering", "plain WeasyPrint on our lean HTML", costs, words)


def rendering_words(job: Path, target: Path) -> Words:
    """Return the command of one rendering of the stored *job*."""
    return [sys.executable, "-m", "tests.bench.programs.rendering", job, target]


def measure_chromium(bench: Bench) -> None:
    """Add the row of Chromium printing our HTML; it prints no page numbers into the text."""
    program = environment.browser()
    if not program:
        bench.skipped.append("Chromium is not installed")
        return
    page, pdf = bench.fresh("browser") / "book.html", bench.work / "browser" / "book.pdf"
    bench.run(rendering_words(store_job(bench), page))
    words = [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={bench.work}/browser/profile",
    ]
    words += [
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={pdf}",
        page.as_uri(),
    ]

    def once() -> Cost:
        shutil.rmtree(bench.work / "browser" / "profile", ignore_errors=True)
        pdf.unlink(missing_ok=True)
        cost = bench.run(words)
        pdf.stat()
        return cost

    bench.add("chromium", "Chromium printing our HTML", bench.several(once), words)
