"""Who does the work of a press: its own processes, another executor, or this process; with which engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from typing import TypeVar

from toolkit.paper import Paper
from toolkit.press import style, workers
from toolkit.press.characters import characters
from toolkit.press.keys import Engine
from toolkit.press.tasks import describe_engine, warm
from toolkit.press.typecase import Typecase

T = TypeVar("T")
Result = TypeVar("Result")


class Crew:
    """Runs tasks on *executor*, or in *jobs* processes of this machine (one: here), each *limit* seconds long
    at most."""

    def __init__(self, executor: Executor | None, jobs: int | None, limit: float) -> None:
        self.executor, self.limit = executor, limit
        self._jobs = jobs
        self._local: Executor | None = None
        self._asked: Future[Engine] | None = None
        self._engine: Engine = {}

    def start(self, typecase: Typecase, css: str = "", paper: Paper | None = None) -> None:
        """Begin to load the layout engine, and a print style *css* for *paper* with the fonts it names."""
        executor = self._at(1)
        if executor is None or self._asked is not None:
            return
        if paper is None or executor is not self._local:
            self._asked = executor.submit(describe_engine)
        else:
            faces = typecase.choose(characters([css]), css)
            self._asked = executor.submit(describe_engine, style.print_css(css, paper, faces), faces)

    def engine(self, typecase: Typecase) -> Engine:
        """Return the versions of the layout engine where it runs; loading it takes a while."""
        if not self._engine:
            self.start(typecase)
            self._engine = self._asked.result() if self._asked is not None else describe_engine()
        return self._engine

    def run(
        self,
        function: Callable[[T], Result],
        tasks: Mapping[str, T],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[str, Result | workers.Failure]]:
        """Yield what *function* makes of each of *tasks*; see :func:`toolkit.press.workers.run`."""
        return workers.run(self._at(len(tasks)), function, tasks, self.limit, meanwhile)

    def close(self) -> None:
        """End the processes that were started."""
        if self._local is not None:
            self._local.shutdown()
            self._local = self._asked = None

    def _at(self, tasks: int) -> Executor | None:
        if self.executor is not None:
            return self.executor
        if self._jobs == 1 or not tasks:
            return None
        if self._local is None:
            self._local = workers.local(self._jobs or os.cpu_count() or 1, warm)
        return self._local
