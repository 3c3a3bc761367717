"""The kit fixture itself: silence is the default, and builds do not see each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docutils.parsers.rst import directives


def test_silent_build_and_its_files(kit: Callable[..., Any]) -> None:
    built = kit({"index.md": "# Title\n\nText.\n"}).build("html")
    assert "Text." in built.text("index.html")
    assert "Title" in built.doctree("index").astext()


def test_a_warning_fails_unless_asked_for(kit: Callable[..., Any]) -> None:
    project = kit({"index.md": "# Title\n\n[](nowhere.md)\n"})
    with pytest.raises(AssertionError, match="unexpected warnings"):
        project.build("html")
    project.write({"index.md": "# Title\n\n[](no-where.md)\n"})
    assert "index.md:3" in project.build("html", warns=["cross-reference"]).warnings[0]
    with pytest.raises(AssertionError, match="did not come"):
        kit({"index.md": "# Title\n"}).build("html", warns=["nothing"])


def test_builds_leave_nothing_behind(kit: Callable[..., Any]) -> None:
    before = set(directives._directives)
    kit({"index.md": "# Title\n"}).build("html")
    assert set(directives._directives) == before


def test_kitchen_sink_reads_without_a_warning(kit: Callable[..., Any]) -> None:
    kit("kitchen-sink").build("pseudoxml")
