"""Files that are drawn for print: each is made once, and found again by what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path


def drawn(folder: Path, kind: str, shows: bytes, draw: Callable[[], bytes]) -> Path:
    """Return the SVG file of a *kind* of drawing in *folder*, made by *draw* if it is not there.

    *shows* is all that the drawing depends on; its checksum is in the file's name.
    """
    path = folder / f"{kind}-{hashlib.sha256(shows).hexdigest()[:20]}.svg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draw())
    return path
