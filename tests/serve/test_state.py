"""What the preview shows: which pages changed, where the edit is, and that waiting browsers are told."""

from __future__ import annotations

import io
import json
from pathlib import Path
from threading import Timer

import pytest
from PIL import Image

from tests.serve.tinypdf import tiny_pdf
from toolkit.checks.pictures import changed_pages, page_picture, page_texts
from toolkit.project import Project
from toolkit.serve.state import State


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A project with one packet of three pages that a browser looks at."""
    found = State(Project(tmp_path))
    folder = found.project.output / "print"
    folder.mkdir(parents=True)
    (folder / "book.pdf").write_bytes(tiny_pdf("Cover", "Alpha", "Beta"))
    line = {"file": "book.pdf", "title": "Book", "subtitle": "", "pages": 3, "paper": "letter"}
    lines = [line | {"audience": "facilitator"}, line | {"file": "book.booklet.pdf", "finish": "booklet"}]
    (folder / "packets.json").write_text(json.dumps({"packets": lines}))
    found.watch("book.pdf")
    found.get("book.pdf")
    return found


def test_the_changed_page_of_the_edited_chapter_is_the_place(state: State) -> None:
    state.show(
        "book.pdf", tiny_pdf("Cover new", "Alpha", "Beta new"), {"a": 2, "part.b": 3}, {"part/b", "other"}
    )
    shown = state.get("book.pdf")
    assert shown
    assert shown.changed == (1, 3)
    assert shown.place == 3
    assert shown.height == pytest.approx(1 - 604 / 792, abs=0.02)


def test_a_page_more_is_no_change_of_the_others(state: State) -> None:
    state.show("book.pdf", tiny_pdf("Cover", "Alpha", "More", "Beta"), {}, set())
    shown = state.get("book.pdf")
    assert shown
    assert (shown.changed, shown.place) == ((3,), 3)


def test_a_change_that_no_page_shows_leads_to_the_chapter(state: State) -> None:
    state.show("book.pdf", tiny_pdf("Cover", "Alpha", "Beta") + b"\n", {"a": 2, "b": 3}, {"b"})
    shown = state.get("book.pdf")
    assert shown
    assert (shown.changed, shown.place, shown.height) == ((), 3, None)


def test_equal_bytes_change_nothing(state: State) -> None:
    before = state.version
    state.show("book.pdf", tiny_pdf("Cover", "Alpha", "Beta"), {"a": 2}, {"a"})
    assert state.version == before


def test_who_waits_is_told(state: State) -> None:
    before = state.version
    assert state.wait(before, 0.01) == before
    Timer(0.1, lambda: state.set(messages=["docs/a.md:3: wrong"])).start()
    assert state.wait(before, 10) != before
    assert state.messages == ("docs/a.md:3: wrong",)


def test_only_originals_are_listed_and_unknown_files_are_none(state: State) -> None:
    assert [line["file"] for line in state.listed()] == ["book.pdf"]
    assert state.get("other.pdf") is None
    assert state.get("../../conf.pdf") is None


def test_pictures_have_the_asked_width() -> None:
    picture = Image.open(io.BytesIO(page_picture(tiny_pdf("One", "Two"), 2, 306)))
    assert picture.size == (306, 396)
    with pytest.raises(IndexError):
        page_picture(tiny_pdf("One"), 2, 306)


def test_page_numbers_are_no_words() -> None:
    one, two = page_texts(tiny_pdf("Same")), page_texts(tiny_pdf("Other", "Same"))
    assert changed_pages(one, two) == (1,)
    assert one[0].text != two[1].text
