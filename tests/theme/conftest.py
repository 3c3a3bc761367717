"""Sites in the theme ``toolkit``, built in process and read as documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from toolkit.theme import assets


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting fonts takes seconds; only the test of fonts needs them."""
    monkeypatch.setattr(assets, "_FONTS", ())


@pytest.fixture
def site(kit: Callable[..., Any], no_fonts: None) -> Callable[..., Any]:
    """Return a function that builds a site from files and returns a reader of its pages."""

    def make(files: dict[str, str], **config: Any) -> Site:
        made = kit(files, html_theme="toolkit", **config)
        return Site(made)

    return make


class Site:
    """A project and its built pages."""

    def __init__(self, kit: Any) -> None:
        self.kit = kit
        self.built = kit.build("html")

    @property
    def out(self) -> Path:
        """The folder of the pages."""
        path: Path = self.built.out
        return path

    def text(self, name: str) -> str:
        """Return the HTML of page *name*."""
        return str(self.built.text(f"{name}.html"))

    def page(self, name: str = "index") -> Any:
        """Return page *name* as a tree."""
        return html.fromstring(self.text(name))
