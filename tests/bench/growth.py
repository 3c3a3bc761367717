"""How time and memory grow with the book: the same 25 pages, printed once and up to 32 times over."""

from __future__ import annotations

import pickle
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.measure import Cost
from tests.bench.peers.press import bind_words, store_job
from tests.bench.peers.renderings import rendering_words
from toolkit.press import Chapter, Job

UNIT = 25
"""Pages of the chapters that are repeated."""
SIZES = (25, 50, 100, 200, 400, 800)
PROCESSES = (1, 2, 4)
MOST_RUNS, LONG = 3, 200
"""Runs of a size, since growth shows in many sizes; of so many pages and more there is one run."""
AT = 200
"""Pages at which the number of processes is varied."""

NAMES = re.compile(
    r'((?:\s(?:id|data-ref|for|name|headers|aria-labelledby|aria-describedby)=")|(?:href="#))([^"]+)"'
)


def repeated(chapter: Chapter, number: int) -> Chapter:
    """Return *chapter* with new ids and links to match, so that it is another chapter to the press."""
    mark = f"~{number}"
    html = NAMES.sub(
        lambda found: found[1] + " ".join(name + mark for name in found[2].split()) + '"', chapter.html
    )
    return replace(chapter, id=chapter.id + mark, html=html)


def choose(pages: Mapping[str, int], weights: Mapping[str, float], unit: int = UNIT) -> list[str]:
    """Return chapters of *unit* pages together whose *weights* are nearest to the average.

    *pages* and *weights* (characters of HTML) are by chapter; the average is that of the whole book.
    """
    average = sum(weights.values()) / sum(pages.values())
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for name, count in pages.items():
        for total, (_, names) in sorted(best.items(), reverse=True):
            longer = total + count
            if longer > unit:
                continue
            chosen = [*names, name]
            off = abs(sum(weights[one] for one in chosen) - average * longer)
            if longer not in best or off < best[longer][0]:
                best[longer] = (off, chosen)
    return best[max(best)][1]


def contents(chapters: Sequence[Chapter]) -> str:
    """Return a list of contents of *chapters*, as packets have it."""
    lines = [
        f'<li><a href="#{chapter.id}">{escape(chapter.title)}<span class="leader"></span>'
        f'<span class="page-number" data-ref="{chapter.id}"></span></a></li>'
        for chapter in chapters
    ]
    heading = '<h1 class="contents-title">Contents</h1>'
    return f'<section class="contents">{heading}<nav role="doc-toc"><ol>{"".join(lines)}</ol></nav></section>'


def sized(job: Job, names: Sequence[str], times: int) -> Job:
    """Return a job that holds the chapters *names* of *job* so many *times*."""
    chosen = [chapter for chapter in job.chapters if chapter.id in names]
    chapters = tuple(repeated(chapter, number) for number in range(times) for chapter in chosen)
    known = {name for chapter in chapters for name in re.findall(r'\bid="([^"]+)"', chapter.html)}
    chapters = tuple(replace(chapter, html=_settled(chapter.html, known)) for chapter in chapters)
    return replace(job, front=contents(chapters), chapters=chapters)


def _settled(html: str, known: Collection[str]) -> str:
    """Take out of *html* the links to what is not there, and the page numbers in them."""

    def settle(found: re.Match[str]) -> str:
        return found[0] if found[1] in known else re.sub(r'<span class="page">.*', "", found[2])

    return re.sub(r'<a [^>]*href="#([^"]+)"[^>]*>(.*?)</a>', settle, html, flags=re.DOTALL)


def measure(bench: Bench) -> None:
    """Add the rows of growth: the press with two processes, and one rendering, at each size."""
    job = pickle.loads(store_job(bench).read_bytes())
    names = choose(pages_of(bench, job), {chapter.id: float(len(chapter.html)) for chapter in job.chapters})
    for size in SIZES:
        path = bench.work / f"growth-{size}.pickle"
        path.write_bytes(pickle.dumps(sized(job, names, size // UNIT)))
        _press(bench, path, size, 2, f"press {size}")
        words = rendering_words(path, bench.work / "growth.pdf")
        costs = [
            replace(cost, parts={"pages": page_count(bench.work / "growth.pdf")})
            for cost in bench.several(
                lambda words=words: bench.run(words),  # type: ignore[misc]
                _runs(size),
            )
        ]
        bench.add(f"one {size}", f"one rendering, {size} pages", costs, words, growth=True)
    for jobs in PROCESSES:
        _press(bench, bench.work / f"growth-{AT}.pickle", AT, jobs, f"processes {jobs}")


def _runs(size: int) -> int:
    return 1 if size >= LONG else MOST_RUNS


def _press(bench: Bench, job: Path, size: int, jobs: int, name: str) -> None:
    words = bind_words(bench, job, bench.work / "growth.pdf", jobs)

    def once() -> Cost:
        bench.fresh("cache")
        return bench.run(words)

    title = f"this press, {size} pages, {jobs} {'process' if jobs == 1 else 'processes'}"
    bench.add(name, title, bench.several(once, _runs(size)), words, growth=True)


def page_count(path: Path) -> int:
    """Return the number of pages of the PDF at *path*."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def pages_of(bench: Bench, job: Job) -> dict[str, int]:
    """Return how many pages each chapter of *job* has, by where the contents of one rendering lead."""
    import pikepdf

    path, target = bench.work / "sizes.pickle", bench.work / "sizes.pdf"
    path.write_bytes(pickle.dumps(replace(job, front=contents(job.chapters))))
    bench.run(rendering_words(path, target))
    with pikepdf.open(target) as pdf:
        numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        named = list(pdf.Root.Names.Dests.Names)
        places = {str(name): place[0] for name, place in zip(named[::2], named[1::2], strict=True)}
        starts = [numbers[places[chapter.id].objgen] for chapter in job.chapters]
        ends = [*starts[1:], len(pdf.pages)]
    return {chapter.id: ends[place] - starts[place] for place, chapter in enumerate(job.chapters)}
