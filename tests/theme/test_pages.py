"""What stands around a chapter: names, menu, review, packets, foot."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sphinx.errors import ConfigError

ROOT = "# The book\n\nA first paragraph that is long enough to describe the whole book.\n\n"
TOCTREE = "```{toctree}\n:caption: First part\n\none\ntwo\n```\n"
CHAPTER = "---\nreviewed: 2026-10-01\nreview-by: 2027-04-01\n---\n\n# Chapter of {}\n\nText of {}.\n"
BOOK = {
    "index.md": ROOT + TOCTREE,
    "one.md": CHAPTER.format("alpha", "alpha"),
    "two.md": CHAPTER.format("beta", "beta"),
}


@pytest.fixture
def book(site: Callable[..., Any]) -> Any:
    return site(BOOK, html_title="Handbook", toolkit_report_address="https://example.org/report")


def test_tabs_do_not_say_what_a_page_is_about(book: Any) -> None:
    assert [book.page(name).findtext(".//title") for name in ("index", "one", "two", "search")] == [
        "Handbook", "Page 1 – Handbook", "Page 2 – Handbook", "Search – Handbook",
    ]  # fmt: skip


def test_a_page_may_name_its_tab(site: Callable[..., Any]) -> None:
    made = site({"index.md": "---\ntab: Start\n---\n\n# Title\n"}, html_title="Handbook")
    assert made.page().findtext(".//title") == "Start"


def test_tabs_may_say_the_title(site: Callable[..., Any]) -> None:
    options = {"neutral_titles": "false"}
    made = site(BOOK, html_title="Handbook", html_theme_options=options)
    assert made.page("one").findtext(".//title") == "Chapter of alpha – Handbook"


def test_menu_names_the_part_and_marks_the_page(book: Any) -> None:
    menu = book.page("two").find(".//nav[@aria-label='Site']")
    assert [part.text for part in menu.iterfind(".//span[@class='caption']")] == ["First part"]
    links = {link.text: link.get("aria-current") for link in menu.iterfind(".//li//li/a")}
    assert links == {"Chapter of alpha": None, "Chapter of beta": "page"}


def test_every_page_has_the_landmarks_and_a_way_past_them(book: Any) -> None:
    for name in ("index", "one", "search"):
        page = book.page(name)
        assert len(page.findall(".//main")) == len(page.findall(".//h1")) == 1
        assert page.find("body/a[@class='skip']").get("href") == "#" + page.find(".//main").get("id")
        labels = [nav.get("aria-label") for nav in page.iterfind(".//nav")]
        assert None not in labels and len(labels) == len(set(labels))
        assert page.get("lang") == "en" and page.get("dir") == "ltr"


def test_foot_of_the_page(book: Any) -> None:
    foot = book.page("one").find(".//footer").text_content()
    assert "Information, not legal advice." in foot
    assert "Reviewed October 1, 2026. Next review by April 1, 2027." in foot
    assert book.page("one").xpath("//footer/div/p[@class='report']/a/@href") == ["https://example.org/report"]


def test_a_late_review_is_said_in_words(site: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2027-04-02")
    page = site(BOOK).page("one")
    assert "The next review was due April 1, 2027" in page.find(".//p[@class='review overdue']").text
    warning = "This page was due for review on April 1, 2027. Check it before you rely on it."
    banner = page.find(".//h1").getnext()
    assert (banner.get("class").split()[0], banner.text_content().strip()) == ("banner", warning)


def test_previous_and_next(book: Any) -> None:
    turn = book.page("two").find(".//nav[@class='turn']")
    assert turn.xpath(".//a/@href") == ["one.html"]


def test_nothing_is_asked_of_another_host_and_no_script_is_needed(book: Any) -> None:
    for name in ("index", "one", "two"):
        page = book.page(name)
        assert not page.findall(".//script")
        assets = page.xpath("//link/@href | //img/@src")
        assert assets and not any("//" in address for address in assets)


def test_contents_of_a_page_with_three_sections(site: Callable[..., Any]) -> None:
    glance = ":::{at-a-glance}\n- One line.\n:::\n\n"
    text = f"# Title\n\n{glance}Text.\n\n## One\n\na\n\n## Two\n\nb\n\n## Three\n\nc\n"
    made = site({"index.md": "# Book\n\n```{toctree}\npage\n```\n", "page.md": text})
    contents = made.page("page").find(".//nav[@aria-label='On this page']")
    assert contents.xpath(".//a/@href") == ["#one", "#two", "#three"]
    assert "at-a-glance" in contents.getprevious().get("class")


def test_number_to_call_stays_in_view(site: Callable[..., Any]) -> None:
    text = "# Title\n\n```{container} call\n[555-0100](tel:+15550100)\n```\n"
    made = site({"index.md": text}, myst_url_schemes=["tel"])
    assert made.page().find(".//p[@class='call-bar']/a").get("href") == "tel:+15550100"


def test_way_out(site: Callable[..., Any]) -> None:
    made = site(BOOK, html_theme_options={"exit_url": "https://example.org/"})
    leave = made.page("one").find(".//a[@class='leave']")
    assert leave.get("href") == "https://example.org/" and "noreferrer" in leave.get("rel")


def test_description_is_the_first_sentences(book: Any) -> None:
    description = book.page().xpath("//meta[@name='description']/@content")
    assert description == ["A first paragraph that is long enough to describe the whole book."]


def test_a_pale_accent_is_refused(site: Callable[..., Any]) -> None:
    with pytest.raises(
        ConfigError, match=r"toolkit_accent #77bbbb has a contrast of 2\.\d:1 on white; choose"
    ):
        site(BOOK, toolkit_accent="#77bbbb")


# Packets ------------------------------------------------------------------------------------------


def entry(packet: str, paper: str, **more: Any) -> dict[str, Any]:
    suffix = "" if paper == "letter" else f".{paper}"
    return {
        "file": f"{packet}{suffix}.pdf", "packet": packet, "title": packet.title(), "subtitle": "",
        "audience": "participant", "paper": paper, "pages": 1, "sheets": 1, "bytes": 1, "chapters": [],
    } | more  # fmt: skip


def put(made: Any, *entries: dict[str, Any]) -> None:
    folder = made.out / "print"
    folder.mkdir(exist_ok=True)
    (folder / "packets.json").write_text(json.dumps({"packets": entries}), encoding="utf-8")
    made.built = made.kit.build("html")


def test_chapters_link_the_packets_they_are_in(book: Any) -> None:
    assert not (book.out / "packets.html").exists()
    facts = {"chapters": ["one"], "pages": 31, "sheets": 16, "bytes": 812_345}
    put(book, entry("walk", "letter", **facts), entry("walk", "a4", **facts))
    one, two = book.page("one"), book.page("two")
    assert one.xpath("//section[@class='print-it']//li/a/@href") == ["print/walk.pdf"]
    assert (
        "PDF · Letter · 31 pages · 16 sheets · 812 kB"
        in one.find(".//section[@class='print-it']").text_content()
    )
    assert not two.xpath("//section[@class='print-it']")


def test_page_of_packets(book: Any) -> None:
    put(book, entry("walk", "letter", bytes=1_812_345), entry("walk", "a4"), entry("guide", "letter"))
    page = book.page("packets")
    assert page.xpath("//main//h2/text()") == ["Walk", "Guide"]
    assert page.xpath("//main//li/a/@href") == ["print/walk.pdf", "print/walk.a4.pdf", "print/guide.pdf"]
    assert "1 page · 1 sheet · 1.8 MB" in re.sub(r"\s+", " ", page.find(".//main").text_content())


def test_a_booklet_stands_below_the_file_it_is_made_from(book: Any) -> None:
    booklet = {"file": "walk.booklet.pdf", "finish": "booklet", "tagged": False, "pages": 8, "sheets": 4}
    put(book, entry("walk", "letter", chapters=["one"]), entry("walk", "letter", chapters=["one"], **booklet))
    page = book.page("packets")
    assert page.xpath("//main//li/a/text()") == ["Walk, Letter", "Walk, Letter, booklet"]
    facts = page.xpath("//main//li/span/text()")[1]
    assert facts == "PDF for printing only · Letter · Booklet, to fold: 4 sheets · 1 kB"
    assert book.page("one").xpath("//section[@class='print-it']//li/a/@href") == ["print/walk.pdf"]


def test_a_site_for_participants_lists_no_packet_for_facilitators(book: Any) -> None:
    put(book, entry("walk", "letter"), entry("guide", "letter", audience="facilitator"))
    assert book.page("packets").xpath("//main//h2/text()") == ["Walk"]


def test_a_broken_list_of_packets_is_no_packets(book: Any) -> None:
    (book.out / "print").mkdir()
    (book.out / "print" / "packets.json").write_text("{", encoding="utf-8")
    book.kit.build("html")
    assert not (book.out / "packets.html").exists()
