"""A packet of this book equals one rendering of it: with cards, tables, drawings and pages on their side."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from tests.checks.pdfua import failures
from tests.conftest import isolated
from tests.packets.test_builder import Chooser
from tests.press.compare import differences
from tests.press.single import render
from toolkit.press import Bound, Job, Press

ROOT = Path(__file__).resolve().parents[2]
PACKET = "teach-in-participant"


@pytest.mark.slow
@pytest.mark.parametrize("file", [f"{PACKET}.pdf", f"{PACKET}.a4.pdf"])
def test_a_packet_of_the_base_equals_one_rendering(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[Job, Bound]] = []
    bind = Press.bind

    def note(self: Press, job: Job) -> Bound:
        printed.append((job, bind(self, job)))
        return printed[-1][1]

    monkeypatch.setattr(Press, "bind", note)
    monkeypatch.setattr("toolkit.packets.builder.follower_of", lambda app: Chooser(file))
    log = io.StringIO()
    with isolated():
        app = Sphinx(
            ROOT / "docs", ROOT, tmp_path / "out", tmp_path / "doctrees" / "base", "packets",
            status=None, warning=log,
        )  # fmt: skip
        app.build()
    assert log.getvalue() == ""
    job, bound = printed[0]  # what its booklet says is printed after it
    assert job.name == PACKET and bound.pages > 5
    assert failures(tmp_path / "out" / file) == []
    single = render(job)
    assert single.pages == bound.pages
    assert differences(single.pdf, bound.pdf) == []
    assert len(bound.pdf) <= 1.05 * len(single.pdf)
