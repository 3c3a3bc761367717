"""Runs pure functions in processes of this machine or on any other executor, and says what went wrong."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeVar

from toolkit.errors import Fault, ToolkitError
from toolkit.press.processes import Late, Local

T = TypeVar("T")
Result = TypeVar("Result")

FOREIGN_WINDOW = 64
"""Tasks that another executor holds at once: enough for a cluster, little enough for memory."""


@dataclass(frozen=True)
class Failure:
    """Why a task has no result; *message* goes after the name of the task and a colon.

    *faults* are those of a ``ToolkitError``; *trace* is the traceback of an error, for a report of a bug.
    """

    kind: Literal["time", "crash", "error"]
    message: str
    faults: tuple[Fault, ...] = ()
    trace: str = ""


def local(jobs: int, warm: Callable[[], None]) -> Local:
    """Return an executor of at most *jobs* processes, started when needed; each calls *warm* once."""
    return Local(jobs, warm)


def nothing() -> None:
    """Do nothing while tasks are under way."""


def run(
    executor: Executor | None,
    function: Callable[[T], Result],
    tasks: Mapping[str, T],
    limit: float,
    meanwhile: Callable[[], None] = nothing,
) -> Iterator[tuple[str, Result | Failure]]:
    """Call *function* on each of *tasks* and yield name and result, or failure, as they finish.

    *function* stands at the top of a module. *limit* is the number of seconds one task may take. A local
    executor stops a task that is late. Of a foreign one nothing but its futures is used: when none has come
    back for *limit* seconds, the rest is given up. Without an executor all happens here, one after another
    and without a limit. *meanwhile* is called once, while the first tasks are under way. Leaving the
    iterator early (an interrupt, too) stops what a local executor runs.
    """
    if executor is None:
        meanwhile()
        for name, task in tasks.items():
            yield name, _guarded(function, task)
        return
    futures: dict[Future[Result | Failure], str] = {}
    try:
        yield from _collect(executor, function, iter(tasks.items()), limit, futures, meanwhile)
    finally:
        for future in futures:
            future.cancel()
        if futures and isinstance(executor, Local):
            executor.kill()


def _collect(
    executor: Executor,
    function: Callable[[T], Result],
    tasks: Iterator[tuple[str, T]],
    limit: float,
    futures: dict[Future[Result | Failure], str],
    meanwhile: Callable[[], None],
) -> Iterator[tuple[str, Result | Failure]]:
    """Do what :func:`run` says; *futures* holds what is under way, never more than a window of them."""
    window = 2 * executor.jobs if isinstance(executor, Local) else FOREIGN_WINDOW
    while True:
        for name, task in islice(tasks, window - len(futures)):
            futures[_submit(executor, function, task, limit)] = name
            del task
        meanwhile()
        meanwhile = nothing
        done = _first(futures, math.inf if isinstance(executor, Local) else limit)
        if not done:
            break
        while done:
            future = done.pop()
            yield futures.pop(future), _outcome(future)
            del future
    for name in (*futures.values(), *(name for name, _ in tasks)):
        yield name, Failure("time", f"no worker has sent a result for {limit:g} seconds, it was given up")


def _first(futures: Collection[Future[T]], limit: float) -> set[Future[T]]:
    """Return those that are done, as soon as there are any; none after *limit* seconds.

    Python can miss an interrupt at the very moment when an endless wait begins: hence short ones.
    """
    done: set[Future[T]] = set()
    end = time.monotonic() + limit
    while futures and not done and (left := end - time.monotonic()) > 0:
        done = wait(futures, min(1, left), return_when=FIRST_COMPLETED).done
    return done


def _submit(
    executor: Executor, function: Callable[[T], Result], task: T, limit: float
) -> Future[Result | Failure]:
    """Submit one task; an executor that takes no more gives a failed future."""
    try:
        if isinstance(executor, Local):
            return executor.within(limit, _guarded, function, task)
        return executor.submit(_guarded, function, task)
    except Exception as error:
        refused: Future[Result | Failure] = Future()
        refused.set_exception(error)
        return refused


def _guarded(function: Callable[[T], Result], task: T) -> Result | Failure:
    """Call *function* beside its task's data, where its exception need not be sent through a pipe."""
    try:
        return function(task)
    except (Exception, SystemExit) as error:
        return _failure(error)


def _outcome(future: Future[Result | Failure]) -> Result | Failure:
    try:
        return future.result()
    except Exception as error:
        return _failure(error)


def _failure(error: BaseException) -> Failure:
    """Say what an exception means: those of the workers themselves, of Dask's, or of the function."""
    if isinstance(error, Late):
        return Failure("time", str(error))
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return Failure("crash", str(error) or "its process ended")
    if isinstance(error, ToolkitError):
        return Failure("error", str(error), error.faults, "".join(traceback.format_exception(error)))
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Failure("error", words, (), "".join(traceback.format_exception(error)))
