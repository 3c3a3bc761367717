"""A missing library is one sentence that names the package, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.press.printing import job
from toolkit.press import Press, PressError, libraries


def test_no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(libraries, "_import_engine", fail)
    with pytest.raises(PressError) as caught:
        Press().bind(job("<h1>One</h1>"))
    for word in ("Pango", "apt install libpango-1.0-0", "dnf install pango", "brew install pango"):
        assert word in str(caught.value)


def test_no_harfbuzz_subset(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.press import engine

    monkeypatch.setattr(engine, "has_subsetter", lambda: False)
    with pytest.raises(PressError) as caught:
        Press().measure(["<p>a</p>"], "")
    for word in ("HarfBuzz-Subset", "apt install libharfbuzz-subset0", "harfbuzz"):
        assert word in str(caught.value)


def test_no_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ModuleNotFoundError("No module named 'weasyprint'", name="weasyprint")

    monkeypatch.setattr(libraries, "_import_engine", fail)
    with pytest.raises(PressError, match="package weasyprint is not installed"):
        Press().bind(job("<h1>One</h1>"))


def test_another_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.press import engine

    monkeypatch.setattr(engine, "versions", lambda: {"weasyprint": "71.2"})
    with pytest.raises(PressError, match=r"WeasyPrint 71\.2 is installed, the press knows 70"):
        Press().bind(job("<h1>One</h1>"))


def test_a_crash_of_the_engine_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.press import engine

    def fail(*_: object) -> None:
        raise AssertionError("box")

    monkeypatch.setattr(engine, "lay_out", fail)
    with pytest.raises(PressError, match=r"test: the layout engine stopped at “one” \(AssertionError: box\)"):
        Press(jobs=1).bind(job("<h1>One</h1>"))


def test_a_break_that_stops_the_engine_is_avoided(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.press import engine

    real, calls = engine.lay_out, []

    def fail_once(*args: object) -> object:
        calls.append(args)
        if len(calls) == 1:
            raise IndexError("list index out of range")
        return real(*args)

    monkeypatch.setattr(engine, "lay_out", fail_once)
    bound = Press(jobs=1).bind(job("<h1>One</h1>"))
    assert (bound.pages, len(calls)) == (1, 3)  # the chapter twice, its running heads once
    assert "could not be broken over pages" in bound.messages[0]


def test_all_versions_are_known() -> None:
    from toolkit.press import engine

    found = engine.versions()
    assert set(found) == {"weasyprint", "pydyf", "pango", "harfbuzz"}
    assert all(version[0].isdigit() and "." in version for version in found.values())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are looked for in another way")
def test_no_compiler_is_asked_where_a_library_is() -> None:
    script = (
        "import ctypes.util, subprocess; from toolkit.press.libraries import check_libraries\n"
        "found = ctypes.util.find_library; subprocess.Popen = None; check_libraries()\n"
        "assert ctypes.util.find_library is found"
    )
    subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).resolve().parents[2], check=True)
