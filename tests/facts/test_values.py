"""Types of local facts: what they accept, and how they are printed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from toolkit.facts import TYPES, Blank, Filled, LocalFact, Money, Words, fill, format_number, parse_value


def fact(type: str, value: Any) -> LocalFact:
    return LocalFact("name", type, "Label", value=None if value is None else parse_value(type, value))


@pytest.mark.parametrize("type", TYPES)
def test_without_value_it_is_a_blank(type: str) -> None:
    assert fill(fact(type, None)) == Blank("Label")


@pytest.mark.parametrize(
    ("type", "value", "filled"),
    [
        ("text", " day and night ", Filled("day and night")),
        ("county", "First County", Filled("First County")),
        ("phone", "510-555-0100", Filled("(510) 555-0100", "tel:+1-510-555-0100", isolate=True)),
        (
            "phone",
            "+1 510 555 0100 ext. 12",
            Filled("(510) 555-0100 ext. 12", "tel:+1-510-555-0100;ext=12", isolate=True),
        ),
        ("phone", "1-888-624-ILRC", Filled("(888) 624-4572", "tel:+1-888-624-4572", isolate=True)),
        ("phone", "+52 55 5080 2000", Filled("+52 55 5080 2000", "tel:+52-55-5080-2000", isolate=True)),
        ("phone", 211, Filled("211", "tel:211", isolate=True)),
        ("url", "https://www.example.org/", Filled("example.org", "https://www.example.org/", isolate=True)),
        ("email", "help@example.org", Filled("help@example.org", "mailto:help@example.org", isolate=True)),
        ("date", "2026-03-14", Filled("March 14, 2026")),
        ("yes-no", True, Filled("yes")),
        ("yes-no", "no", Filled("no")),
        ("list", ("English", "Spanish", "Mam"), Filled("English, Spanish, and Mam")),
        ("money", 1250, Filled("$1,250", isolate=True)),
        ("money", "$1,250.50", Filled("$1,250.50", isolate=True)),
        ("money", "900 EUR", Filled("€900", isolate=True)),
    ],
)
def test_printed(type: str, value: Any, filled: Filled) -> None:
    assert fill(fact(type, value)) == filled


def test_other_languages() -> None:
    spanish = Words(yes="sí", no="no")
    assert fill(fact("yes-no", True), "es", spanish) == Filled("sí")
    assert fill(fact("date", "2026-03-14"), "es") == Filled("14 de marzo de 2026")
    assert fill(fact("list", ("uno", "dos")), "es") == Filled("uno y dos")
    assert format_number(1234567, "de") == "1.234.567"


def test_country_and_currency_of_the_project() -> None:
    assert parse_value("money", 5, currency="EUR") == Money(5.0, "EUR")
    phone = fill(LocalFact("n", "phone", "L", parse_value("phone", "020 7946 0018", country="GB")))
    assert phone == Filled("020 7946 0018", "tel:+44-20-7946-0018", isolate=True)


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("phone", "911 or 311"),
        ("phone", True),
        ("phone", "000-555-0100"),
        ("url", "ftp://example.org"),
        ("url", "javascript:alert(1)"),
        ("url", "https://exa mple.org"),
        ("email", "a@b"),
        ("date", datetime.date(2026, 1, 1)),
        ("date", "2026"),
        ("yes-no", 1),
        ("list", "one, two"),
        ("list", ("one", 2)),
        ("money", True),
        ("money", "1,2,"),
        ("text", 5),
        ("text", "two\nlines"),
        ("text", ""),
    ],
)
def test_refused(type: str, value: Any) -> None:
    with pytest.raises(ValueError, match="; "):
        parse_value(type, value)
