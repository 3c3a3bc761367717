"""Cards, forms and signs on paper: where they stand, that they conform, and what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.checks.pdfua import failures
from tests.press.printing import walk

Make = Callable[..., Any]
MM = 25.4 / 72
PACKETS = "packets:\n- {id: p, title: P, audience: %s, chapters: [index], paper: [%s]}\n"


@dataclass
class Print:
    """One printed packet: *pages* is the text of each page after cover and contents, white space single."""

    path: Path
    pages: list[str]

    def count(self, role: str) -> int:
        """Return how many structure elements of the type *role* the PDF has."""
        with pikepdf.open(self.path) as pdf:
            return sum(f"/{role}" == node.S for node in walk(pdf.Root.StructTreeRoot.K[0]))

    def drawn(self, page: int) -> list[tuple[float, float]]:
        """Return bottom and height of what is drawn wide on *page* (from 0, no cover), in millimetres."""
        with pypdfium2.PdfDocument(self.path) as document:
            boxes = [item.get_bounds() for item in document[page + 2].get_objects(max_depth=3)]
        return [(box[1] * MM, (box[3] - box[1]) * MM) for box in boxes if box[2] - box[0] > 40]

    def left(self, page: int) -> float:
        """Return where the drawing on *page* begins, in millimetres from the left edge."""
        with pypdfium2.PdfDocument(self.path) as document:
            return min(item.get_bounds()[0] for item in document[page + 2].get_objects(max_depth=3)) * MM

    def rules(self, page: int) -> list[float]:
        """Return the places of the long horizontal lines on *page*, from the bottom up."""
        return sorted({round(bottom, 1) for bottom, height in self.drawn(page) if height < 1})


@pytest.fixture
def printed(kit: Make) -> Callable[..., Print]:
    """Return a function that prints a chapter of *text*; the file must conform to PDF/UA-1."""

    def make(
        text: str, *warns: str, audience: str = "participant", paper: str = "letter", **files: str
    ) -> Print:
        packets = PACKETS % (audience, paper)
        built = kit({"index.md": f"# T\n\n{text}\n", "packets.yaml": packets} | files).build(
            "packets", warns=warns
        )
        (path,) = built.out.glob("*.pdf")
        assert failures(path) == []
        with pypdfium2.PdfDocument(path) as document:
            texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
        return Print(path, texts[2:])

    return make


def role(number: int, lines: int) -> str:
    text = "\n\n".join(f"Line {number}-{line}." for line in range(lines))
    return f":::{{role-card}} Role {number}\n{text}\n:::\n\n"


@pytest.mark.parametrize("paper", ["letter", "a4", "legal"])
def test_two_role_cards_to_a_page_at_most(printed: Callable[..., Print], paper: str) -> None:
    text = printed("## The roles\n\n" + "".join(role(number, 2) for number in range(5)), paper=paper).pages
    cards = [[number for number in range(5) if f"Role {number}" in page] for page in text]
    assert [found for found in cards if found] == [[0, 1], [2, 3], [4]]


def test_a_role_card_stays_whole(printed: Callable[..., Print]) -> None:
    text = printed("".join(role(number, 12) for number in range(3))).pages
    for number in range(3):
        (page,) = [page for page in text if f"Role {number}" in page]
        assert all(f"Line {number}-{line}." in page for line in range(12))


def test_a_role_card_taller_than_a_page_is_named(printed: Callable[..., Print]) -> None:
    message = "index.md:3: WARNING: “Role 0 Line 0-0."
    text = printed(role(0, 60), message).pages
    assert "Line 0-59." in " ".join(text)


@pytest.mark.parametrize("audience", ["participant", "facilitator"])
def test_role_cards_are_for_their_audience(printed: Callable[..., Print], audience: str) -> None:
    text = printed(f"::::{{facilitator}}\n{role(7, 1)}\n::::\n\nAll.\n", audience=audience).pages
    assert any("Role 7" in page for page in text) == (audience == "facilitator")


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_sheet_to_sign(printed: Callable[..., Print], paper: str) -> None:
    sheet = printed(":::{sign-in-sheet} Here\n:::", paper=paper)
    assert len(sheet.pages) == 1 and "Here You need not sign." in sheet.pages[0]
    assert sheet.count("TH") == 2 and sheet.count("TD") == 18 * 2
    rows = [upper - lower for lower, upper in pairwise(sheet.rules(0))]
    assert len([height for height in rows if 9 <= height < 9.6]) >= 16  # all between two rules of one weight


def test_a_long_sheet_to_sign_has_its_head_on_every_page(printed: Callable[..., Print]) -> None:
    sheet = printed(":::{sign-in-sheet} Here\n:lines: 60\n:columns: Name; City\n\nFor us only.\n:::")
    assert sheet.pages[0].index("Here For us only. Name City") >= 0
    assert [page.count("Name City") for page in sheet.pages] == [1, 1, 1]
    assert sheet.count("TH") == 2 and sheet.count("TD") == 120


def test_an_evaluation(printed: Callable[..., Print]) -> None:
    form = printed(":::{evaluation} After\n:lines: 4\n\n- Useful.\n- Long enough.\n\n1. What next?\n:::")
    assert "After Useful. ☐No ☐Partly ☐Yes Long enough. ☐No" in form.pages[0].replace("☐ ", "☐")
    assert form.count("LI") == 2 * 4 + 1
    assert len([height for _bottom, height in form.drawn(0) if 9 <= height < 9.6]) == 4


def test_a_question_keeps_its_answers(printed: Callable[..., Print]) -> None:
    questions = "".join(f"- Statement {number}.\n" for number in range(40))
    form = printed(f":::{{evaluation}} After\n:scale: First step; Last step\n\n{questions}:::")
    assert len(form.pages) > 2
    for page in form.pages:
        assert page.count("Statement") == page.count("First step") == page.count("Last step")


TITLES = (
    *("Exit", "WWWWW", "Welcome", "Quiet room", "Interpretation", "Bienvenidos a la reunión", "MMMMMMMMMMMM"),
    "Donaudampfschifffahrtsgesellschaft", "Please take no pictures in this room, and no recordings either",
    "请安静", "Be back in a moment " * 5,
)  # fmt: skip


@pytest.mark.parametrize("paper", ["letter", "a4", "legal"])
def test_signs_fit_any_paper(printed: Callable[..., Print], paper: str) -> None:
    text = "".join(f":::{{sign}} {title}\nCome in, all of you.\n:::\n\n" for title in TITLES)
    pages = printed(text, paper=paper).pages
    signs = [page for page in pages if page.endswith("Come in, all of you.")]
    assert len(signs) == len(TITLES), "a sign has a page of its own, without head and foot"
    for title, page in zip(TITLES, signs, strict=True):
        assert page.replace(" ", "").startswith("".join(title.split()))


def test_a_sign_has_nothing_on_its_back(printed: Callable[..., Print]) -> None:
    pages = printed("Before.\n\n:::{sign} Exit\n:::\n\nAfter.\n\n## Next\n\n:::{sign} End\n:::\n").pages
    seen = [next((word for word in ("Before", "Exit", "After", "End") if word in page), "") for page in pages]
    assert seen == ["Before", "", "Exit", "", "After", "", "End"]


def test_a_sign_with_too_much_text_is_named(printed: Callable[..., Print]) -> None:
    printed(f":::{{sign}} Exit\n{'Many words that nobody reads. ' * 40}\n:::", "index.md:3: WARNING: ")


MAPS = """maps:
  - id: m
    title: The valley
    tiles:
      - {name: Alba, label: ALB, row: 1, column: 1}
      - {name: Bree, label: BRE, row: 2, column: 2}
"""
PLACES = "places:\n  - {id: a, place: Alba, kind: first}\n"


@pytest.mark.parametrize("column", [2, 14])
def test_a_map_of_tiles(printed: Callable[..., Print], column: int) -> None:
    data = {
        "data/tile-maps.yaml": MAPS.replace("column: 2", f"column: {column}"),
        "data/places.yaml": PLACES,
        "conf.py": 'extensions = ["myst_parser", "toolkit"]\nmyst_enable_extensions = ["colon_fence"]\n'
        'exclude_patterns = ["data"]\n',
    }
    text = ":::{tile-map} m\n:entries: places\n:match: place\n:class-by: kind\nWhere.\n:::\n"
    sheet = printed(text, **data)
    assert "Where. ALB BRE First (1) Alba (ALB) No entry (1)" in sheet.pages[0]
    assert sheet.count("Figure") == 1 and sheet.count("L") == 1
    with pikepdf.open(sheet.path) as pdf:
        (figure,) = [node for node in walk(pdf.Root.StructTreeRoot.K[0]) if node.S == "/Figure"]
    assert str(figure.Alt) == "The valley. First: Alba. No entry: 1 of 2 tiles."


def test_a_sign_in_a_block_has_the_whole_page(printed: Callable[..., Print]) -> None:
    sign = ":::{sign} Exit\n:::"
    alone, inside = printed(sign), printed(f"::::{{facilitator}}\n{sign}\n::::", audience="facilitator")
    places = [max(found.drawn(page), key=lambda box: box[1]) for found, page in ((alone, 2), (inside, 2))]
    assert places[0] == places[1]
    assert [found.left(2) for found in (alone, inside)] == [pytest.approx(15, abs=0.1)] * 2
