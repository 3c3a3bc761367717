"""What workers are asked to do; the layout engine is loaded where they run and not where they are asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.press.fonts import Face, FontUse
    from toolkit.press.keys import Engine
    from toolkit.press.model import Measure
    from toolkit.press.part import Task


def warm() -> None:
    """Load the layout engine, so that a worker is ready, and clear what killed ones left.

    PressError tells what the machine lacks.
    """
    from toolkit.press import scratch
    from toolkit.press.libraries import check_libraries

    check_libraries()
    scratch.clear(os.getpid())


class OtherEngine:
    """What a task comes to when the layout engine is another one than its asker took it for."""


@dataclass(frozen=True)
class Sure:
    """A function of this module that first makes sure of the *engine*'s versions."""

    function: Callable[[Any], Any]
    engine: Engine

    def __call__(self, task: Any) -> Any:
        """Return what the function makes of *task*, or OtherEngine."""
        warm()
        from toolkit.press import engine

        return self.function(task) if engine.versions() == self.engine else OtherEngine()


def describe_engine(css: str = "", faces: Sequence[Face] = ()) -> Engine:
    """Load the layout engine, and *css* with its *faces* for chapters to come; return its versions."""
    warm()
    from toolkit.press import engine
    from toolkit.press.libraries import only_own_fonts

    if css:
        only_own_fonts()
        engine.style_sheet(css, {f"fonts/{face.name}": face.path for face in faces})
    return engine.versions()


def lay_out(task: Task) -> bytes:
    """Return the part that *task* describes, packed."""
    warm()
    from toolkit.press import layout

    return layout.lay_out(task)


def measure(task: tuple[Sequence[str], str, Sequence[Face], Mapping[str, bytes]]) -> list[Measure]:
    """Return the widths of pieces of HTML under a style."""
    warm()
    from toolkit.press import measure

    return measure.measure(*task)


def embed(task: tuple[FontUse, Face | bytes]) -> bytes:
    """Return a font cut to its glyphs, as a PDF of its own."""
    warm()
    from toolkit.press import engine, fonts

    use, source = task
    content = source if isinstance(source, bytes) else fonts.content(fonts.here(source))
    return engine.embed(use, content)


def draw(task: tuple[str, bytes, bool]) -> bytes:
    """Return the picture in a file, as a PDF of its own."""
    warm()
    from toolkit.press import engine

    return engine.picture(*task)
