"""`serve` as people use it: a save reaches its printed page, faults are shown, the program may change."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONF = """
project = "Book"
extensions = ["myst_parser", "sphinx_design", "toolkit"]
html_copy_source = False
"""


@dataclass
class Serving:
    """A project that is served by a copy of the program."""

    project: Path
    program: Path
    address: str
    log: Path

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:
            return str(answer.read().decode("utf-8"))

    def write(self, name: str, text: str) -> None:
        (self.project / name).write_text(text)

    def ready(self) -> bool:
        return "Ready at" in self.get("preview/")

    def pdf(self) -> bytes:
        return (self.project / "build/base/print/book.pdf").read_bytes()


def wait(what: Callable[[], Any]) -> Any:
    """Return the first good answer of *what*; fail after a minute."""
    for _ in range(600):
        if answer := what():
            return answer
        time.sleep(0.1)
    return pytest.fail("nothing came within a minute")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    program = tmp_path / "program"
    shutil.copytree(ROOT / "toolkit", program / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    project = tmp_path / "project"
    (project / "docs").mkdir(parents=True)
    (project / "conf.py").write_text(CONF)
    (project / "pyproject.toml").touch()
    (project / "docs/index.md").write_text("# Book\n\n```{toctree}\nfirst\nsecond\n```\n")
    (project / "docs/first.md").write_text("# First\n\nOne sentence.\n")
    (project / "docs/second.md").write_text("# Second\n\nAnother sentence.\n")
    log = tmp_path / "said"
    words = [sys.executable, "-u", "-m", "toolkit", "serve", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(program)}
    with (
        log.open("w") as said,
        subprocess.Popen(
            words, cwd=project, env=environment, stdout=said, stderr=subprocess.STDOUT
        ) as server,
    ):
        try:
            address = wait(lambda: re.search(r"http://127\.0\.0\.1:\d+/", log.read_text()))[0]
            found = Serving(project, program, address, log)
            wait(found.ready)
            time.sleep(0.5)  # the watch begins just after the first build is asked for
            yield found
        finally:
            server.terminate()


def test_from_a_save_to_the_page(serving: Serving) -> None:
    assert "One sentence." in serving.get("first.html")
    shown = serving.get("preview/book")
    assert "changed" not in shown
    pages = shown.count("<figure")
    before = serving.pdf()

    serving.write("docs/second.md", "# Second\n\nAnother good sentence.\n")
    shown = wait(lambda: (page := serving.get("preview/book")).count('class="changed"') and page)
    assert shown.count("<figure") == pages
    assert re.search(rf'data-place="{pages}"', shown), "the last chapter is on the last page"
    wait(lambda: serving.pdf() != before)
    assert wait(lambda: "Another good sentence." in serving.get("second.html"))
    wait(serving.ready)

    good = serving.pdf()
    serving.write("docs/second.md", "# Second\n\nAnother [dead](#nowhere-at-all) sentence.\n")
    shown = wait(lambda: "docs/second.md:3: " in (page := serving.get("preview/book")) and page)
    assert shown.count("<figure") == pages
    assert 'data-mark="' + hashlib.sha256(good).hexdigest()[:12] in shown, "the last good pages stay"
    assert serving.pdf() == good
    assert "docs/second.md:3: " in serving.log.read_text()

    serving.write("docs/first.md", "# First\n\nOne more sentence.\n")  # the fault stays until it is mended
    wait(
        lambda: "One more" in serving.get("first.html") or "docs/second.md:3: " in serving.get("preview/book")
    )
    assert serving.pdf() == good

    serving.write("docs/second.md", "# Second\n\nA mended sentence.\n")
    wait(lambda: "docs/second.md:3: " not in serving.get("preview/book"))
    wait(lambda: "A mended sentence." in serving.get("second.html"))
    assert wait(lambda: "One more sentence." in serving.get("first.html"))


def test_settings_and_program_count(serving: Serving) -> None:
    beside = serving.project / "conf.new"
    beside.write_text(CONF.replace('"Book"', '"Renamed"'))
    beside.replace(serving.project / "conf.py")  # as editors do it
    assert wait(lambda: "Renamed" in serving.get("index.html"))
    wait(serving.ready)

    style = serving.program / "toolkit/packets/page.py"
    style.write_text(style.read_text().replace("TOP, BOTTOM, SIDE = 22.0", "TOP, BOTTOM, SIDE = 44.0"))
    before = serving.pdf()
    wait(lambda: "The program has changed; it starts anew." in serving.log.read_text())
    assert wait(lambda: serving.pdf() != before)

    style.write_text("no program (")
    assert wait(lambda: 'class="wrong"' in serving.get("preview/")), "a program that does not start is told"
