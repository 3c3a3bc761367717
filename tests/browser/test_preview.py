"""The print preview of `serve` in Chromium: nothing may be found, and a new version comes by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.serving import serving
from tests.serve.tinypdf import tiny_pdf
from toolkit.project import Project
from toolkit.serve.pages import Server
from toolkit.serve.state import State

HERE = Path(__file__).parent


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with one packet of four pages, one of them changed, and a message."""
    state = State(Project(tmp_path))
    folder = state.project.output / "print"
    folder.mkdir(parents=True)
    (folder / "book.pdf").write_bytes(tiny_pdf("Cover", "Alpha", "Beta", "Gamma"))
    line = {"file": "book.pdf", "title": "A book of many words", "subtitle": "Facilitator packet", "pages": 4}
    lines = [line | {"paper": "letter", "audience": "facilitator"}]
    (folder / "packets.json").write_text(json.dumps({"packets": lines}))
    state.watch("book.pdf")
    state.get("book.pdf")
    state.show("book.pdf", tiny_pdf("Cover", "Alpha", "Beta new", "Gamma"), {"b": 3}, {"b"})
    state.set(messages=["docs/a.md:3: 'hotlin' is no local fact; did you mean 'hotline'?"])
    with serving(state) as found:
        yield found


def node(*words: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which("node")
    if not found:
        pytest.fail("node is missing; `make test` installs it or says how", pytrace=False)
    return subprocess.run([found, *words], capture_output=True, text=True, timeout=300, check=False)


def test_no_violation_in_chromium(server: Server) -> None:
    address = f"http://127.0.0.1:{server.server_port}/"
    done = node(str(HERE / "run_axe.mjs"), address, "preview/", "preview/book")
    assert done.returncode in (0, 1), done.stderr
    findings = json.loads(done.stdout)["findings"]
    lines = [f"{f['page']} ({f['look']}): {f['rule']}: {f['sentence']} {f['html']}" for f in findings]
    assert not lines, "\n".join(lines)


def test_a_new_version_comes_by_itself(server: Server) -> None:
    def save() -> None:
        server.state.show("book.pdf", tiny_pdf("Cover", "Alpha", "Beta new", "Gamma new"), {"c": 4}, {"c"})
        server.state.set(messages=[])

    script = str(HERE / "see_preview.mjs")
    words = [script, f"http://127.0.0.1:{server.server_port}/preview/book"]
    found = shutil.which("node")
    assert found
    with subprocess.Popen([found, *words], stdout=subprocess.PIPE, text=True) as browser:
        assert browser.stdout
        first = json.loads(browser.stdout.readline())
        save()
        second = json.loads(browser.stdout.readline())
    assert first == {"changed": ["page-3"], "wrong": 1, "seen": "page-3"}
    assert second == {"changed": ["page-4"], "wrong": 0, "seen": "page-4"}
