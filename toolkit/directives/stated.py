"""Front matter ``facts``: the entries of the data files that a chapter states in its own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.data import data_of
from toolkit.diagnostics import Code, warn
from toolkit.directives import library
from toolkit.errors import near_miss

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

KEY = "facts"


def ids_of(value: str) -> list[str] | None:
    """Return the ids in *value* as Sphinx keeps it: a list as JSON, or text with commas; None for neither."""
    if not value.lstrip().startswith(("[", "{")):
        return [id for id in re.split(r"[,\s]+", value) if id]
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return [str(id) for id in found] if isinstance(found, list) else None


def _note(app: Sphinx, document: nodes.document) -> None:
    """Note what the chapter that was read says that it states; a name that is not there is a warning."""
    env = app.env
    value = env.metadata[env.docname].get(KEY)
    known = data_of(env).library.to_state()
    if value is None or not known:  # in other projects, the word may mean something else
        return
    path = Path(env.doc2path(env.docname))
    lines = path.read_text(encoding="utf-8").splitlines()
    ids = ids_of(str(value))
    if ids is None:
        message = f"{KEY}: {value} is no list of ids; write them as in `{KEY}: [one-id, another-id]`"
        warn(Code.FRONT_MATTER, message, f"{path}:{_line(lines)}")
    for id, earlier in _with_earlier(ids or ()):
        place = f"{path}:{_line(lines, id)}"
        if id not in known:
            lists = ", ".join(data_of(env).library.coverage)
            advice = near_miss(id, known) or f"; write the id of an entry of {lists}, or delete it"
            warn(Code.FRONT_MATTER, f"{KEY}: there is no entry {id!r}{advice}", place)
        elif id in earlier:
            warn(Code.FRONT_MATTER, f"{KEY}: {id!r} stands there twice; delete one of the two", place)
        else:
            library.note(env, known[id].collection, known[id], place, by=KEY)


def _with_earlier(ids: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    return ((id, ids[:number]) for number, id in enumerate(ids))


def _line(lines: Sequence[str], id: str = "") -> int:
    """Return the line of *id* in or below the line of the key, or that line, or 1."""
    first = next((number for number, line in enumerate(lines) if re.match(rf"{KEY}\s*:", line)), 0)
    word = re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")
    found = (number for number in range(first, len(lines)) if id and word.search(lines[number]))
    return next(found, first) + 1


def setup_stated(app: Sphinx) -> None:
    """Look at each chapter once it is read."""
    app.connect("doctree-read", _note)
