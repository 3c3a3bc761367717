"""Checks of the finished site: links, ids, requests, and what must stand on every page."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from toolkit.checks.finding import Finding

LOADED = {
    *((tag, "src") for tag in ("script", "img", "source", "iframe", "embed", "video", "audio", "track")),
    ("object", "data"),
    ("video", "poster"),
}
"""Attributes that make a browser load something by itself; ``link`` and ``srcset`` are read apart."""
NO_REQUEST = {"canonical", "alternate", "next", "prev", "index", "search", "author", "license", "help", "up"}
CSS_LOADS = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//[^\s\"')]+")
LOCAL = re.compile(r"file:/|(?<![\w.:/-])/(?:home|Users|tmp|root|private)/[\w.-]+/")
BLANK = ("http", "https", "mailto", "tel", "sms", "data", "javascript")


@dataclass
class Page(HTMLParser):
    """One page of the site, as far as the checks look at it."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[tuple[int, str]] = field(default_factory=list)
    loads: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""
    lang: str = ""
    text: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, links and loads of one element."""
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag in ("a", "area") and "href" in values:
            self.links.append((line, values["href"]))
        if tag == "link" and not NO_REQUEST & set(values.get("rel", "").split()):
            self.loads.append((line, values.get("href", "")))
        self.loads += [(line, value) for name, value in values.items() if (tag, name) in LOADED]
        for part in values.get("srcset", "").split(","):
            if part.strip():
                self.loads.append((line, part.split()[0]))
        if tag == "time":
            self.dates.add(values.get("datetime", ""))
        if tag in ("title", "script", "style"):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a title, a script or a style."""
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        """Note the title and the text."""
        if self._inside == "title":
            self.title += data
        elif not self._inside:
            self.text.append(data)


@dataclass(frozen=True)
class Site:
    """The pages of a site by path, and every file of it."""

    folder: Path
    pages: Mapping[str, Page]
    files: frozenset[str]


def read_site(folder: Path) -> Site:
    """Read every page below *folder*; folders of assets (``_static``) hold none."""
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {}
    for name in sorted(files):
        if name.endswith(".html") and not any(part.startswith("_") for part in name.split("/")):
            page = Page()
            page.feed((folder / name).read_text(encoding="utf-8"))
            page.close()
            pages[name] = page
    return Site(folder, pages, files)


def check_site(
    folder: Path, reviewed: Mapping[str, str] | None = None, disclaimer: str = ""
) -> list[Finding]:
    """Return every finding about the site in *folder*.

    *reviewed* maps chapters to their review date (ISO 8601), which their page must show, in a ``time``
    element or written out; *disclaimer* must stand on every page.
    """
    site = read_site(folder)
    found: list[Finding] = []
    for name, page in site.pages.items():
        found += _page(name, page, disclaimer)
        found += _links(site, name, page)
    for docname, day in sorted((reviewed or {}).items()):
        shown = site.pages.get(f"{docname}.html")
        if shown is not None and not _shows(shown, day):
            found.append(
                Finding(f"{docname}.html", 0, "site-review-date", f"does not show the review date {day}")
            )
    for name in sorted(site.files):
        if name.endswith((".html", ".css", ".js", ".json", ".svg", ".txt")):
            found += _text(name, (folder / name).read_text(encoding="utf-8", errors="replace"))
    return found


def _shows(page: Page, day: str) -> bool:
    """Say whether *page* shows *day*: as a machine reads it, or written out in the page's language."""
    text = " ".join(" ".join(page.text).split())
    try:
        date, locale = datetime.date.fromisoformat(day), Locale.parse(page.lang or "en", sep="-")
    except (ValueError, UnknownLocaleError):
        return day in page.dates or day in text
    written = {format_date(date, format=form, locale=locale) for form in ("full", "long", "medium", "short")}
    return day in page.dates or any(form in text for form in (day, *written))


def _page(name: str, page: Page, disclaimer: str) -> Iterator[Finding]:
    for id_, count in page.ids.items():
        if count > 1:
            yield Finding(name, 0, "site-id", f"has the id {id_!r} {count} times; links to it are ambiguous")
    if not page.title.strip():
        yield Finding(name, 0, "site-title", "has no title")
    if disclaimer and disclaimer not in " ".join(" ".join(page.text).split()):
        yield Finding(name, 0, "site-disclaimer", f"does not say “{disclaimer}”")
    for line, address in page.loads:
        parts = urlsplit(address)
        if parts.netloc or parts.scheme in ("http", "https"):
            yield Finding(name, line, "site-other-host", f"asks another host: {address}")


def _links(site: Site, name: str, page: Page) -> Iterator[Finding]:
    for line, address in [*page.links, *page.loads]:
        parts = urlsplit(address)
        if parts.scheme in BLANK or parts.netloc:
            continue
        if parts.scheme:
            yield Finding(name, line, "site-dead-link", f"links to {address}; no browser can open it")
            continue
        target = _target(site, name, unquote(parts.path))
        anchor = unquote(parts.fragment)
        if target not in site.files:
            yield Finding(name, line, "site-dead-link", f"links to {address}; there is no such page")
        elif anchor and anchor != "top" and target in site.pages and anchor not in site.pages[target].ids:
            yield Finding(name, line, "site-dead-anchor", f"links to {address}; the page has no such place")


def _target(site: Site, name: str, path: str) -> str:
    """Return the file that the relative *path* on the page *name* leads to."""
    if not path:
        return name
    start = "" if path.startswith("/") else name.rpartition("/")[0]
    parts: list[str] = [part for part in start.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1] if parts else [".."]
        elif part not in ("", "."):
            parts.append(part)
    target = "/".join(parts)
    return target if target in site.files else f"{target}/index.html".lstrip("/")


def _text(name: str, text: str) -> Iterator[Finding]:
    if place := LOCAL.search(text):
        shown = text[place.start() : place.start() + 60]
        line = text.count("\n", 0, place.start()) + 1
        yield Finding(name, line, "site-local-path", f"names a place on this machine: {shown!r}")
    if name.endswith((".css", ".html", ".svg")) and (load := CSS_LOADS.search(text)):
        line = text.count("\n", 0, load.start()) + 1
        yield Finding(name, line, "site-other-host", f"asks another host: {load.group()}")
