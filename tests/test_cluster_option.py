"""``--cluster``: packets laid out on a cluster of two workers have the same bytes; without one a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.press.loopback import ROOT, two_workers
from toolkit.press import cluster

CONF = 'extensions = ["myst_parser", "sphinx_design", "toolkit"]\nmyst_enable_extensions = ["colon_fence"]\n'
FILES = {
    "conf.py": CONF,
    "docs/index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n",
    "docs/one.md": "# One\n\nSee [the other](two.md), ☐, 字.\n\n| A | B |\n|---|---|\n| a | b |\n",
    "docs/two.md": "# Two\n\nWords, שלום.\n\n![A box](box.svg)\n",
    "docs/box.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9z"/></svg>',
    "docs/packets.yaml": (
        "packets:\n- {id: book, title: Book, audience: participant, chapters: [one, two],"
        " finish: [standard, booklet]}\n"
    ),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small project."""
    folder = tmp_path / "book"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def packets(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Begin ``python -m toolkit packets`` with *words* in *folder*."""
    line = [sys.executable, "-m", "toolkit", "packets", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def published(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "build" / "base" / "print").iterdir()}


def test_packets_laid_out_on_a_cluster_are_the_same(book: Path, tmp_path: Path) -> None:
    here = shutil.copytree(book, tmp_path / "here")
    local = packets(here, "--jobs", "1")
    with two_workers(tmp_path / "dask") as (address, _):
        distant = packets(book, "--cluster", address)
        said, _ = distant.communicate(timeout=300)
        with cluster.executor(address) as executor:
            done = executor._client.run_on_scheduler(tasks_done)  # type: ignore[attr-defined]
    assert distant.returncode == 0, said
    assert "Warning" not in said and "distributed" not in said, said
    assert done >= 2, "the chapters were not laid out there"
    said, _ = local.communicate(timeout=300)
    assert local.returncode == 0, said
    assert published(book) == published(here)
    assert {"book.pdf", "book.booklet.pdf", "packets.json"} == published(book).keys()


def tasks_done(dask_scheduler: object) -> int:
    """Count what the workers of a scheduler have finished."""
    log = list(dask_scheduler.transition_log)  # type: ignore[attr-defined]
    return len({entry[0] for entry in log if entry[2] == "memory"})


def test_without_a_scheduler_one_sentence(book: Path) -> None:
    process = packets(book, "--cluster", "tcp://127.0.0.1:9")
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "no Dask scheduler answers at 'tcp://127.0.0.1:9'" in said
    assert "Traceback" not in said
    assert not (book / "build" / "base" / "print").exists()
