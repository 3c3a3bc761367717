"""What goes into the press and what comes out: plain data, free of Sphinx and of WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.errors import ToolkitError
from toolkit.paper import Paper


class PressError(ToolkitError):
    """The press cannot print: a library is missing or the job is faulty; one fault a line."""


@dataclass(frozen=True)
class Chapter:
    """One chapter; *html* is one ``<section class="chapter" id=…>`` whose ids are unique in the book."""

    id: str
    title: str
    html: str
    lang: str = "en"


@dataclass(frozen=True)
class Job:
    """One PDF to make.

    *style* is the whole print CSS without ``@font-face`` and ``@page`` size, which the press adds; *front*
    is the HTML of cover and contents; *assets* maps the addresses that the HTML may use
    (``assets/<sha>.png``) to files.
    """

    name: str
    title: str
    subtitle: str
    author: str
    description: str
    lang: str
    paper: Paper
    style: str
    front: str
    chapters: tuple[Chapter, ...]
    assets: Mapping[str, Path]
    start: Literal["next-page", "new-sheet"] | str = "next-page"
    duplex: bool = True


@dataclass(frozen=True)
class Overflow:
    """Something that is wider or taller than its place.

    *source* is the nearest ``data-src`` (``docs/x.md:12``), else an id; *kind* is ``right`` (past the left
    or right edge of the page's content area), ``bottom``, ``card`` (an element of class ``fit``) or
    ``clip`` (hidden by ``overflow: hidden``); *by* is millimetres; *text* holds the first words.
    """

    source: str
    kind: str
    page: int
    by: float
    text: str


@dataclass(frozen=True)
class Measure:
    """The least width a fragment needs and the width it would like, in millimetres (CSS Sizing 3, section
    5)."""

    min: float
    max: float


@dataclass(frozen=True)
class Bound:
    """A finished PDF; *messages* are sentences for the author, *cached* says that nothing was laid out."""

    pdf: bytes
    pages: int
    sheets: int
    overflows: tuple[Overflow, ...]
    messages: tuple[str, ...]
    cached: bool
