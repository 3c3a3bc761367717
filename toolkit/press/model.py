"""What goes into the press and what comes out: plain data, free of Sphinx and of WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from toolkit.errors import ToolkitError
from toolkit.paper import Paper


class PressError(ToolkitError):
    """The press cannot print: a library is missing or the job is faulty; one fault a line."""


@dataclass(frozen=True)
class Chapter:
    """One chapter; *html* is one ``<section class="chapter" id=…>`` whose ids are unique in the book.

    It is laid out by itself: its first page is a page of its own and its named strings begin empty.
    """

    id: str
    title: str
    html: str
    lang: str = "en"


@dataclass(frozen=True)
class Job:
    """One PDF to make.

    *style* is the print CSS without ``@font-face`` and ``@page`` size, which the press adds; chapters are
    kept by it, so that it must not name the packet. *furniture* is the CSS of running heads and feet, laid
    over the finished pages: only there may ``counter(page)``, ``counter(pages)``, ``string()`` and the
    packet's title stand. *front* is the HTML of cover and contents; *assets* maps the addresses that the
    HTML may use (``assets/<sha>.png``) to files.
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
    furniture: str = ""


@dataclass(frozen=True)
class Overflow:
    """Something that is wider or taller than its place.

    *source* is the nearest ``data-src`` (``docs/x.md:12``), else an id; *kind* is ``right`` (past the left
    or right edge of the page's content area), ``bottom``, ``card`` (an element of class ``fit``), ``split``
    (such an element goes on on the next page) or ``clip`` (hidden by ``overflow: hidden``); *by* is
    millimetres, 0 for ``split``; *text* holds the first words.
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
    """A finished PDF.

    *messages* are sentences for the author; *cached* says that nothing was laid out; *parts* counts chapters
    and front matter, *laid_out* names the chapters laid out now; *starts* is each chapter's first page.
    """

    pdf: bytes
    pages: int
    sheets: int
    overflows: tuple[Overflow, ...]
    messages: tuple[str, ...]
    cached: bool
    parts: int = 0
    laid_out: tuple[str, ...] = ()
    starts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """How far the press is: *done* of *total* parts of *packet*, *cached* of them found in the cache."""

    packet: str
    stage: Literal["layout", "bind"]
    done: int
    cached: int
    total: int


@dataclass(frozen=True)
class Reason:
    """A chapter that would be laid out again, and the ingredients of its key that have changed.

    ``("new",)`` stands for a chapter that this packet has not printed before.
    """

    chapter: str
    changed: tuple[str, ...]
