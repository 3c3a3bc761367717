"""Cards, forms and signs on paper: where they stand, that they conform, and what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.checks.pdfua import failures

Make = Callable[..., Any]
PACKETS = "packets:\n- {id: p, title: P, audience: %s, chapters: [index], paper: [%s]}\n"


@pytest.fixture
def printed(kit: Make) -> Callable[..., list[str]]:
    """Return a function that prints a chapter of *text* and gives its pages, white space made single.

    Every file must conform to PDF/UA-1.
    """

    def make(
        text: str, *warns: str, audience: str = "participant", paper: str = "letter", **files: str
    ) -> list[str]:
        packets = PACKETS % (audience, paper)
        built = kit({"index.md": f"# T\n\n{text}\n", "packets.yaml": packets} | files).build(
            "packets", warns=warns
        )
        (path,) = built.out.glob("*.pdf")
        assert failures(path) == []
        return pages(path)[2:]  # cover and contents

    return make


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def role(number: int, lines: int) -> str:
    text = "\n\n".join(f"Line {number}-{line}." for line in range(lines))
    return f":::{{role-card}} Role {number}\n{text}\n:::\n\n"


@pytest.mark.parametrize("paper", ["letter", "a4", "legal"])
def test_two_role_cards_to_a_page_at_most(printed: Callable[..., list[str]], paper: str) -> None:
    text = printed("## The roles\n\n" + "".join(role(number, 2) for number in range(5)), paper=paper)
    cards = [[number for number in range(5) if f"Role {number}" in page] for page in text]
    assert [found for found in cards if found] == [[0, 1], [2, 3], [4]]


def test_a_role_card_stays_whole(printed: Callable[..., list[str]]) -> None:
    text = printed("".join(role(number, 12) for number in range(3)))
    for number in range(3):
        (page,) = [page for page in text if f"Role {number}" in page]
        assert all(f"Line {number}-{line}." in page for line in range(12))


def test_a_role_card_taller_than_a_page_is_named(printed: Callable[..., list[str]]) -> None:
    message = "index.md:3: WARNING: “Role 0 Line 0-0."
    text = printed(role(0, 60), message)
    assert "Line 0-59." in " ".join(text)


@pytest.mark.parametrize("audience", ["participant", "facilitator"])
def test_role_cards_are_for_their_audience(printed: Callable[..., list[str]], audience: str) -> None:
    text = printed(f"::::{{facilitator}}\n{role(7, 1)}\n::::\n\nAll.\n", audience=audience)
    assert any("Role 7" in page for page in text) == (audience == "facilitator")
