"""What the site makes of the text of chapters: valid, labelled, without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from toolkit.theme import filters


@pytest.fixture
def main(site: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that builds one page and returns its main element."""

    def make(text: str, **config: Any) -> Any:
        return site({"index.md": f"# Title\n\n{text}"}, **config).page().find(".//main")

    return make


def test_header_cells_have_a_scope_and_empty_ones_are_no_headers(main: Callable[..., Any]) -> None:
    rows = "```{list-table}\n:header-rows: 1\n:stub-columns: 1\n\n* -\n  - Head\n* - Stub\n  - Cell\n```\n"
    table = main(rows).find(".//table")
    assert [(cell.text_content().strip(), cell.get("scope")) for cell in table.iterfind(".//th")] == [
        ("Head", "col"), ("Stub", "row"),
    ]  # fmt: skip


def test_only_wide_tables_are_stops_for_the_keyboard(main: Callable[..., Any]) -> None:
    narrow = "| a | b |\n|---|---|\n| c | d |\n\n"
    row = "| " + " | ".join(["administration"] * 4) + " |\n"
    wide = f"{row}|---|---|---|---|\n{row}\n"
    boxes = main(narrow + wide + wide).findall(".//div[@class='scroll']")
    assert [box.get("tabindex") for box in boxes] == [None, "0", "0"]
    assert [box.get("aria-label") for box in boxes] == [None, "Table 1", "Table 2"]


def test_only_long_lines_of_code_are_stops_for_the_keyboard(main: Callable[..., Any]) -> None:
    boxes = main("```\nshort\n```\n\n```\n" + "long " * 20 + "\n```\n").findall(
        ".//div[@class='scroll code']"
    )
    assert [box.get("role") for box in boxes] == [None, "region"]


def test_check_boxes_are_signs_with_words(main: Callable[..., Any]) -> None:
    tasks = main("- [ ] One\n- [x] Two\n")
    assert not tasks.findall(".//input")
    assert [(sign.text, sign.get("aria-label")) for sign in tasks.iterfind(".//span[@role='img']")] == [
        ("☐", "not done"), ("☑", "done"),
    ]  # fmt: skip


def test_tabs_are_titled_panels(main: Callable[..., Any]) -> None:
    tabs = main(
        "````{tab-set}\n```{tab-item} First\nText one.\n```\n```{tab-item} Second\nText two.\n```\n````\n"
    )
    assert not tabs.findall(".//label") and not tabs.findall(".//input")
    titles = [title.text for title in tabs.xpath(".//p[contains(@class, 'panel-title')]")]
    assert titles == ["First", "Second"]
    assert "Text two." in tabs.text_content()


def test_dropdowns_open_without_a_script_and_hold_no_control_in_their_title(main: Callable[..., Any]) -> None:
    part = main("```{dropdown} See [this](https://example.org)\n:open:\nText.\n```\n").find(
        ".//details[@open]"
    )
    assert part.find("summary").text_content() == "See this"
    assert not part.findall("summary//a") and not part.findall(".//svg")


@pytest.mark.parametrize("kind", ["url", "doc"])
def test_the_title_of_a_card_carries_its_link(site: Callable[..., Any], kind: str) -> None:
    target = "https://example.org" if kind == "url" else "other"
    card = f"# Title\n\n```{{card}} Its title\n:link: {target}\n:link-type: {kind}\nText.\n```\n"
    made = site({"index.md": card + "\n```{toctree}\n:hidden:\nother\n```\n", "other.md": "# Other\n"})
    links = made.page().find(".//main").xpath(".//div[contains(@class, 'card')]//a")
    assert {(link.text_content(), link.get("href")) for link in links} == {
        ("Its title", target if kind == "url" else "other.html")
    }
    assert "stretched" not in made.text("index")


def test_a_card_without_a_title_has_its_link_as_last_line(main: Callable[..., Any]) -> None:
    text = "```{card}\n:link: https://example.org\n:link-alt: More about it\nText.\n```\n"
    assert main(text).find(".//p[@class='card-link']/a").text_content() == "More about it"


def test_formulas_need_no_script(site: Callable[..., Any]) -> None:
    made = site({"index.md": "# Title\n\n$a^2$\n\n$$\nb_1\n$$\n\n$\\frac$\n"})
    assert len(made.page().findall(".//math")) >= 2
    assert "<script" not in made.text("index") and "\\frac" in made.text("index")


def test_names_stand_once_in_a_list_of_terms(main: Callable[..., Any]) -> None:
    terms = main("May\n: One.\n\nMay\n: Two.\n\nJune\n: Three.\n\nMay\n: Four.\n").findall(".//dl")
    assert [[term.text for term in part.iterfind("dt")] for part in terms] == [["May", "June"], ["May"]]
    assert [len(part.findall("dd")) for part in terms] == [3, 1]


def test_ids_are_unique(site: Callable[..., Any]) -> None:
    text = "# Title\n\n## Part\n\na\n\n## Part\n\nb[^n]\n\nc[^n]\n\n[^n]: Note.\n"
    ids = site({"index.md": text}).page().xpath("//@id")
    assert len(ids) == len(set(ids))


def test_language_of_a_part_brings_its_direction(main: Callable[..., Any]) -> None:
    part = main(":::{container} language-ar\nمرحبا\n:::\n", smartquotes=False).find(".//div[@lang='ar']")
    assert part.get("dir") == "rtl"


def test_site_in_a_right_to_left_language(site: Callable[..., Any]) -> None:
    assert site({"index.md": "# عنوان\n"}, language="ar").page().get("dir") == "rtl"


def test_pictures_without_a_description_are_decoration(site: Callable[..., Any]) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'
    made = site({"a.svg": svg, "index.md": "# Title\n\n![](a.svg)\n\n![A drawing](a.svg)\n"})
    assert [picture.get("alt") for picture in made.page().iterfind(".//main//img")] == ["", "A drawing"]


def test_headings_have_no_signs_beside_them(main: Callable[..., Any]) -> None:
    assert not main("## Part\n\nText.\n").xpath(".//a[@class='headerlink']")


def test_a_word_in_angle_brackets_is_read_as_a_word(main: Callable[..., Any]) -> None:
    assert "<set-a-name>" in main("Write <set-a-name> here.\n").text_content()


def test_lists_of_chapters_have_captions_that_are_no_headings(site: Callable[..., Any]) -> None:
    made = site({"index.md": "# Title\n\n```{toctree}\n:caption: Part\n\na\n```\n", "a.md": "# A\n"})
    caption = made.page().find(".//p[@class='caption']")
    assert caption.text_content() == "Part" and caption.get("role") is None


def test_notes_are_no_landmarks(main: Callable[..., Any]) -> None:
    text = "Text[^n].\n\n```{sidebar} Aside\nMore.\n```\n\n[^n]: Note.\n"
    found = main(text)
    assert not found.findall(".//aside")
    assert found.find(".//div[@role='doc-footnote']") is not None


def test_a_project_with_another_theme_keeps_its_html(kit: Callable[..., Any]) -> None:
    files = {"index.md": "# Title\n\n## Part\n\n- [ ] Task\n\n| a | b |\n|---|---|\n| c | d |\n"}
    with_us = kit(files, html_theme="basic").build("html").text("index.html")
    extensions = ["myst_parser", "sphinx_design"]
    without = kit(files, html_theme="basic", extensions=extensions).build("html").text("index.html")
    assert with_us == without
    assert "headerlink" in with_us and 'scope="col"' not in with_us


def _parts(number: int) -> dict[str, str]:
    places = "".join(f"  - {{id: p{n}, place: Place {n}, state: S{n:03}}}\n" for n in range(number))
    text = "# Title\n\n" + ":::{data-table} places\n:columns: place\n:group: state\n:::\n\n" * 2
    return {"index.md": text, "data/places.yaml": f"places:\n{places}"}


def test_parts_of_a_table_can_be_chosen(site: Callable[..., Any]) -> None:
    made = site(_parts(3), exclude_patterns=["data"])
    first, second = made.page().findall(".//fieldset")
    assert first.find("legend").text == "State"
    assert [label.text_content().strip() for label in first.iterfind("label")] == [
        "All (3)", "S000 (1)", "S001 (1)", "S002 (1)",
    ]  # fmt: skip
    buttons = first.findall("label/input")
    assert [button.get("value") for button in buttons] == ["0", "1", "2", "3"]
    assert [button.get("checked") is not None for button in buttons] == [True, False, False, False]
    assert {button.get("name") for button in [*buttons, *second.findall("label/input")]} == {
        "parts-1",
        "parts-2",
    }
    tables = first.getparent().findall("div[@class='scroll']")
    assert len(tables) == 3, "the rules count the tables among the blocks around them"


def test_choosing_parts_needs_has_and_a_rule_for_each(site: Callable[..., Any]) -> None:
    made = site(_parts(filters.MOST_PARTS), exclude_patterns=["data"])
    assert made.page().find(".//fieldset") is not None
    style = (made.out / "_static" / "site.css").read_text(encoding="utf-8")
    rules = [line for line in style.splitlines() if ":nth-of-type(" in line and ".data-parts" in line]
    assert len(rules) == filters.MOST_PARTS and all(rule.startswith(".data-parts:has(") for rule in rules)
    assert "@supports not selector(:has(*)) { .part-filter { display: none } }" in style


@pytest.mark.parametrize("number", [1, filters.MOST_PARTS + 1])
def test_one_part_or_too_many_are_not_chosen(site: Callable[..., Any], number: int) -> None:
    page = site(_parts(number), exclude_patterns=["data"]).page()
    assert page.find(".//fieldset") is None and len(page.findall(".//table")) == 2 * number
