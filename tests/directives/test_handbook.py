"""The handbook's page of directives: complete, and built by this test."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docutils.parsers.rst import directives, roles

from tests.conftest import isolated

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/handbook/directives.md").read_text(encoding="utf-8")
DATA = {f"data/{path.name}": path.read_text(encoding="utf-8") for path in (ROOT / "docs/data").glob("*.yaml")}
CONF = (
    'extensions = ["myst_parser", "sphinx_design", "toolkit"]\nhtml_theme = "basic"\ntoolkit_strict = True\n'
    'myst_enable_extensions = ["colon_fence", "deflist"]\nexclude_patterns = ["data"]\nnitpicky = True\n'
    'myst_url_schemes = ["http", "https", "mailto", "tel", "sms", "fact"]\nmyst_heading_anchors = 3\n'
)


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_examples_build(kit: Callable[..., Any], builder: str) -> None:
    built = kit({"conf.py": CONF, "index.md": PAGE, **DATA}).build(builder)
    if builder == "html":
        page = built.text("index.html")
        assert page.count('class="example docutils') == PAGE.count("{example}\n") > 12
        assert page.count("example-source") == page.count("example-built")


def ours() -> tuple[dict[str, Any], set[str]]:
    """Return the directives and the roles that the toolkit registers."""
    import tempfile

    from sphinx.application import Sphinx

    with isolated():
        before, roles_before = dict(directives._directives), set(roles._roles)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "conf.py").write_text(CONF)
            Path(folder, "index.md").write_text("# T\n")
            Sphinx(folder, folder, f"{folder}/o", f"{folder}/d", "html", status=None)
        added = {
            name: directive
            for name, directive in directives._directives.items()
            if directive is not before.get(name) and directive.__module__.startswith("toolkit.")
        }
        return added, set(roles._roles) - roles_before


def test_every_directive_role_and_option_is_explained() -> None:
    found, found_roles = ours()
    assert len(found) > 15
    words = set(re.findall(r"`:?([\w-]+):?`", PAGE))
    missing = sorted(set(found) - words)
    del found["include"]  # its options are MyST's
    missing += [
        f"{name}: {key}" for name, item in found.items() for key in item.option_spec if key not in words
    ]
    missing += [role for role in ("source", "verify") if role not in words or role not in found_roles]
    assert not missing, f"not in docs/handbook/directives.md: {missing}"
