"""Workers: each failure falls on its own task, the rest complete, and no process stays behind."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import Fault
from toolkit.press.model import PressError
from toolkit.press.processes import Died, Late, Local
from toolkit.press.workers import Failure, local, run

ROOT = Path(__file__).resolve().parent.parent.parent
AGES = 60.0
"""Seconds that are never reached, on however slow a machine, unless something hangs."""

warmed = 0


def warm() -> None:
    global warmed
    warmed += 1


def broken_warm() -> None:
    raise RuntimeError("no fonts")


def die(how: str) -> None:
    if how == "exit":
        os._exit(0)
    faulthandler.disable()
    os.kill(os.getpid(), {"kill": signal.SIGKILL, "segfault": signal.SIGSEGV}[how])


def do(what: str) -> bytes:
    """Do what a task should, or should not, do."""
    if what in ("exit", "kill", "segfault"):
        die(what)
    match what:
        case "hang":
            time.sleep(1000)
        case "raise":
            raise ValueError("no such thing")
        case "leave":
            sys.exit(4)
        case "fault":
            raise PressError([Fault("docs/a.md", 3, "too wide"), Fault("docs/a.md", 1, "no title")])
        case "nested":
            return lambda: b""  # type: ignore[return-value]
        case "pid":
            return str(os.getpid()).encode()
        case "warmed":
            return str(warmed).encode()
    return what.encode() * 2


def wait_for(gate: threading.Event) -> bytes:
    assert gate.wait(AGES)
    return b"through"


@pytest.fixture
def two() -> Iterator[Local]:
    executor = local(2, warm)
    yield executor
    executor.shutdown(cancel_futures=True)


def outcome(executor: Executor | None, *names: str, limit: float = AGES) -> dict[str, Any]:
    found = list(run(executor, do, {name: name for name in names}, limit))
    assert len(found) == len(names) == len(dict(found))
    return dict(found)


def words(failure: Any) -> tuple[str, str]:
    assert isinstance(failure, Failure), failure
    return failure.kind, failure.message


def test_many_tasks_each_with_its_result(two: Local) -> None:
    names = [f"task {number}" for number in range(200)]
    assert outcome(two, *names) == {name: name.encode() * 2 for name in names}


def test_one_task_starts_one_process_and_no_task_none(two: Local) -> None:
    assert outcome(two) == {}
    assert len(two._workers) == 0
    assert outcome(two, "a") == {"a": b"aa"}
    assert len(two._workers) == 1


def test_each_process_is_warmed_once(two: Local) -> None:
    expected = str(warmed + 1).encode()
    for _ in range(3):
        assert outcome(two, "warmed", "a", "b")["warmed"] == expected


def test_a_warming_that_fails_is_left_to_the_tasks() -> None:
    with local(1, broken_warm) as executor:
        assert outcome(executor, "a") == {"a": b"aa"}


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("exit", "ended its process with code 0"),
        ("kill", "its process was ended by SIGKILL; perhaps the memory did not suffice"),
        ("segfault", "its process was ended by SIGSEGV"),
    ],
)
def test_a_crash_falls_on_its_own_task(two: Local, how: str, message: str) -> None:
    rest = [f"task {number}" for number in range(20)]
    found = outcome(two, *rest[:5], how, *rest[5:])
    assert words(found.pop(how)) == ("crash", message)
    assert found == {name: name.encode() * 2 for name in rest}


def test_a_task_that_hangs_is_stopped_and_the_rest_completes(two: Local) -> None:
    rest = [f"task {number}" for number in range(20)]
    found = outcome(two, "hang", *rest, limit=2)
    assert words(found.pop("hang")) == ("time", "took longer than 2 seconds and was stopped")
    assert found == {name: name.encode() * 2 for name in rest}


def test_time_counts_from_the_real_start() -> None:
    with local(1, warm) as executor:  # four tasks of half a second each, one after another
        found = dict(run(executor, time.sleep, {str(number): 0.5 for number in range(4)}, 1.9))
    assert found == dict.fromkeys("0123")


@pytest.mark.parametrize("place", ["here", "processes", "threads"])
def test_an_exception_is_told_with_type_and_faults(two: Local, place: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        executor = {"here": None, "processes": two, "threads": threads}[place]
        found = outcome(executor, "raise", "fault", "leave", "a")
    assert words(found["raise"]) == ("error", "ValueError: no such thing")
    assert "in do" in found["raise"].trace
    assert words(found["fault"]) == ("error", "docs/a.md:1: no title\ndocs/a.md:3: too wide")
    assert found["fault"].faults == (Fault("docs/a.md", 1, "no title"), Fault("docs/a.md", 3, "too wide"))
    assert words(found["leave"]) == ("error", "SystemExit: 4")
    assert found["a"] == b"aa"


def test_what_cannot_travel_is_an_error(two: Local) -> None:
    (failure,) = outcome(two, "nested").values()
    assert words(failure)[0] == "error"
    ((_, failure),) = run(two, str, {"lock": threading.Lock()}, AGES)
    assert words(failure) == ("error", "TypeError: cannot pickle '_thread.lock' object")
    assert outcome(two, "a") == {"a": b"aa"}


def test_without_executor_it_happens_here_in_order() -> None:
    names = ["pid", "c", "a", "b"]
    found = list(run(None, do, {name: name for name in names}, AGES))
    assert [name for name, _ in found] == names
    assert found[0][1] == str(os.getpid()).encode()


def test_a_process_that_dies_between_tasks_harms_none() -> None:
    with local(1, warm) as executor:
        number = int(outcome(executor, "pid")["pid"])
        os.kill(number, signal.SIGKILL)
        executor._workers[0]._process.join()
        assert int(outcome(executor, "pid")["pid"]) not in (number, os.getpid())


def test_only_a_window_of_tasks_is_handed_over(two: Local) -> None:
    given = 0

    class Counted(dict[str, str]):
        def items(self) -> Any:
            nonlocal given
            for item in super().items():
                given += 1
                yield item

    names = [f"task {number}" for number in range(50)]
    for got, _ in enumerate(run(two, do, Counted(zip(names, names, strict=True)), AGES)):
        assert given - got <= 4
    assert given == 50


def test_leaving_early_stops_what_runs_and_later_tasks_run(two: Local) -> None:
    tasks = {name: name for name in ("a", "hang", "b", "c", "d", "e")}
    for _ in run(two, do, tasks, AGES):
        break
    assert outcome(two, "f", "g") == {"f": b"ff", "g": b"gg"}


def test_it_is_an_executor_as_others_are(two: Local) -> None:
    assert two.submit(do, "a").result() == b"aa"
    assert two.submit(int, "11", base=2).result() == 3
    assert list(two.map(do, "abc")) == [b"aa", b"bb", b"cc"]
    with pytest.raises(ValueError, match="no such thing"):
        two.submit(do, "raise").result()
    with pytest.raises(Died):
        two.submit(do, "exit").result()
    with pytest.raises(Late):
        two.within(0.1, do, "hang").result()
    late = two.submit(do, "b")
    two.shutdown()
    assert late.result() == b"bb"
    with pytest.raises(RuntimeError):
        two.submit(do, "c")
    two.shutdown()
    assert not any(worker._process.is_alive() for worker in two._workers)


def test_shutdown_with_cancel_leaves_no_task_waiting(two: Local) -> None:
    futures = [two.submit(do, "hang") for _ in range(5)]
    two.shutdown(cancel_futures=True)
    assert all(future.cancelled() or isinstance(future.exception(), Died) for future in futures)
    assert not any(worker.thread.is_alive() for worker in two._workers)


def test_a_foreign_executor_is_used_and_stays_open() -> None:
    names = [f"task {number}" for number in range(200)]
    with ThreadPoolExecutor(2) as threads:
        assert outcome(threads, *names) == {name: name.encode() * 2 for name in names}
        assert threads.submit(do, "a").result() == b"aa"


def test_a_foreign_task_that_hangs_is_given_up() -> None:
    gate = threading.Event()
    with ThreadPoolExecutor(2) as threads:
        quick = {f"task {number}": threading.Event() for number in range(100)}
        for event in quick.values():
            event.set()
        found = dict(run(threads, wait_for, {"late": gate, **quick}, 1))
        gate.set()
    assert words(found.pop("late")) == (
        "time",
        "no worker has sent a result for 1 seconds, it was given up",
    )
    assert found == dict.fromkeys(quick, b"through")


def test_a_foreign_executor_that_hangs_wholly_gives_up_all() -> None:
    gate = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        found = dict(run(threads, wait_for, {str(number): gate for number in range(100)}, 0.2))
        gate.set()
    assert len(found) == 100
    assert {words(failure)[0] for failure in found.values()} == {"time"}


def test_a_foreign_executor_that_breaks_is_told() -> None:
    threads = ThreadPoolExecutor(1)
    threads.shutdown()
    assert words(outcome(threads, "a")["a"])[0] == "error"


START = """
import signal, sys, time
from toolkit.press.workers import local, run

def hang(name):
    print(name, flush=True)
    time.sleep(1000)

if __name__ == "__main__":
    # A shell has its background jobs ignore interrupts, and these tests may run in one.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    executor = local(2, int)
    {call}
"""
FOREVER = 'list(run(executor, hang, {"a": "a", "b": "b", "c": "c"}, 900))'
CAUGHT = f"try: {FOREVER}\n    except KeyboardInterrupt: sys.exit(3)"
# Short sleeps, since Python can miss an interrupt at the very moment when a long one begins.
FUTURES = 'futures = [executor.submit(hang, "a") for _ in "abc"]; [time.sleep(0.5) for _ in range(2000)]'


def begin(folder: Path, call: str) -> subprocess.Popen[str]:
    """Start a program with two workers at work; they hold its output open for as long as they live."""
    program = folder / "program.py"
    program.write_text(START.format(call=call))
    process = subprocess.Popen(
        [sys.executable, program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    for _ in range(2):
        assert process.stdout.readline()
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    process = begin(tmp_path, FOREVER)
    process.send_signal(number)
    assert process.communicate(timeout=AGES) == ("", "")
    assert process.returncode == -number


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("call", "tracebacks", "code"),
    [(FOREVER, 1, -signal.SIGINT), (CAUGHT, 0, 3), (FUTURES, 1, -signal.SIGINT)],
)
def test_an_interrupt_ends_all_without_a_word_of_the_workers(
    tmp_path: Path, call: str, tracebacks: int, code: int
) -> None:
    process = begin(tmp_path, call)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
    out, errors = process.communicate(timeout=AGES)
    assert (out, errors.count("Traceback"), process.returncode) == ("", tracebacks, code), errors


NOISE = """
import logging, os, sys, threading
from toolkit.press.workers import local, run

def speak(name):
    print("worker", name, flush=True)
    logging.getLogger("noise").error("worker")
    if name.endswith("3"):
        os._exit(3)
    return name

def talk():
    while True:
        print("parent " * 50, flush=True)
        logging.getLogger("noise").error("parent")

if __name__ == "__main__":
    logging.basicConfig(stream=sys.stdout)
    threading.Thread(target=talk, daemon=True).start()
    with local(2, int) as executor:
        found = dict(run(executor, speak, {str(number): str(number) for number in range(40)}, 20))
    wrong = {name for name, result in found.items() if result != name}
    os._exit(0 if wrong == {"3", "13", "23", "33"} else 1)
"""


def test_a_parent_whose_threads_talk_does_not_lock_its_workers(tmp_path: Path) -> None:
    """As the thread of a progress bar does: a process forked meanwhile inherits locked streams."""
    program = tmp_path / "program.py"
    program.write_text(NOISE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert done.returncode == 0


def test_a_broken_foreign_pool_is_a_crash() -> None:
    with ProcessPoolExecutor(1) as pool:
        assert words(outcome(pool, "exit")["exit"])[0] == "crash"
