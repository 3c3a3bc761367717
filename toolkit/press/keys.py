"""What finished work depends on: the one list of the ingredients of each cache key.

A part's key holds nothing of the book it stands in, so that packets, audiences and editions share it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from toolkit.press import fonts
from toolkit.press.cache import key_of
from toolkit.press.model import Job
from toolkit.press.part import Task
from toolkit.program import checksum

Engine = Mapping[str, str]
"""The versions of the layout engine and its libraries, on the machine that lays out."""


def part_ingredients(task: Task, engine: Engine) -> dict[str, object]:
    """Return everything that the laid-out pages of *task* depend on, and nothing else."""
    return common(engine) | {
        "id": task.id,
        "html": task.html,
        "language": task.lang,
        "style": task.style,
        "paper": task.paper.css,
        "fonts": faces(task.faces),
        "assets": tuple((name, fonts.digest(file)) for name, file in sorted(task.files.items())),
        "missing characters": task.missing,
        "dead links": task.dead,
        "digits": task.digits,
        "title": task.title,
        "metadata": tuple(sorted(task.metadata.items())),
    }


def font_ingredients(use: fonts.FontUse, engine: Engine) -> dict[str, object]:
    """Return everything that an embedded font depends on."""
    return common(engine) | {
        "font": use.digest,
        "attributes": tuple(sorted(use.attributes.items())),
        "glyphs": tuple(sorted(use.text.items())),
        "widths": tuple(sorted(use.widths.items())),
        "missing": tuple(sorted(use.missing.items())),
    }


def picture_ingredients(content: Path, smooth: bool, engine: Engine) -> dict[str, object]:
    """Return everything that a picture in a PDF depends on."""
    return common(engine) | {"picture": fonts.digest(content), "suffix": content.suffix, "smooth": smooth}


def book_ingredients(job: Job, parts: Sequence[str], engine: Engine) -> dict[str, object]:
    """Return everything that the bound PDF of *job* depends on; *parts* are the keys of its parts."""
    return common(engine) | {
        "binder": _binder(),
        "parts": tuple(parts),
        "title": job.title,
        "subtitle": job.subtitle,
        "author": job.author,
        "description": job.description,
        "language": job.lang,
        "languages": tuple(chapter.lang for chapter in job.chapters),
        "furniture": job.furniture,
        "style": job.style,
        "paper": job.paper.css,
        "start": job.start,
        "duplex": job.duplex,
        "front": bool(job.front),
    }


def measure_ingredients(
    fragment: str, style: str, chosen: Sequence[fonts.Face], engine: Engine
) -> dict[str, object]:
    """Return everything that the width of an HTML *fragment* depends on."""
    return common(engine) | {"measure": fragment, "style": style, "fonts": faces(chosen)}


def digests(ingredients: Mapping[str, object]) -> dict[str, str]:
    """Return a short checksum of each ingredient, to tell later which has changed."""
    return {name: key_of({name: value})[:16] for name, value in ingredients.items()}


def faces(chosen: Sequence[fonts.Face]) -> tuple[tuple[str, str, str, str], ...]:
    """Return what tells font files apart, on any machine."""
    return tuple((face.family, face.name, face.style, fonts.digest(face.path)) for face in chosen)


def common(engine: Engine) -> dict[str, object]:
    """Return what all work depends on: the engine's versions and the press's own files."""
    return {"engine": tuple(sorted(engine.items())), "press": own_version()}


def _binder() -> tuple[str, ...]:
    return (metadata.version("pikepdf"), zlib.ZLIB_RUNTIME_VERSION)


def own_version() -> str:
    """Return a checksum of the press's own files, so that a changed press never serves old work."""
    return checksum(Path(__file__).parent, "*.py", "*.conf")
