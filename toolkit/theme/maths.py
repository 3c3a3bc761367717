"""Formulas as MathML (MathML Core), so that no script and no other host is needed to read them."""

from __future__ import annotations

from html import escape

from docutils.utils.math import latex2mathml


def to_mathml(tex: str, block: bool) -> str:
    """Return the MathML of the TeX formula *tex*; one that cannot be read is shown as it was written."""
    try:
        return str(latex2mathml.tex2mathml(tex, as_block=block))
    except (ValueError, LookupError, AttributeError, TypeError):  # MathError is a ValueError
        return f'<code class="tex">{escape(tex)}</code>'
