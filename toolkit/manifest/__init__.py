"""Manifests and data files: typed, frozen, every fault of a file at once with its line."""

from __future__ import annotations

from toolkit.facts import LocalFact, LocalFacts
from toolkit.manifest.datafile import DataFile
from toolkit.manifest.editing import GRADE, Coverage
from toolkit.manifest.entries import (
    Authority,
    Entry,
    Event,
    Jurisdiction,
    Memo,
    Source,
    Statistic,
    Term,
)
from toolkit.manifest.kept import KeptFiles
from toolkit.manifest.library import Library, load_library, read_library
from toolkit.manifest.local import load_local
from toolkit.manifest.packets import AUDIENCES, Manifest, Packet, Site, load_packets, whole_book
from toolkit.manifest.recalls import Names, Recall, Version, unknown_names
from toolkit.manifest.tilemaps import Tile, TileMap
from toolkit.manifest.versions import Ledger, Print, State, keep_versions

__all__ = [
    "AUDIENCES",
    "GRADE",
    "Authority",
    "Coverage",
    "DataFile",
    "Entry",
    "Event",
    "Jurisdiction",
    "KeptFiles",
    "Ledger",
    "Library",
    "LocalFact",
    "LocalFacts",
    "Manifest",
    "Memo",
    "Names",
    "Packet",
    "Print",
    "Recall",
    "Site",
    "Source",
    "State",
    "Statistic",
    "Term",
    "Tile",
    "TileMap",
    "Version",
    "keep_versions",
    "load_library",
    "load_local",
    "load_packets",
    "read_library",
    "unknown_names",
    "whole_book",
]
