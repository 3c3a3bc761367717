"""Faults that authors make: one located sentence, exit 1, no traceback, and the last good output stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_cli import Run, book, published, run  # noqa: F401  (fixtures)

CONF = """
extensions = ["myst_parser", "sphinx_design", "toolkit"]
myst_enable_extensions = ["colon_fence"]
toolkit_strict = True
html_copy_source = False
nitpicky = True
"""
PACKETS = """packets:
  - id: all
    title: All of it
    audience: participant
    chapters: [index, first, second]
"""
PIXEL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><title>A dot</title>'
    '<rect width="10" height="10"/></svg>'
)
SOURCES = """sources:
  - id: good-source
    title: A good source
    author_publisher: A publisher
    date: '2011'
    url: https://example.org/good
    kind: primary
"""
_BAR = " ".join(["=" * 44] * 14)
_WORDS = " ".join(["Unbreakable" * 4] * 14)
WIDE = f"""```{{eval-rst}}
{_BAR}
{" ".join(["Two".ljust(89), *["One".ljust(44)] * 12])}
{" ".join(["-" * 89, *["-" * 44] * 12])}
{_WORDS}
{_BAR}
{_WORDS}
{_BAR}
```
"""
LONG_CARD = (
    ":::::{sheet}\n::::{wallet-card} A card\n"
    + "Far too many words for a small card. " * 60
    + "\n::::\n:::::\n"
)


def chapter(text: str) -> dict[str, str]:
    """The first chapter with *text* from line 5 on."""
    return {"docs/first.md": f"# First\n\nOne sentence.\n\n{text}\n"}


def manifest(old: str, new: str) -> dict[str, str]:
    assert old in PACKETS
    return {"docs/packets.yaml": PACKETS.replace(old, new)}


CASES: dict[str, tuple[dict[str, str], str, str]] = {
    # name: files to write, where the sentence begins, what it holds
    "unknown chapter": (manifest("second]", "secnd]"), "docs/packets.yaml:5: ", "did you mean 'second'?"),
    "chapter in no packet": (manifest(", second]", "]"), "docs/second.md:1: ", "packet: web-only"),
    "duplicate label": (chapter("(same)=\n## One\n\n(same)=\n## Two"), "docs/first.md:", "same"),
    "missing image": (chapter("![A map](nowhere.png)"), "docs/first.md:5: ", "nowhere.png"),
    "broken YAML": (manifest("chapters: [", "chapters: [["), "docs/packets.yaml:", ""),
    "unknown key": (manifest("audience:", "audiense:"), "docs/packets.yaml:", "did you mean 'audience'?"),
    "wrong type": (manifest("title: All of it", "title: [a, list]"), "docs/packets.yaml:3: ", "title"),
    "empty packet": (manifest("[index, first, second]", "[]"), "docs/packets.yaml:5: ", "chapters"),
    "empty manifest": ({"docs/packets.yaml": ""}, "docs/packets.yaml: ", "empty"),
    "circular include": (chapter("```{include} first.md\n```"), "docs/first.md:", "includes"),
    "missing include": (chapter("```{include} nowhere.md\n```"), "docs/first.md:5: ", "nowhere.md"),
    "include outside": (chapter("```{include} ../../outside.md\n```"), "docs/first.md:5: ", "outside"),
    "image outside": (chapter("![A dot](../../outside.svg)"), "docs/first.md:5: ", "outside"),
    "network image": (chapter("![A map](https://example.org/map.png)"), "docs/first.md:5: ", "example.org"),
    "no description": (chapter("```{image} dot.svg\n```"), "docs/first.md:5: ", "descri"),
    "table too wide": (chapter(WIDE), "docs/first.md:", "table"),
    "card too full": (chapter(LONG_CARD), "docs/first.md:", "card"),
    "undefined fact": (chapter("Call {{ hotlin }} now."), "docs/first.md:5: ", "hotlin"),
    "unknown source": (chapter("So it was {source}`god-source`."), "docs/first.md:5: ", "'good-source'?"),
    "dead link": (chapter("[there](second.md#nowhere)"), "docs/first.md:5: ", "nowhere"),
    "unknown directive": (chapter(":::{facilitatr}\nText.\n:::"), "docs/first.md:5: ", "facilitatr"),
    "bad front matter": ({"docs/first.md": "---\nreviewed: soon\n---\n\n# First\n"}, "docs/first.md:2: ", ""),
}  # fmt: skip


@pytest.fixture(scope="session")
def good_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a good project, not yet built."""
    folder = tmp_path_factory.mktemp("good") / "book"
    (folder / "docs" / "data").mkdir(parents=True)
    (folder / "conf.py").write_text(CONF)
    (folder / "pyproject.toml").write_text("")  # the root of the project
    (folder / "docs" / "packets.yaml").write_text(PACKETS)
    (folder / "docs" / "dot.svg").write_text(PIXEL)
    (folder / "docs" / "data" / "sources.yaml").write_text(SOURCES)
    (folder / "docs" / "index.md").write_text("# Book\n\n```{toctree}\nfirst\nsecond\n```\n")
    (folder / "docs" / "first.md").write_text("# First\n\nOne sentence.\n")
    (folder / "docs" / "second.md").write_text("# Second\n\nAnother sentence.\n")
    (folder.parent / "outside.md").write_text("Secret.\n")
    (folder.parent / "outside.svg").write_text(PIXEL)
    return folder


@pytest.fixture
def broken(
    good_book: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Run],  # noqa: F811
) -> Path:
    """A copy of the good project, built."""
    folder = tmp_path / "in" / "book"
    shutil.copytree(good_book.parent, folder.parent)
    monkeypatch.chdir(folder)
    first = run("build")
    assert first.code == 0, first
    return folder


@pytest.mark.parametrize("name", CASES)
def test_one_located_sentence(broken: Path, run: Callable[..., Run], name: str) -> None:  # noqa: F811
    files, place, part = CASES[name]
    before = published(broken)
    for file, text in files.items():
        (broken / file).write_text(text)
    done = run("build")
    assert done.code == 1, done
    located = [line for line in done.err.splitlines() if line.startswith(place) and part in line]
    assert located, done.err
    assert str(broken) not in done.err
    assert published(broken) == before


def test_all_faults_at_once(broken: Path, run: Callable[..., Run]) -> None:  # noqa: F811
    text = (
        PACKETS.replace("audience:", "audiense:").replace("second]", "secnd]").replace("id: all", "id: All")
    )
    (broken / "docs/packets.yaml").write_text(text)
    lines = [line for line in run("build").err.splitlines() if line.startswith("docs/packets.yaml:")]
    assert len(lines) >= 3
