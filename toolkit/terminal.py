"""What a build shows while it works: a live bar on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn

from toolkit.press import Bound, Step
from toolkit.progress import Silent


@dataclass(frozen=True)
class Printed:
    """How one PDF was made: its parts (chapters and front matter), those found in the cache, the seconds."""

    parts: int
    cached: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.cached} of {self.parts} parts from the cache, {self.seconds:.1f} s"


class Quiet(Silent):
    """Says nothing, and notes how each file was made."""

    def __init__(self) -> None:
        self.printed: dict[str, Printed] = {}
        self._since = 0.0

    def begin(self, file: str) -> None:
        """Take the time."""
        self._since = time.monotonic()

    def end(self, file: str, bound: Bound | None) -> None:
        """Note what was done."""
        if bound is not None:
            cached = bound.parts - len(bound.laid_out)
            self.printed[file] = Printed(bound.parts, cached, time.monotonic() - self._since)

    def say(self, text: str) -> None:
        """Name a stage of the build; not here."""


class Lines(Quiet):
    """Says a plain line when a packet begins and when it ends."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console

    def say(self, text: str) -> None:
        """Name a stage of the build."""
        self.console.print(escape(text))

    def begin(self, file: str) -> None:
        """Say that *file* begins."""
        super().begin(file)
        self.say(f"  {file}: begins")

    def end(self, file: str, bound: Bound | None) -> None:
        """Say what came of *file*."""
        super().end(file, bound)
        if bound is None:
            self.say(f"  {file}: has errors")
        else:
            pages = "1 page" if bound.pages == 1 else f"{bound.pages} pages"
            self.say(f"  {file}: {pages}, {self.printed[file]}")


class Bar(Quiet):
    """Draws one bar for the packet at work.

    It is drawn at each step and by no thread of its own: the press's processes are forked meanwhile,
    and a fork in the middle of a thread's work would inherit its locks.
    """

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.bar = Progress(
            TextColumn("  {task.fields[count]}{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[state]}"),
            console=console, auto_refresh=False, transient=True,
            redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip
        self._task = self.bar.add_task("", total=None, visible=False, count="", state="")
        self._files: list[str] = []

    def say(self, text: str) -> None:
        """Name a stage of the build, above the bar."""
        self.bar.update(self._task, visible=False)
        self.bar.console.print(escape(text))
        self.bar.refresh()

    def choose(self, packets: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Have all files printed, and remember how many there are."""
        self._files = list(packets)
        return self._files

    def begin(self, file: str) -> None:
        """Draw an empty bar for *file*."""
        super().begin(file)
        count = f"{self._files.index(file) + 1} of {len(self._files)}  " if file in self._files else ""
        self.bar.reset(
            self._task, description=escape(file), total=None, visible=True, count=count, state="reading"
        )
        self.bar.refresh()

    def step(self, step: Step) -> None:
        """Draw how many parts are laid out, and how many of them came from the cache."""
        self.bar.update(self._task, total=step.total, completed=step.done, state=state(step))
        self.bar.refresh()

    def end(self, file: str, bound: Bound | None) -> None:
        """Leave the bar until the next file begins."""
        super().end(file, bound)
        self.bar.update(self._task, state="has errors" if bound is None else "bound")
        self.bar.refresh()


def state(step: Step) -> str:
    """Return the words beside the bar."""
    words = f"{step.done} of {step.total} parts, {step.cached} from the cache"
    return f"{words}, binding" if step.stage == "bind" else words


@contextmanager
def following(console: Console, quiet: bool) -> Iterator[Quiet]:
    """Follow a build on *console* in the way that suits it."""
    if quiet:
        yield Quiet()
    elif not console.is_terminal or console.is_dumb_terminal:
        yield Lines(console)
    else:
        bar = Bar(console)
        with bar.bar:
            yield bar
