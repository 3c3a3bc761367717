"""Checks of recalls, kept codes and addresses, run as ``-b findings`` on tiny projects."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from toolkit.checks.pdf import check_pdf, expected_of

Make = Callable[..., Any]

FILES = {
    "index.md": "# Book\n\n```{toctree}\na\nb\n```\n",
    "packets.yaml": "packets:\n- {id: p, title: P, audience: participant, chapters: [a, b]}\n",
    "a.md": "# First\n\nCall {{ hotline }} now.\n",
    "b.md": "# Second\n\nText for all.\n",
    "data/local.yaml": "facts:\n- {id: hotline, type: phone, label: Hotline, value: (510) 555-0100}\n"
    "- {id: mail, type: email, label: Mail}\n",
}
RECALLS = """\
recalls:
- id: open
  date: 2026-03-01
  fact: hotline
  reason: The number changed.
- id: over
  date: 2026-03-01
  chapter: b
  reason: Overturned.
  mended: 2026-03-05
"""
GOOD = {
    "toolkit_report_address": "help@example.org",
    "toolkit_short_address": "https://example.org/v/",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-11-24")
    monkeypatch.delenv("RELEASE", raising=False)


def findings(kit: Make, files: dict[str, str], **config: Any) -> list[tuple[Any, ...]]:
    built = kit(FILES | files).build("findings", **config)
    found = json.loads(built.text("findings.json"))["findings"]
    assert built.app.statuscode == int(any(finding["level"] == "error" for finding in found))
    keys = ("file", "line", "code", "level", "message")
    return [tuple(finding[key] for key in keys) for finding in found]


def kept(kit: Make) -> str:
    """Return a ledger that holds the codes of :data:`FILES`."""
    codes = kit(FILES).build("dummy").app.env.toolkit_codes
    lines = [
        f'- {{id: "{codes[name]["participant"]}", chapter: {name}, language: en, kept: 2026-01-01}}'
        for name in ("a", "b")
    ]
    return "\n".join(["versions:", *lines, ""])


def test_all_is_well(kit: Make) -> None:
    assert findings(kit, {"data/versions.yaml": kept(kit)}, **GOOD) == []


@pytest.mark.parametrize(("release", "level"), [("", "notice"), ("1", "error")])
def test_open_recalls(kit: Make, monkeypatch: pytest.MonkeyPatch, release: str, level: str) -> None:
    monkeypatch.setenv("RELEASE", release)
    files = {"data/recalls.yaml": RECALLS, "data/versions.yaml": kept(kit)}
    message = (
        "recall 'open' of the fact 'hotline' is open since 2026-03-01; "
        "put the text right, then write the day as `mended:`"
    )
    assert findings(kit, files, **GOOD) == [("data/recalls.yaml", 2, "recall-open", level, message)]


@pytest.mark.parametrize(("release", "level"), [("", "notice"), ("1", "error")])
def test_codes_that_are_not_kept(
    kit: Make, monkeypatch: pytest.MonkeyPatch, release: str, level: str
) -> None:
    monkeypatch.setenv("RELEASE", release)
    message = (
        "2 codes that are printed now are not kept (a, b); type `make versions` before you hand paper out, "
        "or it cannot be looked up later"
    )
    assert findings(kit, {}, **GOOD) == [("data/versions.yaml", 0, "version-not-kept", level, message)]
    ledger = {"data/versions.yaml": kept(kit), "b.md": "# Second\n\nOther text.\n"}
    ((*place, message),) = findings(kit, ledger, **GOOD)
    assert place == ["data/versions.yaml", 0, "version-not-kept", level]
    assert message.startswith("1 codes that are printed now are not kept (b);")


def test_a_kept_chapter_that_is_gone(kit: Make) -> None:
    ledger = kept(kit) + '- {id: "222222", chapter: gone, language: en, kept: 2026-01-01}\n'
    ((*place, message),) = findings(kit, {"data/versions.yaml": ledger}, **GOOD)
    assert place == ["data/versions.yaml", 4, "version-withdrawn", "notice"]
    assert message.startswith("the chapter 'gone' of the code 222222 is not there any more; write the name")


@pytest.mark.parametrize(
    ("address", "place", "message"),
    [
        ("", ("conf.py", 0), "toolkit_%s_address is not set; %s, so set it"),
        ("fact:mail", ("data/local.yaml", 3), "the local fact 'mail' has no value; %.0s%s, so fill it in"),
        (
            "fact:none",
            ("conf.py", 0),
            "toolkit_%s_address asks for the local fact 'none', which is not there; %s, so add it",
        ),
    ],
)
@pytest.mark.parametrize(
    ("setting", "code", "reason"),
    [
        ("report", "report-missing", "no page says where to report a mistake"),
        ("short", "address-missing", "paper has codes, but no address to look them up"),
    ],
)
def test_addresses_that_are_missing(
    kit: Make, address: str, place: tuple[str, int], message: str, setting: str, code: str, reason: str
) -> None:
    config = GOOD | {f"toolkit_{setting}_address": address}
    (found,) = findings(kit, {"data/versions.yaml": kept(kit)}, **config)
    assert found == (*place, code, "notice", message % (setting, reason))


def test_a_project_without_packets_is_asked_for_nothing(kit: Make) -> None:
    built = kit({"index.md": "# Book\n\nA text.\n"}).build("findings")
    assert json.loads(built.text("findings.json"))["findings"] == []


def test_what_is_printed_around_chapters_is_no_finding_in_a_pdf(
    kit: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = "---\nreviewed: 2026-01-01\nreview-by: 2026-07-01\n---\n" + FILES["a.md"]
    project = kit(FILES | {"a.md": late, "data/recalls.yaml": RECALLS}, **GOOD)
    built = project.build("packets")
    (packet,) = json.loads(built.text("packets.json"))["packets"]
    assert [str(finding) for finding in check_pdf(built.out / "p.pdf", expected_of(packet))] == []
    checked = project.build("findings", toolkit_print_folder=str(built.out))
    found = json.loads(checked.text("findings.json"))["findings"]
    codes = {"recall-open", "review-overdue", "review-missing", "version-not-kept"}
    assert {finding["code"] for finding in found} == codes
