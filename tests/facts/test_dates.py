"""Dates of any precision: reading, sorting, writing out."""

from __future__ import annotations

import datetime

import pytest

from toolkit.facts import When, Words, format_day, format_when, parse_day, parse_when


@pytest.mark.parametrize(
    ("text", "start", "end", "prefix", "precision", "english"),
    [
        ("2011", "2011", "", "", "year", "2011"),
        ("2011-11", "2011-11", "", "", "month", "November 2011"),
        ("2011-11-30", "2011-11-30", "", "", "day", "November 30, 2011"),
        ("by 2011-11", "2011-11", "", "by", "month", "by November 2011"),
        ("by 2014-05-02", "2014-05-02", "", "by", "day", "by May 2, 2014"),
        ("about 2006", "2006", "", "about", "year", "about 2006"),
        ("2010-08/2010-09", "2010-08", "2010-09", "", "month", "August – September 2010"),
        ("2008/2014", "2008", "2014", "", "year", "2008 – 2014"),
        ("n.d.", "", "", "", "none", "no date"),
        ("current", "", "", "", "none", "current"),
        ("current code", "", "", "", "none", "current code"),
    ],
)
def test_forms(text: str, start: str, end: str, prefix: str, precision: str, english: str) -> None:
    when = parse_when(text)
    assert when == When(text, start, end, prefix)
    assert when.precision == precision
    assert format_when(when).replace("\u2009", " ") == english


@pytest.mark.parametrize(
    "text", ["", "Nov 2011", "2011-13", "2011-02-30", "2012/2011", "by", "11/30/2011", "201"]
)
def test_not_a_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"; (write|check)"):
        parse_when(text)


def test_order() -> None:
    texts = [
        "n.d.",
        "2011-11-30",
        "after 2011-11",
        "2011-11",
        "by 2011-11",
        "2011",
        "2010-08/2010-09",
        "2012",
    ]
    assert [w.text for w in sorted(map(parse_when, texts), key=lambda w: w.key)] == [
        "2010-08/2010-09",
        "2011",
        "2011-11",
        "by 2011-11",
        "after 2011-11",
        "2011-11-30",
        "2012",
        "n.d.",
    ]


def test_other_languages() -> None:
    spanish = Words(undated="sin fecha", prefixes={"by": "antes de fines de {date}"})
    assert format_when(parse_when("2011-11-30"), "es") == "30 de noviembre de 2011"
    assert format_when(parse_when("by 2011-11"), "es", spanish) == "antes de fines de noviembre de 2011"
    assert format_when(parse_when("n.d."), "es", spanish) == "sin fecha"
    assert format_when(parse_when("2011-11"), "zh-Hant") == "2011年11月"
    assert format_when(parse_when("2011-11"), "xx") == "November 2011"


def test_day() -> None:
    assert parse_day("2011-11-30") == datetime.date(2011, 11, 30)
    assert format_day(datetime.date(2011, 11, 30)) == "November 30, 2011"
    with pytest.raises(ValueError, match="year, month and day"):
        parse_day("2011-11")
