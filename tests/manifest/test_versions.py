"""What a code stands for, how codes are kept, and which names a recall may give."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.manifest import (
    Ledger,
    Names,
    Print,
    Recall,
    Version,
    keep_versions,
    read_library,
    unknown_names,
)

NOW = (
    Print("nnnnnn", "a", "", "en", ("hotline",)),
    Print("pppppp", "b", "participant", "en"),
    Print("ffffff", "b", "facilitator", "en"),
)


def version(id: str, chapter: str = "a", kept: str = "2026-01-01", **more: object) -> Version:
    return Version.model_validate({"id": id, "chapter": chapter, "language": "en", "kept": kept} | more)


def recall(id: str = "wrong", **what: object) -> Recall:
    entry = Recall.model_validate({"id": id, "date": "2026-03-01", "reason": "Wrong."} | what)
    entry.placed({}, "data/recalls.yaml", 7, "recalls")
    return entry


# What a code stands for ---------------------------------------------------------------------------


def test_a_code_that_is_printed_now_is_current() -> None:
    state = Ledger(NOW, [version("nnnnnn")], []).state("nnnnnn")
    assert (state.current, state.recalls, state.successors) == (True, (), ())


def test_an_old_code_names_what_took_its_place_and_since_when() -> None:
    versions = [
        version("222222"),
        version("333333", kept="2026-05-01"),
        version("nnnnnn", kept="2026-06-01"),
    ]
    ledger = Ledger(NOW, versions, [])
    assert [state.changed for state in map(ledger.state, ("222222", "333333"))] == [
        "2026-05-01",
        "2026-06-01",
    ]
    assert all(ledger.state(code).successors == NOW[:1] for code in ("222222", "333333"))
    assert ledger.codes == ("nnnnnn", "pppppp", "ffffff", "333333", "222222")


def test_successors_are_for_those_who_had_the_old_print() -> None:
    versions = [version("222222", "b"), version("333333", "b", audience="participant")]
    ledger = Ledger(NOW, versions, [])
    assert [print_.code for print_ in ledger.state("222222").successors] == ["pppppp", "ffffff"]
    assert [print_.code for print_ in ledger.state("333333").successors] == ["pppppp"]
    assert ledger.state("222222").changed == "2026-01-01"
    assert ledger.state("333333").changed == ""


def test_a_chapter_that_is_gone_is_withdrawn() -> None:
    ledger = Ledger(NOW, [version("222222", "gone")], [])
    assert (ledger.state("222222").current, ledger.state("222222").successors) == (False, ())
    assert [gone.id for gone in ledger.withdrawn] == ["222222"]


def test_text_that_comes_back_is_current_again() -> None:
    ledger = Ledger(NOW, [version("nnnnnn"), version("222222", kept="2026-02-01")], [])
    assert ledger.state("nnnnnn").current
    assert ledger.state("222222").successors == NOW[:1]


def test_codes_of_other_languages_belong_to_their_own_site() -> None:
    ledger = Ledger(NOW, [version("222222", language="es")], [])
    assert "222222" not in ledger.codes


# Recalls ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [{"chapter": "a"}, {"block": "a#door"}, {"fact": "hotline"}])
def test_an_open_recall_hits_what_is_printed_now_and_all_before(what: dict[str, str]) -> None:
    found = recall(**what)
    ledger = Ledger(NOW, [version("222222", facts=("hotline",)), version("333333", "b")], [found])
    assert ledger.open == (found,)
    assert [bool(ledger.state(code).recalls) for code in ("nnnnnn", "222222", "pppppp", "333333")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("what", [{"chapter": "a"}, {"block": "a#door"}, {"fact": "hotline"}])
def test_a_mended_recall_hits_what_was_kept_before(what: dict[str, str]) -> None:
    found = recall(mended="2026-04-01", **what)
    versions = [
        version("222222", facts=("hotline",)),
        version("333333", kept="2026-04-01", facts=("hotline",)),
    ]
    ledger = Ledger(NOW, versions, [found])
    assert ledger.open == ()
    assert [bool(ledger.state(code).recalls) for code in ("nnnnnn", "222222", "333333")] == [
        False, True, False,
    ]  # fmt: skip


def test_a_recall_of_one_code_is_over_when_it_is_printed_no_more() -> None:
    now, past = recall("now", code="pppppp"), recall("past", code="222222")
    ledger = Ledger(NOW, [version("222222", "b", kept="2026-09-01")], [now, past])
    assert ledger.open == (now,)
    assert ledger.open_on("b", "pppppp", ()) == (now,) and ledger.open_on("b", "ffffff", ()) == ()
    assert ledger.state("222222").recalls == (past,)


def test_an_old_print_without_the_fact_is_not_recalled() -> None:
    ledger = Ledger(NOW, [version("222222")], [recall(fact="hotline")])
    assert ledger.state("222222").recalls == ()


NAMES = Names({"rights/at-home"}, {"rights/at-home#at-home-door"}, {"nnnnnn"}, {"hotline"})


@pytest.mark.parametrize(
    "what",
    [
        {"chapter": "rights/at-home"},
        {"block": "rights/at-home#door"},
        {"block": "rights/at-home#at-home-door"},
        {"block": "rights/at-home#gone", "mended": "2026-04-01"},
        {"code": "nnnnnn"},
        {"fact": "hotline"},
        {"chapter": "old"},
        {"code": "222222"},
        {"fact": "sheriff"},
    ],
)
def test_names_that_are_there_or_were(what: dict[str, str]) -> None:
    kept = [version("222222", "old", facts=("sheriff",))]
    assert list(unknown_names([recall(**what)], kept, NAMES)) == []


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"chapter": "rights/at-hom"}, "there is no chapter 'rights/at-hom'; did you mean 'rights/at-home'?"),
        ({"chapter": "zzz"}, "there is no chapter 'zzz'; write its path in docs/, without .md"),
        ({"code": "zzzzzz"}, "there is no code 'zzzzzz'; write it as it stands at the foot of the page"),
        ({"fact": "hotlin"}, "there is no fact 'hotlin'; did you mean 'hotline'?"),
        ({"fact": "zzz"}, "there is no fact 'zzz'; write its id as it stands in local.yaml"),
        ({"block": "zzz#door"}, "there is no chapter 'zzz'; write its path in docs/, without .md"),
        ({"block": "rights/at-home#at-home-dor"}, "has no block 'at-home-dor'; did you mean 'at-home-door'?"),
        ({"block": "rights/at-home#zzz"}, "has no block 'zzz'; write its label, or recall the chapter"),
    ],
)
def test_names_that_are_nothing(what: dict[str, str], message: str) -> None:
    (fault,) = unknown_names([recall(**what)], [], NAMES)
    assert (fault.file, fault.line) == ("data/recalls.yaml", 7)
    assert fault.message.startswith("recall 'wrong': ") and fault.message.endswith(message)


# The ledger on disk -------------------------------------------------------------------------------

ODD = Print("234567", "a: b", "", "no", ("hotline", "county"))


def test_kept_codes_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "versions.yaml"
    keep_versions(path, tmp_path, [ODD, NOW[2]], "2026-11-24")
    keep_versions(path, tmp_path, [NOW[0]], "2027-01-01")
    library, faults = read_library(tmp_path, tmp_path)
    assert faults == ()
    assert [
        (kept.id, kept.chapter, kept.audience, kept.language, kept.kept, kept.facts)
        for kept in library.versions
    ] == [
        ("234567", "a: b", "", "no", "2026-11-24", ("hotline", "county")),
        ("ffffff", "b", "facilitator", "en", "2026-11-24", ()),
        ("nnnnnn", "a", "", "en", "2027-01-01", ("hotline",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Mine.\nversions: []\n",
        "# Mine.\nversions:\n",
        '# Mine.\nversions:\n- id: "222222"  # first\n  chapter: a\n  language: en\n  kept: 2026-01-01\n',
        '# Mine.\nversions:\n    - {id: "222222", chapter: a, language: en, kept: 2026-01-01}',
    ],
)
def test_what_people_wrote_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "versions.yaml"
    path.write_text(text)
    keep_versions(path, tmp_path, [NOW[0]], "2026-11-24")
    written = path.read_text()
    assert written.startswith(text.replace(" []", "").rstrip("\n"))
    library, faults = read_library(tmp_path, tmp_path)
    assert faults == () and library.versions[-1].id == "nnnnnn"


@pytest.mark.parametrize("text", ["versions:\n- id: 'x'\nother: 1\n", "other: 1\n", "versions: [\n"])
def test_a_ledger_that_takes_no_more_lines_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "versions.yaml"
    path.write_text(text)
    with pytest.raises(ToolkitError, match=r"versions.yaml: lines cannot be added at its end; let the list"):
        keep_versions(path, tmp_path, [NOW[0]], "2026-11-24")
    assert path.read_text() == text


def test_nothing_to_keep_writes_nothing(tmp_path: Path) -> None:
    keep_versions(tmp_path / "versions.yaml", tmp_path, [], "2026-11-24")
    assert not (tmp_path / "versions.yaml").exists()
