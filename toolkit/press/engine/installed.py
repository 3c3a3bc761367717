"""Which layout libraries are installed, in which versions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pydyf
import weasyprint
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset, pango


def has_subsetter() -> bool:
    """Say whether HarfBuzz-Subset is there; without it WeasyPrint makes other bytes."""
    return harfbuzz_subset is not None


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of everything that has a say in the bytes of a PDF."""
    number = pango.pango_version()
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    found = {"weasyprint": weasyprint.__version__, "pydyf": pydyf.__version__, "pango": version}
    return found | {"harfbuzz": _harfbuzz_version()}


def _harfbuzz_version() -> str:
    """Return HarfBuzz's version, asked the way WeasyPrint's bindings allow: is it at least x.y.z?"""
    parts: list[int] = []
    for _ in range(3):
        number = 0
        while harfbuzz.hb_version_atleast(*[*parts, number + 1, 0, 0][:3]):
            number += 1
        parts.append(number)
    return ".".join(map(str, parts))
