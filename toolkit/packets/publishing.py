"""Which files a manifest stands for, and their list, where some may have stayed as they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.manifest import Manifest, Packet
from toolkit.packets import output

Entry = dict[str, Any]
"""What packets.json says of one file."""


def files_of(manifest: Manifest) -> dict[str, tuple[Packet, str]]:
    """Return packet and paper of each standard file, in the order of *manifest*."""
    return {
        output.file_name(packet, paper): (packet, paper)
        for packet in manifest.packets
        for paper in packet.paper
    }


def publish_entries(folder: Path, manifest: Manifest, fresh: Mapping[str, list[Entry]]) -> None:
    """Write the list of packets in *folder*, and remove files of packets that are listed no more.

    *fresh* holds the entries of the files just printed; of the others the old ones stay, and where one is
    missing the list stays as it is.
    """
    files = files_of(manifest)
    if len(fresh) == len(files):
        entries = [entry for file in files for entry in fresh[file]]
        output.tidy(folder, {entry["file"] for entry in entries})
        output.publish_list(folder, entries)
        return
    old = _listed(folder)
    found = [
        fresh.get(file) or [entry for entry in old if (entry["packet"], entry["paper"]) == (packet.id, paper)]
        for file, (packet, paper) in files.items()
    ]
    if all(found):
        output.publish_list(folder, [entry for entries in found for entry in entries])


def _listed(folder: Path) -> list[Entry]:
    try:
        listed: list[Entry] = json.loads((folder / output.LIST_NAME).read_text(encoding="utf-8"))["packets"]
    except (OSError, ValueError, KeyError):
        return []
    return listed
