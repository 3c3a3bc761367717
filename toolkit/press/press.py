"""Binds chapters to one PDF: each is laid out once, kept by content, and joined with the others."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.errors import Fault
from toolkit.paper import Paper
from toolkit.press import furniture, keys, materials, style, tasks, workers
from toolkit.press.cache import Cache, key_of
from toolkit.press.crew import Crew, EngineChanged
from toolkit.press.model import Bound, Job, Measure, Overflow, PressError, Reason, Step
from toolkit.press.number import Numbered, number
from toolkit.press.part import Part, Task
from toolkit.press.plan import FRONT, Planner, Work
from toolkit.press.slots import DIGITS
from toolkit.press.typecase import Typecase

if TYPE_CHECKING:
    from toolkit.press.bind import Binder  # it loads pikepdf, which has time until there is something to bind

Ident = TypeVar("Ident")


class Press:
    """Makes PDFs of jobs and remembers their parts in the folder *cache*.

    Chapters are laid out on *executor*, by default on processes of this machine: *jobs* of them, one for
    each core unless said otherwise; with one, here.  *fonts* are folders with font files that print may use
    besides the shipped ones.  A chapter may take *limit* seconds.  *progress* is told of each step.
    """

    def __init__(
        self,
        cache: Path | None = None,
        executor: Executor | None = None,
        fonts: Sequence[Path] = (),
        *,
        jobs: int | None = None,
        limit: float = 300.0,
        progress: Callable[[Step], None] | None = None,
    ) -> None:
        self.cache = Cache(cache)
        self.progress = progress or (lambda step: None)
        self._typecase = Typecase(self.cache, fonts)
        self._planner = Planner(self.cache, self._typecase)
        self._crew = Crew(executor, jobs, limit, self.cache)
        self._measured = False

    # What people call -------------------------------------------------------------------------------

    def bind(self, job: Job) -> Bound:
        """Return the PDF of *job*; PressError tells what the author or the machine lacks.

        EngineChanged says that a job made with :meth:`measure` has to be made again: the layout engine is not
        the one that worked last.
        """
        _check(job)
        while True:
            with contextlib.suppress(EngineChanged):
                bound = self._printed(job)
                if self._crew.confirm():
                    return bound
            self._crew.confirm()
            if self._measured:
                self._measured = False
                raise EngineChanged

    def _printed(self, job: Job) -> Bound:
        digits = DIGITS
        while True:
            work = self._planner.plan(job, digits, self._engine())
            key = key_of(keys.book_ingredients(job, [item.key for item in work], self._engine()))
            if (entry := self.cache.get(key)) is not None:
                return _unpack(entry)
            parts, laid_out, binder = self._parts(job, work)
            book = number(parts, _starts(job, work), job.duplex)
            if len(str(len(book))) <= digits:
                break
            digits = len(str(len(book)))
        bound = self._bind(job, book, binder, laid_out)
        self.cache.put(key, _facts(bound), bound.pdf)
        return bound

    def explain(self, job: Job) -> list[Reason]:
        """Return which chapters would be laid out again, and which of their ingredients have changed."""
        _check(job)
        last = self._last(job)
        reasons = []
        for item in self._planner.plan(job, DIGITS, self._engine()):
            if self.cache.has(item.key):
                continue
            now, before = keys.digests(item.ingredients), last.get(item.task.id)
            changed = ("new",) if before is None else tuple(k for k in now if before.get(k) != now[k])
            reasons.append(Reason(item.task.id, changed or ("cache",)))
        return reasons

    def measure(self, fragments: Sequence[str], style: str) -> list[Measure]:
        """Return the least and the preferred width of each HTML fragment under the print *style*."""
        self._measured = True
        faces = self._typecase.choose(set(unescape("".join(fragments))) | set(style), style)
        engine = self._engine()
        names = [key_of(keys.measure_ingredients(text, style, faces, engine)) for text in fragments]
        known = {name: entry for name in set(names) if (entry := self.cache.get(name)) is not None}
        todo = {name: text for name, text in zip(names, fragments, strict=True) if name not in known}
        if todo:
            task = (list(todo.values()), style, faces, self._planner.own(faces))
            ((_, result),) = self._crew.run(tasks.measure, {"": task})
            if isinstance(result, workers.Failure):
                raise PressError(_faults("measuring", "tables", result))
            for name, found in zip(todo, result, strict=True):
                known[name] = json.dumps([round(found.min, 3), round(found.max, 3)]).encode()
                self.cache.put(name, known[name])
        return [Measure(*json.loads(known[name])) for name in names]

    def start(self, css: str = "", paper: Paper | None = None) -> None:
        """Begin to load the layout engine beside what the caller does next; :meth:`bind` does it else.

        With a print style *css* and a *paper* the engine also reads them, and the fonts that they name.
        """
        if paper is None:
            self._crew.start()
        else:
            self._crew.start(lambda: self._planner.style_sheet(css, paper))

    def close(self) -> None:
        """End the processes that the press has started."""
        self._crew.close()

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Parts --------------------------------------------------------------------------------------------

    def _parts(self, job: Job, work: Sequence[Work]) -> tuple[list[Part], tuple[str, ...], Binder]:
        """Return the parts of *work* in order, the ids of those that were laid out now, and a binder that has
        taken the others meanwhile."""
        found = {item.key: part for item in work if (part := self._kept(item.key)) is not None}
        todo = {item.key: item for item in work if item.key not in found}
        cached, total = len(work) - len(todo), len(work)
        self.progress(Step(job.name, "layout", cached, cached, total))
        largest_first = sorted(todo, key=lambda key: -len(todo[key].task.html))
        asked = {key: _with_bytes(todo[key].task, self._crew.executor) for key in largest_first}
        faults = []
        there = {index: found[item.key] for index, item in enumerate(work) if item.key in found}

        binders: list[Binder] = []
        memories: list[bytes] = []

        def meanwhile() -> None:
            from toolkit.press.bind import Binder

            binders.append(Binder())
            for index, part in there.items():
                binders[0].take(index, part)
            memories.append(_memory_of(work))

        for key, result in self._crew.run(tasks.lay_out, asked, meanwhile):
            if isinstance(result, workers.Failure):
                faults += _faults(job.name, todo[key].title, result)
                continue
            found[key] = self._keep(key, result)
            self.progress(Step(job.name, "layout", len(found), cached, total))
        if faults:
            raise PressError(faults)
        self._remember(job, memories[0])
        laid_out = tuple(item.task.id for item in todo.values())
        return [found[item.key] for item in work], laid_out, binders[0]

    def _keep(self, key: str, entry: bytes) -> Part:
        """Put a part into the cache and return it; what is kept is read again when it is bound."""
        self.cache.put(key, entry)
        return Part.unpack(entry, (lambda: self._again(key)) if self.cache.has(key) else None)

    def _kept(self, key: str) -> Part | None:
        entry = self.cache.get(key)
        return Part.unpack(entry, lambda: self._again(key)) if entry is not None else None

    def _again(self, key: str) -> bytes:
        entry = self.cache.get(key)
        if entry is None:
            raise PressError([Fault("cache", 0, "lost a chapter while it was bound; build again")])
        return entry

    def _engine(self) -> keys.Engine:
        return self._crew.engine()

    # Binding ------------------------------------------------------------------------------------------

    def _bind(self, job: Job, book: Numbered, binder: Binder, laid_out: tuple[str, ...]) -> Bound:
        from toolkit.press.bind import Binding

        self.progress(Step(job.name, "bind", 0, 0, 1))
        wanted = furniture.templates(job.furniture, book)
        markup, idents = furniture.markup(wanted)
        shell = self._heads(job, markup)
        parts, engine = [*book.parts, shell], self._engine()
        pdf = binder.bind(
            Binding(
                shell=shell,
                book=book,
                fonts=self._have(job, materials.fonts_wanted(parts, self._typecase, engine), tasks.embed),
                pictures=self._have(job, materials.pictures_wanted(parts, job.assets, engine), tasks.draw),
                wanted=wanted,
                idents=idents,
                paper=job.paper,
                lang=job.lang,
                duplex=job.duplex,
            )
        )
        self.progress(Step(job.name, "bind", 1, 0, 1))
        return Bound(
            pdf=pdf,
            pages=len(book),
            sheets=(len(book) + 1) // 2 if job.duplex else len(book),
            overflows=tuple(_overflows(book)),
            messages=tuple(dict.fromkeys(message for part in book.parts for message in part.messages)),
            cached=not laid_out,
            parts=len(book.parts),
            laid_out=laid_out,
            starts={part.id: first for part, first in zip(book.parts, book.first, strict=True)},
        )

    def _heads(self, job: Job, markup: str) -> Part:
        """Return the part with the book's metadata and its heads and feet."""
        work = self._planner.heads(job, markup, self._engine())
        if (kept := self._kept(work.key)) is not None:
            return kept
        task = _with_bytes(work.task, self._crew.executor)
        ((_, result),) = self._crew.run(tasks.lay_out, {work.key: task})
        if isinstance(result, workers.Failure):
            raise PressError(_faults(job.name, work.title, result))
        return self._keep(work.key, result)

    def _have(
        self, job: Job, wanted: Mapping[Ident, materials.Wanted], function: Callable[[Any], bytes]
    ) -> dict[Ident, bytes]:
        return materials.have(job.name, wanted, function, self.cache, self._crew.run)

    # What is remembered -------------------------------------------------------------------------------

    def _last(self, job: Job) -> dict[str, dict[str, str]]:
        entry = self.cache.get(_memory(job))
        return json.loads(entry) if entry is not None else {}

    def _remember(self, job: Job, now: bytes) -> None:
        """Keep what the parts of *job* were made of, so that :meth:`explain` can say what has changed."""
        if now != self.cache.get(_memory(job)):
            self.cache.put(_memory(job), now)


def _check(job: Job) -> None:
    faults = [
        Fault(job.name, 0, f"the file {path.name} of {name} is not there; build again")
        for name, path in job.assets.items()
        if not path.is_file()
    ]
    if not job.chapters and not job.front:
        faults.append(Fault(job.name, 0, "the packet has no chapters; name some in packets.yaml"))
    if style.has_counters(job.style):
        faults.append(Fault(job.name, 0, "the print style counts pages; only running heads and feet may"))
    if faults:
        raise PressError(faults)


def _starts(job: Job, work: Sequence[Work]) -> list[bool]:
    """Say of each part whether it has to start on a sheet of its own."""
    return [job.start == "new-sheet" and item.task.id != FRONT for item in work]


def _with_bytes(task: Task, executor: Executor | None) -> Task:
    """Return *task* with its files themselves, when another machine may do it."""
    if executor is None:
        return task
    files = {name: file.read_bytes() if isinstance(file, Path) else file for name, file in task.files.items()}
    return replace(task, files=files)


def _faults(name: str, title: str, failure: workers.Failure) -> list[Fault]:
    if failure.faults:
        return list(failure.faults)
    if failure.kind == "error":
        message = (
            f"the layout engine stopped at “{title}” ({failure.message.removeprefix('Stopped: ')}); "
            "print the packet without it to have the rest, and report it"
        )
    else:
        message = (
            f"“{title}”: {failure.message}; shorten its tables and boxes, or print the packet without it"
        )
    return [Fault(name, 0, message)]


def _overflows(book: Numbered) -> list[Overflow]:
    return [
        replace(overflow, page=book.numbers[index, overflow.page - 1])
        for index, part in enumerate(book.parts)
        for overflow in part.overflows
    ]


def _memory(job: Job) -> str:
    return key_of({"last": job.name, "paper": job.paper.css})


def _memory_of(work: Sequence[Work]) -> bytes:
    return json.dumps({item.task.id: keys.digests(item.ingredients) for item in work}).encode()


def _facts(bound: Bound) -> bytes:
    facts = {name: getattr(bound, name) for name in ("pages", "sheets", "messages", "parts", "starts")}
    facts["overflows"] = [asdict(found) for found in bound.overflows]
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def _unpack(entry: bytes) -> Bound:
    head, _, pdf = entry.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    facts["overflows"] = tuple(Overflow(**found) for found in facts["overflows"])
    facts["messages"] = tuple(facts["messages"])
    return Bound(pdf=pdf, cached=True, **facts)
