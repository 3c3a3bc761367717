"""What people would use instead, the whole way from the chapters: sphinx-simplepdf, and pandoc with Typst."""

from __future__ import annotations

import shutil

from tests.bench.bench import Bench, Words
from tests.bench.measure import Cost

SIMPLEPDF = {"BENCH_EXTENSIONS": "sphinx_simplepdf", "BENCH_THEME": "simplepdf_theme"}


def measure_simplepdf(bench: Bench) -> None:
    """Add the rows of sphinx-simplepdf, cold and after one word was changed."""
    book, folder = bench.copy("simplepdf"), bench.work / "simplepdf"
    source = book.path.read_text(encoding="utf-8")
    words: Words = [bench.peers, "-m", "sphinx", "-Q", "-b", "simplepdf", "-d", folder / "doctrees"]
    words = [*words, book.folder, folder / "out"]

    def build() -> Cost:
        for old in (folder / "out").glob("*.pdf"):
            old.unlink()
        cost = bench.run(words, SIMPLEPDF)
        (_,) = (folder / "out").glob("*.pdf")
        return cost

    def cold() -> Cost:
        for name in ("doctrees", "out"):
            shutil.rmtree(folder / name, ignore_errors=True)
        return build()

    def word() -> Cost:
        book.change_word(source)
        return build()

    bench.add("simplepdf cold", "sphinx-simplepdf, cold", bench.several(cold), words)
    bench.add("simplepdf word", "sphinx-simplepdf, one word changed", bench.several(word), words)


def measure_typst(bench: Bench) -> None:
    """Add the row of pandoc with Typst after one word was changed; it makes everything anew each time."""
    book, pdf = bench.copy("typst"), bench.work / "typst" / "book.pdf"
    source = book.path.read_text(encoding="utf-8")
    words: Words = [bench.peers, "-m", "tests.bench.programs.typeset", book.folder, pdf]

    def word() -> Cost:
        book.change_word(source)
        return bench.run(words)

    bench.add("typst", "pandoc with Typst on plain Markdown, one word changed", bench.several(word), words)
