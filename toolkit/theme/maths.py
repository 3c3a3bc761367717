"""Formulas as MathML (MathML Core), so that no script and no other host is needed to read them."""

from __future__ import annotations

import re
from html import escape

from docutils.utils.math import latex2mathml

_ALIGNED = re.compile(r"\\begin\{(align|gather|equation|alignat|flalign)\*?\}(.*)\\end\{\1\*?\}", re.DOTALL)
"""An environment of amsmath that is a whole displayed formula (amsmath user's guide, section 3)."""


def to_mathml(tex: str, block: bool) -> str:
    """Return the MathML of the TeX formula *tex*; one that cannot be read is shown as it was written.

    A displayed formula may hold several, with empty lines between them.
    """
    if block:
        return "".join(_formula(part, True) for part in re.split(r"\n\s*\n", tex) if part.strip())
    return _formula(tex, False)


def _formula(tex: str, block: bool) -> str:
    whole = _ALIGNED.fullmatch(tex.strip())
    try:
        return str(latex2mathml.tex2mathml(whole[2].strip() if whole else tex, as_block=block))
    except (ValueError, LookupError, AttributeError, TypeError):  # MathError is a ValueError
        return f'<code class="tex">{escape(tex)}</code>'
