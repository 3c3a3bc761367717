"""``{{ name }}`` in texts and targets."""

from __future__ import annotations

import pytest

from toolkit.facts import (
    Blank,
    Filled,
    LocalFact,
    Slot,
    fill_plain,
    fill_target,
    fill_text,
    names,
    parse,
    parse_value,
    unknown,
)

FACTS = {
    "hotline": LocalFact("hotline", "phone", "Local hotline", parse_value("phone", "(510) 555-0100")),
    "website": LocalFact("website", "url", "Web site", parse_value("url", "https://example.org/")),
    "mail": LocalFact("mail", "email", "E-mail", parse_value("email", "help@example.org")),
    "county": LocalFact("county", "county", "Your county"),
}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain", ("plain",)),
        ("{{ hotline }}", (Slot("hotline", "{{ hotline }}"),)),
        ("Call {{hotline}} now", ("Call ", Slot("hotline", "{{hotline}}"), " now")),
        ("{{ Hot Line }}", (Slot("Hot Line", "{{ Hot Line }}"),)),
        ("{ hotline } {{}} {{ 1 }} {% x %}", ("{ hotline } {{}} {{ 1 }} {% x %}",)),
    ],
)
def test_parts(text: str, parts: tuple[str | Slot, ...]) -> None:
    assert parse(text) == parts


def test_filled_text() -> None:
    assert fill_text("In {{ county }} call {{ hotline }}.", FACTS) == (
        "In ",
        Blank("Your county"),
        " call ",
        Filled("(510) 555-0100", "tel:+1-510-555-0100", isolate=True),
        ".",
    )
    assert fill_text("{{ nothing }}", FACTS) == ("{{ nothing }}",)


def test_filled_plain_text() -> None:
    assert fill_plain("{{ county }}: call {{ hotline }}", FACTS) == "____ (Your county): call (510) 555-0100"


@pytest.mark.parametrize(
    ("target", "filled"),
    [
        ("tel:{{hotline}}", "tel:+1-510-555-0100"),
        ("tel:%7B%7Bhotline%7D%7D", "tel:+1-510-555-0100"),
        ("tel:%7b%7b%20hotline%20%7d%7d", "tel:+1-510-555-0100"),
        ("sms:{{ hotline }}", "sms:+1-510-555-0100"),
        ("mailto:{{mail}}", "mailto:help@example.org"),
        ("fact:website", "https://example.org/"),
        ("fact:website/help", "https://example.org/help"),
        ("fact:hotline", "tel:+1-510-555-0100"),
        ("https://example.org/%20a?x={{nothing}}", "https://example.org/%20a?x={{nothing}}"),
        ("fact:nothing", "fact:nothing"),
        ("tel:{{county}}", Blank("Your county")),
        ("fact:county/x", Blank("Your county")),
    ],
)
def test_filled_target(target: str, filled: str | Blank) -> None:
    assert fill_target(target, FACTS) == filled


def test_names() -> None:
    assert names("{{ county }} {{ hotline }} {{ county }}") == ("county", "hotline")
    assert names("tel:%7B%7Bhotline%7D%7D") == ("hotline",)
    assert names("fact:website/help") == ("website",)


def test_unknown_names() -> None:
    assert unknown("{{ county }} {{ hotlin }} {{ xyz }}", FACTS) == (
        "there is no local fact 'hotlin'; did you mean 'hotline'?",
        "there is no local fact 'xyz'; write its name as it stands in the file of local facts",
    )
