"""Chapter checks, run as ``-b findings`` on tiny projects."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

MATTER = "---\nreviewed: 2026-11-01\n---\n"
SOURCES = (
    "sources:\n- id: one\n  title: One\n  date: 2011-01-01\n- id: two\n  title: Two\n  date: 2011-01-01\n"
)
HARD = "Notwithstanding jurisdictional limitations, municipalities continuously communicate identification."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-11-24")
    monkeypatch.delenv("RELEASE", raising=False)


def findings(kit: Callable[..., Any], text: str, **config: Any) -> list[dict[str, Any]]:
    files = {
        "index.md": MATTER + "# Book\n\n```{toctree}\na\n```\n",
        "a.md": text,
        "data/sources.yaml": SOURCES,
    }
    built = kit(files).build("findings", **config)
    status = built.app.statuscode
    found: list[dict[str, Any]] = json.loads(built.text("findings.json"))["findings"]
    assert status == int(any(finding["level"] == "error" for finding in found))
    other = {"source-unused", "version-not-kept", "report-missing", "address-missing"}
    return [finding for finding in found if finding["code"] not in other]


def test_good_chapter(kit: Callable[..., Any]) -> None:
    assert findings(kit, MATTER + "# A\n\nAll is well here, and so we are glad {source}`one`.\n") == []


@pytest.mark.parametrize(
    ("matter", "code"),
    [
        ("", "review-missing"),
        ("---\nreviewed: 2026-01-01\nreview-by: 2026-12-31\n---\n", "review-due"),
        ("---\nreviewed: 2026-01-01\nreview-by: 2026-11-23\n---\n", "review-overdue"),
        ("---\nreviewed: 2026-01-01\nreview-by: 2027-06-01\n---\n", None),
        ("---\npacket: web-only\n---\n", None),
        ("---\nreviewed: 2026-01-01\nreview-by: 2027-01-23\n---\n", "review-due"),
        ("---\nreviewed: 2026-01-01\nreview-by: 2027-01-24\n---\n", None),
        ("---\nreviewed: 2026-01-01\nreview-by: 2026-11-24\n---\n", "review-due"),
        ("---\npacket: web-only\nreview-by: 2026-11-23\n---\n", "review-overdue"),
    ],
)
def test_review_dates(kit: Callable[..., Any], matter: str, code: str | None) -> None:
    found = findings(kit, matter + "# A\n\nText.\n")
    assert [finding["code"] for finding in found] == ([code] if code else [])
    assert all((finding["level"], finding["file"]) == ("notice", "a.md") for finding in found)
    assert all(finding["line"] == (3 if "review-by" in matter else 1) for finding in found)


def test_an_overdue_review_stops_a_release(kit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE", "1")
    found = findings(kit, "---\nreviewed: 2026-01-01\nreview-by: 2026-11-23\n---\n# A\n")
    assert [finding["level"] for finding in found] == ["error"]


def test_unsure_statement(kit: Callable[..., Any]) -> None:
    found = findings(kit, MATTER + "# A\n\nIt {verify}`may be so`.\n")
    assert [(f["code"], f["line"], f["level"]) for f in found] == [("verify", 6, "notice")]
    assert "“may be so”" in found[0]["message"]


def test_unused_sources(kit: Callable[..., Any]) -> None:
    files = {"index.md": "# Book\n\nText {source}`one`.\n", "data/sources.yaml": SOURCES}
    found = json.loads(kit(files).build("findings").text("findings.json"))["findings"]
    assert [(f["file"], f["line"], f["code"]) for f in found] == [("data/sources.yaml", 5, "source-unused")]
    assert "1 of 2 sources" in found[0]["message"]


def test_each_unused_source_of_ours_has_a_reason(kit: Callable[..., Any]) -> None:
    files = {"index.md": MATTER + "# Book\n\nText {source}`one`.\n", "data/sources.yaml": SOURCES}

    def found() -> list[tuple[str, int, str, str]]:
        listed = json.loads(kit(files).build("findings", toolkit_strict=True).text("findings.json"))[
            "findings"
        ]
        return [
            (f["file"], f["line"], f["level"], f["message"]) for f in listed if f["code"].startswith("source")
        ]

    says = "the source 'two' is cited nowhere; cite it, or say why in unused-sources.yaml"
    assert found() == [("data/sources.yaml", 5, "error", says)]
    files["data/unused-sources.yaml"] = "unused:\n- id: two\n  reason: Only its opening was read.\n"
    assert found() == []
    files["data/unused-sources.yaml"] += "- id: one\n  reason: Not needed.\n"
    says = "the source 'one' is cited in index; delete it from this list"
    assert found() == [("data/unused-sources.yaml", 4, "error", says)]


def test_code_notes_and_sources_are_not_measured(kit: Callable[..., Any]) -> None:
    text = f"{MATTER}# A\n\nThis is a plain text[^n] {{source}}`one`.\n\n```\n{HARD}\n```\n\n[^n]: {HARD}\n"
    assert findings(kit, text) == []
