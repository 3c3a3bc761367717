"""Stores the job that the packets builder hands to the press: ``job.py FILE`` and Sphinx's words."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any, NoReturn

from sphinx.cmd.build import main

from toolkit.press import Job, Press


class Stored(BaseException):
    """The job is in its file; nothing more is to be done."""


def store(path: Path) -> None:
    """Have every Press write its job to *path* instead of printing it."""

    def bind(self: Any, job: Job) -> NoReturn:
        path.write_bytes(pickle.dumps(job))
        raise Stored

    Press.bind = bind  # type: ignore[method-assign]


if __name__ == "__main__":
    store(Path(sys.argv[1]))
    try:
        code = main(sys.argv[2:])
    except Stored:
        sys.exit(0)
    sys.exit(f"no job came from the packets builder, which ended with {code}")
