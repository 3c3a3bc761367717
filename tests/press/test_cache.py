"""The cache: found by content, whole entries or none, damage noticed, leftovers removed."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import pytest

from tests.press.printing import STYLE, Printed, job, picture
from toolkit.paper import PAPERS
from toolkit.press import EngineChanged, Press, Reason, fonts, keys
from toolkit.press.cache import Cache, key_of
from toolkit.press.crew import LAST_ENGINE
from toolkit.press.part import Task


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_second_bind_is_cached_and_equal(tmp_path: Path) -> None:
    first = Press(tmp_path).bind(job('<h1>One</h1><p><a href="#no">x</a></p>'))
    again = Press(tmp_path).bind(job('<h1>One</h1><p><a href="#no">x</a></p>'))
    assert (first.cached, again.cached) == (False, True)
    assert dataclasses.replace(again, cached=False, laid_out=first.laid_out) == first
    assert first.messages


def test_without_a_folder_nothing_is_kept() -> None:
    press = Press()
    assert [press.bind(job("<h1>One</h1>")).cached for _ in range(2)] == [False, False]


@pytest.mark.parametrize("damage", ["truncated", "flipped", "emptied"])
def test_damaged_entry_is_made_again(damage: str, tmp_path: Path) -> None:
    press = Press(tmp_path, jobs=1)
    first = press.bind(job("<h1>One</h1>"))
    for entry in _entries(tmp_path):
        content = bytearray(entry.read_bytes())
        if damage == "flipped":
            content[len(content) // 2] ^= 1
        entry.write_bytes({"truncated": content[:-10], "flipped": content, "emptied": b""}[damage])
    again = press.bind(job("<h1>One</h1>"))
    assert again.laid_out == ("one",)
    assert again.pdf == first.pdf
    assert press.bind(job("<h1>One</h1>")).cached


def test_leftovers_of_killed_runs_are_removed(tmp_path: Path) -> None:
    dead = tmp_path / "unfinished-999999999-x"
    alive = tmp_path / f"unfinished-{os.getpid()}-x"
    old = tmp_path / f"unfinished-{os.getpid()}-y"
    for path in (dead, alive, old):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    Cache(tmp_path)
    assert [path.exists() for path in (dead, alive, old)] == [False, True, False]


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    (tmp_path / "cache" / "ab").write_bytes(b"a file where a folder should be")
    cache.put("ab" + "0" * 62, b"content")
    assert cache.get("ab" + "0" * 62) is None
    assert not list((tmp_path / "cache").glob("unfinished-*"))


ENGINE = {"weasyprint": "70.0", "pydyf": "0.13.0", "pango": "1.50", "harfbuzz": "6.0.0"}


def _task(**changes: Any) -> Task:
    values: dict[str, Any] = {
        "id": "one",
        "html": "<h1>One</h1>",
        "lang": "en",
        "style": STYLE,
        "paper": PAPERS["letter"],
        "faces": fonts.choose(set("a"), ""),
        "files": {"assets/a.png": b"a"},
    }
    return Task(**(values | changes))


TASK_CHANGES: dict[str, Any] = {
    "id": "two",
    "html": "<h1>Two</h1>",
    "lang": "es",
    "style": "p { color: #111 }",
    "paper": PAPERS["a4"],
    "faces": fonts.choose(set("a"), "")[:-1],
    "files": {"assets/a.png": b"b"},
    "missing": ("x",),
    "dead": ("gone",),
    "digits": 4,
    "title": "A title",
    "metadata": {"author": "An author"},
}


def test_every_ingredient_of_a_chapter_changes_its_key() -> None:
    def key(**changes: Any) -> str:
        return key_of(keys.part_ingredients(_task(**changes), ENGINE))

    found = {name: key(**{name: value}) for name, value in TASK_CHANGES.items()}
    assert len({*found.values(), key()}) == len(TASK_CHANGES) + 1
    assert {field.name for field in dataclasses.fields(Task)} == set(TASK_CHANGES)


def test_another_engine_changes_all_keys() -> None:
    for version in ENGINE:
        other = ENGINE | {version: "another"}
        assert key_of(keys.part_ingredients(_task(), other)) != key_of(keys.part_ingredients(_task(), ENGINE))


def test_another_press_changes_all_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(keys.part_ingredients(_task(), ENGINE))
    monkeypatch.setattr(keys, "own_version", lambda: "another")
    assert key_of(keys.part_ingredients(_task(), ENGINE)) != before


BOOK_CHANGES: dict[str, Any] = {
    "title": "Other",
    "subtitle": "Other",
    "author": "Other",
    "description": "Other",
    "lang": "es",
    "paper": PAPERS["a4"],
    "style": "p { color: #111 }",
    "furniture": "",
    "front": "<p>x</p>",
    "start": "new-sheet",
    "duplex": False,
}


def test_every_ingredient_of_a_book_changes_its_key() -> None:
    base = job("<h1>One</h1>")

    def key(parts: tuple[str, ...] = ("a",), **changes: Any) -> str:
        return key_of(keys.book_ingredients(dataclasses.replace(base, **changes), parts, ENGINE))

    found = {name: key(**{name: value}) for name, value in BOOK_CHANGES.items()}
    assert len({*found.values(), key(), key(("b",))}) == len(BOOK_CHANGES) + 2
    assert key(name="other") == key()
    # What chapters and assets say is in the keys of the parts.
    assert {field.name for field in dataclasses.fields(base)} == {*BOOK_CHANGES, "name", "chapters", "assets"}


def test_every_ingredient_of_a_font_changes_its_key() -> None:
    base = fonts.FontUse("a" * 64, {"family": "A"}, {1: "a"}, {1: 500}, {})
    changes: dict[str, Any] = {
        "digest": "b" * 64,
        "attributes": {"family": "B"},
        "text": {1: "b"},
        "widths": {1: 501},
        "missing": {3: 4},
    }
    found = [
        key_of(keys.font_ingredients(dataclasses.replace(base, **{k: v}), ENGINE)) for k, v in changes.items()
    ]
    assert len({*found, key_of(keys.font_ingredients(base, ENGINE))}) == len(changes) + 1
    assert {field.name for field in dataclasses.fields(base)} == set(changes)


def test_key_does_not_know_where_files_lie(tmp_path: Path) -> None:
    found = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        found.add(key_of(keys.part_ingredients(_task(files=picture(tmp_path / name)), ENGINE)))
    assert len(found) == 1


def _laid_out(press: Press, *html: str, **changes: Any) -> tuple[str, ...]:
    return press.bind(job(*html, **changes)).laid_out


def test_only_what_changed_is_laid_out(tmp_path: Path) -> None:
    press = Press(tmp_path, jobs=1)
    a, b, c = "<h1>A</h1>", "<h1>B</h1>", "<h1>C</h1>"
    assert _laid_out(press, a, b, c) == ("one", "two", "three")
    assert _laid_out(press, a, b, c) == ()
    assert _laid_out(press, a, "<h1>B changed</h1>", c) == ("two",)
    assert _laid_out(press, a, b, c, title="Another packet", furniture="") == ()
    assert _laid_out(press, a, b, c, start="new-sheet") == ()
    assert _laid_out(press, a, b, c, front="<p>front</p>") == ("front",)


def test_a_page_more_elsewhere_lays_nothing_else_out(tmp_path: Path) -> None:
    press = Press(tmp_path, jobs=1)
    slot = '<p>See <a href="#end">the end (page <span class="page-number" data-ref="end"></span>)</a>.</p>'
    longer = '<h1>B</h1><p style="break-before: page">more</p>'
    end = '<h1 id="end">C</h1>'
    press.bind(job(slot, "<h1>B</h1>", end))
    bound = press.bind(job(slot, longer, end))
    assert bound.laid_out == ("two",)
    assert "(page 4)" in Printed(bound).text(1)


def test_moving_a_chapter_lays_nothing_out(tmp_path: Path) -> None:
    press = Press(tmp_path, jobs=1)
    base = job("<h1>A</h1>", "<h1>B</h1>", "<h1>C</h1>")
    press.bind(base)
    moved = press.bind(dataclasses.replace(base, chapters=base.chapters[::-1]))
    assert (moved.laid_out, moved.starts) == ((), {"three": 1, "two": 2, "one": 3})
    assert [Printed(moved).text(page)[0] for page in (1, 2, 3)] == ["C", "B", "A"]


def test_reasons_name_what_changed(tmp_path: Path) -> None:
    press = Press(tmp_path, jobs=1)
    base = job("<h1>A</h1>", "<h1>B</h1>")
    assert press.explain(base) == [Reason("one", ("new",)), Reason("two", ("new",))]
    press.bind(base)
    assert press.explain(base) == []
    assert press.explain(job("<h1>A</h1>", "<h1>B2</h1>")) == [Reason("two", ("html",))]
    changed = dataclasses.replace(base, style=STYLE + "p { color: #111 }")
    assert press.explain(changed) == [Reason("one", ("style",)), Reason("two", ("style",))]


def test_size_and_prune(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(4):
        cache.put(f"{number}" * 64, bytes(1000))
        os.utime(tmp_path / f"{number}{number}" / (f"{number}" * 62), (number + 1, number + 1))
    assert (cache.size().entries, cache.size().oldest) == (4, 1)
    cache.get("0" * 64)  # used now
    gone = cache.prune(2 * cache.size().bytes // 4)
    assert gone.entries == 2
    assert [cache.has(f"{number}" * 64) for number in range(4)] == [True, False, False, True]


def test_another_engine_than_last_time_is_noticed(tmp_path: Path) -> None:
    with Press(tmp_path, jobs=2) as press:
        first = press.bind(job("<h1>One</h1>"))
    Cache(tmp_path).put(LAST_ENGINE, b'{"weasyprint": "69.0"}')
    with Press(tmp_path, jobs=2) as press:
        again = press.bind(job("<h1>One</h1>"))
    assert (again.pdf, again.cached) == (first.pdf, True)
    assert b"69.0" not in (Cache(tmp_path).get(LAST_ENGINE) or b"")


def test_a_job_that_was_measured_for_another_engine_has_to_be_made_again(tmp_path: Path) -> None:
    Cache(tmp_path).put(LAST_ENGINE, b'{"weasyprint": "69.0"}')
    with Press(tmp_path, jobs=2) as press:
        with pytest.raises(EngineChanged):
            press.measure(["<p>a</p>"], STYLE)
        with pytest.raises(EngineChanged):
            press.bind(job("<h1>One</h1>"))
        assert press.bind(job("<h1>One</h1>")).pages == 1
