"""The grid of a printed page: the one place that knows the margins."""

from __future__ import annotations

from toolkit.paper import MM_PER_INCH, Paper

TOP, BOTTOM, SIDE = 22.0, 22.0, 20.0
"""Margins in millimetres; both sides are equal, so that a page looks the same left and right."""

COLUMN = 38.0
"""Millimetres that text is set in from the headings: room for notes, and for the times of a session."""

CARD_WIDTH, CARD_HEIGHT = 3.5 * MM_PER_INCH, 2 * MM_PER_INCH
"""A card that fits a wallet, in millimetres."""

ROLE_CARD = 0.36
"""Least height of a role card as a part of the text's: two fit on a page with a heading, never three."""

SIGN_MARGIN, SIGN_FRAME, SIGN_PADDING = 15.0, 3.0, 12.0
"""Millimetres around the frame of a sign, of the frame, and between frame and words."""

SIGN_LETTERS = (5, 6, 7, 8, 10, 12, 14, 17, 20, 25, 30)
"""Sizes of a sign's title: how many letters of middling width fit into a line."""

SIGN_TEXT = 26
"""Letters in a line of the text below it."""

_LETTER, _SMALL_LETTER = 0.62, 0.52
"""Widths of a middling letter in ems: of a heavy heading, and of text."""

_FULL_WIDTH = (
    "section, h1, h2, h3, h4, h5, h6, table, pre, figure, .figure, .picture, .wide-page, .stacked, .sheet, "
    ".math-block, .literal-block-wrapper, .sources, .record, .session-plan, .data-table, .activity, "
    ".tab-set, .role-card, .sign-in-sheet, .evaluation, .sign, .data-parts, .tile-map"
)


def text_width(paper: Paper) -> float:
    """Return the width in millimetres between the margins of an upright page."""
    return paper.width - 2 * SIDE


def landscape_width(paper: Paper) -> float:
    """Return the width in millimetres between the margins of a page turned on its side."""
    return paper.height - 2 * SIDE


def page_style(paper: Paper) -> str:
    """Return the CSS of the page grid (CSS Paged Media 3) for *paper*."""
    full = ", ".join(f"section > {selector.strip()}" for selector in _FULL_WIDTH.split(","))
    across, down = (paper.width - 2 * CARD_WIDTH) / 2, (paper.height - 5 * CARD_HEIGHT) / 2
    return (
        f"@page {{ margin: {TOP:g}mm {SIDE:g}mm {BOTTOM:g}mm }}\n"
        f"@page wide {{ size: {paper.height:g}mm {paper.width:g}mm }}\n"
        f"@page cards {{ margin: {down:g}mm {across:g}mm }}\n"
        f"section > * {{ margin-inline-start: {COLUMN:g}mm }}\n"
        f"{full} {{ margin-inline-start: 0 }}\n"
        f".wallet-card, .card-space {{ width: {CARD_WIDTH:g}mm; height: {CARD_HEIGHT:g}mm }}\n"
        f".role-card {{ min-height: {ROLE_CARD * (paper.height - TOP - BOTTOM):.4g}mm }}\n"
        f"{_sign_style(paper)}"
        f"img {{ max-height: {paper.height - TOP - BOTTOM - 25:g}mm }}\n"
    )


def _sign_style(paper: Paper) -> str:
    """Return the CSS of signs: a frame that fills the page, and type by the letters that a line must hold."""
    around = 2 * (SIGN_MARGIN + SIGN_FRAME + SIGN_PADDING)
    height, width = paper.height - around - 0.1, paper.width - around  # rounding must not split the frame
    return (
        ".around-sign { margin-inline-start: 0; padding-inline-start: 0; border-inline-start: 0 }\n"
        f"@page sign {{ margin: {SIGN_MARGIN:g}mm }}\n"
        f".sign {{ box-sizing: border-box; border: {SIGN_FRAME:g}mm solid #000; padding: {SIGN_PADDING:g}mm; "
        f"font-size: {width / SIGN_TEXT / _SMALL_LETTER:.4g}mm }}\n"
        f".sign-words {{ height: {height:g}mm }}\n"
    ) + "".join(
        f".sign-{letters} .sign-title {{ font-size: {width / letters / _LETTER:.4g}mm }}\n"
        for letters in SIGN_LETTERS
    )
