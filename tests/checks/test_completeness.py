"""Text completeness: what is there is found however it is set, and what is not there is missed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.checks.test_pdf import printed
from toolkit.checks.blocks import Block, blocks_of
from toolkit.checks.completeness import Finder, missing_blocks, words_of


def block(*parts: str) -> Block:
    return Block("paragraph", parts, "a.md", 1)


def found(pages: list[str], *blocks: Block) -> list[bool]:
    lost = Finder([words_of(page) for page in pages]).missing(blocks)
    return [not any(one is other for other in lost) for one in blocks]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("official ffi", "oﬃcial\nﬀi"),
        ("a long-hyphenated word", "a long\ufffehyphenated\r\nword"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("Upper case title", "UPPER CASE\nTITLE"),
        ("❤️ ✊🏽", "❤ ✊"),
        ("combining é", "combining e\u0301"),
    ],
)
def test_typesetting_does_not_matter(written: str, printed: str) -> None:
    assert found([printed], block(written)) == [True]


def test_lost_text_is_missed() -> None:
    assert found(["One. Three."], block("One."), block("Two."), block("Three.")) == [True, False, True]


def test_each_letter_stands_for_one_block() -> None:
    assert found(["yes no yes"], block("yes"), block("no"), block("yes")) == [True] * 3
    assert found(["yes no"], block("yes"), block("no"), block("yes")) == [True, True, False]


def test_a_cell_is_not_found_inside_a_word() -> None:
    assert found(["An explanation x here"], block("x"), block("An explanation"), block("here")) == [True] * 3
    assert found(["An explanation here"], block("x"), block("An explanation here")) == [False, True]


def test_addresses_may_follow_a_link() -> None:
    assert found(["See the memo (https://example.org/x) now."], block("See ", "the memo", " now.")) == [True]


def test_a_paragraph_may_go_over_the_page_with_footnotes_between() -> None:
    first = "It begins here and goes on and 1 A footnote of the first page."
    whole = block("It begins here and goes on and on until the very end.")
    assert found([first, "on until the very end."], whole) == [True]
    assert found([first, "on until."], whole) == [False]


def test_a_page_may_end_behind_the_mark_that_ends_a_sentence() -> None:
    whole = block(
        "Most had a conviction ", "[11]", ". The share rose from one year to the next ", "[12]", "."
    )
    first, second = "Most had a conviction [11] . • • •", "The share rose from one year to the next [12] ."
    assert found([first, second], whole) == [True]
    assert found([first, second.replace("rose", "fell")], whole) == [False]


def test_right_to_left_words_in_any_order() -> None:
    assert found(["Hebrew: לשתוק זכות לך יש."], block("Hebrew: יש לך זכות לשתוק.")) == [True]
    assert found(["Hebrew: לשתוק זכות לך."], block("Hebrew: יש לך זכות לשתוק.")) == [False]


def test_blocks_of_a_doctree(kit: Callable[..., Any]) -> None:
    source = (
        "# Title *x*[^n]\n\nA [link](https://example.org) and `code` here.\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n\n```python\nx = 1\n\ny = 2\n```\n\n"
        "```{raw} html\nRAW\n```\n\n% comment\n\nTerm\n: Text $x^2$ end.\n\n"
        "![alt](x.png)\n\n[^n]: The note.\n"
    )
    built = kit({"index.md": source}).build("pseudoxml", warns=["x.png"])
    texts = [one.parts for one in blocks_of(built.doctree("index"))]
    assert texts == [
        ("Title x",), ("A ", "link", " and code here."), ("a",), ("b",), ("c",), ("d",), ("x = 1", "y = 2"),
        ("Term",), ("Text ", " end."), ("The note.",),
    ]  # fmt: skip


def test_place_of_a_block(kit: Callable[..., Any]) -> None:
    built = kit({"index.md": "# T\n\nOne.\n\n- Two.\n"}).build("pseudoxml")
    last = blocks_of(built.doctree("index"))[-1]
    assert (last.source.rsplit("/", 1)[-1], last.line, last.text) == ("index.md", 5, "Two.")


def test_real_pdf() -> None:
    words = " ".join(f"word{number}" for number in range(900))
    style = "@page { margin: 60mm; @top-left { content: 'HEAD' } } .footnote { float: footnote }"
    html = (
        f'<section class="chapter" id="c"><h1>Heading</h1><p>{words[:800]}'
        f'<aside role="doc-footnote" class="footnote" id="n">The note.</aside>{words[800:]}</p>'
        "<pre>  a = 1\n\n  b</pre></section>"
    )
    pdf = printed(html, style)
    wanted = [block("Heading"), block(words[:800], words[800:]), block("  a = 1", "  b")]
    assert missing_blocks(pdf, [*wanted, block("The note.")]) == []
    assert missing_blocks(pdf, [*wanted, block("not there")]) == [block("not there")]
