"""Where lines end."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from tests.press.printing import job, print_job

WORDS = "No program figures after about 2018. TRAC says that ICE was holding back later data "


def test_no_line_ends_after_one_word_because_of_the_space_before_a_link(tmp_path: Path) -> None:
    """At some widths a text fits without the space that ends it and not with it."""
    widths = [360 + step / 4 for step in range(120)]
    paragraphs = "".join(
        f'<p style="width: {width}pt">{WORDS}<a href="https://example.org/">[174]</a>.</p>'
        for width in widths
    )
    printed = print_job(job(f"<h1>One</h1>{paragraphs}"), tmp_path)
    with pypdfium2.PdfDocument(printed.bound.pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    lines = [line.strip() for page in pages for line in page.splitlines()]
    assert sum(line.startswith("No program figures") for line in lines) == len(widths)
    assert not [line for line in lines if line in ("No", "TRAC", "later", "data")]
