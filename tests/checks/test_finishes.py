"""Booklets and zines are checked as what they are: files for the printer, without tags and links."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.checks.pdf import check_pdf, expected_of

TEXT = "A chapter with a [page](https://example.org/) to look at, and words enough for a line.\n"
FINISHES = "finish: [booklet, two-up, zine]"
PACKETS = f"packets:\n- {{id: one, title: One, audience: participant, chapters: [a], {FINISHES}}}\n"
FILES = {"index.md": "# Top\n\n```{toctree}\na\n```\n", "a.md": f"# A\n\n{TEXT}", "packets.yaml": PACKETS}


def codes(project: Any, printed: Path) -> list[str]:
    built = project.build("findings", toolkit_print_folder=str(printed))
    found = json.loads(built.text("findings.json"))["findings"]
    return [finding["code"] for finding in found if finding["level"] == "error"]


def test_finishes_have_no_findings(kit: Callable[..., Any]) -> None:
    project = kit(FILES)
    printed = project.build("packets").out
    assert codes(project, printed) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"tagged": True}, "pdf-untagged"), ({"finish": "standard"}, "pdf-duplex")],
)
def test_a_finish_is_held_against_its_entry(
    kit: Callable[..., Any], changes: dict[str, Any], code: str
) -> None:
    printed = kit(FILES).build("packets").out
    *_, zine = json.loads((printed / "packets.json").read_text(encoding="utf-8"))["packets"]
    found = check_pdf(printed / zine["file"], expected_of(zine | changes))
    assert code in {finding.code for finding in found}
