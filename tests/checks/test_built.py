"""What `make` built: every packet conforms, every page stands, and no tab gives a reader away."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.checks.pdfua import failures
from toolkit.checks.pdf import check_pdf, expected_of
from toolkit.checks.site import check_site, read_site

BASE = Path(__file__).resolve().parents[2] / "build" / "base"
TELLING = re.compile(
    r"\b(?:ICE|immigra\w*|undocumented|deport\w*|raids?|police|arrest\w*|asylum|detain\w*|s-comm)\b",
    re.IGNORECASE,
)
"""Words that somebody who looks over a shoulder must not see in a tab, a history or a list of files."""

pytestmark = pytest.mark.built


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if not (BASE / "print" / "packets.json").is_file():
        pytest.fail("build/base holds no packets; type `make` first", pytrace=False)


def packets() -> list[dict[str, Any]]:
    return json.loads((BASE / "print" / "packets.json").read_text(encoding="utf-8"))["packets"]


def test_packets_are_pdf_ua() -> None:
    tagged = [BASE / "print" / packet["file"] for packet in packets() if packet["tagged"]]
    found = {path.name: failures(path) for path in tagged}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_finish_lies_beside_its_tagged_original() -> None:
    tagged = {(packet["packet"], packet["paper"]) for packet in packets() if packet["tagged"]}
    assert {(packet["packet"], packet["paper"]) for packet in packets()} == tagged


def test_packets_have_no_findings() -> None:
    found = [check_pdf(BASE / "print" / packet["file"], expected_of(packet)) for packet in packets()]
    assert [str(finding) for findings in found for finding in findings] == []


def test_packets_json_says_what_is_there() -> None:
    import hashlib

    listed = packets()
    for packet in listed:
        content = (BASE / "print" / packet["file"]).read_bytes()
        assert packet["bytes"] == len(content)
        assert packet["sha256"] == hashlib.sha256(content).hexdigest()
    on_disk = {path.name for path in (BASE / "print").iterdir()}
    assert on_disk == {"packets.json", *(packet["file"] for packet in listed)}


def test_site_has_no_findings() -> None:
    found = check_site(BASE, disclaimer="Information, not legal advice.")
    assert [str(finding) for finding in found] == []


def test_tabs_and_addresses_do_not_give_a_reader_away() -> None:
    site = read_site(BASE)
    telling = [f"{name}: {page.title}" for name, page in site.pages.items() if TELLING.search(page.title)]
    telling += [packet["file"] for packet in packets() if TELLING.search(packet["file"])]
    assert telling == []
