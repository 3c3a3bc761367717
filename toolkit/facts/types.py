"""The types a local fact can have: what each accepts, and the sentence for what it does not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from toolkit.facts.dates import parse_day
from toolkit.facts.model import Money, Phone, Value

COUNTRY = "US"
CURRENCY = "USD"
_PHONE = re.compile(r"\+?[(\d][\dA-Z().\s/-]*(?:(?:ext|x)\.? ?\d+)?")


def parse_value(type: str, value: Any, country: str = COUNTRY, currency: str = CURRENCY) -> Value:
    """Return the checked value of a fact of *type*; raises ``ValueError``: what is wrong; what to do.

    *country* (ISO 3166) is where a telephone number without a country code is; *currency* (ISO 4217)
    is that of an amount that names none.
    """
    if type == "phone":
        return _phone(value, country)
    if type == "money":
        return _money(value, currency)
    return TYPES[type](value)


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is not one line of text; write it without brackets, in quotes if it is a number")
    if "\n" in value.strip():
        raise ValueError("has more than one line; write it in one line")
    if not value.strip():
        raise ValueError("is empty; write it, or write null until you know it")
    return value.strip()


def _quoted(value: Any) -> str:
    """Return *value* as an author knows it."""
    return "a list" if isinstance(value, list | tuple) else f"'{value}'"


def _phone(value: Any, country: str) -> Phone:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _line(value)
    advice = "write it with the area code, as in (510) 555-0100, or with + and the country code"
    if not _PHONE.fullmatch(text):
        raise ValueError(f"is '{text}', which is not one telephone number and nothing else; {advice}")
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise ValueError(f"is '{text}', which is not one telephone number; {advice}") from None
    home = number.country_code == phonenumbers.country_code_for_region(country)
    if home and phonenumbers.is_valid_short_number(number):
        digits = str(number.national_number)
        return Phone(digits, digits, digits, home=True)
    if not phonenumbers.is_valid_number(number):
        raise ValueError(
            f"is '{text}', which is not a telephone number in use; check the digits, and {advice}"
        )
    return Phone(
        national=_shown(number, PhoneNumberFormat.NATIONAL),
        international=_shown(number, PhoneNumberFormat.INTERNATIONAL),
        target=_shown(number, PhoneNumberFormat.RFC3966).removeprefix("tel:"),
        home=home,
    )


def _shown(number: PhoneNumber, form: int) -> str:
    return str(phonenumbers.format_number(number, form))


def _url(value: Any) -> str:
    text = _line(value)
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or " " in text:
        raise ValueError(
            f"is '{text}', which is not a web address; write it in full, as in https://example.org/help"
        )
    return text


def _email(value: Any) -> str:
    text = _line(value)
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+", text):
        raise ValueError(f"is '{text}', which is not an e-mail address; write it as in help@example.org")
    return text


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"yes": True, "no": False}
    if not isinstance(value, str) or value.strip().lower() not in words:
        raise ValueError(f"is {_quoted(value)}, which is neither yes nor no; write yes or no")
    return words[value.strip().lower()]


def _day(value: Any) -> datetime.date:
    try:
        return parse_day(_line(value))
    except ValueError as error:
        raise ValueError(f"cannot be read: {error}") from None


def _list(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"is {_quoted(value)}, which is not a list; write [first, second]")
    return tuple(_line(item) for item in value)


def _money(value: Any, currency: str) -> Money:
    advice = "write a number, as in 1250, or with a currency, as in 1250 EUR"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Money(float(value), currency)
    text = _line(value)
    found = re.fullmatch(r"\$?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?: ([A-Z]{3}))?", text)
    if found:
        return Money(float(found[1].replace(",", "")), found[2] or currency)
    raise ValueError(f"is '{text}', which is not an amount of money; {advice}")


TYPES: dict[str, Callable[[Any], Value]] = {
    "text": _line,
    "county": _line,
    "organisation": _line,
    "person": _line,
    "role": _line,
    "phone": lambda value: _phone(value, COUNTRY),
    "url": _url,
    "email": _email,
    "date": _day,
    "yes-no": _yes_no,
    "list": _list,
    "money": lambda value: _money(value, CURRENCY),
}
"""The types by name."""
