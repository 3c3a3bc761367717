"""The built site in Chromium and in the HTML validator: nothing may be found."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SITE = HERE.parents[1] / "build" / "base"


@pytest.fixture(scope="module", autouse=True)
def _site() -> None:
    if not (SITE / "index.html").is_file():
        pytest.fail("build/base holds no site; type `make` first", pytrace=False)


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.fail(f"{name} is missing; `make test` installs it or says how", pytrace=False)
    return found


@pytest.mark.built
def test_no_violation_in_chromium() -> None:
    """WCAG 2.2 AA and best practice by axe, light and dark, 360 and 1280 pixels; no other host is asked."""
    command = [_program("node"), str(HERE / "run_axe.mjs"), str(SITE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode in (0, 1), done.stderr
    report = json.loads(done.stdout)
    lines = [
        f"{f['page']} ({f['look']}): {f['rule']}: {f['sentence']} {f['html']}" for f in report["findings"]
    ]
    assert not lines, "\n".join(lines[:40])
    codes = len(list(SITE.glob("v/*/index.html")))
    assert report["pages"] == len([p for p in SITE.rglob("*.html") if not _private(p)]) - max(0, codes - 6)


@pytest.mark.built
def test_valid_html() -> None:
    """No error and no warning of the Nu checker."""
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [
        _program("java"), "-Xss8m", "-jar", str(jar), "--skip-non-html", "--Werror",
        "--format", "json", "--stdout", "--exit-zero-always", str(SITE),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    messages = json.loads(done.stdout)["messages"]
    lines = [
        f"{_name(m)}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] != "info" or _warns(m)
    ]
    assert not lines, "\n".join(sorted(set(lines))[:40])


def _warns(message: dict[str, str]) -> bool:
    return message.get("subType") == "warning"


def _name(message: dict[str, str]) -> str:
    return message.get("url", "").rpartition("build/base/")[2]


def _private(path: Path) -> bool:
    return any(part.startswith("_") for part in path.relative_to(SITE).parts)
