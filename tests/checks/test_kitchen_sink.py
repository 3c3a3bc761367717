"""Every construct of MyST and sphinx-design on paper: nothing is lost, cut or dead, and the PDF conforms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks.pdfua import failures
from tests.conftest import Built, Kit

PICTURES = ("pictures.md", "restructured.rst")
"""The kit's pictures without a description, and one that is too wide: each is one warning."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    import shutil

    from tests.conftest import KITS

    src = tmp_path_factory.mktemp("kit") / "project"
    shutil.copytree(KITS / "kitchen-sink", src)
    return Kit(src)


@pytest.fixture(scope="module")
def printed(project: Kit) -> Built:
    return project.build("packets", warns=["[toolkit.no-alt]"])


def test_nothing_is_lost_cut_or_dead(project: Kit, printed: Built) -> None:
    built = project.build("findings", toolkit_print_folder=str(printed.out))
    found = json.loads(built.text("findings.json"))["findings"]
    assert [finding for finding in found if finding["level"] == "error"] == []


def test_it_conforms(printed: Built) -> None:
    assert failures(printed.out / "book.pdf") == []


def test_a_second_build_reads_and_lays_out_nothing(project: Kit, printed: Built) -> None:
    before = (printed.out / "book.pdf").read_bytes()
    again = project.build("packets", warns=["[toolkit.no-alt]"])
    assert again.app.env.all_docs.keys() == printed.app.env.all_docs.keys()
    assert Path(again.out / "book.pdf").read_bytes() == before


def test_what_is_not_for_paper_is_not_printed(printed: Built) -> None:
    from toolkit.checks.leaks import read_everything

    everything = read_everything(printed.out / "book.pdf")
    for hidden in ("INACTIVE-TEXT", "LATEX-TEXT", "A comment that is not printed"):
        assert everything.places(hidden) == []
