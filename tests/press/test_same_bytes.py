"""One job, one PDF: whoever lays it out, and wherever the parts that are found were made.

Other folders, hash seeds, locales and days are in test_reproducible.py, here and above.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.press.loopback import ROOT, two_workers
from tests.press.printing import Printed, job
from tests.press.test_single import FRONT, FURNITURE, PAGES, SLOT, STRINGS
from toolkit.press import Bound, Job, Press, cluster, fonts

CHAPTERS = (
    (
        f'<h1>One ☐</h1><p>See <a href="#two">the second (page {SLOT.format("two")})</a>, <em>stressed</em> '
        f'and <code>code</code>. <img alt="Grey" src="assets/grey.png"></p><p lang="he" dir="rtl">עברית</p>'
    ),
    (
        f'<h1>Two</h1><p>Back to <a href="#one">one</a> on page {SLOT.format("one")}; слово; λόγος; 😔; '
        f'<span class="own">字 and own</span></p>{PAGES}<div class="new-sheet">Cards</div>'
    ),
    (
        "<h1>Three</h1><table><thead><tr><th>a<th>b</thead>" + "<tr><td>x<td>y" * 80 + "</table>"
        f'<p id="end">Page {SLOT.format("end")}. <img alt="A" src="assets/grey.png"> '
        '<img alt="B" src="assets/way.svg"></p><p lang="hi">हिन्दी</p>'
        '<p>Call<a href="#n1" role="doc-noteref">1</a>. <aside role="doc-footnote" id="n1">A note.</aside>'
    ),
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
OWN = '.own { font-family: "Bitter Own" }'


def book(folder: Path) -> Job:
    """Return a job with a bit of everything, whose files are in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (60, 30), "#888").save(folder / "grey.png")
    (folder / "way.svg").write_text(SVG)
    own_fonts(folder)
    assets = {f"assets/{name}": folder / name for name in ("grey.png", "way.svg")}
    return job(
        *CHAPTERS, style=STRINGS + OWN, furniture=FURNITURE, front=FRONT, start="new-sheet", assets=assets
    )


def own_fonts(folder: Path) -> list[Path]:
    """Return the folder with the project's own font."""
    from fontTools.ttLib import TTFont

    found = folder / "fonts"
    if not found.is_dir():
        found.mkdir()
        with TTFont(fonts._faces(fonts.TEXT[1])[0].path) as font:
            for number in (1, 16):
                font["name"].setName("Bitter Own", number, 3, 1, 0x409)
            font.recalcTimestamp = False
            font.save(found / "own.ttf")
    return [found]


def bind(folder: Path, cache: Path | None = None, **words: object) -> Bound:
    """Bind the book whose files are in *folder*."""
    made = book(folder)
    with Press(cache, fonts=own_fonts(folder), **words) as press:  # type: ignore[arg-type]
        return press.bind(made)


def forget_book(cache: Path, pdf: bytes) -> None:
    """Remove the bound book from *cache*, so that it has to be bound of its parts again."""
    found = [path for path in cache.glob("??/*") if path.read_bytes().endswith(pdf)]
    assert len(found) == 1
    found[0].unlink()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The book, laid out from nothing in this process, with nothing kept."""
    bound = bind(tmp_path_factory.mktemp("here"), jobs=1)
    assert bound.laid_out == ("front", "one", "two", "three")
    assert {"Bitter Own", "Noto Sans Hebrew", "Noto Sans Devanagari"} <= Printed(bound).fonts()
    assert not bound.messages and not bound.overflows
    return bound.pdf


def same(found: bytes, expected: bytes) -> None:
    """Fail shortly if two PDFs differ."""
    assert hashlib.sha256(found).hexdigest() == hashlib.sha256(expected).hexdigest()


def test_cold_and_warm_in_one_process_or_two(expected: bytes, tmp_path: Path) -> None:
    for jobs in (1, 2):
        cache = tmp_path / f"cache-{jobs}"
        cold = bind(tmp_path, cache, jobs=jobs)
        assert len(cold.laid_out) == 4
        same(cold.pdf, expected)
        same(bind(tmp_path, cache, jobs=jobs).pdf, expected)
        forget_book(cache, expected)
        bound = bind(tmp_path, cache, jobs=3 - jobs)
        assert bound.laid_out == () and bound.cached
        same(bound.pdf, expected)


def test_some_parts_laid_out_and_some_found(expected: bytes, tmp_path: Path) -> None:
    whole = book(tmp_path)
    with Press(tmp_path / "cache", fonts=own_fonts(tmp_path), jobs=1) as press:
        press.bind(job(*CHAPTERS[1:2], style=STRINGS + OWN, assets=whole.assets))
    same(bind(tmp_path, tmp_path / "cache", jobs=2).pdf, expected)


def test_on_a_cluster(expected: bytes, tmp_path: Path) -> None:
    with two_workers(tmp_path / "dask") as (address, _), cluster.executor(address) as executor:
        bound = bind(tmp_path, tmp_path / "cache", executor=executor)
    assert len(bound.laid_out) == 4
    same(bound.pdf, expected)
    assert bind(tmp_path, tmp_path / "cache", jobs=1).cached


FILL = """
import sys
from pathlib import Path
import toolkit
from tests.press.test_same_bytes import bind
assert Path(toolkit.__file__).is_relative_to(Path.cwd()), toolkit.__file__
sys.stdout.buffer.write(bind(Path("files"), Path("cache"), jobs=1).pdf)
"""


def test_entries_made_by_another_checkout(expected: bytes, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "toolkit", elsewhere / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(map(str, (elsewhere, ROOT))),
        "PYTHONHASHSEED": "4711",
    }
    done = subprocess.run(
        [sys.executable, "-c", FILL], cwd=elsewhere, env=environment, stdout=subprocess.PIPE, check=True
    )
    same(done.stdout, expected)
    for whole in (True, False):
        cache = tmp_path / f"copy-{whole}"
        shutil.copytree(elsewhere / "cache", cache)
        if not whole:
            forget_book(cache, expected)
        before = {path: path.stat().st_mtime_ns for path in cache.glob("??/*")}
        bound = bind(tmp_path / "here", cache, jobs=1)
        assert bound.laid_out == () and bound.cached
        same(bound.pdf, expected)
        made = {path for path in cache.glob("??/*") if path not in before}
        assert len(made) == (0 if whole else 1), "nothing but the bound book is missing"


@pytest.mark.slow
def test_a_project_built_in_two_folders_with_one_process_and_with_two(kit: Callable) -> None:
    """The kitchen sink through ``sphinx -b packets``."""
    running, outputs = [], []
    for jobs in (1, 2):
        src = kit("kitchen-sink").src
        outputs.append(src.parent / "out")
        line = [sys.executable, "-m", "sphinx", "-q", "-b", "packets", "-D", f"toolkit_jobs={jobs}"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        running.append(subprocess.Popen([*line, str(src), str(outputs[-1])], env=environment))
    assert [process.wait(300) for process in running] == [0, 0]
    one, two = (
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} for folder in outputs
    )
    assert one["packets.json"] == two["packets.json"] and json.loads(one["packets.json"])["packets"]
    assert [name for name in one.keys() | two.keys() if one.get(name) != two.get(name)] == []
    assert any(name.endswith(".pdf") for name in one)


class _ElsewherePickler(pickle.Pickler):
    """Writes paths as another machine would know them: not at all."""

    def reducer_override(self, item: Any) -> Any:
        return (Path, (f"/nowhere/{item.name}",)) if isinstance(item, Path) else NotImplemented


class _Elsewhere(Executor):
    """Does its tasks as a machine with other folders would."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        parcel = io.BytesIO()
        _ElsewherePickler(parcel).dump((function, args, named))
        function, args, named = pickle.loads(parcel.getvalue())
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **named))
        except Exception as error:
            future.set_exception(error)
        return future


def test_on_a_machine_with_other_folders(tmp_path: Path) -> None:
    assert bind(tmp_path, executor=_Elsewhere()).pdf == bind(tmp_path, jobs=1).pdf
    pieces = ["<p>Wide words</p>", "<p>תוכן</p>"]
    with Press(executor=_Elsewhere()) as press:
        assert press.measure(pieces, "p { margin: 0 }") == Press(jobs=1).measure(pieces, "p { margin: 0 }")
