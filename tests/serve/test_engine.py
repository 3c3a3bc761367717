"""The warm process: a fork for each request, newer requests first, crashes told, nothing left behind."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from toolkit.serve.messages import Heard, Request

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, signal, subprocess, sys, time
from pathlib import Path
from toolkit.project import Project
from toolkit.serve import engine
from toolkit.serve.messages import Heard

class Work:
    def __init__(self, project, send, *, prepare=False):
        self.send, self.prepare = send, prepare

    def do(self, request):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        name = request.first[0]
        facts = {"file": name, "everything": request.everything, "prepared": self.prepare}
        self.send(Heard("begins", 0.0, facts))
        if name == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "left":
            left = subprocess.Popen(["sleep", "60"])
            self.send(Heard("printed", 0.0, {"left": left.pid}))
        time.sleep(0.2)
        self.send(Heard("first", 0.0, {}))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        if name == "long":
            time.sleep(60)
        self.send(Heard("done", 0.0, {}))

engine.Work = Work
events = os.dup(1)
engine.Engine(Project(Path(".")), 0, lambda event: os.write(events, event.line())).run()
"""


class Talk:
    """A process with an engine whose work is a stand-in."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self.heard: queue.Queue[Heard] = queue.Queue()
        self._thread = Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.heard.put(Heard.of(line))

    def ask(self, name: str, everything: bool = False, chapters: bool = False) -> None:
        assert self.process.stdin
        self.process.stdin.write(Request((name,), everything, chapters).line())
        self.process.stdin.flush()

    def until(self, kind: str) -> Heard:
        while True:
            event = self.heard.get(timeout=20)
            if event.kind == kind:
                return event

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(20)
        self._thread.join(20)
        self.process.stdout.close()


@pytest.fixture
def talk() -> Iterator[Talk]:
    found = Talk()
    found.until("ready")
    yield found
    found.close()


def gone(pid: int) -> bool:
    """Say whether process *pid* ends within ten seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").is_file() and " Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_each_request_is_done(talk: Talk) -> None:
    for name in ("a", "b"):
        talk.ask(name)
        assert talk.until("begins").facts["file"] == name
        talk.until("done")


def test_the_next_fork_waits_prepared_and_serves_changes_of_chapters_alone(talk: Talk) -> None:
    prepared = []
    for chapters in (True, True, False, True):
        talk.ask("a", chapters=chapters)
        prepared.append(talk.until("begins").facts["prepared"])
        talk.until("done")
        time.sleep(0.3)
    assert prepared == [False, True, False, True]


def test_a_newer_request_waits_for_what_comes_first_and_ends_the_rest(talk: Talk) -> None:
    talk.ask("long", everything=True)
    talk.until("begins")
    talk.ask("new")
    talk.until("first")
    begun = talk.until("begins").facts
    assert begun["file"] == "new"
    assert begun["everything"], "what the ended build had to do is done by the next"
    talk.until("done")


def test_a_crash_is_told_and_the_next_request_is_done(talk: Talk) -> None:
    talk.ask("crash")
    assert talk.until("broken").facts["how"] == f"signal {int(signal.SIGKILL)}"
    talk.ask("good")
    talk.until("done")


def test_what_a_build_leaves_running_is_ended(talk: Talk) -> None:
    talk.ask("left")
    left = talk.until("printed").facts["left"]
    talk.until("done")
    assert gone(left)


def test_the_engine_ends_with_its_server(talk: Talk) -> None:
    talk.ask("long")
    talk.until("first")
    talk.close()
    assert talk.process.returncode == 0


def test_requests_join() -> None:
    new = Request(("b",), chapters=True)
    assert new.after(None) == new
    assert new.after(Request(("a",), everything=True)) == Request(("b",), everything=True)
    assert new.after(Request(("a",), chapters=True)) == new
    assert Request.of(Request(("é",), True).line()) == Request(("é",), True)
