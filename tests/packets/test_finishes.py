"""Booklet, two-up and zine in a packet: beside the standard file, listed, refused when pages are too many."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Built

ONE = "packets:\n- {id: one, title: One, audience: participant, chapters: [a], cover: false, contents: false"
FILES = {"index.md": "# Top\n\n```{toctree}\na\n```\n", "a.md": "# A\n\nWords.\n"}


def manifest(keys: str) -> dict[str, str]:
    return FILES | {"packets.yaml": f"{ONE}, {keys}}}\n"}


def listed(built: Built) -> list[dict[str, Any]]:
    return json.loads(built.text("packets.json"))["packets"]


def test_files_and_their_list(kit: Callable) -> None:
    built = kit(manifest("paper: [letter, a4], finish: [zine, booklet, two-up]")).build("packets")
    assert [
        (item["file"], item["paper"], item["finish"], item["tagged"], item["pages"], item["sheets"])
        for item in listed(built)
    ] == [
        ("one.pdf", "letter", "standard", True, 1, 1),
        ("one.zine.pdf", "letter", "zine", False, 1, 1),
        ("one.booklet.pdf", "letter", "booklet", False, 2, 1),
        ("one.two-up.pdf", "letter", "two-up", False, 1, 1),
        ("one.a4.pdf", "a4", "standard", True, 1, 1),
        ("one.a4.zine.pdf", "a4", "zine", False, 1, 1),
        ("one.a4.booklet.pdf", "a4", "booklet", False, 2, 1),
        ("one.a4.two-up.pdf", "a4", "two-up", False, 1, 1),
    ]
    assert {path.name for path in built.out.glob("*.pdf")} == {item["file"] for item in listed(built)}
    assert all(item["bytes"] == (built.out / item["file"]).stat().st_size for item in listed(built))


def test_the_standard_file_is_the_same_with_and_without_finishes(kit: Callable) -> None:
    project = kit(manifest("paper: [letter]"))
    plain = (project.build("packets").out / "one.pdf").read_bytes()
    project.write(manifest("finish: [booklet]"))
    out = project.build("packets").out
    assert (out / "one.pdf").read_bytes() == plain
    assert (out / "one.booklet.pdf").is_file()
    project.write(manifest("paper: [letter]"))
    assert sorted(path.name for path in project.build("packets").out.glob("*.pdf")) == ["one.pdf"]


def test_a_zine_of_too_many_pages_is_refused(kit: Callable) -> None:
    def chapters(number: int) -> dict[str, str]:
        names = [f"c{index}" for index in range(number)]
        packets = ONE.replace("[a]", f"[{', '.join(names)}]")
        toctree = "\n".join(["# Top\n\n```{toctree}", *names, "```\n"])
        texts = {f"{name}.md": f"# {name}\n\nWords.\n" for name in names}
        return texts | {"index.md": toctree, "packets.yaml": f"{packets}, finish: [zine]}}\n"}

    project = kit(chapters(8))
    assert [item["pages"] for item in listed(project.build("packets"))] == [8, 1]
    project.write(chapters(9))
    sentence = "packets.yaml:2: packet 'one' has 9 pages on letter paper, but a zine holds 8; take out"
    built = project.build("packets", warns=(sentence,))
    assert built.app.statuscode == 1
    assert len(listed(built)) == 2, "the last good list stays"
