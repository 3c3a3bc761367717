"""Pandoc with Typst, the whole way: ``typeset.py FOLDER PDF``; chapters to Markdown, to Typst, to PDF."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypandoc  # type: ignore[import-not-found]  # both are in the environment of the peers alone
import typst  # type: ignore[import-not-found]

from tests.bench.programs.plain import book


def main(folder: str, pdf: str) -> None:
    """Print the book in *folder* to *pdf*, with contents and page numbers."""
    target = Path(pdf)
    markdown, source = target.with_suffix(".md"), target.with_suffix(".typ")
    markdown.write_text(book(Path(folder)), encoding="utf-8")
    words = [
        pypandoc.get_pandoc_path(),
        "--from",
        "markdown-citations",
        "--to",
        "typst",
        "--standalone",
        "--toc",
    ]
    words += ["--variable", "papersize=us-letter", "--output", source, markdown]
    subprocess.run(words, check=True)
    typst.compile(source, output=target, root="/")


if __name__ == "__main__":
    main(*sys.argv[1:])
