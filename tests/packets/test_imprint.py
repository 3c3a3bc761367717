"""What paper says of itself: dates, version code and address on each page, a QR code, warnings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import segno
from PIL import Image
from sphinx.errors import ConfigError

from tests.checks.pdfua import failures
from tests.press.compare import differences
from tests.press.single import render
from toolkit.checks.pdf_reader import links, opened, tags
from toolkit.packets.qr import QUIET, SIDE
from toolkit.press import Bound, Job, Press

Make = Callable[..., Any]
DPI = 300

CHAPTER = (
    "---\nreviewed: 2026-01-01\nreview-by: 2026-07-01\n---\n# First\n\nCall {{ hotline }}.\n\n"
    ":::{facilitator}\nFor those who lead.\n:::\n"
)
CARDS = "# Cards\n\nCut them.\n\n::::{sheet}\n:::{wallet-card} Mine\nStay calm.\n:::\n::::\n"
ONE = "packets:\n- {id: one, title: One, audience: participant, chapters: [a, b, cards]}\n"
ALL = ONE + (
    "- {id: two, title: Two, audience: participant, chapters: [cards, b, a]}\n"
    "- {id: lead, title: Lead, audience: facilitator, chapters: [b, a]}\n"
)
FILES = {
    "index.md": "# Book\n\n```{toctree}\na\nb\ncards\n```\n",
    "packets.yaml": ONE,
    "a.md": CHAPTER,
    "b.md": "# Second\n\n" + "".join(f"Paragraph {number} of text.\n\n" for number in range(90)),
    "cards.md": CARDS,
    "data/local.yaml": "facts:\n- {id: hotline, type: phone, label: Hotline, value: (510) 555-0100}\n"
    "- {id: site, type: url, label: Site, value: https://example.org}\n"
    "- {id: mail, type: email, label: Mail}\n",
}
BOOK = FILES | {"packets.yaml": ALL}
RECALL = "recalls:\n- {id: wrong, date: 2026-02-03, fact: hotline, reason: The number changed%s}\n"
BANNER = "This page was due for review on July 1, 2026. Check it before you rely on it."
ADDRESS = {"toolkit_short_address": "https://example.org/v"}


class Built:
    """A built kit: its codes, and the text of each page of its packets, white space single."""

    def __init__(self, built: Any) -> None:
        self.out: Path = built.out
        self.codes = built.app.env.toolkit_codes

    def pages(self, name: str) -> list[str]:
        with pypdfium2.PdfDocument(self.out / f"{name}.pdf") as document:
            return [" ".join(page.get_textpage().get_text_range().split()) for page in document]

    def page(self, name: str, words: str) -> str:
        (found,) = [page for page in self.pages(name)[2:] if words in page]
        return found


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-06-01")


@pytest.fixture
def book(kit: Make) -> Callable[..., Built]:
    def make(files: dict[str, str] | None = None, warns: tuple[str, ...] = (), **config: Any) -> Built:
        return Built(kit(FILES | (files or {}), **config).build("packets", warns=warns))

    return make


# The foot -----------------------------------------------------------------------------------------


def test_every_page_of_a_chapter_says_dates_code_and_address(book: Callable[..., Built]) -> None:
    made = book(**ADDRESS)
    code, other, cards = (made.codes[name]["participant"] for name in ("a", "b", "cards"))
    pages = made.pages("one")
    assert "Version" not in pages[0] + pages[1]
    foot = f"Reviewed 2026-01-01 · Review by 2026-07-01 · Version {code} · example.org/v/{code}"
    assert foot in made.page("one", "First")
    long = [page for page in pages if "Paragraph" in page]
    assert len(long) > 2
    assert all(f"advice. Version {other} · example.org/v/{other}" in page for page in long)
    assert f"Version {cards} · example.org/v/{cards}" in made.page("one", "Mine")
    assert "Information" not in made.page("one", "Mine")


def test_a_chapter_with_one_date_says_that(book: Callable[..., Built]) -> None:
    made = book({"a.md": "---\nreviewed: 2026-01-01\n---\n# First\n"})
    assert "advice. Reviewed 2026-01-01 · Version " in made.page("one", "First")
    made = book({"a.md": "---\nreview-by: 2026-07-01\n---\n# First\n"})
    assert "advice. Review by 2026-07-01 · Version " in made.page("one", "First")


def test_without_addresses_there_is_the_code_alone(book: Callable[..., Built]) -> None:
    made = book()
    page = made.page("one", "First")
    assert f"Version {made.codes['a']['participant']}" in page
    assert "Is this page still current?" not in page and "Report" not in page and "example.org" not in page
    assert not list((made.out.parent / "doctrees" / "drawn").glob("qr-*"))


def test_each_audience_gets_its_own_code(book: Callable[..., Built]) -> None:
    made = book(BOOK)
    codes = made.codes["a"]
    assert codes["participant"] != codes["facilitator"]
    assert f"Version {codes['facilitator']}" in made.page("lead", "First")
    assert f"Version {codes['participant']}" in made.page("two", "First")


# The box ------------------------------------------------------------------------------------------


def drawn(path: Path, words: str) -> Image.Image:
    """Return the page of *path* that says *words*, grey, at :data:`DPI`."""
    with pypdfium2.PdfDocument(path) as document:
        for page in list(document)[2:]:
            if words in page.get_textpage().get_text_range():
                return page.render(scale=DPI / 72, grayscale=True).to_pil()
    raise AssertionError(words)


def in_pixels(mm: float) -> int:
    return round(mm * DPI / 25.4)


@pytest.mark.parametrize("address", ["https://example.org/v/", "https://toolkit.a-long-name.example.org/v"])
def test_the_qr_code_is_large_black_on_white_and_says_the_address(
    book: Callable[..., Built], address: str
) -> None:
    made = book(toolkit_short_address=address)
    code = segno.make_qr(f"{address.rstrip('/')}/{made.codes['a']['participant']}/", error="m")
    page = drawn(made.out / "one.pdf", "First")
    column = page.copy()  # with nothing but the code: neither title, foot nor text
    for ink in ((0, 0, 300, 50), (57, 0, 300, 300), (0, 250, 300, 300)):
        column.paste(255, tuple(map(in_pixels, ink)))
    box = column.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    modules = code.symbol_size(border=0)[0]
    for side in (box[2] - box[0], box[3] - box[1]):
        assert SIDE <= side * 25.4 / DPI + 0.1 < SIDE + 0.3
    one = (box[2] - box[0]) / modules
    quiet = int(QUIET * one) - 2
    left, top, right, bottom = box
    for rim in (
        (left - quiet, top - quiet, right + quiet, top - 1),
        (left - quiet, bottom + 1, right + quiet, bottom + quiet),
        (left - quiet, top, left - 1, bottom),
        (right + 1, top, right + quiet, bottom),
    ):
        assert page.crop(rim).getextrema() == (255, 255)
    seen = [
        [
            column.getpixel((box[0] + round((x + 0.5) * one), box[1] + round((y + 0.5) * one))) < 128
            for x in range(modules)
        ]
        for y in range(modules)
    ]
    assert seen == [[bool(module) for module in row] for row in code.matrix]


def test_the_box_conforms_and_can_be_read_and_followed(book: Callable[..., Built]) -> None:
    made = book(toolkit_report_address="help@example.org", **ADDRESS)
    code = made.codes["a"]["participant"]
    words = (
        f"Is this page still current? Version {code}. Scan the code, or type example.org/v/{code}, to see "
        f"whether it has changed. Report a mistake: help@example.org. Say that it is in version {code}. "
        "You need no account."
    )
    assert words in made.page("one", "First")
    assert failures(made.out / "one.pdf") == []
    with opened(made.out / "one.pdf") as document:
        found = [link.uri for link in links(document) if link.uri]
        texts = [tag.alt for tag in tags(document) if tag.kind == "Figure"]
    assert f"https://example.org/v/{code}/" in found
    subject = f"mailto:help@example.org?subject=Mistake%20in%20%E2%80%9CFirst%E2%80%9D%2C%20version%20{code}"
    assert subject in found
    assert f"QR code with the address example.org/v/{code}" in texts


def test_the_box_stands_before_the_cards(book: Callable[..., Built]) -> None:
    made = book(**ADDRESS)
    pages = made.pages("one")
    assert "Is this page still current?" in next(page for page in pages[2:] if "Cut them." in page)
    assert "Is this page" not in pages[-1] and "Mine" in pages[-1]


def test_the_box_stands_before_the_list_of_sources(book: Callable[..., Built]) -> None:
    sources = [f"- {{id: s{number}, title: Source {number} of many.}}\n" for number in range(120)]
    cites = ", ".join(f"s{number}" for number in range(120))
    files = {
        "a.md": f"# First\n\nText {{source}}`{cites}`.\n",
        "data/sources.yaml": "sources:\n" + "".join(sources),
    }
    made = book(files, **ADDRESS)
    page = made.page("one", "Text [1]")
    assert page.index("Is this page still current?") < page.index("Sources")
    assert "Source 119" in " ".join(made.pages("one"))


@pytest.mark.parametrize(
    ("address", "shown", "link"),
    [
        (
            "https://example.org/m?p={chapter}&v={version}",
            "example.org/m",
            "https://example.org/m?p=First&v=%s",
        ),
        ("example.org/report", "example.org/report", "https://example.org/report"),
        ("mailto:a@example.org?subject=x", "a@example.org", "mailto:a@example.org?subject=x"),
        ("fact:hotline", "+1-510-555-0100", "tel:+1-510-555-0100"),
    ],
)
def test_where_to_report_a_mistake(book: Callable[..., Built], address: str, shown: str, link: str) -> None:
    made = book(toolkit_report_address=address)
    assert f"Report a mistake: {shown}. Say that" in made.page("one", "First")
    with opened(made.out / "one.pdf") as document:
        found = [link.uri for link in links(document) if link.uri]
    assert link.replace("%s", made.codes["a"]["participant"]) in found


@pytest.mark.parametrize("address", ["fact:mail", "fact:nobody"])
def test_a_fact_without_a_value_is_no_address(book: Callable[..., Built], address: str) -> None:
    assert "Report" not in book(toolkit_report_address=address).page("one", "First")


def test_the_address_may_be_a_local_fact(book: Callable[..., Built]) -> None:
    made = book(toolkit_short_address="fact:site/v")
    assert f"example.org/v/{made.codes['a']['participant']}" in made.page("one", "First")


@pytest.mark.parametrize("address", ["example.org/v", "ftp://example.org/", "https://example.org/?v="])
def test_an_address_that_nobody_can_open_is_refused(kit: Make, address: str) -> None:
    with pytest.raises(ConfigError, match=r"toolkit_short_address is '.*https://example.org/v/"):
        kit(FILES, toolkit_short_address=address).build("packets")


# Warnings -----------------------------------------------------------------------------------------


def test_a_late_review_is_said_below_the_title(
    book: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BANNER not in book().page("one", "First")
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-07-01")
    assert BANNER not in book().page("one", "First")
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-07-02")
    made = book()
    assert f"First {BANNER} Call" in made.page("one", "Call")
    assert failures(made.out / "one.pdf") == []
    assert all("due for review" not in page for page in made.pages("one") if "Paragraph" in page)


def test_without_a_day_nothing_is_late(book: Callable[..., Built], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOOLKIT_TODAY")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert "due for review" not in book().page("one", "First")


def test_an_open_recall_is_said_where_its_fact_is_printed(book: Callable[..., Built]) -> None:
    made = book({"data/recalls.yaml": RECALL % ", replaced-by: (510) 555-0199"})
    text = "Recalled on February 3, 2026: The number changed. Instead: (510) 555-0199."
    assert f"First {text} Call" in made.page("one", "Call")
    assert all("Recalled" not in page for page in made.pages("one") if "Paragraph" in page)
    made = book({"data/recalls.yaml": RECALL % ", mended: 2026-02-05"})
    assert "Recalled" not in " ".join(made.pages("one"))


# What is laid out again ---------------------------------------------------------------------------


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Job, Bound]]:
    """Every job of the builds of a test, with what came of it."""
    found: list[tuple[Job, Bound]] = []
    bind = Press.bind

    def note(self: Press, job: Job) -> Bound:
        found.append((job, bind(self, job)))
        return found[-1][1]

    monkeypatch.setattr(Press, "bind", note)
    return found


def test_a_chapter_is_laid_out_once_wherever_it_stands(kit: Make, jobs: list[tuple[Job, Bound]]) -> None:
    project = kit(BOOK, toolkit_report_address="help@example.org", **ADDRESS)
    project.build("packets")
    (one, first), (two, second), (_, lead) = jobs
    assert {chapter.id: chapter.html for chapter in one.chapters} == {
        chapter.id: chapter.html for chapter in two.chapters
    }
    assert set(first.laid_out) >= {"a", "b", "cards"}
    assert not {"a", "b", "cards"} & set(second.laid_out)
    assert {"a", "b"} & set(lead.laid_out) == {"a"}
    jobs.clear()
    project.write({"b.md": FILES["b.md"].replace("Paragraph 7", "Sentence 7")})
    project.build("packets")
    assert [{"a", "b", "cards"} & set(bound.laid_out) for _, bound in jobs] == [{"b"}, set(), set()]


def test_what_is_added_equals_one_rendering(
    kit: Make, jobs: list[tuple[Job, Bound]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-07-02")
    files = FILES | {"data/recalls.yaml": RECALL % ""}
    kit(files, toolkit_report_address="help@example.org", **ADDRESS).build("packets")
    ((job, bound),) = jobs
    single = render(job)
    assert single.pages == bound.pages
    assert differences(single.pdf, bound.pdf) == []


@pytest.mark.parametrize(
    "change",
    [
        {"a.md": FILES["a.md"].replace("2026-01-01", "2026-02-01")},
        {"data/recalls.yaml": RECALL % ""},
        {"data/local.yaml": FILES["data/local.yaml"].replace("0100", "0199")},
    ],
    ids=["a review", "a recall", "a fact"],
)
def test_only_the_chapter_concerned_is_laid_out_again(
    kit: Make, jobs: list[tuple[Job, Bound]], change: dict[str, str]
) -> None:
    project = kit(BOOK, **ADDRESS)
    project.build("packets")
    jobs.clear()
    project.write(change)
    project.build("packets")
    assert [{"a", "b", "cards"} & set(bound.laid_out) for _, bound in jobs] == [{"a"}, set(), {"a"}]
    warm = [[chapter.html for chapter in job.chapters] for job, _ in jobs]
    jobs.clear()
    kit(BOOK | change, **ADDRESS).build("packets")
    assert warm == [[chapter.html for chapter in job.chapters] for job, _ in jobs]


def test_the_day_makes_anew_what_is_late_by_then(
    kit: Make, jobs: list[tuple[Job, Bound]], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = kit(BOOK)
    project.build("packets")
    jobs.clear()
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-06-30")
    project.build("packets")
    assert all(bound.cached for _, bound in jobs)
    jobs.clear()
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-07-02")
    project.build("packets")
    assert [set(bound.laid_out) for _, bound in jobs] == [{"a"}, set(), {"a"}]


def test_another_report_address_reaches_paper(kit: Make, jobs: list[tuple[Job, Bound]]) -> None:
    project = kit(FILES, toolkit_report_address="help@example.org")
    project.build("packets")
    built = project.build("packets", toolkit_report_address="fact:mail")
    assert "help@" not in Built(built).page("one", "First")
    filled = FILES["data/local.yaml"].replace("label: Mail", "label: Mail, value: us@example.org")
    project.write({"data/local.yaml": filled})
    built = project.build("packets", toolkit_report_address="fact:mail")
    assert "Report a mistake: us@example.org." in Built(built).page("one", "First")
