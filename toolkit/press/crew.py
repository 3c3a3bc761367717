"""Who does the work of a press: its own processes, another executor, or this process; with which engine."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from typing import TypeVar

from toolkit.press import workers
from toolkit.press.cache import Cache, key_of
from toolkit.press.fonts import Face
from toolkit.press.keys import Engine
from toolkit.press.tasks import OtherEngine, Sure, describe_engine, warm

LAST_ENGINE = key_of({"engine": "last"})

T = TypeVar("T")
Result = TypeVar("Result")


class EngineChanged(Exception):
    """The layout engine is not the one that worked last: what was planned and measured for that is void."""


class Crew:
    """Runs tasks on *executor*, or in *jobs* processes of this machine (one: here), each *limit* seconds long
    at most.

    Loading the layout engine takes a while.  Until a process of this machine has done it, the engine is taken
    to be the one that worked last, which *cache* knows; :meth:`confirm` tells whether it was.
    """

    def __init__(self, executor: Executor | None, jobs: int | None, limit: float, cache: Cache) -> None:
        self.executor, self.limit = executor, limit
        self._jobs = jobs
        self._local: Executor | None = None
        self._asked: Future[Engine] | None = None
        self._engine: Engine = {}
        self._sure = False
        self._cache = cache

    def start(self, style: Callable[[], tuple[str, Sequence[Face]]] | None = None) -> None:
        """Begin to load the layout engine; in a process of this machine also the *style* sheet that is asked
        for then, with the faces it names."""
        executor = self._at(1)
        if executor is not None and self._asked is None:
            read = style() if style is not None and executor is self._local else ("", ())
            self._asked = executor.submit(describe_engine, *read)

    def engine(self) -> Engine:
        """Return the versions of the layout engine where it runs, as far as is known."""
        if self._engine:
            return self._engine
        self.start()
        last = self._cache.get(LAST_ENGINE) if self._local is not None else None
        if last is not None:
            self._engine = json.loads(last)
        else:
            self.confirm()
        return self._engine

    def confirm(self) -> bool:
        """Find out the versions of the engine and say whether they are what they were taken for."""
        if self._sure:
            return True
        taken = self._engine
        self._engine = self._asked.result() if self._asked is not None else describe_engine()
        self._sure = True
        if taken != self._engine and self._local is not None:
            self._cache.put(LAST_ENGINE, json.dumps(dict(self._engine)).encode())
        return taken == self._engine

    def run(
        self,
        function: Callable[[T], Result],
        tasks: Mapping[str, T],
        meanwhile: Callable[[], None] = workers.nothing,
    ) -> Iterator[tuple[str, Result | workers.Failure]]:
        """Yield what *function* makes of each of *tasks*; see :func:`toolkit.press.workers.run`.

        Raises EngineChanged when the engine is not what it was taken for.
        """
        asked = Sure(function, self._engine)
        for name, result in workers.run(self._at(len(tasks)), asked, tasks, self.limit, meanwhile):
            if isinstance(result, OtherEngine):
                raise EngineChanged
            yield name, result

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
