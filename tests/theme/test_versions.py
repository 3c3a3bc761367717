"""The pages that paper leads to: codes, recalls, and the way to report a mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.checks.site import check_site

Site = Callable[..., Any]

CHAPTER = (
    "---\nreviewed: 2026-01-01\nreview-by: 2026-07-01\n---\n# First\n\nCall {{ hotline }}.\n\n"
    ":::{facilitator}\nFor those who lead.\n:::\n"
)
FILES = {
    "index.md": "# Book\n\nA book of two chapters for everyone.\n\n```{toctree}\na\nb\n```\n",
    "packets.yaml": "site: {audience: facilitator}\n"
    "packets:\n- {id: p, title: P, audience: facilitator, chapters: [a, b]}\n",
    "a.md": CHAPTER,
    "b.md": "# Second\n\nText for all.\n",
    "data/local.yaml": "facts:\n- {id: hotline, type: phone, label: Hotline, value: (510) 555-0100}\n",
}
PARTICIPANT = {"packets.yaml": FILES["packets.yaml"].replace("site: {audience: facilitator}\n", "")}


def kept(*entries: str) -> dict[str, str]:
    lines = [f"- {{{entry}, language: en}}" for entry in entries]
    return {"data/versions.yaml": "\n".join(["versions:", *lines, ""])}


def recalls(*entries: str) -> dict[str, str]:
    return {"data/recalls.yaml": "\n".join(["recalls:", *(f"- {{{entry}}}" for entry in entries), ""])}


def code(made: Any, chapter: str, audience: str = "participant") -> str:
    return str(made.built.app.env.toolkit_codes[chapter][audience])


def main(made: Any, name: str) -> str:
    return " ".join(made.page(name).find(".//main").text_content().split())


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-06-01")


def printed(folder: Path) -> dict[str, Any]:
    """Return a setting that lets the site list one packet, for participants, of the chapter b."""
    packet = {"file": "p.pdf", "packet": "p", "title": "The packet", "audience": "participant"}
    packet |= {"paper": "letter", "pages": 4, "sheets": 2, "bytes": 9000, "chapters": ["b"]}
    (folder / "packets.json").write_text(json.dumps({"packets": [packet]}))
    return {"toolkit_print_folder": str(folder)}


# One code -----------------------------------------------------------------------------------------


def test_a_current_code_says_so_without_a_script(site: Site) -> None:
    made = site(FILES)
    page = f"v/{code(made, 'b')}/index"
    assert main(made, page) == (
        f"Version {code(made, 'b')} Current. This is the newest text. A print of Second Versions on paper"
    )
    assert not made.page(page).findall(".//script")
    assert "../../b.html" in made.page(page).xpath("//main//a/@href")
    first = main(made, f"v/{code(made, 'a')}/index")
    assert "A print of First (For everyone)" in first
    assert "Reviewed January 1, 2026. Next review by July 1, 2026." in first
    assert "A print of First (For facilitators)" in main(made, f"v/{code(made, 'a', 'facilitator')}/index")


def test_a_current_code_whose_review_is_late(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-07-02")
    made = site(FILES)
    assert "Current. This is the newest text. This page was due for review on July 1, 2026." in main(
        made, f"v/{code(made, 'a')}/index"
    )


def test_an_old_code_says_what_took_its_place_and_why(site: Site, tmp_path: Path) -> None:
    ledger = kept(
        'id: "222222", chapter: b, kept: 2025-01-01',
        'id: "333333", chapter: b, kept: 2025-06-01',
        'id: "444444", chapter: a, kept: 2025-06-01',
        'id: "555555", chapter: a, audience: facilitator, kept: 2025-06-01',
        'id: "666666", chapter: gone, kept: 2025-06-01',
    )
    made = site(FILES | ledger, **printed(tmp_path))
    now = code(made, "b")
    first = main(made, "v/222222/index")
    assert f"Superseded by {now}, because the text was changed on June 1, 2025. A print of Second" in first
    assert "Print it again The packet PDF" in first
    assert made.page("v/222222/index").xpath("//main//p/a/@href")[0] == f"../{now}/index.html"
    assert f"Superseded by {now}, because the text was changed. A print" in main(made, "v/333333/index")
    both = f"{code(made, 'a')} (For everyone), {code(made, 'a', 'facilitator')} (For facilitators)"
    assert f"Superseded by {both}, because" in main(made, "v/444444/index")
    only = f"Superseded by {code(made, 'a', 'facilitator')} (For facilitators), because"
    assert only in main(made, "v/555555/index")
    gone = main(made, "v/666666/index")
    assert "Withdrawn. This page is no longer part of the toolkit." in gone and "Print it again" not in gone


OLD = kept(
    'id: "222222", chapter: a, kept: 2025-01-01, facts: [hotline]',
    'id: "333333", chapter: b, kept: 2025-01-01',
)


def test_the_page_of_an_old_code_tells_the_recall(site: Site) -> None:
    mended = "id: wrong, date: 2025-03-01, fact: hotline, reason: The number changed, mended: 2025-03-02"
    made = site(FILES | OLD | recalls(mended))
    told = "because it was recalled: Recalled on March 1, 2025: The number changed. A print of First"
    assert told in main(made, "v/222222/index")
    assert "recalled" not in main(made, "v/333333/index")
    assert "Current. This is the newest text." in main(made, f"v/{code(made, 'a')}/index")


def test_what_is_recalled_now_is_not_current_and_not_to_be_printed(site: Site, tmp_path: Path) -> None:
    still = "id: wrong, date: 2026-03-01, chapter: b, reason: Overturned., replaced-by: the newer case"
    made = site(FILES | OLD | recalls(still), **printed(tmp_path))
    text = "Recalled on March 1, 2026: Overturned. Instead: the newer case."
    page = main(made, f"v/{code(made, 'b')}/index")
    assert f"Recalled. This is the newest text, but it is wrong. {text}" in page
    assert text in main(made, "v/333333/index") and "Print it again" not in main(made, "v/333333/index")
    banner = made.page("b").find(".//h1").getnext()
    assert banner.get("class").split()[0] == "banner" and banner.text_content().strip() == text
    assert "Recalled" not in main(made, "a")


def test_a_recall_of_the_print_of_one_audience(site: Site) -> None:
    plain = site(FILES)
    entry = f'id: wrong, date: 2026-03-01, code: "{code(plain, "a", "facilitator")}", reason: Wrong.'
    made = site(FILES | recalls(entry))
    assert "Recalled on" in main(made, "a")
    assert "Recalled" not in main(made, f"v/{code(made, 'a')}/index")
    other = site(FILES | PARTICIPANT | recalls(entry))
    assert "Recalled on" not in main(other, "a")


# Lists --------------------------------------------------------------------------------------------


def test_all_codes_in_one_list(site: Site) -> None:
    made = site(FILES | kept('id: "222222", chapter: b, kept: 2025-01-01'))
    page = made.page("v/index")
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//main//li")]
    assert rows == [
        f"{code(made, 'a')} First · For everyone",
        f"{code(made, 'a', 'facilitator')} First · For facilitators",
        f"{code(made, 'b')} Second",
        "222222 Second",
    ]
    assert made.page("a").xpath("//ul[@class='more']//a/@href") == ["v/index.html", "genindex.html"]


def test_recalls_newest_first(site: Site) -> None:
    made = site(
        FILES
        | kept('id: "222222", chapter: b, kept: 2025-01-01')
        | recalls(
            "id: one, date: 2025-03-01, fact: hotline, reason: Wrong number., mended: 2025-03-02",
            "id: two, date: 2026-03-01, chapter: b, reason: Overturned.",
            'id: three, date: 2026-02-01, code: "222222", reason: Pages were missing.',
        )
    )
    page, away = made.page("recalls"), "Throw away older prints."
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//main//li")]
    assert rows == [
        "Recalled on March 1, 2026: Overturned. Not mended yet. Do not rely on it. Where it stands: Second",
        f"Recalled on February 1, 2026: Pages were missing. Printed no more. {away} Where it stands: 222222",
        f"Recalled on March 1, 2025: Wrong number. Mended on March 2, 2025. {away} Where it stands: First",
    ]
    assert page.xpath("//main//li/@id") == ["two", "three", "one"]
    assert "recalls.html" in made.page("a").xpath("//ul[@class='more']//a/@href")


def test_no_recalls(site: Site) -> None:
    assert "Nothing has been recalled." in main(
        site(FILES | {"data/recalls.yaml": "recalls: []\n"}), "recalls"
    )
    assert not (site(FILES).out / "recalls.html").exists()


@pytest.mark.parametrize("audience", ["facilitator", "participant"])
def test_the_site_has_no_findings(site: Site, audience: str) -> None:
    hidden = {"b.md": "---\naudience: facilitator\n---\n# Second\n\nText.\n"}
    wrong = "id: wrong, date: 2026-03-01, chapter: b, reason: Overturned."
    files = FILES | OLD | recalls(wrong) | hidden | (PARTICIPANT if audience == "participant" else {})
    made = site(files, toolkit_report_address="help@example.org")
    assert [
        str(finding) for finding in check_site(made.out, disclaimer="Information, not legal advice.")
    ] == []


def test_a_site_for_participants_answers_for_all_paper_and_names_no_hidden_chapter(site: Site) -> None:
    hidden = {"b.md": "---\naudience: facilitator\n---\n# Second\n\nText.\n"}
    made = site(FILES | PARTICIPANT | hidden | OLD)
    page = f"v/{code(made, 'b', 'facilitator')}/index"
    assert "Current. This is the newest text." in main(made, page)
    assert "Superseded" in main(made, "v/333333/index")
    shown = [main(made, name) for name in (page, "v/index", "v/333333/index")]
    assert not any("Second" in text for text in shown)
    assert code(made, "a", "facilitator") not in made.text("a")


def test_codes_that_are_forgotten_have_no_page(site: Site) -> None:
    made = site(FILES)
    before = code(made, "b")
    made.kit.write({"b.md": "# Second\n\nOther text.\n"})
    made.built = made.kit.build("html")
    assert not (made.out / "v" / before).joinpath("index.html").exists()
    assert (made.out / "v" / code(made, "b") / "index.html").is_file()


def test_folders_as_addresses(site: Site) -> None:
    made = site(FILES | OLD | {"data/recalls.yaml": "recalls: []\n"})
    made.built = made.kit.build("dirhtml")
    assert made.page(f"v/{code(made, 'b')}/index").xpath("//main//p/a/@href") == ["../../b/", "../"]
    assert (made.out / "recalls" / "index.html").is_file()


def test_another_theme_gets_no_pages(kit: Callable[..., Any]) -> None:
    built = kit(FILES | OLD, html_theme="basic").build("html")
    assert not (built.out / "v").exists()


# The foot of a page -------------------------------------------------------------------------------


def test_each_page_names_its_print_and_where_to_report_a_mistake(site: Site) -> None:
    made = site(FILES, toolkit_report_address="help@example.org")
    foot = made.page("a").find(".//footer")
    codes = [code(made, "a"), code(made, "a", "facilitator")]
    assert foot.xpath(".//p[@class='versions-here']/a/@href") == [f"v/{it}/index.html" for it in codes]
    start = "mailto:help@example.org?subject=Mistake%20in%20%E2%80%9C"
    version = f"%E2%80%9D%2C%20version%20{codes[0]}"
    assert foot.xpath(".//p[@class='report']/a/@href") == [f"{start}First{version}"]
    for name in ("index", "search", "genindex", "v/index", f"v/{codes[0]}/index"):
        (link,) = made.page(name).xpath("//footer//p[@class='report']/a/@href")
        assert link.startswith(start)
    assert link == f"{start}Version%20{codes[0]}{version}"


def test_a_page_that_is_not_printed_has_no_code(site: Site) -> None:
    made = site(FILES | {"b.md": "---\npacket: web-only\n---\n# Second\n"}, toolkit_report_address="a@b.org")
    foot = made.page("b").find(".//footer")
    assert foot.find(".//p[@class='versions-here']") is None
    assert foot.xpath(".//p[@class='report']/a/@href") == [
        "mailto:a@b.org?subject=Mistake%20in%20%E2%80%9CSecond%E2%80%9D"
    ]


def test_without_an_address_there_is_no_link(site: Site) -> None:
    assert site(FILES).page("a").find(".//p[@class='report']") is None
