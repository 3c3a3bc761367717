"""Progress: a bar on a terminal, plain lines elsewhere, nothing when quiet; sizes and reasons in words."""

from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from toolkit.press import Bound, Reason, Step
from toolkit.terminal import Quiet, following
from toolkit.words import amount, because, bytes_of, level_lines

BOUND = Bound(b"", 12, 6, (), (), False, parts=4, laid_out=("b",), starts={})


def shown(console: Console, quiet: bool = False) -> tuple[str, Quiet]:
    """Return what *console* shows of a build of two files, the second with errors."""
    with following(console, quiet) as follower:
        threads = threading.active_count()
        follower.say("Packets")
        assert list(follower.choose({"a.pdf": ["x"], "b.pdf": ["y"]})) == ["a.pdf", "b.pdf"]
        follower.begin("a.pdf")
        follower.step(Step("a", "layout", 3, 3, 4))
        follower.step(Step("a", "bind", 4, 3, 4))
        follower.end("a.pdf", BOUND)
        follower.begin("b.pdf")
        follower.end("b.pdf", None)
        assert threading.active_count() == threads
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue(), follower


def test_a_bar_on_a_terminal_and_no_thread_of_its_own() -> None:
    before = threading.active_count()
    text, follower = shown(Console(file=io.StringIO(), force_terminal=True, width=100, _environ={}))
    assert threading.active_count() == before
    for words in ("Packets", "1 of 2  a.pdf", "3 of 4 parts, 3 from the cache", "binding", "2 of 2  b.pdf"):
        assert words in text, text
    assert follower.printed["a.pdf"].cached == 3


def test_lines_elsewhere() -> None:
    text, _ = shown(Console(file=io.StringIO(), width=200))
    *lines, last = text.splitlines()
    assert lines[:2] == ["Packets", "  a.pdf: begins"]
    assert lines[2].startswith("  a.pdf: 12 pages, 3 of 4 parts from the cache, 0.")
    assert lines[3:] == ["  b.pdf: begins"]
    assert last == "  b.pdf: has errors"
    assert "\x1b" not in text


def test_nothing_when_quiet() -> None:
    text, follower = shown(Console(file=io.StringIO(), force_terminal=True), quiet=True)
    assert text == ""
    assert list(follower.printed) == ["a.pdf"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500MB", 500_000_000),
        ("2 gb", 2_000_000_000),
        ("1.5kB", 1500),
        ("0", 0),
        ("MB", None),
        ("5 apples", None),
    ],
)
def test_sizes(text: str, number: int | None) -> None:
    assert amount(text) == number


def test_sizes_in_words() -> None:
    assert [bytes_of(n) for n in (0, 51_700, 620_198, 2_500_000, 3_200_000_000)] == [
        "0 kB", "52 kB", "620 kB", "2.5 MB", "3.2 GB",
    ]  # fmt: skip


def test_reasons_in_words() -> None:
    one = Reason("rights/cards", ("html", "assets"))
    text = [Reason("a", ("html",)), Reason("b", ("html",))]
    style = [Reason(name, ("style",)) for name in "abc"]
    assert because([], 3) == ["nothing: every chapter is in the cache"]
    assert because([one], 3) == ["rights/cards: its text and a picture changed"]
    assert because(text, 3) == ["a: its text changed", "b: its text changed"]
    assert because(style, 3) == ["all 3 chapters: the print style changed"]
    assert because([*style, one], 12) == [
        "3 chapters: the print style changed", "rights/cards: its text and a picture changed",
    ]  # fmt: skip
    assert because([Reason("a", ("new",))], 3) == ["a: not printed before"]
    assert because([Reason("a", ("cache",))], 3) == ["a: no longer in the cache"]
    assert because([Reason("a", ("engine", "fonts", "odd"))], 3) == [
        "a: the PDF engine, the choice of fonts and odd changed"
    ]


def test_reading_levels_in_words() -> None:
    levels = [
        {"chapter": "rights/door", "audience": "participant", "grade": 6.4, "limit": 6.0, "words": 1200},
        {"chapter": "guide", "audience": "facilitator", "grade": 10.0, "limit": 10.5, "words": 80},
    ]
    assert level_lines(levels) == [
        "chapter      readers       grade  limit  words",
        "rights/door  participants    6.4      6  1,200  above",
        "guide        facilitators   10.0   10.5     80",
    ]
