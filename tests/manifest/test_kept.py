"""YAML files read once: the same values from before, and everything else read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.manifest import KeptFiles, kept
from toolkit.manifest.yamlfile import YamlFile, read_yaml


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read anew from now on."""
    names: list[str] = []

    def read(path: Path, root: Path) -> YamlFile:
        names.append(path.name)
        return read_yaml(path, root)

    monkeypatch.setattr(kept, "read_yaml", read)
    return names


def test_a_file_is_read_once_and_again_when_it_changes(tmp_path: Path, reads: list[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("entries:\n- {id: one, when: 2020-01-01}\n")
    first = KeptFiles(tmp_path / "kept")(file, tmp_path)
    assert KeptFiles(tmp_path / "kept")(file, tmp_path) == first == read_yaml(file, tmp_path)
    assert reads == ["a.yaml"]
    file.write_text("entries:\n- {id: two, id: two}\n")
    second = KeptFiles(tmp_path / "kept")(file, tmp_path)
    assert second == KeptFiles(tmp_path / "kept")(file, tmp_path) == read_yaml(file, tmp_path)
    assert second.faults and reads == ["a.yaml", "a.yaml"]


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"x" * 500])
def test_a_damaged_entry_is_read_anew(tmp_path: Path, reads: list[str], damage: bytes) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("entries: []\n")
    first = KeptFiles(tmp_path / "kept")(file, tmp_path)
    stored = tmp_path / "kept" / "a.yaml.pickle"
    stored.write_bytes(stored.read_bytes()[:40] + damage)
    assert KeptFiles(tmp_path / "kept")(file, tmp_path) == first
    assert reads == ["a.yaml", "a.yaml"]
    assert KeptFiles(tmp_path / "kept")(file, tmp_path) == first and len(reads) == 2


def test_a_file_elsewhere_in_the_project_names_its_own_path(tmp_path: Path) -> None:
    reader = KeptFiles(tmp_path / "kept")
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_text("a: &b c\n")
        assert reader(tmp_path / folder / "a.yaml", tmp_path).faults[0].file == f"{folder}/a.yaml"


def test_a_missing_file_and_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file in the way")
    reader = KeptFiles(tmp_path / "kept")
    assert not reader(tmp_path / "gone.yaml", tmp_path).readable
    (tmp_path / "a.yaml").write_text("entries: []\n")
    assert reader(tmp_path / "a.yaml", tmp_path).readable
