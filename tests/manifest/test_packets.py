"""A good manifest: defaults, patterns, order, lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from toolkit.manifest import Manifest, load_packets, whole_book

DOCNAMES = {"index", "rights/know", "rights/deep/cards", "teach-in/handouts/b", "teach-in/handouts/a"}


def load(tmp_path: Path, text: str, docnames: set[str] | None = DOCNAMES) -> Manifest:
    path = tmp_path / "docs" / "packets.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return load_packets(path, docnames, tmp_path)


def packet(chapters: str, more: str = "") -> str:
    return (
        f"packets:\n  - id: one\n    title: One\n    audience: participant\n    chapters: {chapters}\n{more}"
    )


def test_defaults(tmp_path: Path) -> None:
    manifest = load(tmp_path, packet("[index]"))
    assert manifest.file == "docs/packets.yaml"
    assert manifest.site.audience == "participant"
    (one,) = manifest.packets
    assert one.line == 2
    assert (one.subtitle, one.paper, one.finish, one.start) == ("", ("letter",), ("standard",), "next-page")
    assert one.cover
    assert one.contents


def test_everything_written(tmp_path: Path) -> None:
    more = "    subtitle: Sub\n    paper: [a4, legal]\n    finish: [standard, zine]\n    start: new-sheet\n"
    more += "    cover: false\n    contents: false\n"
    manifest = load(tmp_path, "site: {audience: facilitator}\n" + packet("[index]", more))
    assert manifest.site.audience == "facilitator"
    (one,) = manifest.packets
    assert one.model_dump() == {
        "id": "one",
        "title": "One",
        "subtitle": "Sub",
        "audience": "participant",
        "chapters": ("index",),
        "paper": ("a4", "legal"),
        "finish": ("standard", "zine"),
        "start": "new-sheet",
        "cover": False,
        "contents": False,
        "line": 3,
    }


@pytest.mark.parametrize(
    ("written", "finishes"),
    [
        ("[standard]", ("standard",)),
        ("[booklet]", ("standard", "booklet")),
        ("[zine, standard, two-up]", ("standard", "zine", "two-up")),
    ],
)
def test_the_standard_file_is_always_made(tmp_path: Path, written: str, finishes: tuple[str, ...]) -> None:
    more = f"    finish: {written}\n"
    assert load(tmp_path, packet("[index]", more)).packets[0].finish == finishes


@pytest.mark.parametrize(
    ("written", "chapters"),
    [
        ("[rights/know, index]", ("rights/know", "index")),
        ("[teach-in/handouts/*]", ("teach-in/handouts/a", "teach-in/handouts/b")),
        ("[rights/*]", ("rights/know",)),
        ("[rights/**]", ("rights/deep/cards", "rights/know")),
        ('["**/know"]', ("rights/know",)),
        ('["**/index"]', ("index",)),
        ("[teach-in/handouts/?]", ("teach-in/handouts/a", "teach-in/handouts/b")),
        ("[rights/know, rights/**]", ("rights/know", "rights/deep/cards")),
        ("[teach-in/*/b, teach-in/**]", ("teach-in/handouts/b", "teach-in/handouts/a")),
    ],
)
def test_patterns(tmp_path: Path, written: str, chapters: tuple[str, ...]) -> None:
    assert load(tmp_path, packet(written)).packets[0].chapters == chapters


def test_without_docnames_chapters_are_not_looked_up(tmp_path: Path) -> None:
    manifest = load(tmp_path, packet("[nowhere, handouts/*]"), None)
    assert manifest.packets[0].chapters == ("nowhere", "handouts/*")


def test_chapters_of_all_packets(tmp_path: Path) -> None:
    text = packet("[index]") + packet("[rights/know, index]").removeprefix("packets:\n").replace("one", "two")
    assert load(tmp_path, text).chapters == {"index", "rights/know"}


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "packets.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + packet("[index]").replace("\n", "\r\n").encode())
    assert load_packets(path, DOCNAMES, tmp_path).packets[0].line == 2


def test_whole_book() -> None:
    manifest = whole_book(["index", "a"], "My book", "a4")
    (book,) = manifest.packets
    assert (book.id, book.title, book.chapters, book.paper, book.line) == (
        "book",
        "My book",
        ("index", "a"),
        ("a4",),
        0,
    )
    assert manifest.file == ""


def test_nothing_can_be_changed() -> None:
    (book,) = whole_book(["index"], "My book").packets
    with pytest.raises(ValidationError):
        book.title = "Another"
