"""Includes: no circle, nothing from outside, nothing missing, each one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]
CONF = 'extensions = ["myst_parser", "toolkit"]\nexclude_patterns = ["parts"]\nhtml_theme = "basic"\n'


def make(kit: Make, files: dict[str, str], **config: Any) -> Any:
    """Return a project with *files*."""
    return kit({"conf.py": CONF, "pyproject.toml": "", **files}, **config)


def test_good_includes(kit: Make) -> None:
    files = {
        "index.md": "# T\n\n```{include} parts/a.md\n```\n\n"
        "```{include} parts/a.md\n:start-after: middle\n```\n\n"
        "```{include} parts/code.txt\n:literal:\n```\n\n```{toctree}\nr\nfolder/d\n```\n",
        "parts/a.md": "First.\n\nmiddle\n\nLast.\n\n```{include} b.md\n```\n",
        "parts/b.md": "## Deep\n\nText of b.\n",
        "parts/code.txt": "x = 1\n",
        "folder/d.md": "# D\n\n```{include} /parts/b.md\n```\n",
        "r.rst": "R\n=\n\n.. include:: parts/s.txt\n\n.. include:: <isonum.txt>\n",
        "parts/s.txt": "From *rst*.\n",
    }
    # MyST reads the path of an include inside an include from the chapter, so b.md is in both places.
    files["b.md"] = "---\norphan: true\n---\n# B\n\nText of b.\n"
    built = make(kit, files).build("html")
    page = built.text("index.html")
    assert page.count("First.") == 1 and page.count("Last.") == 2 and page.count("Text of b.") == 2
    assert "x = 1" in built.doctree("index").astext()
    assert "Text of b." in built.text("folder/d.html") and "From <em>rst</em>." in built.text("r.html")


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        (
            {"index.md": "# T\n\n```{include} index.md\n```\n"},
            "index.md:3",
            "index.md includes itself; remove",
        ),
        (
            {
                "index.md": "# T\n\n```{include} parts/a.md\n```\n",
                "parts/a.md": "A\n\n```{include} parts/a.md\n```\n",
            },
            "parts/a.md:3",
            "parts/a.md includes itself; remove one of the two",
        ),
        (
            {
                "index.md": "# T\n\n```{include} parts/a.md\n```\n",
                "parts/a.md": "A\n\n```{include} parts/b.md\n```\n",
                "parts/b.md": "B\n\n```{include} parts/a.md\n```\n",
            },
            "parts/b.md:3",
            "parts/a.md includes itself through parts/b.md",
        ),
        (
            {"index.md": "# T\n\n```{include} parts/no.md\n```\n"},
            "index.md:3",
            "there is no file parts/no.md",
        ),
        (
            {"index.md": "# T\n\n```{include} ../../out.md\n```\n"},
            "index.md:3",
            "../../out.md lies outside the project",
        ),
    ],
)
def test_faults(kit: Make, files: dict[str, str], place: str, message: str) -> None:
    project = make(kit, files, toolkit_strict=True)
    (project.src.parent.parent / "out.md").write_text("Secret.")
    built = project.build("html", warns=[message])
    assert len(built.warnings) == 1 and built.warnings[0].startswith(f"{place}: WARNING: ")
    assert "Secret" not in built.text("index.html")


def test_outside_in_a_foreign_project(kit: Make) -> None:
    project = make(kit, {"index.md": "# T\n\n```{include} ../../out.md\n```\n"})
    (project.src.parent.parent / "out.md").write_text("Not secret.")
    assert "Not secret" in project.build("html", warns=["lies outside"]).text("index.html")


def test_a_symbolic_link_leads_outside(kit: Make, tmp_path: Path) -> None:
    project = make(kit, {"index.md": "# T\n\n```{include} parts/link.md\n```\n"}, toolkit_strict=True)
    (tmp_path / "out.md").write_text("Secret.")
    (project.src / "parts").mkdir()
    (project.src / "parts" / "link.md").symlink_to(tmp_path / "out.md")
    assert "Secret" not in project.build("html", warns=["lies outside"]).text("index.html")


def test_other_ways_outside(kit: Make) -> None:
    project = make(kit, {"index.md": "# T\n\n```{literalinclude} ../../out.md\n```\n"}, toolkit_strict=True)
    (project.src.parent.parent / "out.md").write_text("Secret.")
    built = project.build("html", warns=["out.md lies outside the project; copy the file into it"])
    assert built.warnings[0].startswith("index.md:3: WARNING: ")


def test_a_file_may_show_itself_or_a_part(kit: Make) -> None:
    files = {
        "index.md": "# T\n\nShared.\n\nend\n\n```{include} index.md\n:literal:\n```\n\n"
        "```{include} index.md\n:start-line: 2\n:end-line: 3\n```\n"
    }
    built = make(kit, files).build("html")
    assert built.text("index.html").count("<p>Shared.</p>") == 2


def test_a_part_that_holds_its_own_include(kit: Make) -> None:
    files = {"index.md": "# T\n\nA.\n\n```{include} index.md\n:start-line: 2\n```\n"}
    make(kit, files).build("html", warns=["index.md includes itself"])


def test_the_way_around_docutils_own_files(kit: Make) -> None:
    text = "# T\n\n```{include} <../../../../../../../../../../../../etc/hostname>\n```\n"
    make(kit, {"index.md": text}, toolkit_strict=True).build("html", warns=["lies outside"])
