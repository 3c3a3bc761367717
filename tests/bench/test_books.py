"""The books that are measured: edits in a copy, plain Markdown for pandoc, and jobs of any size."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest

from tests.bench import corpus
from tests.bench.bench import Bench
from tests.bench.growth import choose, sized
from tests.bench.programs.plain import plain
from toolkit.paper import PAPERS
from toolkit.press import Chapter, Job

CHAPTER = """---
reviewed: 2026-01-01
---

(label)=
# Title

:::{note}
Not this one.
:::

The first paragraph
ends here.

Another one.
"""


def test_a_word_is_added_to_the_first_paragraph() -> None:
    assert corpus.add_word("# T\n\nOne\ntwo.\n\nThree.\n", "new") == "# T\n\nOne\ntwo. new\n\nThree.\n"
    with pytest.raises(ValueError, match="no paragraph"):
        corpus.add_word("# T\n", "new")


def test_a_copy_is_edited_and_the_book_is_not(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "conf.py").write_text('project = "Small"\nextensions = ["myst_parser"]\n')
    (book / "index.md").write_text("# Title\n\nText.\n")
    copied = corpus.copy(book, tmp_path / "copy")
    source = copied.path.read_text()
    copied.change_word(source)
    first = copied.path.read_text()
    copied.change_word(source)
    assert source != first != copied.path.read_text()
    copied.add_lines(source, 3, last="end")
    assert copied.path.read_text() == "# Title\n\nText.\n\nLine.\n\nLine.\n\nend\n"
    assert (book / "index.md").read_text() == "# Title\n\nText.\n"
    assert copied.facts().startswith("1 chapters, 3 words".replace("3 words", "6 words"))


def test_a_copy_takes_extensions_and_theme_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "conf.py").write_text('project = "Small"\nextensions = ["a", "b"]\n')
    (tmp_path / "book" / "index.md").write_text("# Title\n")
    corpus.copy(tmp_path / "book", tmp_path / "copy")
    monkeypatch.setenv("BENCH_EXTENSIONS", "b c")
    monkeypatch.setenv("BENCH_THEME", "plain")
    values: dict[str, object] = {}
    exec((tmp_path / "copy" / "conf.py").read_text(), values)
    assert (values["extensions"], values["html_theme"]) == (["a", "b", "c"], "plain")


def test_a_tar_file_is_unpacked_beside_the_work(tmp_path: Path) -> None:
    path = tmp_path / "book.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("some/book/conf.py")
        archive.addfile(info, io.BytesIO(b""))
    assert corpus.unpack(path, tmp_path / "work") == tmp_path / "work" / "unpacked" / "some" / "book"


def test_plain_markdown_keeps_the_text_and_no_directive(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(b"")
    text = """
(label)=
::::{grid} 1 2
:::{grid-item-card} **Card**
:class: x
See [there](other.md) and {term}`word <target>`, {ref}`that`.
:::
::::

```{figure} /p.png
:alt: A picture

Its caption.
```

```{toctree}
other
```

````{code-block} python
:linenos:
print("::: {note}")
```
````
"""
    read = plain(text, tmp_path / "a" / "b.md", tmp_path)
    for kept in ("**Card**", "See there and word, that.", "Its caption.", 'print("::: {note}")', "```python"):
        assert kept in read
    assert f"![]({tmp_path / 'p.png'})" in read
    for gone in (":class:", "(label)=", "toctree", "other", ":linenos:", "1 2"):
        assert gone not in read


def chapter(name: str, link: str) -> Chapter:
    html = (
        f'<section class="chapter" id="{name}"><h1 id="{name}--top">{name}</h1><p><a href="#{link}">there'
        f'<span class="page"> (page <span class="page-number" data-ref="{link}"></span>)</span></a></p>'
        "</section>"
    )
    return Chapter(name, name.title(), html)


def test_a_job_of_any_size_has_ids_once_and_links_that_lead_somewhere() -> None:
    chapters = (chapter("one", "two--top"), chapter("two", "one"), chapter("three", "one"))
    job = Job("book", "Book", "", "", "", "en", PAPERS["letter"], "", "", chapters, {})
    large = sized(job, ["one", "three"], 3)
    html = large.front + "".join(chapter.html for chapter in large.chapters)
    ids = re.findall(r' id="([^"]+)"', html)
    assert [chapter.id for chapter in large.chapters] == [
        "one~0",
        "three~0",
        "one~1",
        "three~1",
        "one~2",
        "three~2",
    ]
    assert len(ids) == len(set(ids)) == 12
    assert set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r'data-ref="([^"]+)"', html)) <= set(
        ids
    )


def test_chapters_are_chosen_that_fill_the_pages_and_are_like_the_rest() -> None:
    pages = {"thin": 10, "thick": 10, "middling": 10, "long": 40}
    weights = {"thin": 10.0, "thick": 90.0, "middling": 52.0, "long": 200.0}
    assert choose(pages, weights, 10) == ["middling"]
    assert choose(pages, weights, 20) == ["thin", "thick"]


def test_commands_are_shown_without_paths_of_the_machine(tmp_path: Path) -> None:
    bench = Bench(tmp_path, tmp_path / "book", tmp_path / "env" / "python")
    words: list[str | Path] = [bench.peers, "-m", "x", tmp_path / "out", corpus.ROOT / "tests" / "y.py"]
    assert bench.shown(words) == "python -m x WORK/out tests/y.py"
