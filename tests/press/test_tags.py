"""Every construct of HTML becomes the structure that a screen reader expects, and conforms to PDF/UA-1."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.press.printing import job, picture, print_job

HEAD = "<h1>Title</h1>"

SHAPES = {
    "paragraph": ("<p>Text <em>with</em> <strong>stress</strong></p>", "P"),
    "heading levels": ("<h2>Two</h2><p>x</p><h3>Three</h3>", "H2 P H3"),
    "skipped level": ("<h4>Skips</h4><p>x</p>", "H2 P"),
    "list": ("<ul><li>one</li><li>two</li></ul>", "L[LI[Lbl LBody] LI[Lbl LBody]]"),
    "list of paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", "L[LI[Lbl LBody[P P]]]"),
    "nested list": ("<ul><li>a<ul><li>b</li></ul></li></ul>", "L[LI[Lbl LBody[P L[LI[Lbl LBody]]]]]"),
    "list in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "L[LI[Lbl LBody[P L[LI[Lbl LBody]]]]]"),
    "list without markers": ('<ul style="list-style: none"><li>a</li></ul>', "L[LI[LBody]]"),
    "inside markers": (
        '<ul style="list-style-position: inside"><li><p>a</p></li></ul>',
        "L[LI[Lbl LBody[P]]]",
    ),
    "inline items": ('<ul><li style="display: inline">a</li></ul>', "L[LI[LBody]]"),
    "heading in an item": ("<ul><li><h2>B</h2>x</li></ul>", "L[LI[Lbl LBody[H2 P]]]"),
    "empty item": ("<ul><li></li><li>b</li></ul>", "L[LI[Lbl LBody] LI[Lbl LBody]]"),
    "definitions": (
        "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dt>d</dt><dd>e</dd></dl>",
        "L[LI[Lbl LBody[P]] LI[Lbl LBody[P P]]]",
    ),
    "two definitions": (
        "<dl><dt>a</dt><dd><p>b</p></dd><dd><p>c</p></dd></dl>",
        "L[LI[Lbl LBody[P P]]]",
    ),
    "definitions in div": ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "L[LI[Lbl LBody[P]]]"),
    "link": ('<p><a href="https://e.org/">a</a></p>', "P[Link]"),
    "link with markup": (
        '<p><a href="https://e.org/"><span>a</span> <code>b</code></a></p>',
        "P[Link[Code]]",
    ),
    "link without text": ('<p>a<a href="https://e.org/"></a></p>', "P"),
    "link around blocks": ('<a href="https://e.org/"><p>a</p><p>b</p></a>', "Link[P P]"),
    "quotation": ("<blockquote><p>a</p></blockquote>", "BlockQuote[P]"),
    "code": ("<p>a <code>b</code></p><pre><span>c</span>\nd</pre>", "P[Code] P[Code]"),
    "language": ('<p>a <span lang="es">hola</span></p>', "P[Span]"),
    "abbreviation": ('<p><abbr title="for example">e.g.</abbr></p>', "P[Span]"),
    "rule and break": ("<p>a<br>b</p><hr><p>c</p>", "P P"),
    "division": ("<div>a</div><div><p>b</p></div><div><p>c</p>d</div>", "P P Div[P P]"),
    "loose text": ("loose<p>b</p>more", "P P P"),
    "details": ("<details open><summary>s</summary><p>x</p></details>", "Div[P P]"),
    "flex": ('<div style="display: flex"><div>a</div><div><p>b</p></div></div>', "Div[P P]"),
    "columns": ('<div style="columns: 2"><p>a</p><p>b</p></div>', "Div[P P]"),
    "opacity": ('<p style="opacity: .5">a</p>', "P"),
    "float": ('<p><span style="float: left">a</span>b</p>', "P"),
    "absolute": ('<div style="position: absolute; top: 0">a</div><p>b</p>', "P P"),
    "hidden": ('<p aria-hidden="true">cut here</p><p>a <span aria-hidden="true">b</span></p>', "P"),
    "task": ("<ul><li><p>☐ do</p></li></ul>", "L[LI[Lbl LBody[P]]]"),
    "formula": ('<p>a <img class="math" alt="x squared" src="assets/grey.png"></p>', "P[Formula]"),
    "picture": ('<p><img alt="Houses" src="assets/grey.png"></p>', "P[Figure]"),
    "picture and text": ('<p>a <img alt="Houses" src="assets/grey.png"></p>', "P[Figure]"),
    "decoration": ('<p>a <img alt="" src="assets/grey.png"></p>', "P"),
    "figure": (
        '<figure><img alt="Houses" src="assets/grey.png"><figcaption><p>Cap</p></figcaption></figure>',
        "Div[Figure Caption]",
    ),
    "linked picture": (
        '<p><a href="https://e.org/"><img alt="Go" src="assets/grey.png"></a></p>',
        "P[Link[Figure]]",
    ),
    "drawing": (
        (
            '<p><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Dot</title>'
            '<circle r="4"/></svg></p>'
        ),
        "P[Figure]",
    ),
    "hidden drawing": (
        '<p>a<svg aria-hidden="true" width="9" height="9"><circle r="4"/></svg></p>',
        "P",
    ),
    "contents": (
        (
            '<nav role="doc-toc"><h2>Contents</h2><ul><li><p><a href="#one">A</a></p>'
            '<ul><li><a href="#one">B</a></li></ul></li></ul></nav>'
        ),
        "Div[H2 TOC[TOCI[Lbl Reference[Link] TOC[TOCI[Lbl Reference[Link]]]]]]",
    ),
    "term outside a list": ("<div><dt>a</dt><dd><p>b</p></dd></div>", "Div[P Div[P]]"),
    "item outside a list": ("<div><li>a</li></div>", "Div[P P]"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str, tmp_path: Path) -> None:
    html, shape = SHAPES[name]
    printed = print_job(job(HEAD + html, assets=picture(tmp_path)), tmp_path)
    assert printed.tree() == f"H1 {shape}"
    assert printed.bound.messages == ()


TABLES = {
    "plain": (
        "<table><thead><tr><th>a<th>b<tbody><tr><td>1<td>2</table>",
        "Table[THead[TR[TH TH]] TBody[TR[TD TD]]]",
    ),
    "caption at the bottom": (
        '<table><caption style="caption-side: bottom">c</caption><tr><td>1</table>',
        "Table[Caption TBody[TR[TD]]]",
    ),
    "ragged": (
        "<table><tr><td>1<td>2<tr><td>3</table>",
        "Table[TBody[TR[TD TD] TR[TD TD]]]",
    ),
    "span past the end": (
        "<table><tr><td rowspan=9>1<td>2<tr><td>3</table>",
        "Table[TBody[TR[TD TD] TR[TD]]]",
    ),
    "blocks in a cell": (
        "<table><tr><td><p>1</p><ul><li>2</ul><td><table><tr><td>3</table></table>",
        "Table[TBody[TR[TD[P L[LI[Lbl LBody]]] TD[Table[TBody[TR[TD]]]]]]]",
    ),
    "empty cells": ("<table><tr><td><td><p></p><tr><td>1<td></table>", "Table[TBody[TR[TD TD] TR[TD TD]]]"),
    "stacked": (
        (
            '<table style="display: block"><tr style="display: block"><td style="display: block">1'
            '<td style="display: block">2</table>'
        ),
        "Table[TBody[TR[TD TD]]]",
    ),
    "layout": ('<table role="presentation"><tr><td>1<td>2</table>', "Div[P P]"),
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name: str, tmp_path: Path) -> None:
    html, shape = TABLES[name]
    assert print_job(job(HEAD + html), tmp_path).tree() == f"H1 {shape}"


def test_headers_have_scope_and_cells_name_spanned_headers(tmp_path: Path) -> None:
    html = (
        "<table><thead><tr><th><th colspan=2>A<tbody>"
        '<tr><th scope="row" rowspan=2>r<td>1<td>2<tr><td>3<td>4</table>'
    )
    printed = print_job(job(HEAD + html), tmp_path)
    scopes = [str(node.A.Scope) for node in printed.elements("TH")]
    assert scopes == ["/Column", "/Column", "/Row"]
    assert [len(node.A.Headers) for node in printed.elements("TD")] == [2, 2, 2, 2]


def test_table_over_pages_is_one_table_with_one_head(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{number}<td>x" for number in range(100))
    html = f"<table><caption>Cap</caption><thead><tr><th>Head<th>b<tbody>{rows}</table>"
    printed = print_job(job(HEAD + html), tmp_path)
    assert printed.bound.pages > 2
    assert "Head" in printed.text(2)
    assert [len(printed.elements(role)) for role in ("Table", "THead", "TH", "TR")] == [1, 1, 2, 101]


def test_row_taller_than_a_page(tmp_path: Path) -> None:
    row = f"<tr><td>{'word ' * 1500}<td><ul><li>{'item ' * 900}</ul>"
    printed = print_job(job(f"{HEAD}<table><thead><tr><th>a<th>b<tbody>{row * 2}</table>"), tmp_path)
    assert printed.bound.pages > 3
    assert [len(printed.elements(role)) for role in ("TR", "TD", "L")] == [3, 4, 2]


def test_paragraph_list_and_link_over_pages_are_joined(tmp_path: Path) -> None:
    words = "word " * 2000
    html = f'<p>{words}</p><ul><li>{words}</ul><p><a href="https://e.org/">{words}</a></p>'
    printed = print_job(job(HEAD + html), tmp_path)
    assert printed.tree() == "H1 P L[LI[Lbl LBody]] P[Link]"


def test_wrapped_link_is_one_link_described_by_its_text(tmp_path: Path) -> None:
    html = (
        '<p style="width: 30mm"><a href="https://e.org/">one two <em>three four</em> five six seven</a></p>'
    )
    printed = print_job(job(HEAD + html), tmp_path)
    found = printed.annotations(1)
    assert len(found) >= 2
    assert {str(annotation.Contents) for annotation in found} == {"one two three four five six seven"}
    assert {int(annotation.F) for annotation in found} == {4}
    assert len(printed.elements("Link")) == 1


def test_running_heads_are_artifacts(tmp_path: Path) -> None:
    style = (
        ".r { position: running(r) } h1 { string-set: t content() }"
        "@page { @top-left { content: element(r) } @top-right { content: string(t) } }"
    )
    html = '<div class="r">Run <a href="https://e.org/">l</a></div><h1>A</h1><p>x</p>'
    printed = print_job(job(html, style=style), tmp_path)
    assert printed.tree() == "H1 P"
    assert printed.annotations(1) == []


def test_leaders_are_artifacts(tmp_path: Path) -> None:
    html = '<nav role="doc-toc"><ul><li><a class="l" href="#one">One</a></li></ul></nav>'
    printed = print_job(job(HEAD + html, style=".l::after { content: leader('.') '9' }"), tmp_path)
    (link,) = printed.elements("Link")
    assert len([kid for kid in link.K if not isinstance(kid, pikepdf.Dictionary)]) == 2
    assert "......" in printed.text(1)


def test_footnote_stands_behind_its_paragraph_and_at_the_foot_of_the_page(tmp_path: Path) -> None:
    html = (
        '<p>Said<a id="c1" role="doc-noteref" href="#n1"><sup>1</sup></a> and more.</p><p>Next.</p>'
        '<aside class="footnote" role="doc-footnote" id="n1"><a href="#c1">1</a> The <em>note</em>.</aside>'
    )
    printed = print_job(job(HEAD + html), tmp_path)
    assert printed.tree() == "H1 P[Reference[Link]] Note[Link] P"
    assert printed.elements("Note")[0].ID
    assert printed.text(1).index("The note") > printed.text(1).index("Next.")


def test_footnotes_in_cells_and_items(tmp_path: Path) -> None:
    note = '<aside class="footnote" role="doc-footnote" id="{0}"><a href="#c{0}">1</a> Note {0}.</aside>'
    call = '<a id="c{0}" role="doc-noteref" href="#{0}">1</a>'
    html = (
        f"<table><tr><td>a{call.format('n1')}<td>b</table><ul><li>c{call.format('n2')}</ul>"
        f"{note.format('n1')}{note.format('n2')}"
    )
    tree = print_job(job(HEAD + html), tmp_path).tree()
    assert "TR[TD[P[Reference[Link]] Note[Link]] TD]" in tree
    assert "LI[Lbl LBody[P[Reference[Link]] Note[Link]]]" in tree


def test_long_footnote_is_printed_in_place(tmp_path: Path) -> None:
    html = (
        '<p>Said<a role="doc-noteref" href="#n1">1</a>.</p><p>Next.</p>'
        f'<aside class="footnote" role="doc-footnote" id="n1">{"Much to say. " * 900}</aside>'
    )
    printed = print_job(job(HEAD + html), tmp_path)
    assert printed.bound.overflows == ()
    assert printed.bound.pages > 2


def test_languages_are_written(tmp_path: Path) -> None:
    html = '<p lang="es">hola</p><ul lang="vi"><li>chào</li></ul><p>a <span lang="fr">b</span></p>'
    printed = print_job(job(HEAD + html), tmp_path)
    assert str(printed.pdf.Root.Lang) == "en"
    assert [str(node.Lang) for node in printed.elements("P") if "/Lang" in node] == ["es"]
    assert [str(printed.elements(role)[0].Lang) for role in ("L", "Span")] == ["vi", "fr"]


def test_right_to_left_text_is_spoken_in_logical_order(tmp_path: Path) -> None:
    printed = print_job(job(f'{HEAD}<div lang="ar" dir="rtl"><p>مرحبا بالعالم</p></div>'), tmp_path)
    assert [str(node.ActualText) for node in printed.elements("Span")] == ["مرحبا بالعالم"]


def test_figure_has_its_place_on_the_page_in_points(tmp_path: Path) -> None:
    html = '<p><img style="width: 50mm" alt="Houses" src="assets/grey.png"></p>'
    printed = print_job(job(HEAD + html, assets=picture(tmp_path)), tmp_path)
    left, bottom, right, top = (float(value) for value in printed.elements("Figure")[0].A.BBox)
    assert right - left == pytest.approx(50 / 25.4 * 72, abs=0.1)
    assert left == pytest.approx(20 / 25.4 * 72, abs=0.1)
    assert 600 < bottom < top < 792


def test_picture_without_description_is_named(tmp_path: Path) -> None:
    html = '<p data-src="docs/x.md:3"><img src="assets/grey.png"></p><p>a</p>'
    printed = print_job(job(HEAD + html, assets=picture(tmp_path)), tmp_path)
    assert printed.tree() == "H1 P"
    (message,) = printed.bound.messages
    assert "has no description" in message


OVERLAPPING = {
    "spans that overlap": "<table><tr><td><td rowspan=2>b<tr><td colspan=2>c<tr><td>d<td>e</table>",
    "row of spans only": "<table><tr><td rowspan=2>a<td rowspan=2>b<tr></tr><tr><td>c<td>d</table>",
    "head only": "<table><thead><tr><th>a<th>b</table>",
    "empty body": "<table><thead><tr><th>a<tbody><tr></tr></table>",
    "in a link": '<a href="https://e.org/"><table><tr><td>a<td>b<tr><td>c</table></a>',
    "ragged with spans": "<table><thead><tr><th colspan=3>a<tbody><tr><td>b<tr><td rowspan=5>c<td>d</table>",
}


@pytest.mark.parametrize("name", OVERLAPPING)
def test_grid_is_made_full(name: str, tmp_path: Path) -> None:
    print_job(job(f"{HEAD}{OVERLAPPING[name]}<p>end</p>"), tmp_path)
