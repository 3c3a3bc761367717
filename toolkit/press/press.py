"""Binds chapters to one PDF: the job's way through preparation, layout, tagging and finishing, kept by
content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from toolkit.errors import Fault
from toolkit.press import fonts, html, overflow, prepare, slots, style, symbols, tags
from toolkit.press.cache import Cache, key_of
from toolkit.press.finish import finish
from toolkit.press.fragment import Fragment
from toolkit.press.libraries import check_libraries
from toolkit.press.measure import measure
from toolkit.press.messages import for_author
from toolkit.press.model import Bound, Job, Measure, Overflow, PressError

if TYPE_CHECKING:
    from toolkit.press.engine import Laid


LAYOUT_FAULTS = (AssertionError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What WeasyPrint raises when it meets a page break that it cannot make."""


class Press:
    """Makes PDFs of jobs and remembers them in the folder *cache*.

    *fonts* are folders with font files that print may use besides the shipped ones. *executor* is where
    layout may run; a single rendering has no use for it.
    """

    def __init__(
        self, cache: Path | None = None, executor: Executor | None = None, fonts: Sequence[Path] = ()
    ) -> None:
        self.cache = Cache(cache)
        self.executor = executor
        self._fonts = tuple(fonts)
        self._own: tuple[Any, ...] | None = None

    def bind(self, job: Job) -> Bound:
        """Return the PDF of *job*; PressError tells what the author or the machine lacks."""
        check_libraries()
        _check(job)
        sheet = _Characters.of_job(job)
        faces = fonts.choose(sheet.all, job.style, self._own_faces())
        key = key_of(job_ingredients(job, faces))
        if (entry := self.cache.get(key)) is not None:
            return _unpack(entry, cached=True)
        try:
            entry = _pack(*_bind(job, faces, sheet))
        except LAYOUT_FAULTS as error:
            message = (
                f"the layout engine stopped ({type(error).__name__}: {error}); "
                "print the packet chapter by chapter to find the text that stops it, and report it"
            )
            raise PressError([Fault(job.name, 0, message)]) from error
        self.cache.put(key, entry)
        return _unpack(entry, cached=False)

    def measure(self, fragments: Sequence[str], style: str) -> list[Measure]:
        """Return the least and the preferred width of each HTML fragment under the print *style*."""
        check_libraries()
        faces = fonts.choose(set(unescape("".join(fragments))) | set(style), style, self._own_faces())
        keys = [key_of(_common(faces) | {"measure": fragment, "style": style}) for fragment in fragments]
        known = {key: entry for key in set(keys) if (entry := self.cache.get(key)) is not None}
        todo = {key: fragment for key, fragment in zip(keys, fragments, strict=True) if key not in known}
        if todo:
            for key, found in zip(todo, measure(list(todo.values()), style, faces), strict=True):
                known[key] = json.dumps([round(found.min, 3), round(found.max, 3)]).encode()
                self.cache.put(key, known[key])
        return [Measure(*json.loads(known[key])) for key in keys]

    def _own_faces(self) -> tuple[Any, ...]:
        if self._own is None:
            self._own = fonts.own_faces(self._fonts)
        return self._own


def _check(job: Job) -> None:
    faults = [
        Fault(job.name, 0, f"the file {path.name} of {name} is not there; build again")
        for name, path in job.assets.items()
        if not path.is_file()
    ]
    if not job.chapters and not job.front:
        faults.append(Fault(job.name, 0, "the packet has no chapters; name some in packets.yaml"))
    if faults:
        raise PressError(faults)


class _Characters:
    """The characters a job may draw, and the text of its drawings."""

    def __init__(self, all: set[str], drawings: Mapping[str, str]) -> None:
        self.all = all
        self.drawings = drawings

    @classmethod
    def of_job(cls, job: Job) -> _Characters:
        drawings = {
            name: path.read_text("utf-8", "replace")
            for name, path in job.assets.items()
            if path.suffix.lower() == ".svg"
        }
        pieces = [job.front, job.style, *(chapter.html for chapter in job.chapters), *drawings.values()]
        found = set().union(*(set(unescape(piece)) for piece in pieces))
        return cls({char for char in found if prepare.clean_text(char)}, drawings)


def job_ingredients(job: Job, faces: Sequence[fonts.Face]) -> dict[str, object]:
    """Return everything that the bytes of *job*'s PDF depend on; the one list of the cache key's
    ingredients."""
    return _common(faces) | {
        "title": job.title,
        "subtitle": job.subtitle,
        "author": job.author,
        "description": job.description,
        "lang": job.lang,
        "paper": job.paper.css,
        "style": job.style,
        "front": job.front,
        "chapters": tuple((chapter.id, chapter.lang, chapter.html) for chapter in job.chapters),
        "assets": tuple((name, fonts.digest(path)) for name, path in sorted(job.assets.items())),
        "start": job.start,
        "duplex": job.duplex,
    }


def _common(faces: Sequence[fonts.Face]) -> dict[str, object]:
    from toolkit.press import engine

    return {
        "engine": tuple(sorted(engine.versions().items())),
        "press": _own_version(),
        "fonts": tuple((face.family, face.name, face.style, fonts.digest(face.path)) for face in faces),
    }


def _own_version() -> str:
    """Return a checksum of the press's own files, so that a changed press never serves old work."""
    global _version
    if not _version:
        folder = Path(__file__).parent
        digest = hashlib.sha256()
        for path in sorted([*folder.rglob("*.py"), *folder.glob("*.conf")]):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
        _version = digest.hexdigest()
    return _version


_version = ""


def _bind(job: Job, faces: Sequence[fonts.Face], sheet: _Characters) -> tuple[dict[str, Any], bytes]:
    """Lay out and write *job*; return the facts about it and its PDF."""
    from toolkit.press import engine

    covered = frozenset().union(*(fonts.coverage(face.path) for face in faces))
    missing = frozenset(char for char in sheet.all if fonts.is_drawn(char) and ord(char) not in covered)
    root = html.book(job)
    symbols.wrap(root)
    book = prepare.Preparation(root)
    prepare.clean(book)
    if missing:
        prepare.characters(book, missing)
    prepare.links(book)
    places = {
        element: slots.Slot(ident, slots.in_contents(element, book.up))
        for element, ident in prepare.slots(book).items()
    }
    prepare.footnotes(book)
    html.add_style(book.root, style.print_css(job, faces))
    refused: list[str] = []
    files = _files(job, faces, sheet, missing)
    laid = _lay_out(job, book, lambda: engine.lay_out(book.root, files, refused.append, places), places)
    pages: list[Fragment] = []

    def tagger(pdf: Any, fragments: list[Fragment], streams: list[Any]) -> None:
        pages.extend(fragments)
        book.messages.extend(tags.tag(book.root, fragments, pdf, streams))

    pdf = engine.write(laid, tagger, lambda document: finish(document, laid.numbers, job.duplex))
    count = len(laid.numbers)
    facts = {
        "pages": count,
        "sheets": (count + 1) // 2 if job.duplex else count,
        "overflows": [asdict(found) for found in overflow.find(pages, book.up)],
        "messages": list(dict.fromkeys([*book.messages, *for_author(laid.messages, refused)])),
    }
    return facts, pdf


def _lay_out(
    job: Job, book: prepare.Preparation, lay_out: Callable[[], Laid], places: Collection[Element]
) -> Laid:
    """Return the laid-out book, its slots wide enough; a break that stops the engine is avoided once."""
    digits = slots.digits_for(sum(len(chapter.html) for chapter in job.chapters))
    safe = False
    while True:
        slots.open_slots(places, digits)
        try:
            laid = lay_out()
        except LAYOUT_FAULTS:
            if safe:
                raise
            safe = True
            html.add_style(book.root, style.SAFE)
            book.messages.append(
                "a table or box could not be broken over pages; rows are kept whole and lines may stand alone"
            )
            continue
        if laid.widest <= digits:
            return laid
        digits = laid.widest


def _files(
    job: Job, faces: Sequence[fonts.Face], sheet: _Characters, missing: frozenset[str]
) -> dict[str, bytes | Path]:
    """Return what the book may load; drawings with characters that no font has get their names instead."""
    files: dict[str, bytes | Path] = {f"fonts/{face.name}": face.path for face in faces}
    files |= job.assets
    for name, text in sheet.drawings.items():
        cleaned = prepare.name_missing(re.sub("[\ufe00-\ufe0f]", "", unescape_numeric(text)), missing)
        if cleaned != text:
            files[name] = cleaned.encode()
    return files


def unescape_numeric(text: str) -> str:
    """Return the SVG *text* with character references above ASCII as characters."""
    return re.sub(
        r"&#(x[0-9a-fA-F]+|\d+);", lambda match: c if (c := unescape(match[0])) > "\x7f" else match[0], text
    )


def _pack(facts: dict[str, Any], pdf: bytes) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n" + pdf


def _unpack(entry: bytes, cached: bool) -> Bound:
    head, _, pdf = entry.partition(b"\n")
    facts = json.loads(head)
    overflows = tuple(Overflow(**found) for found in facts["overflows"])
    return Bound(pdf, facts["pages"], facts["sheets"], overflows, tuple(facts["messages"]), cached)
