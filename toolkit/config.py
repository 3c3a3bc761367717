"""Every ``toolkit_*`` value of conf.py, declared once: name, default, type, help."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _value(default: Any, help: str, rebuild: str = "") -> Any:
    factory = (lambda: default) if isinstance(default, list) else None
    meta = {"help": help, "rebuild": rebuild}
    return field(default_factory=factory, metadata=meta) if factory else field(default=default, metadata=meta)


@dataclass(frozen=True)
class Settings:
    """The checked values; get them with :func:`settings`, never from ``config.toolkit_…``."""

    packets: str = _value("packets.yaml", "Manifest of the packets, relative to the source folder.")
    data: str = _value("data", "Folder of the data files, relative to the source folder.", "env")
    strict: bool = _value(
        False,
        "The project is ours: a network picture, a missing description, a file outside the project "
        "or a table too wide is an error and not only a warning.",
    )
    site_url: str = _value("", "Public address of the site, printed after links that leave a packet.")
    paper: str = _value("letter", "Paper of the whole-book packet when there is no manifest.")
    accent: str = _value("#0b5351", "Accent colour of site and cover, contrast at least 4.5:1 on white.")
    disclaimer: str = _value("Information, not legal advice.", "Line in the footer of every page.")
    short_address: str = _value(
        "",
        "Address that the code of a printed page follows, such as https://example.org/v/, where the folder "
        "v of the site can be read; fact:NAME/v takes the address from a local fact. Without it, pages "
        "carry the code alone.",
    )
    report_address: str = _value(
        "",
        "Where readers report a mistake without an account: an e-mail address, a web address, in which "
        "{chapter} and {version} are filled in, or fact:NAME.",
    )
    fonts: list[str] = _value([], "Folders with further fonts for print, relative to the source folder.")
    print_folder: str = _value(
        "", "Folder of the packets that the site lists; '' is print/ beside its pages."
    )
    jobs: int = _value(0, "Processes of the press; 0 means one a core.")
    cluster: str = _value("", "Address of a Dask cluster that lays out instead, such as tcp://10.0.0.1:8786.")


def settings(config: Config) -> Settings:
    """Return the toolkit's settings of *config* as one frozen object."""
    return Settings(**{f.name: getattr(config, f"toolkit_{f.name}") for f in fields(Settings)})


def today() -> str:
    """Return the day (ISO 8601) that builds take for today.

    ``TOOLKIT_TODAY``, else the day of ``SOURCE_DATE_EPOCH``, else an empty string: a build never
    reads the clock (architecture, decision 10).
    """
    import datetime

    if day := os.environ.get("TOOLKIT_TODAY", ""):
        return day
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return ""


def source_date(docs: Path) -> str:
    """Return the newest ``reviewed:`` day of the chapters under *docs* as seconds since 1970, or ''.

    This is the default of ``SOURCE_DATE_EPOCH``: the clock is not read, and a build of the same
    chapters gives the same bytes next year.
    """
    import datetime
    import re

    reviewed = re.compile(r"^reviewed:\s*['\"]?(\d{4})-(\d\d)-(\d\d)\b", re.MULTILINE)
    newest = ""
    for chapter in docs.rglob("*.md"):
        for year, month, day in reviewed.findall(chapter.read_text("utf-8", "replace")[:2000]):
            try:
                moment = datetime.datetime(int(year), int(month), int(day), tzinfo=datetime.UTC)
            except ValueError:
                continue  # no such day; the check of front matter says so, with its place
            newest = max(newest, f"{int(moment.timestamp()):012d}")
    return newest.lstrip("0")


def project_root(srcdir: Path) -> Path:
    """Return the nearest folder at or above *srcdir* with a pyproject.toml or .git, else *srcdir*."""
    for folder in (srcdir, *srcdir.parents):
        if (folder / "pyproject.toml").exists() or (folder / ".git").exists():
            return folder
    return srcdir


def setup_config(app: Sphinx) -> None:
    """Register every value of :class:`Settings`."""
    for f in fields(Settings):
        default = f.default_factory() if callable(f.default_factory) else f.default
        app.add_config_value(f"toolkit_{f.name}", default, f.metadata["rebuild"], types=(type(default),))
