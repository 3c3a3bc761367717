"""This press, the whole way: from a saved chapter to the finished PDF, each time in a new process."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import fields
from pathlib import Path

from tests.bench.bench import Bench, Words
from tests.bench.corpus import Corpus, new_word
from tests.bench.measure import Cost, Failed
from toolkit.config import Settings

ENVIRONMENT = {"BENCH_EXTENSIONS": "toolkit tests.bench.programs.clock"}
MOST_LINES = 120
"""Paragraphs of one word after which a page is full for certain."""


class Press:
    """Builds the packets of one copy of the book, and reads how many pages there are."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.book: Corpus = bench.copy("press")
        self.folder = bench.work / "press"
        self.source = self.book.path.read_text(encoding="utf-8")

    def words(self, jobs: int = 2) -> Words:
        """Return the command; the number of processes where the toolkit has that setting."""
        known = "jobs" in {field.name for field in fields(Settings)}
        more = ["-D", f"toolkit_jobs={jobs}"] if known else []
        line = [sys.executable, "-m", "sphinx", "-Q", "-b", "packets", *more]
        return [*line, "-d", self.folder / "doctrees", self.book.folder, self.folder / "out"]

    def build(self, jobs: int = 2) -> Cost:
        """Build once and return what it cost."""
        cost = self.bench.run(self.words(jobs), ENVIRONMENT)
        if not cost.parts.get("pages"):
            raise Failed("the packets builder ended well, but the press printed nothing")
        return cost

    def cold(self, jobs: int = 2) -> Cost:
        """Build with nothing in any cache."""
        for path in self.folder.iterdir():
            if path != self.book.folder:
                shutil.rmtree(path)
        return self.build(jobs)

    def word(self) -> Cost:
        """Save one more word in a chapter of the middle, and build."""
        self.book.change_word(self.source)
        return self.build()

    def pages(self) -> int:
        """Return the pages of what was built last."""
        listed = json.loads((self.folder / "out" / "packets.json").read_text(encoding="utf-8"))["packets"]
        return sum(packet["pages"] for packet in listed)

    def lines_to_fill(self) -> int:
        """Return the least number of lines at the chapter's end that adds a page."""
        before, low, high = self.pages(), 1, MOST_LINES
        while low < high:
            middle = (low + high) // 2
            self.book.add_lines(self.source, middle)
            self.build()
            low, high = (low, middle) if self.pages() > before else (middle + 1, high)
        return low

    def page(self, lines: int) -> Cost:
        """With a full page built before, save one word that needs a new page, and build."""
        self.book.add_lines(self.source, lines - 1)
        self.build()
        before = self.pages()
        self.book.add_lines(self.source, lines, last=new_word())
        cost = self.build()
        if self.pages() - before not in (1, 2):  # with a blank page before what begins on a new sheet
            raise Failed(f"{before} pages became {self.pages()}, not one more")
        return cost

    def order(self, title: str, chapters: list[str]) -> None:
        """Save a manifest that prints *chapters* in this order."""
        packet = {"id": "book", "title": title, "audience": "participant", "chapters": chapters}
        text = json.dumps({"packets": [packet]}, indent=1)  # JSON is YAML
        (self.book.folder / "packets.yaml").write_text(text + "\n", encoding="utf-8")

    def for_everyone(self, docname: str) -> bool:
        """Say whether the chapter *docname* may stand in a packet for participants."""
        text = (self.book.folder / f"{docname}.md").read_text(encoding="utf-8")
        return not re.search(r"^audience: facilitator$", text, re.MULTILINE)

    def moved(self) -> list[Cost]:
        """Move the edited chapter to another place each time, and build."""
        listed = json.loads((self.folder / "out" / "packets.json").read_text(encoding="utf-8"))["packets"]
        title = listed[0]["title"]
        chapters = [name for name in listed[0]["chapters"] if self.for_everyone(name)]
        self.order(title, chapters)
        self.build()
        costs = []
        others = [name for name in chapters if name != self.book.chapter]
        for number in range(self.bench.runs):
            place = len(others) * (number + 1) // (self.bench.runs + 1)
            if chapters.index(self.book.chapter) == place:
                place += 1
            chapters = [*others[:place], self.book.chapter, *others[place:]]
            self.order(title, chapters)
            costs.append(self.build())
        (self.book.folder / "packets.yaml").unlink()
        return costs


def measure(bench: Bench) -> None:
    """Add the rows of this press."""
    press = Press(bench)
    words = press.words()
    bench.add(
        "press cold 1", "this press, cold, 1 process", bench.several(lambda: press.cold(1)), press.words(1)
    )
    bench.add("press cold", "this press, cold, 2 processes", bench.several(press.cold), words)
    bench.add("press warm", "this press, nothing changed", bench.several(press.build), words)
    bench.add("press word", "this press, one word changed", bench.several(press.word), words)
    press.book.path.write_text(press.source, encoding="utf-8")
    press.build()
    lines = press.lines_to_fill()
    costs = bench.several(lambda: press.page(lines))
    bench.add("press page", "this press, one word that adds a page", costs, words)
    press.book.path.write_text(press.source, encoding="utf-8")
    press.build()
    bench.add("press moved", "this press, one chapter moved", press.moved(), words)


def store_job(bench: Bench) -> Path:
    """Return the file with the job that the packets builder makes of the book (once a run of the bench)."""
    path = bench.work / "job.pickle"
    if not path.exists():
        book = bench.copy("job")
        words: Words = [sys.executable, "-m", "tests.bench.programs.job", path, "-Q", "-b", "packets"]
        words = [*words, "-d", bench.fresh("job/doctrees"), book.folder, bench.fresh("job/out")]
        bench.run(words, ENVIRONMENT | {"BENCH_EXTENSIONS": "toolkit"})
    return path


def measure_alone(bench: Bench) -> None:
    """Add the rows of layout and binding alone, from the HTML of the book to its PDF."""
    job = store_job(bench)
    for jobs in (1, 2, 4):
        words = bind_words(bench, job, bench.work / "alone.pdf", jobs)

        def once(words: Words = words) -> Cost:
            bench.fresh("cache")
            return bench.run(words)

        plural = "process" if jobs == 1 else "processes"
        title = f"this press alone, HTML to PDF, cold, {jobs} {plural}"
        bench.add(f"alone {jobs}", title, bench.several(once), words)


def bind_words(bench: Bench, job: Path, pdf: Path, jobs: int) -> Words:
    """Return the command that lays out and binds the stored *job* with an empty cache."""
    return [sys.executable, "-m", "tests.bench.programs.bind", job, pdf, bench.work / "cache", str(jobs)]
