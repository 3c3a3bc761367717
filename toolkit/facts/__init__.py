"""Local facts: typed, dated values that differ from place to place."""

from __future__ import annotations

from toolkit.facts.dates import When, day_of, parse_day, parse_when
from toolkit.facts.format import (
    Words,
    fill,
    format_day,
    format_money,
    format_number,
    format_when,
    short_address,
)
from toolkit.facts.model import Blank, Filled, LocalFact, LocalFacts, Money, Phone, Value
from toolkit.facts.template import Slot, fill_plain, fill_target, fill_text, names, parse, unknown
from toolkit.facts.types import TYPES, parse_value

__all__ = [
    "TYPES",
    "Blank",
    "Filled",
    "LocalFact",
    "LocalFacts",
    "Money",
    "Phone",
    "Slot",
    "Value",
    "When",
    "Words",
    "day_of",
    "fill",
    "fill_plain",
    "fill_target",
    "fill_text",
    "format_day",
    "format_money",
    "format_number",
    "format_when",
    "names",
    "parse",
    "parse_day",
    "parse_value",
    "parse_when",
    "short_address",
    "unknown",
]
