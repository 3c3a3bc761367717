"""Moves finished files to where people find them, one whole file at a time."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

_LEFTOVER = ".toolkit-new"


PART = ".part"
"""What a file that is being written ends in; a killed build may leave one."""


def write_whole(path: Path, data: bytes) -> None:
    """Put *data* at *path* in one step, so that a reader finds the old or the new file, never half."""
    beside = path.with_name(path.name + PART)
    beside.write_bytes(data)
    os.replace(beside, path)


@dataclass(frozen=True)
class Published:
    """What :func:`publish` did: paths relative to the output folder, sorted."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def files_under(folder: Path, leave_out: Collection[str] = ()) -> dict[str, Path]:
    """Return every file under *folder* by its relative path; *leave_out* names folders and files of it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(name == out or name.startswith(f"{out}/") for out in leave_out):
            found[name] = path
    return found


def publish(
    files: Mapping[str, Path], output: Path, *, keep: Collection[str] = (), last: str = ""
) -> Published:
    """Make *output* hold exactly *files* (relative path to finished file).

    Each file is written beside its place and moved in, so that whoever reads *output* meanwhile sees
    whole files, and a killed build leaves whole files.  Equal files are not touched.  The file named
    *last* is moved in after all others; then what is stale goes, with anything that a killed build
    left.  The folders and files named in *keep* are somebody else's and stay.
    """
    written: list[str] = []
    for name in sorted(files, key=lambda name: (name == last, name)):
        target = output / name
        if target.is_file() and filecmp.cmp(files[name], target, shallow=False):
            continue
        _clear_way(output, target)
        beside = target.with_name(f".{target.name}{_LEFTOVER}")
        shutil.copyfile(files[name], beside)
        os.replace(beside, target)
        written.append(name)
    removed = [name for name in files_under(output, keep) if name not in files]
    for name in removed:
        (output / name).unlink()
    _remove_empty_folders(output)
    return Published(tuple(written), tuple(removed), len(files) - len(written))


def _clear_way(output: Path, target: Path) -> None:
    """Make the folder of *target*; a file where a folder must be, or the reverse, is from an older book."""
    for folder in reversed(target.relative_to(output).parents):
        if (output / folder).is_file():
            (output / folder).unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)


def _remove_empty_folders(output: Path) -> None:
    folders = [path for path in output.rglob("*") if path.is_dir()]
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
