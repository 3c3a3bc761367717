"""The press: chapters as HTML in, one tagged PDF (PDF/UA-1) out; knows nothing of Sphinx."""

from __future__ import annotations

from toolkit.press.crew import EngineChanged
from toolkit.press.fonts import FALLBACK, glyphs_missing
from toolkit.press.model import Bound, Chapter, Job, Measure, Overflow, PressError, Reason, Step
from toolkit.press.press import Press
from toolkit.press.style import css_string

FALLBACK_FAMILIES = tuple(shipped.family for shipped in FALLBACK)
"""Font families that lend characters; print CSS appends ``var(--fallback)``, which holds those that are
loaded."""

__all__ = [
    "FALLBACK_FAMILIES",
    "Bound",
    "Chapter",
    "EngineChanged",
    "Job",
    "Measure",
    "Overflow",
    "Press",
    "PressError",
    "Reason",
    "Step",
    "css_string",
    "glyphs_missing",
]
