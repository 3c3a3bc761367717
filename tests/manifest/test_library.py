"""Good data files: typed entries, every field kept, lookups, dates."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.facts import Phone
from toolkit.manifest import Library, load_library, load_local

DATA = Path(__file__).parent / "good"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DATA, DATA.parent)


def test_entries_are_typed_and_placed(library: Library) -> None:
    memo = library.memos["first-memo"]
    assert (memo.file, memo.line, memo.collection) == ("good/memos.yaml", 2, "memos")
    assert memo.title == "Report on the programme"
    assert memo.when.start == "2010-08"
    assert memo.when.end == "2010-09"
    assert memo.certain
    assert not library.statistics["s1"].certain


def test_every_field_is_kept_in_order(library: Library) -> None:
    assert list(library.memos["first-memo"].fields) == [
        "title",
        "id",
        "issuer",
        "date",
        "question",
        "answer",
        "options",
        "sources",
        "confidence",
    ]
    assert library.memos["first-memo"].fields["options"] == ("Join.", "Leave: now.")
    with pytest.raises(TypeError):
        library.memos["first-memo"].fields["options"] = ()  # type: ignore[index]


def test_dates_sort(library: Library) -> None:
    events = sorted(library.events.values(), key=lambda event: event.when.key)
    assert [event.id for event in events] == ["t3", "t1", "t2", "t4"]


def test_unquoted_numbers_and_days_stay_text(library: Library) -> None:
    assert library.events["t1"].date == "2011"
    assert library.events["t2"].date == "2011-11-30"
    assert library.jurisdictions["j1"].number == "316"
    assert library.statistics["s1"].value == 1400


def test_other_files_and_lists(library: Library) -> None:
    assert library.collections() == (
        "jurisdictions",
        "memos",
        "process/steps",
        "sources",
        "statistics",
        "tile-maps",
        "timeline",
    )
    step = library.collection("process/steps")[0]
    assert (step.id, step.line, step.fields["what"]) == ("", 5, "An arrest.")
    assert library.files["process"].data["summary"]["text"] == "How it goes."
    assert [event.id for event in library.collection("timeline")] == ["t1", "t2", "t3", "t4"]
    assert library.entry("timeline/t2").fields["event"] == "It ended."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("memos/frist-memo", "there is no entry 'frist-memo' in good/memos.yaml; did you mean 'first-memo'?"),
        ("memo/first-memo", "there is no data file 'memo.yaml'; did you mean 'memos'?"),
        ("memos", "'memos' is no entry; write the data file and the id, as in memos/first-memo"),
    ],
)
def test_no_such_entry(library: Library, address: str, sentence: str) -> None:
    with pytest.raises(KeyError) as caught:
        library.entry(address)
    assert caught.value.args == (sentence,)


def test_no_such_list_or_source(library: Library) -> None:
    with pytest.raises(KeyError) as caught:
        library.collection("process/step")
    assert caught.value.args == (
        "there is no list 'process/step' in the data files; did you mean 'process/steps'?",
    )
    assert library.unknown_source("repart") == "there is no source 'repart'; did you mean 'report'?"


def test_project_without_data_files(tmp_path: Path) -> None:
    library = load_library(tmp_path / "data", tmp_path)
    assert library.sources == {}
    assert dict(library.local) == {}
    assert library.collections() == ()


def test_local_facts(library: Library) -> None:
    hotline = library.local["hotline"]
    assert isinstance(hotline.value, Phone)
    assert hotline.value.target == "+1-510-555-0100"
    assert (hotline.checked_on, hotline.checked_by) == (datetime.date(2026, 11, 1), "the steering group")
    assert (hotline.file, hotline.line, hotline.example) == ("good/local.yaml", 2, "(510) 555-0199")
    assert hotline.expired(datetime.date(2027, 5, 2))
    assert not hotline.expired(datetime.date(2027, 5, 1))
    assert [fact.name for fact in library.local.missing()] == ["county"]


def test_project_without_local_facts(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="there is no such file"):
        load_local(tmp_path / "local.yaml", tmp_path)


def test_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text("a: &x {confidence: 0.9}\nb: *x\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("a: b: c\n", encoding="utf-8")
    library = load_library(tmp_path, tmp_path)
    assert list(library.files) == ["openapi"]


def test_tile_maps(library: Library) -> None:
    valley = library.tile_maps["valley"]
    assert [(tile.name, tile.label, tile.row, tile.column) for tile in valley.grid] == [
        ("Alba", "ALB", 1, 1), ("West Bree", "WB", 2, 3),
    ]  # fmt: skip
    assert valley.key("West  Bree County") == valley.key("west bree") != valley.key("West Bree Countyside")


def test_the_counties_of_the_book_are_58_at_58_places() -> None:
    data = Path(__file__).parents[2] / "docs" / "data"
    counties = load_library(data, data.parent).tile_maps["california-counties"].grid
    assert len(counties) == 58 == len({tile.name for tile in counties})
    assert len({(tile.row, tile.column) for tile in counties}) == len({tile.label for tile in counties}) == 58
