"""A bound book equals the same book in one rendering: text, place of each line, pixels, links, size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.checks.pdfua import failures
from tests.press.compare import differences
from tests.press.printing import job, picture
from tests.press.single import render
from toolkit.press import Press

SLOT = '<span class="page-number" data-ref="{}"></span>'
PAGES = "<p>More.</p>".join('<div style="break-before: page"></div>' for _ in range(11))
STRINGS = """
h1 { string-set: title content() }
@page wide { size: 11in 8.5in }
.wide { page: wide; break-before: page; break-after: page }
.contents .leader::after { content: leader(". ") }
[role="doc-footnote"] { display: block; font-size: 8pt }
"""
FURNITURE = """
@page { @top-left { content: "The packet" } @top-right { content: string(title) }
        @bottom-right { content: "Page " counter(page) " of " counter(pages);
                        font-variant-numeric: tabular-nums } }
@page :blank { @top-left { content: none } @top-right { content: none } @bottom-right { content: none } }
"""

FRONT = (
    '<section class="contents"><h1>Contents</h1><nav role="doc-toc"><ol>'
    + "".join(
        f'<li><a href="#{ident}">Chapter <span class="leader"></span>{SLOT.format(ident)}</a></li>'
        for ident in ("one", "two", "three", "end")
    )
    + "</ol></nav></section>"
)

BOOKS: dict[str, dict[str, Any]] = {
    "one page": {"html": ("<h1>One</h1><p>Text.</p>",)},
    "links and page numbers": {
        "html": (
            (
                f'<h1>One</h1><p>See <a href="#two">the second (page {SLOT.format("two")})</a>, and '
                f'<a href="#end">the end <em>(page {SLOT.format("end")})</em></a>, or '
                f'<a href="https://e.org/">the web</a>.</p><ul><li>page {SLOT.format("three")}, then '
                f"{SLOT.format('one')} and on</ul>"
            ),
            f'<h1>Two</h1><p>Back to <a href="#one">one</a> on page {SLOT.format("one")}.</p>{PAGES}',
            f'<h1>Three</h1><p>Page {SLOT.format("end")} is near.</p><p id="end">End.</p>',
        ),
        "front": FRONT,
    },
    "right-hand pages": {
        "html": (
            "<h1>One</h1>",
            '<h1>Two</h1><p>Cards:</p><div class="new-sheet">A</div>'
            + PAGES
            + '<div class="new-sheet">B</div>',
            "<h1>Three</h1>",
        ),
        "start": "new-sheet",
        "front": FRONT.replace('"#end"', '"#two"').replace('"end"', '"two"'),
    },
    "one side": {"html": ("<h1>One</h1>", "<h1>Two</h1>"), "start": "new-sheet", "duplex": False},
    "pages on their side": {
        "html": ('<h1>One</h1><div class="wide"><p>Wide.</p></div><p>Upright.</p>', "<h1>Two</h1>"),
    },
    "type": {
        "html": (
            "<h1>☐ One</h1><p><strong>Strong</strong>, <em>stressed</em>, <code>code</code>, ffi → ✓ 😔</p>",
            "<h1>Two 😔</h1><p>Ein Wort; слово; λόγος; Tiếng Việt; ﬁn.</p><p><b>1/2 → 3</b> ½ ☑</p>",
        ),
    },
    "other scripts": {
        "html": (
            f'<h1>One</h1><p dir="rtl" lang="ar">الصفحة {SLOT.format("two")} من الكتاب</p>',
            '<h1>Two</h1><p lang="he" dir="rtl">עברית</p><p lang="hi">हिन्दी</p>',
        ),
    },
    "notes and tables": {
        "html": (
            '<h1>One</h1><p>Call<a href="#n1" role="doc-noteref">1</a>. '
            '<aside role="doc-footnote" id="n1"><p>A note.</p></aside></p>'
            "<table><thead><tr><th>a<th>b</thead>" + "<tr><td>x<td>y" * 80 + "</table>",
            "<h1>Two</h1><table><tr><th rowspan=2>a<td>b<tr><td>c</table>",
        ),
    },
    "pictures": {
        "html": (
            '<h1>One</h1><p><img alt="Grey" src="assets/grey.png"></p>',
            '<h1>Two</h1><p><img alt="A" src="assets/grey.png"> and <img alt="B" src="assets/grey.png"></p>',
        ),
    },
}


@pytest.mark.parametrize("name", BOOKS)
def test_equals_one_rendering(name: str, tmp_path: Path) -> None:
    book = dict(BOOKS[name])
    html = book.pop("html")
    base = job(*html, style=STRINGS, furniture=FURNITURE, assets=picture(tmp_path), **book)
    bound = Press(jobs=1).bind(base)
    single = render(base)
    assert differences(single.pdf, bound.pdf) == []
    (tmp_path / "bound.pdf").write_bytes(bound.pdf)
    assert failures(tmp_path / "bound.pdf") == []
    assert bound.messages == ()


def test_one_copy_of_each_font_and_picture(tmp_path: Path) -> None:
    text = "<h1>{}</h1><p>Text with <em>stress</em>.<img alt='Grey' src='assets/grey.png'></p>"
    base = job(*(text.format(name) for name in ("One", "Two", "Three")), assets=picture(tmp_path))
    pdf, single = Press(jobs=1).bind(base).pdf, render(base).pdf
    for mark in (b"/FontFile2", b"/Subtype /Image"):
        assert _count(pdf, mark) == _count(single, mark) > 0


def _count(pdf: bytes, mark: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        key = mark.split()[0].decode()
        value = mark.split()[1].decode() if b" " in mark else None
        return sum(
            1
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream)
            and key in item
            and (value is None or item[key] == value)
        )
