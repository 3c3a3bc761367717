"""Front matter that the toolkit reads: ``reviewed``, ``review-by``, ``audience``, ``packet``."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.config import settings
from toolkit.diagnostics import Code, front_matter_line, warn
from toolkit.errors import near_miss
from toolkit.nodes import AUDIENCES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

DAYS = ("reviewed", "review-by")
CHOICES = {"audience": AUDIENCES, "packet": ("web-only",)}


def fault(key: str, value: str) -> str:
    """Return what is wrong with *value* of *key*, or an empty string."""
    if key in DAYS:
        try:
            good = datetime.date.fromisoformat(value).isoformat() == value
        except ValueError:
            good = False
        return "" if good else f"{key}: {value!r} is no day; write year-month-day, such as 2026-11-24"
    choices = CHOICES[key]
    if value in choices:
        return ""
    return f"{key}: {value!r} is not known{near_miss(value, choices) or f'; write {chr(32).join(choices)}'}"


_BARE_DAY = re.compile(
    rf"^(?P<key>(?:{'|'.join(DAYS)})\s*:[ \t]+)(?P<day>\d[\d-]*)(?=\s*$|\s+#)", re.MULTILINE
)
_TOP = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.MULTILINE | re.DOTALL)


def _quote_days(app: Sphinx, docname: str, source: list[str]) -> None:
    """Quote days, because YAML gives up the whole front matter for one that is not in the calendar."""
    source[0] = _TOP.sub(lambda top: _BARE_DAY.sub(r"\g<key>'\g<day>'", top[0]), source[0], count=1)


def _check(app: Sphinx, document: nodes.document) -> None:
    if not _ours(app):
        return
    docname = app.env.docname
    for key in (*DAYS, *CHOICES):
        value = app.env.metadata[docname].get(key)
        message = fault(key, str(value)) if value is not None else ""
        if message:
            path = app.env.doc2path(docname)
            warn(Code.FRONT_MATTER, message, f"{path}:{front_matter_line(Path(path), key)}")


def _ours(app: Sphinx) -> bool:
    """Say whether the project has packets of its own; else such keys may mean something else in it."""
    values = settings(app.config)
    return values.strict or Path(app.srcdir, values.packets).is_file()


def setup_front_matter(app: Sphinx) -> None:
    """Check each chapter once it is read; the values stand in ``env.metadata``."""
    app.connect("source-read", _quote_days)
    app.connect("doctree-read", _check)
