"""Whom the site is for: what packets.yaml says under ``site``, for every part that writes pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.config import settings
from toolkit.errors import ToolkitError
from toolkit.manifest import load_packets
from toolkit.nodes import PARTICIPANT

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def site_audience(env: BuildEnvironment) -> str:
    """Return the audience of the site: ``participant`` unless packets.yaml says otherwise.

    A manifest with faults is reported by the packets builder; until then nobody sees too much.
    """
    path = Path(env.srcdir, settings(env.config).packets)
    return _audience_in(path, path.stat().st_mtime_ns) if path.is_file() else PARTICIPANT


@lru_cache(maxsize=8)
def _audience_in(path: Path, changed: int) -> str:
    try:
        return load_packets(path, None, path.parent).site.audience
    except ToolkitError:
        return PARTICIPANT
