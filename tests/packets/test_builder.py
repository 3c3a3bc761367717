"""The builder: which files it writes, what it refuses, what stays."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence

import pytest
from sphinx.application import Sphinx

from tests.conftest import Kit, isolated
from toolkit.errors import ToolkitError
from toolkit.press import Bound, Reason
from toolkit.progress import Silent

PACKETS = "packets:\n- {id: one, title: One, audience: participant, chapters: [a], paper: [letter, a4]}\n"
FILES = {"index.md": "# Top\n\n```{toctree}\na\n```\n", "a.md": "# A\n\nWords.\n", "packets.yaml": PACKETS}


def test_files_and_their_list(kit: Callable) -> None:
    built = kit(FILES).build("packets")
    names = sorted(path.name for path in built.out.iterdir())
    assert names == ["one.a4.pdf", "one.pdf", "packets.json"]
    listed = json.loads(built.text("packets.json"))["packets"]
    assert [(item["file"], item["paper"], item["tagged"]) for item in listed] == [
        ("one.pdf", "letter", True),
        ("one.a4.pdf", "a4", True),
    ]
    assert all(item["bytes"] == (built.out / item["file"]).stat().st_size for item in listed)


def test_a_packet_that_is_listed_no_more_is_removed(kit: Callable) -> None:
    project = kit(FILES)
    project.build("packets")
    project.write({"packets.yaml": PACKETS.replace("[letter, a4]", "[letter]")})
    assert not (project.build("packets").out / "one.a4.pdf").exists()


def test_without_a_manifest_the_whole_book_in_order(kit: Callable) -> None:
    files = {
        "index.md": FILES["index.md"],
        "a.md": "# A\n",
        "left.md": "# Left\n",
        "lone.md": "---\norphan: true\n---\n# L\n",
    }
    built = kit(files).build("packets", warns=("left.md: WARNING: document isn't included in any toctree",))
    assert json.loads(built.text("packets.json"))["packets"][0]["chapters"] == ["index", "a", "left"]


def test_a_chapter_in_no_packet_is_named(kit: Callable) -> None:
    files = FILES | {"b.md": "# B\n", "index.md": "# Top\n\n```{toctree}\na\nb\n```\n"}
    kit(files).build("packets", warns=("b.md:1: WARNING: this chapter is in no packet",))
    kit(files | {"b.md": "---\npacket: web-only\n---\n# B\n"}).build("packets")


def test_a_chapter_for_facilitators_cannot_be_in_a_packet_for_participants(kit: Callable) -> None:
    files = FILES | {"a.md": "---\naudience: facilitator\n---\n# A\n"}
    built = kit(files).build("packets", warns=("packets.yaml:2: packet 'one' is for participants",))
    assert built.app.statuscode == 1 and not list(built.out.glob("*.pdf"))


def test_a_packet_with_errors_keeps_its_last_good_file(kit: Callable) -> None:
    project = kit(FILES, toolkit_strict=True)
    good = (project.build("packets").out / "one.pdf").read_bytes()
    project.write({"a.md": "# A\n\n![Map](https://example.org/x.png)\n"})
    built = project.build("packets", warns=("a.md:3", "packet 'one' has errors"))
    assert built.app.statuscode == 1
    assert (built.out / "one.pdf").read_bytes() == good


def test_a_finish_that_is_not_made_yet_is_said_so(kit: Callable) -> None:
    files = FILES | {"packets.yaml": PACKETS.replace("paper: [letter, a4]", "finish: [large]")}
    built = kit(files).build("packets", warns=("packets.yaml:2", "large"))
    assert built.app.statuscode == 1


class Chooser(Silent):
    """Prints only *files*, and notes what it is told."""

    def __init__(self, *files: str) -> None:
        self.files = files
        self.told: list[object] = []

    def choose(self, packets: Mapping[str, Sequence[str]]) -> Sequence[str]:
        self.told.append({file: list(chapters) for file, chapters in packets.items()})
        return self.files

    def begin(self, file: str) -> None:
        self.told.append(f"begin {file}")

    def end(self, file: str, bound: Bound | None) -> None:
        self.told.append(f"end {file}")


def test_who_follows_chooses_files_and_the_list_keeps_the_others(
    kit: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = kit(FILES)
    follower = Chooser("one.a4.pdf")
    monkeypatch.setattr("toolkit.packets.builder.follower_of", lambda app: follower)
    assert not (project.build("packets").out / "packets.json").exists(), "the list would be incomplete"
    assert follower.told == [
        {"one.pdf": ["a"], "one.a4.pdf": ["a"]},
        *("begin one.a4.pdf", "end one.a4.pdf"),
    ]
    follower.files = ("one.pdf", "one.a4.pdf")
    before = json.loads(project.build("packets").text("packets.json"))["packets"]
    project.write({"a.md": "# A\n\nOther words.\n"})
    follower.files = ("one.a4.pdf",)
    after = json.loads(project.build("packets").text("packets.json"))["packets"]
    assert after[0] == before[0] and after[1]["sha256"] != before[1]["sha256"]
    assert [item["file"] for item in after] == ["one.pdf", "one.a4.pdf"]


def explained(project: Kit, packet: str) -> dict[str, list[Reason]]:
    """Return why *packet* would be laid out again."""
    with isolated():
        app = Sphinx(
            project.src, project.src, project.src.parent / "out" / "packets", project.src.parent / "doctrees",
            "packets", status=io.StringIO(), warning=io.StringIO(),
        )  # fmt: skip
        app.builder.read()
        found: dict[str, list[Reason]] = app.builder.explain(packet)  # type: ignore[attr-defined]
    return found


def test_why(kit: Callable) -> None:
    project = kit(FILES)
    reasons = explained(project, "one")
    for found in reasons.values():
        assert {reason.changed for reason in found} == {("new",)}
    assert list(reasons) == ["one.pdf", "one.a4.pdf"]
    project.build("packets")
    assert explained(project, "one") == {"one.pdf": [], "one.a4.pdf": []}
    project.write({"a.md": "# A\n\nOther words.\n"})
    assert explained(project, "one")["one.pdf"] == [Reason("a", ("html",))]
    with pytest.raises(ToolkitError, match="there is no packet 'two'"):
        explained(project, "two")
