"""Wide tables: each layout in turn, and none clipped."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pypdfium2
import pytest

from tests.checks.pdfua import failures
from toolkit.packets.page import landscape_width, text_width
from toolkit.paper import PAPERS


def _table(columns: int, letters: int) -> str:
    word = "m" * letters
    head = "| " + " | ".join(f"H{number}" for number in range(columns)) + " |\n"
    return (
        "# T\n\n" + head + "|---" * columns + "|\n" + "| " + " | ".join([word] * columns) + " |\n\nAfter.\n"
    )


@pytest.mark.parametrize(
    ("columns", "letters", "turned", "stacked"),
    [(3, 5, False, False), (8, 6, False, False), (10, 7, True, False), (9, 20, False, True)],
)
def test_layouts(kit: Callable, columns: int, letters: int, turned: bool, stacked: bool) -> None:
    built = kit({"index.md": _table(columns, letters)}).build("packets")
    document = pypdfium2.PdfDocument(built.out / "book.pdf")
    sizes = [page.get_size() for page in document]
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert any(width > height for width, height in sizes) is turned
    assert sizes[-1][0] < sizes[-1][1], "the page after a table on its side is upright"
    assert text.replace("\r\n", "").count("m" * letters) == columns
    assert (text.index("H1") > text.index("m" * letters)) is stacked, "stacked rows say head and cell in turn"


def test_merged_cells_that_fit_no_layout_are_an_error_in_our_own_project(kit: Callable) -> None:
    cell = "y" * 60
    line = "+" + ("-" * 62 + "+") * 4
    grid = [line, "|" + f" {cell} |" * 4, line, f"| {cell:<123} |" + f" {cell} |" * 2, line]
    rst = "T\n=\n\n" + "\n".join(grid) + "\n"
    made = kit({"index.rst": rst}, toolkit_strict=True)
    built = made.build("packets", warns=("index.rst:", "too wide for any layout", "its last good file stays"))
    assert built.app.statuscode == 1 and not (built.out / "book.pdf").exists()


def test_a_table_of_heads_only_has_a_body(kit: Callable) -> None:
    built = kit({"index.md": "# T\n\n| a | b |\n| --- | --- |\n"}).build("packets")
    assert (built.out / "book.pdf").exists()


def test_a_page_on_its_side_is_wider() -> None:
    assert all(landscape_width(paper) > text_width(paper) for paper in PAPERS.values())


def _places(rows: list[int], word: str = "word") -> dict[str, str]:
    entries = [(f"S{group:02}", number) for group, size in enumerate(rows) for number in range(size)]
    lines = "".join(
        f"  - {{id: p{group}-{number}, place: Row {number} of {group}, state: {group}, about: {word}}}\n"
        for group, number in entries
    )
    text = "# T\n\n:::{data-table} places\n:group: state\n:::\n"
    return {"index.md": text, "data/places.yaml": f"places:\n{lines}"}


def test_the_name_of_a_part_stays_with_its_rows(kit: Callable) -> None:
    sizes = [5, 2, 1, 7, 3, 4, 6, 2, 9, 1, 8, 2, 5, 3, 31, 4, 7, 6, 2]
    built = kit(_places(sizes), exclude_patterns=["data"]).build("packets")
    assert failures(built.out / "book.pdf") == []
    with pypdfium2.PdfDocument(built.out / "book.pdf") as document:
        pages = [page.get_textpage().get_text_range().splitlines() for page in document]
    seen = [line for page in pages for line in page if re.fullmatch(r"S\d+ \(\d+\)", line)]
    assert seen == [f"S{group:02} ({size})" for group, size in enumerate(sizes)]
    for page in pages:
        for above, below in pairwise(page):
            if re.fullmatch(r"S\d+ \(\d+\)", above):
                assert below == "Place About", "a head follows the name"
            if above == "Place About":
                assert below.startswith("Row "), "a row follows the head"


@pytest.mark.parametrize(("letters", "turned"), [(20, False), (80, True)])
def test_parts_are_laid_out_alike(kit: Callable, letters: int, turned: bool) -> None:
    files = _places([2, 2, 2])
    files["data/places.yaml"] = files["data/places.yaml"].replace("about: word", "about: " + "m" * letters, 1)
    built = kit(files, exclude_patterns=["data"]).build("packets")
    with pypdfium2.PdfDocument(built.out / "book.pdf") as document:
        pages = [(page.get_size(), page.get_textpage().get_text_range()) for page in document]
    found = [(width > height, text) for (width, height), text in pages if "S00 (2)" in text]
    assert [wide for wide, _ in found] == [turned]
    assert all(f"S{group:02} (2)" in found[0][1] for group in range(3)), "on the same page"
