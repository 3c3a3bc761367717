"""The parts of a long table in Chromium: chosen by keyboard, without a script."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.theme import assets

HERE = Path(__file__).parent
PLACES = "places:\n" + "".join(
    f"  - {{id: p{number}, place: Place {number}, state: {state}}}\n"
    for number, state in enumerate(("CA", "NY", "CA", "IL", "NY", "CA"))
)


def test_a_part_is_chosen_with_the_keyboard(kit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    node = shutil.which("node")
    if not node:
        pytest.fail("node is missing; `make test` installs it or says how", pytrace=False)
    monkeypatch.setattr(assets, "_FONTS", ())
    text = "# T\n\n:::{data-table} places\n:columns: place\n:group: state\n:::\n"
    files = {"index.md": text, "data/places.yaml": PLACES}
    built = kit(files, html_theme="toolkit", exclude_patterns=["data"]).build("html")
    command = [node, str(HERE / "choose_part.mjs"), str(built.out / "index.html")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "first": ["CA (3)", "IL (1)", "NY (2)"],
        "chosen": ["CA (3)"],
        "forced": ["CA (3)"],
        "label": "CA (3)",
        "shown": True,
    }
