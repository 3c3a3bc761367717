"""Records, tables, timelines and figures: what is printed, and that nothing uncertain looks certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes

Make = Callable[..., Any]


def built(kit: Make, data: dict[str, str], text: str, builder: str = "html", **more: Any) -> Any:
    """Build a page that holds only *text* below its title."""
    return kit(data | {"index.md": f"# T\n\n{text}\n"}).build(builder, **more)


def rows(page: str) -> list[list[str]]:
    """Return the plain cells of every row of the page."""
    found = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
        for row in found
    ]


def test_record(kit: Make, data: dict[str, str]) -> None:
    page = built(kit, data, ":::{record} memos/first-memo\n:::").text("index.html")
    assert rows(page) == [
        ["From", "The county’s lawyer"],
        ["To", "The board"],
        ["Date", "August – September 2010"],
        ["Question", "Must we?"],
        ["Short answer", "No. [1][2]"],
        ["Since then", "The board voted."],
    ]
    assert page.count('<th class="stub">') == 6 and "A memo on holds" in page


def test_uncertain_record(kit: Make, data: dict[str, str]) -> None:
    made = built(kit, data, ":::{record} memos/unsure-memo\n:::")
    cells = dict(rows(made.text("index.html")))
    assert cells["Short answer"] == "Perhaps. (verify before use)"
    assert cells["Date"] == "not seen" and cells["Since then"] == "–"
    unsure = [use for use in made.app.env.toolkit_uses["index"] if use.unsure]
    assert [(use.id, use.line, use.text) for use in unsure] == [("unsure-memo", 3, "Perhaps.")]
    assert Path(unsure[0].file).name == "index.md"


def test_table(kit: Make, data: dict[str, str]) -> None:
    text = ":::{data-table} jurisdictions\n:columns: jurisdiction, date, what-it-does\n"
    text += ":where: state = ca\n:sort: -date\n:::"
    assert rows(built(kit, data, text).text("index.html")) == [
        ["Place", "Date", "What it does"],
        ["Bree", "by November 2011", "limits (verify before use)"],
        ["Alba", "2010", "urges [1]"],
    ]


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        ("date >= 2010", ["Alba", "Bree"]),
        ("date <= 2010", ["Alba", "Cove"]),
        ("instrument != resolution", ["Bree"]),
        ("what_it_does ~ LIM; state = NY", ["Cove"]),
    ],
)
def test_conditions(kit: Make, data: dict[str, str], condition: str, places: list[str]) -> None:
    page = built(kit, data, f":::{{data-table}} jurisdictions\n:where: {condition}\n:::").text("index.html")
    assert [row[0] for row in rows(page)[1:]] == places


def test_uncertain_row_without_its_statement(kit: Make, data: dict[str, str]) -> None:
    text = ":::{data-table} jurisdictions\n:columns: jurisdiction, state\n:where: state = CA\n:::"
    assert rows(built(kit, data, text).text("index.html"))[2] == ["Bree (verify before use)", "CA"]


STATES = (
    "states:\n  - {id: NY, name: New York}\n  - {id: CA, name: California}\n  - {id: WA, name: Washington}\n"
)


def titles(page: str) -> list[str]:
    """Return the captions of the page."""
    found = re.findall(r"<caption.*?</caption>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", caption).strip("\n ¶") for caption in found]


@pytest.mark.parametrize(
    ("options", "order"),
    [
        (":group: state", ["CA (2)", "NY (1)"]),
        (":group: state\n:sort: -state", ["NY (1)", "CA (2)"]),
        (":group: state\n:labels: states", ["New York (1)", "California (2)"]),
        (":group: state\n:labels: states\n:sort: state", ["California (2)", "New York (1)"]),
        (":group: what-it-does", ["Limits (2)", "Urges (1)"]),
        (":group: date", ["January 2009 (1)", "2010 (1)", "By November 2011 (1)"]),
        (":group: number", ["12 (1)", "Not given (2)"]),
    ],
)
def test_parts(kit: Make, data: dict[str, str], options: str, order: list[str]) -> None:
    data["data/states.yaml"] = STATES
    data["data/jurisdictions.yaml"] = data["data/jurisdictions.yaml"].replace(
        "state: NY,", "state: NY, number: 12,"
    )
    page = built(kit, data, f":::{{data-table}} jurisdictions\n{options}\n:::").text("index.html")
    assert titles(page) == order and page.count("<thead>") == len(order)


def test_rows_and_columns_of_parts(kit: Make, data: dict[str, str]) -> None:
    text = ":::{data-table} jurisdictions\n:group: state\n:sort: -jurisdiction\n:class: odd\n:::"
    page = built(kit, data, text).text("index.html")
    assert [row[0] for row in rows(page)] == ["Place", "Bree", "Alba", "Place", "Cove"]
    assert rows(page)[0] == ["Place", "Kind", "Number", "Date", "What it does", "Stance"], "not the group"
    assert rows(page)[1][4] == "limits (verify before use)" and rows(page)[2][5] == "\u2013 [1]"
    widths = re.findall(r"<colgroup>.*?</colgroup>", page, re.DOTALL)
    assert len(widths) == 2 and widths[0] == widths[1]
    text = ":::{data-table} jurisdictions\n:group: state\n:columns: state, jurisdiction\n:::"
    assert rows(built(kit, data, text).text("index.html"))[0] == ["State", "Place"]


def test_names_of_parts_are_read_again_when_they_change(kit: Make, data: dict[str, str]) -> None:
    text = "# T\n\n:::{data-table} jurisdictions\n:group: state\n:labels: states\n:::\n"
    project = kit(data | {"index.md": text, "data/states.yaml": STATES})
    project.build("html")
    project.write({"data/states.yaml": STATES.replace("New York", "Empire")})
    assert titles(project.build("html").text("index.html"))[0] == "Empire (1)"


def test_timeline(kit: Make, data: dict[str, str]) -> None:
    page = built(kit, data, ":::{timeline}\n:::").text("index.html")
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["2008", "August 5, 2011", "March 2012"]
    assert 'Somebody wrote.<span class="verify-words"> (verify before use)' in page


@pytest.mark.parametrize(
    ("options", "dates"),
    [
        (":from: 2011", ["August 5, 2011", "March 2012"]),
        (":to: 2011-08", ["2008", "August 5, 2011"]),
        (":from: 2012-03-01", ["March 2012"]),
        (":ids: t3 t1", ["2008", "March 2012"]),
    ],
)
def test_choice_of_events(kit: Make, data: dict[str, str], options: str, dates: list[str]) -> None:
    page = built(kit, data, f":::{{timeline}}\n{options}\n:::").text("index.html")
    assert re.findall(r"<dt>(.*?)</dt>", page) == dates


def test_statistic(kit: Make, data: dict[str, str]) -> None:
    page = built(kit, data, ":::{statistic} s1 s2\n:::").text("index.html")
    assert '<span class="statistic-value">nearly 1,300</span> counties' in page
    assert "As of May 17, 2011." in page and "No date given." in page
    assert '<span class="statistic-value">18%</span>' in page


def test_text_from_data_has_its_place(kit: Make, data: dict[str, str]) -> None:
    document = built(kit, data, ":::{timeline}\n:ids: t1\n:::").doctree("index")
    term = next(document.findall(nodes.term))
    assert Path(term.source).name == "timeline.yaml" and term.line == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            ":::{record} memos/first-mem\n:::",
            "there is no memo 'first-mem' in data/memos.yaml; did you mean 'first-memo'?",
        ),
        (":::{record} memo/first-memo\n:::", "'memo' is no list that has a box; did you mean 'memos'?"),
        (":::{record} memos\n:::", "names no entry"),
        (":::{data-table} places\n:::", "there is no list 'places' in the data files"),
        (
            ":::{data-table} jurisdictions\n:columns: stat\n:::",
            "there is no field 'stat' in this list; did you mean 'state'?",
        ),
        (":::{data-table} jurisdictions\n:where: state is CA\n:::", "'state is CA' cannot be understood"),
        (":::{data-table} jurisdictions\n:where: state = ZZ\n:::", "no entry of jurisdictions meets"),
        (
            ":::{data-table} jurisdictions\n:group: stat\n:::",
            "there is no field 'stat' in this list; did you mean 'state'?",
        ),
        (
            ":::{data-table} jurisdictions\n:labels: memos\n:::",
            "option 'labels' gives names to parts; add 'group'",
        ),
        (":::{data-table} jurisdictions\n:group: state\n:labels: stats\n:::", "there is no list 'stats'"),
        (
            ":::{data-table} jurisdictions\n:group: state\n:labels: glossary\n:where: state = NY\n:::",
            "there is no list 'glossary'",
        ),
        (
            ":::{data-table} jurisdictions\n:group: state\n:labels: memos\n:where: state = NY\n:::",
            "there is no name for 'NY' in the list 'memos'; add an entry with this id and a name",
        ),
        (":::{timeline}\n:from: May\n:::", "option 'from' is 'May'; write a year"),
        (":::{timeline}\n:from: 2031\n:::", "no event is chosen"),
        (":::{timeline}\n:ids: t9\n:::", "there is no event 't9'"),
        (":::{statistic} s9\n:::", "there is no statistic 's9' in data/statistics.yaml"),
        (
            ":::{call} hotlin\n:::",
            "there is no local fact 'hotlin' in data/local.yaml; did you mean 'hotline'?",
        ),
        (":::{call} county\n:::", "is of the type 'county'; name one of the type 'phone'"),
    ],
)
def test_faults(kit: Make, data: dict[str, str], text: str, message: str) -> None:
    made = built(kit, data, text, warns=[message])
    assert len(made.warnings) == 1 and made.warnings[0].startswith("index.md:3: WARNING: ")


def test_a_faulty_file_is_said_once(kit: Make, data: dict[str, str]) -> None:
    data["data/memos.yaml"] = "memos:\n  - id: first-memo\n    titel: x\n"
    made = built(kit, data, ":::{record} memos/first-memo\n:::", warns=["memos.yaml:"])
    assert all("memos.yaml:" in line for line in made.warnings)


def test_a_project_without_data(kit: Make) -> None:
    kit({"index.md": "# T\n\n{source}`alpha`\n"}).build(
        "html", warns=["there is no source 'alpha' in data/sources.yaml"]
    )


def test_marks_inside_texts_are_for_authors(kit: Make, data: dict[str, str]) -> None:
    data["data/memos.yaml"] = data["data/memos.yaml"].replace(
        "The board voted.", "'In 2(B) it ended (B: alpha). It grew (C).'"
    )
    data["data/memos.yaml"] = data["data/memos.yaml"].replace("answer: No.", "answer: No (A).")
    cells = dict(rows(built(kit, data, ":::{record} memos/first-memo\n:::").text("index.html")))
    assert cells["Since then"] == "In 2(B) it ended. It grew. (verify before use)"
    assert cells["Short answer"] == "No. [1][2]"


def test_an_uncertain_field(kit: Make, data: dict[str, str]) -> None:
    data["data/authorities.yaml"] = (
        "authorities:\n  - {id: a, name: A v. B, citation: 1 U.S. 1, kind: case, body: Court, date: '1997',\n"
        "     point: It holds., sources: [alpha], confidence: A, citation_confidence: C}\n"
    )
    made = built(kit, data, ":::{record} authorities/a\n:::")
    cells = dict(rows(made.text("index.html")))
    assert cells["Citation"] == "1 U.S. 1 (verify before use)" and cells["What it says"] == "It holds. [1]"
    assert [use.text for use in made.app.env.toolkit_uses["index"] if use.unsure] == ["1 U.S. 1"]
