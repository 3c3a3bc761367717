"""Puts values into the words of a language: dates, numbers, money, lists, telephone numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from toolkit.facts.dates import When
from toolkit.facts.model import Blank, Filled, LocalFact, Money, Phone


@dataclass(frozen=True)
class Words:
    """The words that no library knows; callers pass those of their language.

    The texts of *prefixes* hold ``{date}``.
    """

    yes: str = "yes"
    no: str = "no"
    undated: str = "no date"
    prefixes: Mapping[str, str] = field(
        default_factory=lambda: {
            "before": "before {date}",
            "by": "by {date}",
            "until": "until {date}",
            "about": "about {date}",
            "since": "since {date}",
            "after": "after {date}",
        }
    )


ENGLISH = Words()


def locale_of(language: str) -> Locale:
    """Return the locale of *language* (``es``, ``zh_CN``, ``zh-Hans``); English when nobody knows it."""
    tag = language.replace("-", "_")
    for name in (tag, tag.split("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def format_day(day: datetime.date, language: str = "en") -> str:
    """Return *day* written out: ``November 30, 2011``."""
    return format_date(day, "long", locale=locale_of(language))


def format_when(when: When, language: str = "en", words: Words = ENGLISH) -> str:
    """Return *when* written out, as precise as it is known: ``by November 2011``, ``2010``, ``no date``."""
    if not when.start:
        return words.undated if when.text == "n.d." else when.text
    if when.end:
        return _span(when, language)
    date = _point(when.start, language)
    return words.prefixes[when.prefix].format(date=date) if when.prefix else date


def _span(when: When, language: str) -> str:
    if len(when.start) == len(when.end) and len(when.start) in (7, 10):
        skeleton = "yMMMM" if len(when.start) == 7 else "yMMMd"
        return format_interval(_day(when.start), _day(when.end), skeleton, locale=locale_of(language))
    return f"{_point(when.start, language)} – {_point(when.end, language)}"


def _point(iso: str, language: str) -> str:
    if len(iso) == 4:
        return iso
    if len(iso) == 7:
        return format_skeleton("yMMMM", _day(iso), locale=locale_of(language))
    return format_day(_day(iso), language)


def _day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat((iso + "-01-01")[:10])


def format_number(number: float, language: str = "en") -> str:
    """Return *number* with the separators of *language*: ``1,300``."""
    return format_decimal(number, locale=locale_of(language))


def format_money(money: Money, language: str = "en") -> str:
    """Return *money* in the manner of *language*, without cents when there are none: ``$1,250``."""
    locale = locale_of(language)
    if not money.amount.is_integer():
        return format_currency(money.amount, money.currency, locale=locale)
    pattern = str(locale.currency_formats["standard"].pattern).replace(".00", "")
    return format_currency(money.amount, money.currency, format=pattern, locale=locale, currency_digits=False)


def fill(fact: LocalFact, language: str = "en", words: Words = ENGLISH) -> Filled | Blank:
    """Return *fact* as it stands in a text of *language*, or a blank when it has no value."""
    value = fact.value
    if value is None:
        return Blank(fact.label)
    if isinstance(value, Phone):
        shown = value.national if value.home else value.international
        return Filled(shown, f"tel:{value.target}", isolate=True)
    if isinstance(value, Money):
        return Filled(format_money(value, language), isolate=True)
    if isinstance(value, bool):
        return Filled(words.yes if value else words.no)
    if isinstance(value, datetime.date):
        return Filled(format_day(value, language))
    if isinstance(value, tuple):
        return Filled(format_list(value, locale=locale_of(language)))
    if fact.type == "url":
        return Filled(short_address(value), value, isolate=True)
    if fact.type == "email":
        return Filled(value, f"mailto:{value}", isolate=True)
    return Filled(value)


def short_address(url: str) -> str:
    """Return *url* as people type it: without scheme, ``www.`` and last slash."""
    bare = url.split("://", 1)[-1].removeprefix("www.")
    return bare[:-1] if bare.endswith("/") else bare
