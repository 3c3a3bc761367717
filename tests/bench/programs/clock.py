"""Notes how long the press takes, from inside: a Sphinx extension, and a function for other programs.

Each call of ``Press.bind`` adds one line of JSON to the file that BENCH_CLOCK names: its seconds, of these
the seconds of binding if the press tells its progress, pages, and how many chapters were laid out.
"""

from __future__ import annotations

import inspect
import json
import os
import time
from pathlib import Path
from typing import Any

from toolkit.press import Press


def setup(app: Any) -> dict[str, Any]:
    """Let Sphinx load this as an extension."""
    install(Path(os.environ["BENCH_CLOCK"]))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def install(path: Path) -> None:
    """Have every Press note its times in *path*."""
    made, bound = Press.__init__, Press.bind
    tells = "progress" in inspect.signature(made).parameters
    laid_out = [0.0]

    def new(self: Any, *args: Any, **names: Any) -> None:
        if not tells:
            made(self, *args, **names)
            return
        told = names.pop("progress", None)

        def progress(step: Any) -> None:
            if step.stage == "layout":
                laid_out[0] = time.monotonic()
            if told is not None:
                told(step)

        made(self, *args, progress=progress, **names)

    def bind(self: Any, job: Any) -> Any:
        begin = laid_out[0] = time.monotonic()
        result = bound(self, job)
        end = time.monotonic()
        facts = {
            "press": end - begin,
            "pages": result.pages,
            "laid out": len(getattr(result, "laid_out", ())),
        }
        if tells:
            facts["binding"] = end - laid_out[0]
        with path.open("a", encoding="ascii") as file:
            file.write(json.dumps(facts) + "\n")
        return result

    Press.__init__, Press.bind = new, bind  # type: ignore[method-assign]
