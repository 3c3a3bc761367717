"""The ``kit`` fixture: a tiny project, built in this process, silent unless a test asks for its warnings."""

from __future__ import annotations

import io
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.parsers.rst import directives, roles
from sphinx.application import Sphinx
from sphinx.util.docutils import additional_nodes, unregister_node

KITS = Path(__file__).parent / "kits"
CONF = 'project = "Kit"\nauthor = "Kit author"\nextensions = ["myst_parser", "sphinx_design", "toolkit"]\n'
MYST = 'myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist", "tasklist"]\n'
FOREIGN = r"(docutils|sphinx|myst_parser|sphinx_design|ziamath|ziafont|latex2mathml|weasyprint)(\.|$)"
ESCAPES = re.compile(r"\x1b\[[\d;]*m|\x1b.")

Files = Mapping[str, str | bytes]


@dataclass
class Built:
    """What a build made: output folder, Sphinx's application, warnings (paths relative to the project)."""

    out: Path
    app: Sphinx
    warnings: list[str]

    def text(self, name: str) -> str:
        """Return the text of the output file *name*."""
        return (self.out / name).read_text(encoding="utf-8")

    def doctree(self, docname: str) -> nodes.document:
        """Return the stored doctree of *docname*."""
        return self.app.env.get_doctree(docname)


@dataclass
class Kit:
    """A project in *src*; output and caches lie beside it."""

    src: Path
    config: dict[str, Any] = field(default_factory=dict)

    def write(self, files: Files) -> None:
        """Write *files* (name to content) into the project."""
        for name, content in files.items():
            path = self.src / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def build(
        self, builder: str = "packets", warns: Sequence[str] = (), docnames: Sequence[str] = (), **config: Any
    ) -> Built:
        """Build the project with *builder* and *config* on top of its conf.py.

        Every warning must hold one of the fragments *warns*, and each fragment must be found: with
        no *warns*, a warning fails the test.
        """
        out = self.src.parent / "out" / builder
        status, warning = io.StringIO(), io.StringIO()
        with isolated():
            app = Sphinx(
                str(self.src), str(self.src), str(out), str(self.src.parent / "doctrees"), builder,
                confoverrides=self.config | config, status=status, warning=warning, freshenv=False,
            )  # fmt: skip
            app.build(filenames=[str(self.src / f"{name}.md") for name in docnames])
        lines = [line for line in _plain(warning.getvalue(), self.src).splitlines() if line.strip()]
        _compare(lines, warns)
        return Built(out, app, lines)


def _plain(text: str, src: Path) -> str:
    return ESCAPES.sub("", text).replace(f"{src}/", "")


def _compare(lines: Sequence[str], warns: Sequence[str]) -> None:
    """Fail for a warning that was not asked for, and for one that was and did not come."""
    if not warns:
        assert not lines, "\n".join(["unexpected warnings:", *lines])
        return
    heads = [line for line in lines if re.search(r"\b(?:WARNING|ERROR|CRITICAL): ", line)]
    surplus = [line for line in heads if not any(part in line for part in warns)]
    assert not surplus, "\n".join(["unexpected warnings:", *surplus])
    missing = [part for part in warns if not any(part in line for line in lines)]
    assert not missing, "\n".join(["these warnings did not come:", *missing, "but:", *lines])


@contextmanager
def isolated() -> Iterator[None]:
    """Keep what Sphinx and docutils register for a whole process inside this block."""
    saved_directives, saved_roles = dict(directives._directives), dict(roles._roles)
    saved_path = list(sys.path)
    visitors = set(dir(nodes.GenericNodeVisitor))
    known_nodes = set(additional_nodes)
    try:
        with warnings.catch_warnings():
            for category in (DeprecationWarning, PendingDeprecationWarning):  # of packages about each other
                warnings.filterwarnings("ignore", category=category, module=FOREIGN)
            yield
    finally:
        directives._directives, roles._roles = saved_directives, saved_roles
        sys.path[:] = saved_path
        for node in set(additional_nodes) - known_nodes:
            unregister_node(node)
            additional_nodes.discard(node)
        for name in set(dir(nodes.GenericNodeVisitor)) - visitors:
            delattr(nodes.GenericNodeVisitor, name)


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the day it runs."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.delenv("TOOLKIT_TODAY", raising=False)


@pytest.fixture
def kit(tmp_path: Path) -> Callable[..., Kit]:
    """Return a function that makes a :class:`Kit` from a folder of tests/kits or from a dict of files.

    ``kit("kitchen-sink")`` copies that folder; ``kit({"index.md": "# Title"})`` writes these files and,
    where it is missing, a conf.py of a foreign project.  Further keywords are values of conf.py.
    """
    made = 0

    def make(files: str | Files, **config: Any) -> Kit:
        nonlocal made
        made += 1
        src = tmp_path / f"kit-{made}" / "project"
        result = Kit(src, config)
        if isinstance(files, str):
            shutil.copytree(KITS / files, src, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        else:
            result.write({"conf.py": CONF + MYST, **files})
        return result

    return make


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes minutes begin first, so that no process works alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
