"""Manifests and data files: typed, frozen, every fault of a file at once with its line."""

from __future__ import annotations

from toolkit.manifest.packets import AUDIENCES, Manifest, Packet, Site, load_packets, whole_book

__all__ = ["AUDIENCES", "Manifest", "Packet", "Site", "load_packets", "whole_book"]
