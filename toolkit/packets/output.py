"""Finished files: each PDF written beside and moved in, the list of packets last."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Protocol

from toolkit.manifest import Packet
from toolkit.publish import PART, write_whole

LIST_NAME = "packets.json"


STANDARD = "standard"
"""The finish of the tagged original, which needs no name."""


class Finished(Protocol):
    """What is known of a finished PDF."""

    @property
    def pdf(self) -> bytes:
        """The file."""

    @property
    def pages(self) -> int:
        """Its sides."""

    @property
    def sheets(self) -> int:
        """The sheets of paper it takes."""


def file_name(packet: Packet, paper: str, finish: str = STANDARD) -> str:
    """Return ``<packet>[.<paper>][.<finish>].pdf``; the first paper of the manifest needs no name."""
    parts = [
        packet.id,
        "" if paper == packet.paper[0] else paper,
        "" if finish == STANDARD else finish,
        "pdf",
    ]
    return ".".join(filter(None, parts))


def publish(path: Path, data: bytes) -> bool:
    """Put *data* at *path* in one step, so that a reader finds the old or the new file, never half.

    Returns whether anything changed; an equal file keeps its time.
    """
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return True


def tidy(folder: Path, keep: set[str]) -> None:
    """Remove packets that the manifest no longer lists and leftovers of killed builds."""
    for path in sorted(folder.glob("*.pdf")) + sorted(folder.glob(f"*{PART}")):
        if path.name not in keep:
            path.unlink()


def entry(
    packet: Packet, paper: str, language: str, finished: Finished, finish: str = STANDARD
) -> dict[str, Any]:
    """Return what ``packets.json`` says of one PDF; only the original is tagged."""
    return {
        "file": file_name(packet, paper, finish),
        "packet": packet.id,
        "title": packet.title,
        "subtitle": packet.subtitle,
        "language": language,
        "audience": packet.audience,
        "paper": paper,
        "finish": finish,
        "tagged": finish == STANDARD,
        "pages": finished.pages,
        "sheets": finished.sheets,
        "bytes": len(finished.pdf),
        "sha256": hashlib.sha256(finished.pdf).hexdigest(),
        "chapters": list(packet.chapters),
    }


def publish_list(folder: Path, entries: list[dict[str, Any]]) -> None:
    """Write the list of packets, last of all files."""
    text = json.dumps({"packets": entries}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    publish(folder / LIST_NAME, text.encode())
