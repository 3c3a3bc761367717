"""A Dask cluster on this machine: all results come, also when a worker is lost; without Dask a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.press.loopback import AGES, ROOT, two_workers
from toolkit.press import cluster
from toolkit.press.model import PressError
from toolkit.press.workers import Failure, run


def number_of(name: str) -> tuple[str, int]:
    if name == "bad":
        raise ValueError("no such thing")
    time.sleep(0.02)
    return name * 2, os.getpid()


def test_all_results_come_though_a_worker_is_lost(tmp_path: Path) -> None:
    with two_workers(tmp_path) as (address, numbers), cluster.executor(address) as executor:
        executor._client.wait_for_workers(2, timeout=AGES)  # type: ignore[attr-defined]
        names = [f"task {number}" for number in range(30)]
        found = {}
        lost = 0
        for name, result in run(executor, number_of, {name: name for name in [*names, "bad"]}, AGES):
            found[name] = result
            if not lost and not isinstance(result, Failure):
                lost = result[1]
                os.kill(lost, signal.SIGKILL)
        assert {result[1] for name, result in found.items() if name != "bad"} == numbers
        bad = found.pop("bad")
        assert isinstance(bad, Failure) and bad.message == "ValueError: no such thing"
        assert {name: result[0] for name, result in found.items()} == {name: name * 2 for name in names}


@pytest.mark.parametrize("address", ["127.0.0.1:9", "nonsense", "http://127.0.0.1", ""])
def test_a_wrong_address_is_one_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(
        PressError, match=r"^cluster: no Dask scheduler answers at .* give it as tcp://"
    ) as caught:
        cluster.executor(address)
    assert repr(address) in str(caught.value)


def test_without_dask_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PressError, match=r"pip install 'toolkit-press\[cluster\]'"):
        cluster.executor("tcp://127.0.0.1:9")


def test_dask_is_not_imported_unless_a_cluster_is_asked_for() -> None:
    line = "import sys, toolkit.press.cluster; sys.exit({'dask', 'distributed'} & {*sys.modules} != set())"
    subprocess.run([sys.executable, "-c", line], cwd=ROOT, check=True)
