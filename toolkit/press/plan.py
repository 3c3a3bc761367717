"""Plans a book: which parts it consists of, what each depends on, and where finished ones are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.paper import Paper
from toolkit.press import furniture, keys, style
from toolkit.press.cache import Cache, key_of
from toolkit.press.characters import characters
from toolkit.press.fonts import Face
from toolkit.press.model import Chapter, Job
from toolkit.press.part import Task
from toolkit.press.survey import Survey, survey
from toolkit.press.typecase import Typecase

FRONT = "front"
"""The id of the part that holds cover and contents."""


@dataclass(frozen=True)
class Work:
    """A part to be had: its task, the name that people know it by, and its place in the cache."""

    task: Task
    title: str
    ingredients: dict[str, object]
    key: str


class Planner:
    """Turns jobs into work; what pieces of HTML hold and ask for is kept in *cache*."""

    def __init__(self, cache: Cache, typecase: Typecase) -> None:
        self.cache, self.typecase = cache, typecase

    def plan(self, job: Job, digits: int, engine: keys.Engine) -> list[Work]:
        """Return what has to be there before *job* can be bound: front matter and chapters, in order.

        Page-number slots have room for so many *digits*.
        """
        chapters = [*([Chapter(FRONT, job.title, job.front, job.lang)] if job.front else []), *job.chapters]
        surveys = [self._survey(chapter.html) for chapter in chapters]
        ids = {ident for found in surveys for ident in found.ids}
        return [
            self._work(job, chapter, found, ids, digits, engine)
            for chapter, found in zip(chapters, surveys, strict=True)
        ]

    def heads(self, job: Job, markup: str, engine: keys.Engine) -> Work:
        """Return the part with the metadata of *job* and its heads and feet, whose templates are *markup*."""
        css = "\n".join([job.style, style.furniture(job.furniture), furniture.PLAIN])
        drawn = characters([markup, css])
        faces = self.typecase.choose(drawn, css)
        task = Task(
            id="furniture",
            html=markup,
            lang=job.lang,
            style=css,
            paper=job.paper,
            faces=faces,
            title=job.title,
            metadata={"author": job.author, "description": job.description or job.subtitle},
            files={**_used(job, Survey(files=[css])), **self.own(faces)},
            missing=self.typecase.missing(drawn, faces),
        )
        return _as_work(task, "running heads and feet", engine)

    def _work(
        self, job: Job, chapter: Chapter, found: Survey, ids: set[str], digits: int, engine: keys.Engine
    ) -> Work:
        files = _used(job, found)
        drawings = [path.read_text("utf-8", "replace") for path in files.values() if path.suffix == ".svg"]
        drawn = characters([found.characters, job.style, *drawings])
        faces = self.typecase.choose(drawn, job.style)
        task = Task(
            id=chapter.id,
            html=chapter.html,
            lang=chapter.lang,
            style=job.style,
            paper=job.paper,
            faces=faces,
            files={**files, **self.own(faces)},
            missing=self.typecase.missing(drawn, faces),
            dead=tuple(ref for ref in found.refs if ref not in ids),
            digits=digits,
        )
        return _as_work(task, chapter.title, engine)

    def style_sheet(self, css: str, paper: Paper) -> tuple[str, tuple[Face, ...]]:
        """Return the whole style sheet of most chapters under the print style *css*, and its faces."""
        faces = self.typecase.choose(characters([css]), css)
        return style.print_css(css, paper, faces), faces

    def own(self, faces: tuple[Face, ...]) -> Mapping[str, bytes]:
        """Return the project's own font files among *faces*, which another machine would not have."""
        return {f"fonts/{face.name}": face.path.read_bytes() for face in faces if face in self.typecase.own}

    def _survey(self, markup: str) -> Survey:
        key = key_of({"survey": markup, "press": keys.own_version()})
        entry = self.cache.get(key)
        if entry is None:
            found = survey(markup)
            self.cache.put(key, found.pack())
            return found
        return Survey.unpack(entry)


def _as_work(task: Task, title: str, engine: keys.Engine) -> Work:
    ingredients = keys.part_ingredients(task, engine)
    return Work(task, title, ingredients, key_of(ingredients))


def _used(job: Job, found: Survey) -> dict[str, Path]:
    """Return the assets of *job* that a piece of HTML or the style names."""
    exact = set(found.files)
    texts = [text for text in (*found.files, job.style) if "url(" in text]
    return {
        name: path
        for name, path in job.assets.items()
        if name in exact or any(name in text for text in texts)
    }
