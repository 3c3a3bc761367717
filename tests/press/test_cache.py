"""The cache: found by content, whole entries or none, damage noticed, leftovers removed."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import pytest

from tests.press.printing import job, picture, section
from toolkit.paper import PAPERS
from toolkit.press import Press, fonts
from toolkit.press.cache import Cache, key_of
from toolkit.press.press import job_ingredients


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_second_bind_is_cached_and_equal(tmp_path: Path) -> None:
    first = Press(tmp_path).bind(job('<h1>One</h1><p><a href="#no">x</a></p>'))
    again = Press(tmp_path).bind(job('<h1>One</h1><p><a href="#no">x</a></p>'))
    assert (first.cached, again.cached) == (False, True)
    assert dataclasses.replace(again, cached=False) == first
    assert first.messages


def test_without_a_folder_nothing_is_kept() -> None:
    press = Press()
    assert [press.bind(job("<h1>One</h1>")).cached for _ in range(2)] == [False, False]


@pytest.mark.parametrize("damage", ["truncated", "flipped", "emptied"])
def test_damaged_entry_is_made_again(damage: str, tmp_path: Path) -> None:
    press = Press(tmp_path)
    first = press.bind(job("<h1>One</h1>"))
    (entry,) = _entries(tmp_path)
    content = bytearray(entry.read_bytes())
    if damage == "flipped":
        content[len(content) // 2] ^= 1
    entry.write_bytes({"truncated": content[:-100], "flipped": content, "emptied": b""}[damage])
    again = press.bind(job("<h1>One</h1>"))
    assert not again.cached
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


CHANGES: dict[str, Any] = {
    "title": "Other",
    "subtitle": "Other",
    "author": "Other",
    "description": "Other",
    "lang": "es",
    "paper": PAPERS["a4"],
    "style": "p { color: #111 }",
    "front": "<p>x</p>",
    "chapters": (section("<h1>Two</h1>"),),
    "start": "new-sheet",
    "duplex": False,
}


def test_every_ingredient_changes_the_key_and_the_name_does_not(tmp_path: Path) -> None:
    faces = fonts.choose(set("a"), "")
    base = job("<h1>One</h1>", assets=picture(tmp_path))

    def key(**changes: Any) -> str:
        return key_of(job_ingredients(dataclasses.replace(base, **changes), faces))

    keys = {name: key(**{name: value}) for name, value in CHANGES.items()}
    assert len({*keys.values(), key()}) == len(CHANGES) + 1
    assert key(name="other") == key()
    fields = {field.name for field in dataclasses.fields(base)}
    assert fields == {*CHANGES, "name", "assets"}


def test_a_changed_picture_or_font_changes_the_key(tmp_path: Path) -> None:
    faces = fonts.choose(set("a"), "")
    base = job("<h1>One</h1>", assets=picture(tmp_path))
    before = key_of(job_ingredients(base, faces))
    assert key_of(job_ingredients(base, faces[:-1])) != before
    picture(tmp_path, size=(61, 30))
    assert key_of(job_ingredients(base, faces)) != before


def test_key_does_not_know_where_files_lie(tmp_path: Path) -> None:
    faces = fonts.choose(set("a"), "")
    keys = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        keys.add(key_of(job_ingredients(job("<h1>One</h1>", assets=picture(tmp_path / name)), faces)))
    assert len(keys) == 1
