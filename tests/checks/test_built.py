"""What `make` built: every packet conforms, every page stands, and no tab gives a reader away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.checks.pdfua import failures
from toolkit.checks.pdf import check_pdf
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


def packets() -> list[Path]:
    listed = json.loads((BASE / "print" / "packets.json").read_text(encoding="utf-8"))["packets"]
    return [BASE / "print" / packet["file"] for packet in listed]


def test_packets_are_pdf_ua() -> None:
    found = {path.name: failures(path) for path in packets()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_packets_have_no_findings() -> None:
    assert [str(finding) for path in packets() for finding in check_pdf(path)] == []


def test_packets_json_says_what_is_there() -> None:
    import hashlib

    listed = json.loads((BASE / "print" / "packets.json").read_text(encoding="utf-8"))["packets"]
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
    telling += [path.name for path in packets() if TELLING.search(path.name)]
    assert telling == []
