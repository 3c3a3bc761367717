"""Measuring: a process that sleeps, one that works, one that leaves its work to others; and failures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench.measure import Cost, Failed, measure, middle

MEBI = 1024 * 1024
BUSY = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"


def run(code: str, tmp_path: Path, limit: float = 60) -> Cost:
    return measure([sys.executable, "-S", "-c", code], tmp_path / "log.txt", limit=limit)


def test_a_sleeping_process_takes_time_on_the_wall_alone(tmp_path: Path) -> None:
    cost = run("import time; time.sleep(0.5)", tmp_path)
    assert cost.wall >= 0.5
    assert cost.cpu < cost.wall


def test_a_busy_process_takes_processor_seconds(tmp_path: Path) -> None:
    assert run(BUSY, tmp_path).cpu >= 0.3


def test_processes_of_the_process_count_too(tmp_path: Path) -> None:
    code = (
        f"import subprocess, sys; [subprocess.run([sys.executable, '-S', '-c', {BUSY!r}]) for _ in range(2)]"
    )
    assert run(code, tmp_path).cpu >= 0.6


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
def test_a_process_left_behind_counts_too(tmp_path: Path) -> None:
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {BUSY!r}])"
    assert run(code, tmp_path).cpu >= 0.3


def test_memory_is_that_of_the_largest_process(tmp_path: Path) -> None:
    big = "b = bytearray(80 * 1024 * 1024); b[::4096] = b'x' * len(b[::4096])"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {big!r}])"
    assert 80 * MEBI < run(code, tmp_path).peak < 160 * MEBI


def test_memory_of_the_bench_itself_is_not_counted(tmp_path: Path) -> None:
    ballast = bytearray(300 * MEBI)
    ballast[::4096] = b"x" * len(ballast[::4096])
    assert run("pass", tmp_path).peak < 100 * MEBI
    assert ballast


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_of_all_together_is_seen_while_they_run(tmp_path: Path) -> None:
    big = "import time; b = bytearray(60 * 1024 * 1024); b[::4096] = b'x' * len(b[::4096]); time.sleep(1)"
    code = (
        "import subprocess, sys; "
        f"[p.wait() for p in [subprocess.Popen([sys.executable, '-S', '-c', {big!r}]) for _ in range(2)]]"
    )
    cost = run(code, tmp_path)
    assert cost.together > 120 * MEBI > cost.peak


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"ended with 3:\nno paper"):
        run("import sys; print('no paper', flush=True); sys.exit(3)", tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="finds what to end in /proc")
def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    with pytest.raises(Failed, match="took over"):
        run(code, tmp_path, limit=0.5)


def test_medians_are_taken_number_by_number() -> None:
    costs = [
        Cost(1, 30, 5, 9, {"binding": 0.1, "pages": 3}),
        Cost(3, 10, 6, 9, {"binding": 0.3}),
        Cost(2, 20, 70, 9, {"binding": 0.2, "pages": 3}),
    ]
    assert middle(costs) == Cost(2, 20, 6, 9, {"binding": 0.2})


def test_one_after_the_other_adds_time_and_not_memory() -> None:
    assert Cost(1, 2, 30, 40) + Cost(10, 20, 3, 50) == Cost(11, 22, 30, 50)
