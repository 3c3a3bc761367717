"""Finished chapters found again: what makes a chapter anew, and that nothing else does."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Kit
from toolkit.packets import fingerprint
from toolkit.packets.assemble import Assembly
from toolkit.packets.canonical import Unsafe, canonical
from toolkit.packets.context import Outline
from toolkit.packets.kept import ambiguous
from toolkit.press import Bound, Job, Press

INDEX = "# Book\n\n```{toctree}\na\nb\nc\n```\n"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
)
PACKETS = "packets:\n- {id: one, title: One, audience: participant, chapters: [a, b, c]}\n"
FILES = {
    "index.md": INDEX,
    "packets.yaml": PACKETS,
    "a.md": "# First\n\nWords, {ref}`a place <spot>`, [c](c.md) and {source}`s1`.\n",
    "b.md": "# Second\n\nText.\n\n(spot)=\n## Spot\n\n![Map](p.svg)\n",
    "c.md": "# Third\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```{glossary}\nterm\n: Meaning.\n```\n",
    "p.svg": PICTURE,
    "data/sources.yaml": "sources:\n- {id: s1, title: A source, url: https://example.org/1}\n",
}


class Run:
    """What one build did: the chapters it made, and the job of each packet."""

    def __init__(self, made: list[str], jobs: list[Job]) -> None:
        self.made = made
        self.jobs = jobs


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Return a function that builds a kit up to the press, and tells which chapters took the steps."""
    made: list[str] = []
    jobs: list[Job] = []
    outline = Assembly._outline

    def note(self: Assembly, docname: str) -> Outline:
        made.append(docname)
        return outline(self, docname)

    def bind(self: Press, job: Job) -> Bound:
        jobs.append(job)
        return Bound(b"%PDF-", 1, 1, (), (), True)

    monkeypatch.setattr(Assembly, "_outline", note)
    monkeypatch.setattr(Press, "bind", bind)

    def build(kit: Kit, warns: tuple[str, ...] = (), **config: object) -> Run:
        made.clear()
        jobs.clear()
        kit.build("packets", warns=warns, **config)
        return Run(sorted(made), list(jobs))

    return build


def test_nothing_is_made_twice_and_the_job_is_the_same(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES)
    cold = run(project)
    assert cold.made == ["a", "b", "c"]
    warm = run(project)
    assert warm.made == [] and warm.jobs == cold.jobs


CHANGES = {
    "a word": ({"b.md": FILES["b.md"].replace("Text", "Words")}, ["b"]),
    "one word more": ({"b.md": FILES["b.md"].replace("Text", "More text")}, ["b"]),
    "lines moved": ({"b.md": FILES["b.md"].replace("Text", "Text\n\n\nmore")}, ["b"]),
    "a picture": ({"p.svg": PICTURE.replace("40", "50")}, ["b"]),
    "a source": (
        {"data/sources.yaml": FILES["data/sources.yaml"].replace("A source", "Another")},
        ["a"],
    ),
    "a heading": ({"b.md": FILES["b.md"].replace("## Spot", "## Place")}, ["a", "b", "c"]),
    "front matter": ({"b.md": "---\nreviewed: 2026-01-01\n---\n" + FILES["b.md"]}, ["a", "b", "c"]),
    "one more packet": (
        {"packets.yaml": PACKETS + "- {id: two, title: Two, audience: participant, chapters: [a, c]}\n"},
        ["a", "c"],
    ),
    "the packet's title": ({"packets.yaml": PACKETS.replace("One", "Two")}, []),
    "the paper": ({"packets.yaml": PACKETS.replace("[a, b, c]", "[a, b, c], paper: [a4]")}, ["a", "b", "c"]),
    "the audience": ({"packets.yaml": PACKETS.replace("participant", "facilitator")}, ["a", "b", "c"]),
    "another file": ({"data/notes.txt": "Nothing to do with it"}, []),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_makes_anew_what_depends_on_it(
    kit: Callable, run: Callable[..., Run], change: str
) -> None:
    files, made = CHANGES[change]
    project = kit(FILES)
    run(project)
    project.write(files)
    after = run(project)
    assert after.made == made
    assert after.jobs == run(project).jobs
    fresh = run(kit(FILES | files))
    assert [job.chapters for job in fresh.jobs] == [job.chapters for job in after.jobs], "warm is cold"


def test_settings(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES)
    run(project)
    assert run(project, toolkit_print_folder="elsewhere", toolkit_jobs=1).made == []
    assert run(project, toolkit_site_url="https://example.org").made == ["a", "b", "c"]


@pytest.mark.parametrize("part", ["program", "installed"])
def test_another_program_makes_all_anew(
    kit: Callable, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    project = kit(FILES)
    run(project)
    monkeypatch.setattr(fingerprint, part, lambda: "another")
    assert run(project).made == ["a", "b", "c"]


def test_conf_py_makes_all_anew(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES)
    run(project)
    conf = project.src / "conf.py"
    conf.write_text(conf.read_text() + "# A remark.\n")
    assert run(project).made == ["a", "b", "c"]


def test_our_messages_come_again(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES | {"b.md": "# Second\n\n(spot)=\n![](p.svg)\n\n```{image} p.svg\n```\n"})
    warns = ("b.md:6: WARNING: the picture p.svg has no description",)
    assert run(project, warns=("b.md:6",)).made == ["a", "b", "c"]
    assert run(project, warns=warns).made == []


def test_a_chapter_with_a_message_of_others_is_made_again(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES | {"b.md": FILES["b.md"] + "\n{ref}`nowhere`\n"})
    assert run(project, warns=("undefined label: 'nowhere'",)).made == ["a", "b", "c"]
    assert run(project, warns=("undefined label: 'nowhere'",)).made == ["b"]


def test_a_picture_that_comes_later_is_printed(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES | {"b.md": "# Second\n\n(spot)=\n![Later](https://example.org/later.svg)\n"})
    assert run(project, warns=("is on the network",)).made == ["a", "b", "c"]
    assert run(project, warns=("is on the network",)).made == ["b"]


def test_damaged_entries_are_made_again(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(FILES)
    cold = run(project)
    for entry in (project.src.parent / "press").glob("??/*"):
        content = entry.read_bytes()
        entry.write_bytes(random.Random(1).choice([b"", content[:-1], content[:70] + b"x" + content[71:]]))
    again = run(project)
    assert again.made == ["a", "b", "c"] and again.jobs == cold.jobs
    assert run(project).made == []


LISTENER = """
from docutils import nodes
def shout(app, doctree, docname):
    for text in doctree.findall(nodes.Text):
        text.parent.replace(text, nodes.Text(text.upper()))
def setup(app):
    app.connect("doctree-resolved", shout)
"""
NODE = """
from docutils import nodes
from docutils.parsers.rst import Directive
class strange(nodes.General, nodes.Element): pass
class Strange(Directive):
    def run(self): return [strange()]
def setup(app):
    app.add_node(strange, html=(lambda self, node: self.body.append("<p>odd</p>"), lambda self, node: None))
    app.add_directive("strange", Strange)
"""


def with_extension(code: str, **files: str) -> dict[str, str]:
    """Return the files of a project with an extension of its own beside conf.py."""
    conf = (
        'import sys; sys.path.insert(0, ".")\nfrom pathlib import Path\n'
        "sys.path.insert(0, str(Path(__file__).parent))\n"
        'extensions = ["myst_parser", "sphinx_design", "toolkit", "own_extension"]\n'
        'myst_enable_extensions = ["colon_fence"]\n'
    )
    return FILES | {"conf.py": conf, "own_extension.py": code} | files


@pytest.fixture
def _forget_extension() -> object:
    import sys

    yield
    sys.modules.pop("own_extension", None)


@pytest.mark.usefixtures("_forget_extension")
def test_nothing_is_kept_when_somebody_else_changes_chapters(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(with_extension(LISTENER))
    assert run(project).made == ["a", "b", "c"]
    assert run(project).made == ["a", "b", "c"]


@pytest.mark.usefixtures("_forget_extension")
def test_a_chapter_with_a_node_of_somebody_else_is_not_kept(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit(with_extension(NODE, **{"c.md": "# Third\n\n```{strange}\n```\n"}))
    assert run(project).made == ["a", "b", "c"]
    assert run(project).made == ["c"]


def test_the_kitchen_sink_is_the_same_from_the_cache(kit: Callable, run: Callable[..., Run]) -> None:
    project = kit("kitchen-sink")
    cold = run(project, warns=("[toolkit.no-alt]",))
    warm = run(project, warns=("[toolkit.no-alt]",))
    assert warm.jobs == cold.jobs
    assert len(warm.made) <= 2 < len(cold.made)


def test_ids_of_two_chapters_may_not_be_taken_for_each_other() -> None:
    assert ambiguous(["a/b", "a.b"]) and ambiguous(["a", "a--b"])
    assert not ambiguous(["a", "a/b", "a-b", "ab"])


def test_values_stand_for_themselves_in_any_order() -> None:
    assert canonical({"b": {3, 1, 2}, "a": ["x"]}) == canonical({"a": ["x"], "b": {2, 1, 3}})
    different = [1, "1", None, True, ("a", "b"), ("ab",), (("a",), "b"), {"a": "b"}, {"a", "b"}, Path("a")]
    assert len({canonical(value) for value in different}) == len(different)
    with pytest.raises(Unsafe, match="list_iterator cannot be compared"):
        canonical([iter([])])
