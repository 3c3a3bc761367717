"""The command line: exit codes, sentences instead of tracebacks, and what is published."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import isolated
from toolkit import build
from toolkit.cli import main
from toolkit.manifest import whole_book
from toolkit.packets.builder import PacketsBuilder
from toolkit.press import Reason
from toolkit.press.cache import Cache
from toolkit.project import Project

ROOT = Path(__file__).resolve().parent.parent
CONF = """
extensions = ["myst_parser", "sphinx_design", "toolkit"]
myst_enable_extensions = ["colon_fence"]

html_copy_source = False
"""
INDEX = "# Book\n\n```{toctree}\nfirst\nsecond\n```\n"


@dataclass
class Run:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return [*self.out.splitlines(), *self.err.splitlines()]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small good project, which is also the current folder."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "docs" / "index.md").write_text(INDEX)
    (tmp_path / "docs" / "first.md").write_text("# First\n\nOne sentence.\n")
    (tmp_path / "docs" / "second.md").write_text("# Second\n\nAnother sentence.\n")
    monkeypatch.chdir(tmp_path)
    for name in ("RELEASE", "TOOLKIT_TODAY", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Run]]:
    """Call the command line in this process."""

    def call(*words: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["toolkit", *words])
        capsys.readouterr()
        with isolated(), pytest.raises(SystemExit) as stop:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        log = Path("build/.cache/fault.log")
        if "a fault of the program" in said.err and "deliberate" not in log.read_text():
            pytest.fail(log.read_text(), pytrace=False)
        return Run(int(stop.value.code or 0), said.out, said.err)

    return call


def published(book: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of build/base with its time and bytes."""
    output = book / "build" / "base"
    return {
        path.relative_to(output).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in output.rglob("*")
        if path.is_file()
    }


def test_build_says_one_line_per_packet(book: Path, run: Callable[..., Run]) -> None:
    done = run("build")
    assert done.code == 0, done
    assert "3 chapters, 3 read anew" in done.out
    packets = sorted(path.name for path in (book / "build/base/print").glob("*.pdf"))
    assert len(packets) == 1
    assert f"build/base/print/{packets[0]}: " in done.out
    assert "page" in done.out
    assert "sheet" in done.out


def test_nothing_that_readers_do_not_need_is_published(book: Path, run: Callable[..., Run]) -> None:
    assert run("build").code == 0
    names = list(published(book))
    assert "index.html" in names
    assert "print/packets.json" in names
    for unwanted in (".buildinfo", ".doctrees", "_sources", "environment.pickle", "toolkit-new"):
        assert not [name for name in names if unwanted in name]


def test_second_build_reads_nothing_and_touches_nothing(book: Path, run: Callable[..., Run]) -> None:
    run("build")
    before = published(book)
    done = run("build")
    assert "3 chapters, 0 read anew" in done.out
    assert published(book) == before


def test_one_changed_word_reads_one_chapter(book: Path, run: Callable[..., Run]) -> None:
    run("build")
    (book / "docs/first.md").write_text("# First\n\nOne changed sentence.\n")
    assert "3 chapters, 1 read anew" in run("build").out
    assert "changed" in (book / "build/base/first.html").read_text()


def test_new_title_reaches_the_other_pages(book: Path, run: Callable[..., Run]) -> None:
    run("build")
    (book / "docs/first.md").write_text("# Renamed\n\nOne sentence.\n")
    run("build")
    assert "Renamed" in (book / "build/base/second.html").read_text()
    assert "Renamed" in (book / "build/base/index.html").read_text()


def test_stale_files_and_leftovers_go_and_print_stays(book: Path, run: Callable[..., Run]) -> None:
    run("build")
    output = book / "build/base"
    pdfs = sorted((output / "print").glob("*.pdf"))
    (output / "old.html").write_text("stale")
    (output / ".index.html.toolkit-new").write_text("left by a killed build")
    assert run("site").code == 0
    assert not (output / "old.html").exists()
    assert not (output / ".index.html.toolkit-new").exists()
    assert sorted((output / "print").glob("*.pdf")) == pdfs
    (output / "print" / "gone.pdf").write_bytes(b"stale")
    assert run("packets").code == 0
    assert sorted((output / "print").glob("*.pdf")) == pdfs
    assert (output / "index.html").is_file()


def test_removed_chapter_leaves_the_site(book: Path, run: Callable[..., Run]) -> None:
    run("build")
    (book / "docs/second.md").unlink()
    (book / "docs/index.md").write_text(INDEX.replace("second\n", ""))
    assert run("build").code == 0
    assert not (book / "build/base/second.html").exists()


def test_a_message_fails_again_and_leaves_the_last_good_output(book: Path, run: Callable[..., Run]) -> None:
    run("build")
    before = published(book)
    with (book / "docs/first.md").open("a") as chapter:
        chapter.write("\n[dead](#nowhere-at-all)\n")
    for _ in range(2):  # Sphinx alone would report it only once
        done = run("build")
        assert done.code == 1
        assert any(line.startswith("docs/first.md:5: ") for line in done.lines), done
        assert "WARNING" not in done.err
        assert str(book) not in done.err
        assert published(book) == before


@pytest.mark.parametrize(
    ("conf", "sentence"),
    [
        (
            "x = = 1",
            "conf.py: There is a syntax error in your configuration file: invalid syntax (conf.py, line 1)",
        ),
        ("raise ValueError('no')", "conf.py: ValueError: no"),
        (
            "extensions = ['no_such_package']",
            "conf.py: No module named 'no_such_package'; correct extensions, or install what is missing",
        ),
    ],
)
def test_bad_conf_is_one_sentence(book: Path, run: Callable[..., Run], conf: str, sentence: str) -> None:
    (book / "conf.py").write_text(conf + "\n")
    done = run("--project", str(book), "site")
    assert done.code == 1
    assert sentence in done.err.splitlines()


def test_full_disk_is_one_sentence(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr("toolkit.publish.shutil.copyfile", full)
    done = run("site")
    assert done.code == 1
    assert "No space left on device" in done.err


def test_a_fault_of_ours_says_so_and_keeps_the_details(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError("deliberate")

    monkeypatch.setattr("toolkit.build._publish", broken)
    done = run("site")
    assert done.code == 1
    assert "a fault of the program and not of your chapters" in done.err
    assert "deliberate" in (book / "build/.cache/fault.log").read_text()


@pytest.mark.parametrize(
    "words", [["nonsense"], ["build", "--nonsense"], ["--project", "nowhere", "build"], ["site", "x"]]
)
def test_wrong_use_is_2(book: Path, run: Callable[..., Run], words: list[str]) -> None:
    assert run(*words).code == 2


@pytest.mark.parametrize(
    ("name", "value"), [("TOOLKIT_TODAY", "tomorrow"), ("SOURCE_DATE_EPOCH", "2026-11-24")]
)
def test_wrong_environment_is_2(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = run("site")
    assert done.code == 2
    assert f"{name}={value} is no " in done.err


def test_no_project_here(tmp_path: Path, run: Callable[..., Run]) -> None:
    assert "conf.py: is not here" in run("--project", str(tmp_path), "build").err


def test_quiet_says_nothing(book: Path, run: Callable[..., Run]) -> None:
    assert run("build", "--quiet").lines == []


def test_clean_removes_what_was_built(book: Path, run: Callable[..., Run]) -> None:
    run("site")
    assert run("clean").code == 0
    assert not (book / "build").exists()
    assert run("clean").code == 0


def test_runs_as_a_module_from_a_folder_with_a_space(book: Path) -> None:
    folder = book.rename(book.with_name("a folder"))
    words = [sys.executable, "-m", "toolkit", "--project", str(folder), "site"]
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {"LANG": "C"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "build/base/index.html").is_file()


def test_serve_on_a_taken_port_is_one_sentence(book: Path, run: Callable[..., Run]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "--port", port)
    assert done.code == 1
    assert f"port {port}: " in done.err
    assert "choose another with --port" in done.err


def test_release_refuses_what_is_overdue(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = book / "docs/first.md"
    chapter.write_text("---\nreviewed: 2025-01-01\nreview-by: 2025-06-01\n---\n\n# First\n\nOne sentence.\n")
    monkeypatch.setenv("TOOLKIT_TODAY", "2025-03-01")
    monkeypatch.setenv("RELEASE", "1")
    assert run("build").code == 0
    before = published(book)
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-03-01")
    done = run("build")
    assert done.code == 1
    assert "review-overdue" in done.err
    assert published(book) == before
    monkeypatch.delenv("RELEASE")
    assert run("build").code == 0


def test_release_refuses_open_recalls_and_codes_that_are_not_kept(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-03-01")
    (book / "docs/data").mkdir()
    recalls = book / "docs/data/recalls.yaml"
    recalls.write_text("recalls:\n- {id: wrong, date: 2026-02-01, chapter: first, reason: Wrong.}\n")
    (book / "docs/packets.yaml").write_text(
        "packets:\n- {id: p, title: P, audience: participant, chapters: [first, second]}\n"
    )
    assert run("build").code == 0
    before = published(book)
    monkeypatch.setenv("RELEASE", "1")
    done = run("build")
    assert done.code == 1
    assert "data/recalls.yaml:2: error: recall 'wrong' of the chapter 'first' is open" in done.err
    assert "docs/data/versions.yaml: error: 2 codes that are printed now are not kept" in done.err
    assert published(book) == before
    assert run("versions").code == 0
    recalls.write_text(recalls.read_text().replace("Wrong.}", "Wrong., mended: 2026-02-02}"))
    assert run("build").code == 0


def test_versions_keeps_the_codes_that_are_new(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-03-01")
    ledger = book / "docs/data/versions.yaml"
    done = run("versions")
    assert done.code == 0
    assert re.search(r"^\w{6}: first, for everyone$", done.out, re.MULTILINE)
    assert done.out.endswith("docs/data/versions.yaml: 3 codes added\n")
    text = ledger.read_text()
    assert text.count("kept: 2026-03-01") == 3
    assert run("versions").out == "docs/data/versions.yaml: 0 codes added\n"
    (book / "docs/first.md").write_text("# First\n\nAnother sentence.\n")
    monkeypatch.setenv("TOOLKIT_TODAY", "2026-04-01")
    assert run("versions").out.endswith("docs/data/versions.yaml: 1 code added\n")
    assert ledger.read_text().startswith(text) and ledger.read_text().count("chapter: first\n") == 2


def test_versions_keeps_nothing_of_a_faulty_book(book: Path, run: Callable[..., Run]) -> None:
    (book / "docs/first.md").write_text("# First\n\n```{nothing}\n```\n")
    done = run("versions")
    assert done.code == 1
    assert "docs/first.md:3: " in done.err and "No code was kept" in done.err
    assert not (book / "docs/data").exists()


def test_check_prints_findings_and_counts_them(book: Path, run: Callable[..., Run]) -> None:
    assert run("build").code == 0
    done = run("check")
    assert done.code in (0, 1)
    assert re.search(r"^\d+ errors?, \d+ notices?$", done.out, re.MULTILINE)
    file = "build/.cache/findings/base/findings.json"
    assert (book / file).is_file()
    assert done.out.splitlines()[-1] == f"All of this is in {file} too."
    assert file not in run("check", "--quiet").out


def test_check_prints_reading_levels_on_request(book: Path, run: Callable[..., Run]) -> None:
    (book / "docs" / "first.md").write_text("# First\n\nThis is one plain sentence.\n")
    assert run("build").code == 0
    assert "readers" not in run("check").out
    lines = run("check", "--quiet", "--levels").out.splitlines()
    assert lines[-2].split() == ["chapter", "readers", "grade", "limit", "words"]
    assert re.fullmatch(r"first +participants +\d\.\d +8 +5", lines[-1])


# -- what the press keeps, and why a chapter would be laid out again ------------------------------------


def keep(book: Path, name: str, size: int, age: float) -> None:
    """Put an entry of *size* bytes, not used for *age* seconds, into the press's cache."""
    folder = book / "build/.cache/doctrees/press"
    Cache(folder).put(name, b"x" * size)
    path = next(path for path in folder.rglob("*") if path.is_file() and name.endswith(path.name))
    moment = time.time() - age
    os.utime(path, (moment, moment))


def test_cache_tells_its_size_and_place(book: Path, run: Callable[..., Run]) -> None:
    assert "doctrees/press: 0 entries, 0 kB" in run("cache").out
    keep(book, "aa11", 2_000_000, 0)
    keep(book, "bb22", 500_000, 3600)
    done = run("cache")
    assert "build/.cache/doctrees/press: 2 entries, 2.5 MB" in done.out
    assert re.search(r"last used longest ago: \d{4}-\d\d-\d\d \d\d:\d\d", done.out)


def test_cache_prunes_what_was_not_used_for_longest(book: Path, run: Callable[..., Run]) -> None:
    keep(book, "aa11", 2_000_000, 0)
    keep(book, "bb22", 500_000, 3600)
    done = run("cache", "--prune", "2.2 MB")
    assert "removed 1 entry of 500 kB" in done.out
    assert "1 entry, 2.0 MB" in done.out
    assert Cache(book / "build/.cache/doctrees/press").get("aa11")
    assert "removed 0 entries of 0 kB" in run("cache", "--prune").out


def test_cache_clears(book: Path, run: Callable[..., Run]) -> None:
    keep(book, "aa11", 1000, 0)
    assert "0 entries" in run("cache", "--clear").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["cache", "--prune", "much"], "'much' is no size; write it like 500MB or 2GB"),
        (["cache", "--prune", "1GB", "--clear"], "name one"),
        (["build", "--cluster", "somewhere"], "'somewhere' is no address; write it like tcp://"),
        (["packets", "--jobs", "-1"], "--jobs"),
        (["site", "--jobs", "1"], "--jobs"),
    ],
)
def test_wrong_words_are_told(book: Path, run: Callable[..., Run], words: list[str], sentence: str) -> None:
    done = run(*words)
    assert done.code == 2
    assert sentence in done.err


def test_jobs_and_cluster_stand_above_conf(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []

    def note(project: Project, run: build.Run, **options: Any) -> build.Report:
        given.append(dict(run.settings))
        return build.Report(messages=["no"])

    monkeypatch.setattr("toolkit.cli.build", note)
    run("packets", "--jobs", "2", "--cluster", "tcp://127.0.0.1:8786")
    run("build")
    assert given == [{"toolkit_jobs": 2, "toolkit_cluster": "tcp://127.0.0.1:8786"}, {}]


def test_why_names_chapters_and_causes(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def explain(self: PacketsBuilder, packet: str) -> dict[str, list[Reason]]:
        assert packet
        return {"a.pdf": [Reason("first", ("html",))], "a.a4.pdf": []}

    monkeypatch.setattr(PacketsBuilder, "explain", explain, raising=False)
    known = whole_book(["first"], "Book", paper="letter", audience="participant").packets[0].id
    done = run("why", known)
    assert done.lines == [
        "a.pdf: first: its text changed",
        "a.a4.pdf: nothing: every chapter is in the cache",
    ]
    assert not (book / "build/base").exists()


def test_why_of_an_unknown_packet_names_the_nearest(book: Path, run: Callable[..., Run]) -> None:
    known = whole_book(["first"], "Book", paper="letter", audience="participant").packets[0].id
    done = run("why", f"{known}s")
    assert done.code == 2
    assert f"there is no packet '{known}s'; did you mean '{known}'?" in done.err
    assert f"there are {known}" in run("why", "zzz").err


def test_a_stopped_build_loses_no_message(
    book: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build")
    with (book / "docs/first.md").open("a") as chapter:
        chapter.write("\n```{nonsense}\n```\n")
    with monkeypatch.context() as patch:
        patch.setattr(
            PacketsBuilder, "write_documents", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        assert run("build").code == 1
    done = run("build")
    assert done.code == 1
    assert any(line.startswith("docs/first.md:5: ") for line in done.lines), done
    (book / "docs/first.md").write_text("# First\n\nOne sentence.\n")
    assert "3 chapters, 1 read anew" in run("build").out
    assert "3 chapters, 0 read anew" in run("build").out
