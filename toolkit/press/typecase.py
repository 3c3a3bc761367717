"""The fonts a press may print with: shipped ones and a project's own, chosen by the characters of a text."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

from toolkit.press import fonts
from toolkit.press.cache import Cache, key_of
from toolkit.press.fonts import Face


class Typecase:
    """Chooses faces; which characters a font has is kept in *cache*, since reading it takes long.

    *folders* hold a project's own font files.
    """

    def __init__(self, cache: Cache, folders: Sequence[Path]) -> None:
        self.cache = cache
        self._folders = tuple(folders)
        self._own: tuple[Face, ...] | None = None
        self._by_content: dict[str, Face] = {}
        self._covered: dict[Path, fonts.Coverage] = {}

    @property
    def own(self) -> tuple[Face, ...]:
        """The faces of the project's own files."""
        if self._own is None:
            self._own = fonts.own_faces(self._folders)
        return self._own

    def choose(self, characters: Collection[str], css: str) -> tuple[Face, ...]:
        """Return the faces that *characters* need under *css*."""
        faces = fonts.choose(characters, css, self.own, self._coverage)
        for face in faces:
            self._by_content.setdefault(fonts.content_digest(face), face)
        return faces

    def source(self, digest: str) -> Face | bytes:
        """Return the face with the SHA-256 *digest* that was chosen before; of a project's own, its file.

        Every machine has the shipped ones, some of them dozens of megabytes long.
        """
        face = self._by_content[digest]
        return fonts.content(face) if face in self.own else face

    def missing(self, characters: Collection[str], faces: Sequence[Face]) -> tuple[str, ...]:
        """Return those of *characters* that none of *faces* can draw."""
        covers = [self._coverage(face.path) for face in faces]
        drawn = sorted(char for char in characters if fonts.is_drawn(char))
        return tuple(char for char in drawn if not any(ord(char) in cover for cover in covers))

    def _coverage(self, path: Path) -> fonts.Coverage:
        if path not in self._covered:
            key = key_of({"coverage": fonts.digest(path)})
            entry = self.cache.get(key)
            if entry is None:
                entry = json.dumps(fonts.coverage(path).runs).encode()
                self.cache.put(key, entry)
            self._covered[path] = fonts.Coverage(json.loads(entry))
        return self._covered[path]
