"""The packets that can be printed, read from the press's ``packets.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = "print"
"""Where the packets lie beside the site, see the output contract."""


@dataclass(frozen=True)
class Printable:
    """One PDF to print."""

    file: str
    packet: str
    title: str
    subtitle: str
    audience: str
    paper: str
    pages: int
    sheets: int
    bytes: int
    chapters: tuple[str, ...]
    finish: str = "standard"
    tagged: bool = True

    @property
    def address(self) -> str:
        """The address of the PDF, from the root of the site."""
        return f"{FOLDER}/{self.file}"

    @property
    def size(self) -> str:
        """The size as people say it: "95 kB", "1.4 MB" (SI units)."""
        if self.bytes < 1_000_000:
            return f"{max(1, round(self.bytes / 1000))} kB"
        return f"{self.bytes / 1_000_000:.1f} MB"


def read_printables(folder: Path | None, audience: str) -> tuple[Printable, ...]:
    """Return what ``packets.json`` in *folder* lists, without packets for another audience than *audience*'s.

    A site for participants lists packets for participants; a site for facilitators lists all.  A folder
    without a readable ``packets.json`` gives nothing: packets may not have been built yet.
    """
    if folder is None:
        return ()
    try:
        data = json.loads((folder / "packets.json").read_text(encoding="utf-8"))
        items = [_printable(item) for item in data["packets"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(item for item in items if audience == "facilitator" or item.audience != "facilitator")


def _printable(item: dict[str, Any]) -> Printable:
    return Printable(
        file=str(item["file"]),
        packet=str(item["packet"]),
        title=str(item["title"]),
        subtitle=str(item.get("subtitle") or ""),
        audience=str(item.get("audience") or ""),
        paper=str(item.get("paper") or ""),
        pages=int(item["pages"]),
        sheets=int(item["sheets"]),
        bytes=int(item["bytes"]),
        chapters=tuple(str(name) for name in item.get("chapters", ())),
        finish=str(item.get("finish") or "standard"),
        tagged=bool(item.get("tagged", True)),
    )
