"""Processes of this machine as an executor: one task at a time in each, with a limit of time.

Each worker is one process with a pipe of its own: a task that dies or hangs takes nobody else with it, and
its time counts from when it really starts. ``ProcessPoolExecutor`` loses all tasks when one dies and knows no
limit.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import math
import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from toolkit.press import scratch

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 5.0
"""Seconds that a process which was told to end may take for it."""


_one_start_at_a_time = threading.Lock()
"""Else a process could inherit its neighbour's end of a pipe, and nobody would see the neighbour die."""


class Late(Exception):
    """A task took longer than it may; its process was stopped."""


class Died(BrokenExecutor):
    """A task ended the process it ran in."""


class Local(Executor):
    """Processes of this machine, each with a thread here that hands it its tasks, started when needed."""

    def __init__(self, jobs: int, warm: Callable[[], None]) -> None:
        self.jobs = max(1, jobs)
        self._warm = warm
        self._lock = threading.RLock()
        self._unfinished = 0
        self._workers: list[_Worker] = []
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._end = weakref.finalize(self, self._tasks.put, None)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run *fn* in a worker, for as long as it takes."""
        return self.within(None, fn, *args, **kwargs)

    def within(
        self, limit: float | None, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Run *fn* in a worker for at most *limit* seconds; later than that, the future raises ``Late``."""
        future: Future[T] = Future()
        with self._lock:
            if not self._end.alive:
                raise RuntimeError("the workers have been sent home")
            if self._unfinished >= len(self._workers) < self.jobs:
                self._workers.append(_Worker(self._warm, self._tasks))
            self._unfinished += 1
        future.add_done_callback(self._finished)
        self._tasks.put(_Task(future, limit, (fn, args, kwargs)))
        return future

    def kill(self) -> None:
        """End all processes at once, with what they do; a later task gets a new one."""
        for worker in self._workers:
            worker.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; end the workers when all is done, or at once with *cancel_futures*."""
        with self._lock:
            if cancel_futures:
                with contextlib.suppress(queue.Empty):
                    while task := self._tasks.get_nowait():
                        task.future.cancel()
                    self._tasks.put(None)
                self.kill()
            self._end()
        if wait:
            for worker in self._workers:
                worker.thread.join()

    def _finished(self, _: object) -> None:
        with self._lock:
            self._unfinished -= 1


@dataclass(frozen=True)
class _Task:
    future: Future[Any]
    limit: float | None
    call: tuple[Callable[..., Any], Any, Any]


class _Worker:
    """One process, another one after it when a task ended it, and the thread that talks with it."""

    def __init__(self, warm: Callable[[], None], tasks: queue.SimpleQueue[_Task | None]) -> None:
        self._warm = warm
        self._tasks = tasks
        self._start()
        self.thread = threading.Thread(target=self._work, name="press", daemon=True)
        self.thread.start()

    def kill(self) -> None:
        """End the process; the thread notices, and starts another one for the next task."""
        self._process.kill()
        self._process.join(PATIENCE)

    def _start(self) -> None:
        """Start a process: by fork on Linux, so that it has already imported whatever this one has."""
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        with _one_start_at_a_time, _calm():
            pipes: tuple[Connection, Connection] = context.Pipe()
            self._pipe, there = pipes
            process = context.Process(target=_serve, args=(there, self._warm), name="press", daemon=True)
            process.start()
            there.close()
        self._process, self._ready = process, False

    def _work(self) -> None:
        """Hand out tasks until there are no more; the last word is left for the other threads."""
        while task := self._tasks.get():
            if task.future.set_running_or_notify_cancel():
                try:
                    result = self._call(task.limit, task.call)
                except BaseException as error:
                    task.future.set_exception(error)
                else:
                    task.future.set_result(result)
                    del result
            del task
        self._tasks.put(None)
        with contextlib.suppress(OSError):
            self._pipe.send_bytes(b"")
        self._stop()

    def _call(self, limit: float | None, call: tuple[Callable[..., Any], Any, Any]) -> Any:
        """Return what the process returns; ``Late`` or ``Died`` if it never comes to that."""
        words = pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
        if not self._process.is_alive() and threading.main_thread().is_alive():
            self._stop()
            self._start()
        try:
            if not self._ready:
                self._ready = bool(self._receive(limit))
            self._pipe.send_bytes(words)
            answer = self._receive(limit)
        except (EOFError, OSError):
            raise Died(_last_words(self._stop())) from None
        good, value = pickle.loads(answer)
        if not good:
            raise value
        return value

    def _receive(self, limit: float | None) -> bytes:
        """Return what the process sends; ``EOFError`` if it is gone, ``Late`` after *limit* seconds."""
        end = time.monotonic() + (math.inf if limit is None else limit)
        while not self._pipe.poll(max(0, min(1, end - time.monotonic()))):
            if not self._process.is_alive() and not self._pipe.poll():
                raise EOFError  # the pipe does not tell if a stranger forked meanwhile holds its other end
            if time.monotonic() >= end:
                self._process.kill()
                self._stop()
                raise Late(f"took longer than {limit:g} seconds and was stopped")
        return self._pipe.recv_bytes()

    def _stop(self) -> int | None:
        """Wait for the end of the process, and return its exit code: minus a signal if that ended it."""
        self._process.join(PATIENCE)
        self._process.kill()
        self._process.join()
        self._pipe.close()
        code: int | None = self._process.exitcode
        return code


def _last_words(code: int | None) -> str:
    """Say how a process ended."""
    if code is None or code >= 0:
        return f"ended its process with code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    hint = "; perhaps the memory did not suffice" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{hint}"


@contextlib.contextmanager
def _calm() -> Iterator[None]:
    """Hold back interrupts until the new process ignores them, and the warning that this one has threads."""
    masks = hasattr(signal, "pthread_sigmask")
    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        with warnings.catch_warnings() if sys.version_info >= (3, 12) else contextlib.nullcontext():
            if sys.version_info >= (3, 12):
                warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _serve(pipe: Connection, warm: Callable[[], None]) -> None:
    """Be a worker: call what comes through *pipe* until nothing more comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _speak_for_itself()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # what came by fork stays shared, and no collection goes through it
    with contextlib.suppress(Exception):  # warming saves time only: the task itself will say what is amiss
        warm()
    pipe.send_bytes(b"ready")
    while words := pipe.recv_bytes():
        try:
            function, args, kwargs = pickle.loads(words)
            del words
            answer = (True, function(*args, **kwargs))
        except Exception as error:
            answer = (False, error)
        try:
            words = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            words = pickle.dumps((False, TypeError(f"cannot be sent back: {error}")))
        pipe.send_bytes(words)
        del answer, words


def _speak_for_itself() -> None:
    """Leave the streams and log handlers that came by fork: a thread, a progress bar's, may have held their
    locks at that moment, and here nobody would ever release them."""
    for name, number in (("stdout", 1), ("stderr", 2)):
        with contextlib.suppress(OSError):
            stream = os.fdopen(os.dup(number), "w", encoding="utf-8", errors="replace")
            setattr(sys, name, stream)
    for logger in (logging.root, *logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    while parent.is_alive() and (sys.platform == "win32" or os.getppid() == parent.pid):
        parent.join(0.2)  # a process forked later may hold the other end open, hence the second look
    scratch.remove()
    os._exit(1)
