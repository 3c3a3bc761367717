"""Boxes, cards, lists to tick and lines to fill in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]


def test_sheet(kit: Make, data: dict[str, str]) -> None:
    text = (
        "# T\n\n:::::{sheet}\n:copies: 8\n\n::::{wallet-card} My *rights*\nStay silent. {{ hotline }}\n\n"
        "+++\nGive me your **name**.\n::::\n:::::\n"
    )
    built = kit(data | {"index.md": text}).build("html")
    page = " ".join(built.text("index.html").split())
    assert '<div class="sheet"> <div class="wallet-card"> <div class="card-side">' in page
    assert '<p class="card-title rubric">My <em>rights</em></p>' in page
    assert "Give me your <strong>name</strong>" in page and page.count('class="card-side"') == 2
    sheet = next(node for node in built.doctree("index").findall() if type(node).__name__ == "sheet")
    assert sheet["copies"] == 8 and [side["side"] for side in sheet[0]] == ["front", "back"]
    paragraph = sheet[0][1][0]
    assert paragraph.line == 10, "the place of a word on the back is that in the file"


def test_role_card(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\n:::{role-card} The *board* of {{ county }}\n:class: odd\nYou decide.\n\n- Ask.\n:::\n"
    project = kit(data | {"index.md": text})
    page = " ".join(project.build("html").text("index.html").split())
    assert '<div class="role-card fit odd docutils container">' in page
    assert 'class="role-title rubric">The <em>board</em> of Alba County</p> <p>You decide.</p>' in page
    assert "The *board* of Alba County" in project.build("text").text("index.txt")
    project.build("latex")


def test_sign(kit: Make, data: dict[str, str]) -> None:
    project = kit(
        data | {"index.md": "# T\n\n:::{sign} *Quiet* room\nCome in.\n:::\n\n:::{sign} {{ county }}\n:::\n"}
    )
    page = " ".join(project.build("html").text("index.html").split())
    assert 'class="sign-title rubric"><em>Quiet</em> room</p> <p>Come in.</p> </div>' in page
    assert 'class="sign-title rubric">Alba County</p> </div>' in page
    assert "*Quiet* room" in project.build("text").text("index.txt")
    project.build("latex")


def test_forms(kit: Make, data: dict[str, str]) -> None:
    text = (
        "# T\n\n:::{checklist}\n- One\n  - Two\n:::\n\n:::{fill-in} My *question*\n:lines: 2\n:::\n\n"
        ":::{call} hotline\n:::\n\n:::{call} nobody\n:::\n"
    )
    data["data/local.yaml"] += "  - {id: nobody, type: phone, label: Night line, value: null}\n"
    project = kit(data | {"index.md": text})
    page = project.build("html").text("index.html")
    assert page.count('<ul class="checklist') == 2
    assert page.count('<div class="writing-line" aria-hidden="true"></div>') == 2
    assert '<a class="call-number reference external" href="tel:+1-510-555-0100">(510) 555-0100</a>' in page
    assert 'Night line:</span> <span class="blank">____________</span>' in page
    assert project.build("text").text("index.txt").count("_" * 40) == 2
    project.build("latex")


def test_sign_in_sheet(kit: Make, data: dict[str, str]) -> None:
    text = (
        "# T\n\n:::{sign-in-sheet} Who is *here*\n:columns: Name; Group; {{ county }}\n:lines: 3\n\n"
        "We keep this **until May**.\n:::\n\n:::{sign-in-sheet} Later\n:::\n"
    )
    project = kit(data | {"index.md": text})
    page = " ".join(project.build("html").text("index.html").split())
    first, second = page.split("Later</p>")
    assert 'class="sign-in-title rubric">Who is <em>here</em></p> <p>We keep this <strong>until May' in first
    assert [cell.split("<")[0] for cell in first.split("<p>")[2:5]] == ["Name", "Group", "Alba County"]
    assert first.count("<td></td>") == 9 and second.count("<td></td>") == 18 * 2
    assert "You need not sign." in second and "How to reach you" in second
    project.build("text")
    project.build("latex")


def test_evaluation(kit: Make, data: dict[str, str]) -> None:
    text = (
        "# T\n\n:::{evaluation} How *was* it?\n:scale: Never; {{ county }}\n:lines: 2\n\n% not printed\n\n"
        "- One\n- Two\n\n1. What next?\n:::\n\n:::{evaluation} Again\n- Three\n:::\n"
    )
    project = kit(data | {"index.md": text})
    page = " ".join(project.build("html").text("index.html").split())
    first, second = page.split("Again</p>")
    assert 'class="evaluation-title rubric">How <em>was</em> it?</p>' in first
    scale = '<ul class="scale"> <li><p>Never</p></li> <li><p>Alba County</p></li> </ul>'
    assert first.count(scale) == 2
    assert f"<p>One</p> {scale}" in first and first.count('class="writing-line"') == 2
    assert first.index("What next?") < first.index("writing-line")
    assert "<li><p>No</p></li> <li><p>Partly</p></li> <li><p>Yes</p></li>" in second
    assert "writing-line" not in second
    assert project.build("text").text("index.txt").count("_" * 40) == 2
    project.build("latex")


def test_glance(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\n:::{at-a-glance}\n- One\n:::\n\n:::{at-a-glance} In *short*\nTwo\n:::\n"
    page = kit(data | {"index.md": text}).build("html").text("index.html")
    assert '<p class="rubric">At a glance</p>' in page and '<p class="rubric">In <em>short</em></p>' in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":::{checklist}\nText.\n:::", "there is no list in it"),
        (":::{fill-in} Q\n:lines: x\n:::", "option 'lines' is 'x'"),
        (":::{at-a-glance}\n:::", "the box is empty"),
        (":::{sheet}\n:::", "there is no card in it"),
        ("::::{sheet}\nText.\n:::{wallet-card} C\nA\n:::\n::::", "only {wallet-card} may stand in it"),
        (":::{wallet-card} C\nA\n\n+++\nB\n\n+++\nC\n:::", "a card has two sides, but the text has 3 parts"),
        (":::{wallet-card} C\nA\n\n+++\n:::", "the back is empty"),
        (":::{role-card} R\n:::", "{role-card}: the card is empty; write who the person is"),
        (":::{role-card}\nText.\n:::", "1 argument(s) required"),
        (":::{sign-in-sheet} S\n:lines: 0\n:::", "'lines' is '0'; write a whole number, from 1 to 200"),
        (":::{sign-in-sheet} S\n:lines: 201\n:::", "'lines' is '201'; write a whole number, from 1 to 200"),
        (":::{sign-in-sheet} S\n:columns: ;\n:::", "option 'columns' names no column"),
        (":::{sign-in-sheet}\n:::", "1 argument(s) required"),
        (":::{evaluation} E\n:::", "{evaluation}: there is no question in it; begin each with '- '"),
        (":::{evaluation} E\nText.\n\n- One\n:::", "only lists may stand in it"),
        (":::{evaluation} E\n:scale: Good\n\n- One\n:::", "a scale has two steps or more"),
        (
            ":::{evaluation} E\n:lines: 41\n\n1. One\n:::",
            "'lines' is '41'; write a whole number, from 1",
        ),
        (":::{evaluation}\n- One\n:::", "1 argument(s) required"),
        (":::{sign}\nCome in.\n:::", "1 argument(s) required"),
        (":::{fill-in}\n:::", "1 argument(s) required"),
    ],
)
def test_faults(kit: Make, data: dict[str, str], text: str, message: str) -> None:
    built = kit(data | {"index.md": f"# T\n\n{text}\n"}).build("html", warns=[message])
    assert built.warnings[0].startswith("index.md:3: ")
