"""Wide tables: each layout in turn, and none clipped."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

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
