"""What the steps make of a chapter, read from the finished PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from toolkit.packets.steps.links import short_address

INDEX = "# Book\n\n```{toctree}\na\nb\n```\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


def pages(path: Path) -> list[str]:
    """Return the text of each page, white space made single."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@pytest.fixture
def printed(kit: Callable) -> Callable[..., list[str]]:
    """Return a function that prints a project's one packet and gives the text of its pages."""

    def make(files: dict[str, str], warns: tuple[str, ...] = (), **config: object) -> list[str]:
        built = kit(files, **config).build("packets", warns=warns)
        return pages(next(iter(sorted(built.out.glob("*.pdf")))))

    return make


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/a/b/", "example.org/a/b/"),
        ("http://example.org/a", "example.org/a"),
        ("mailto:someone@example.org", "someone@example.org"),
        ("tel:+15105550100", "+15105550100"),
        ("ftp://example.org/file", "ftp://example.org/file"),
    ],
)
def test_addresses_are_as_short_as_they_can_be_typed(address: str, short: str) -> None:
    assert short_address(address) == short


def test_references_say_the_page(printed: Callable) -> None:
    text = printed(
        {
            "index.md": INDEX,
            "a.md": "# First\n\nRead [on](b.md) and {ref}`the place <spot>`.\n",
            "b.md": "# Second\n\nText.\n\n(spot)=\n## Spot\n\nMore.\n",
        }
    )
    first = next(page for page in text if "Read on" in page)
    number = 1 + next(place for place, page in enumerate(text) if "Spot More." in page)
    assert f"Read on (page {number}) and the place (page {number})." in first


def test_a_link_that_leaves_prints_its_address_once(printed: Callable) -> None:
    text = printed(
        {"index.md": "# T\n\n[one](https://www.example.org/a), [two](https://www.example.org/a).\n"}
    )
    assert "one (example.org/a), two." in text[-1]


def test_a_telephone_number_is_not_said_twice(printed: Callable) -> None:
    text = printed(
        {"index.md": "# T\n\n[Call 9-1-1](tel:911) or [the line](tel:+15105550100).\n"},
        myst_url_schemes=["tel"],
    )
    assert "Call 9-1-1 or the line (+15105550100)." in text[-1]


def test_tabs_and_dropdowns_print_open_with_their_titles(printed: Callable) -> None:
    body = (
        "::::{tab-set}\n:::{tab-item} Left\nLeft words\n:::\n:::{tab-item} Right\nRight words\n:::\n::::\n\n"
    )
    text = printed({"index.md": f"# T\n\n{body}:::{{dropdown}} Closed\nHidden words\n:::\n"})
    assert "Left Left words Right Right words" in text[-1]
    assert "Closed Hidden words" in text[-1]


def test_notes_stand_at_the_foot_in_the_order_of_their_calls(printed: Callable) -> None:
    text = printed(
        {"index.md": "# T\n\nOne[^b] two[^a] again[^b].\n\nEnd.\n\n[^a]: Note a.\n[^b]: Note b.\n"}
    )
    last = text[-1]
    assert last.index("End.") < last.index("1 Note b.") < last.index("2 Note a.")


def test_long_notes_and_notes_of_titles_go_to_the_end(printed: Callable) -> None:
    long = "Many words of a long note. " * 40
    text = " ".join(
        printed({"index.md": f"# T[^t]\n\nOne[^l].\n\nEnd.\n\n[^t]: Of the title.\n[^l]: {long}\n"})
    )
    assert text.index("End.") < text.index("Notes") < text.index("Of the title.")
    assert text.count("Many words") == 40


def test_only_the_packets_audience_is_printed(kit: Callable) -> None:
    packets = (
        "packets:\n- {id: p, title: P, audience: participant, chapters: [index]}\n"
        "- {id: f, title: F, audience: facilitator, chapters: [index]}\n"
    )
    page = "# T\n\nAll.\n\n:::{facilitator}\nSecret[^s].\n:::\n\n[^s]: Secret note.\n"
    built = kit({"index.md": page, "packets.yaml": packets}).build("packets")
    assert "ecret" not in " ".join(pages(built.out / "p.pdf"))
    leaders = " ".join(pages(built.out / "f.pdf"))
    assert "Facilitator Secret" in leaders and "Secret note." in leaders


def test_raw_html_prints_its_words(printed: Callable) -> None:
    text = printed({"index.md": "# T\n\n<div><p>Kept words</p><script>lost()</script></div>\n\nA<br>B\n"})
    assert "Kept words" in text[-1] and "lost" not in text[-1] and "A B" in text[-1]


def test_pictures_without_a_description_are_named_once(printed: Callable) -> None:
    printed({"index.md": "# T\n\n![](p.svg)\n\n```{image} p.svg\n```\n", "p.svg": SVG}, warns=("index.md:5",))


def test_a_network_picture_is_left_out_and_its_address_printed(printed: Callable) -> None:
    text = printed(
        {"index.md": "# T\n\n![Map](https://example.org/x.png)\n"}, warns=("toolkit.network-image",)
    )
    assert "[Map: https://example.org/x.png]" in text[-1]


def test_formulas_are_drawn_and_broken_ones_print_their_source(printed: Callable) -> None:
    text = printed({"index.md": "# T\n\nDrawn $a^2$ here.\n\n$$\n\\frac{a\n$$\n"}, warns=("toolkit.maths",))
    assert "Drawn" in text[-1] and "\\frac{a" in text[-1]


def test_sheets_repeat_cards_on_both_sides(printed: Callable) -> None:
    card = "::::{sheet}\n:copies: 10\n:::{wallet-card} Card\nFront words\n\n+++\n\nBack words\n:::\n::::\n"
    text = printed({"index.md": f"# T\n\n{card}"})
    assert [page.count("Front words") for page in text[-2:]] == [10, 0]
    assert [page.count("Back words") for page in text[-2:]] == [0, 10]
