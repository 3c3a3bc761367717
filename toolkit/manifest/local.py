"""The file of local facts: what may be filled in, of which type, and what a place filled in."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from toolkit.errors import Fault, ToolkitError
from toolkit.facts import TYPES, LocalFact, LocalFacts, Value, parse_day, parse_value
from toolkit.facts.types import COUNTRY, CURRENCY
from toolkit.manifest.schema import Strict, Text, check, check_id, one_of, refuse
from toolkit.manifest.yamlfile import Place, Read, YamlFile, read_yaml


def _good_day(text: str) -> str:
    try:
        parse_day(text)
    except ValueError as error:
        raise refuse(f"cannot be read: {error}") from None
    return text


def _good_country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise refuse(f"is '{text}'; write the two capital letters of the country, as in US")
    return text


def _good_currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise refuse(f"is '{text}'; write the three capital letters of the currency, as in USD")
    return text


def _good_name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        better = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_0123456789") or "my_fact"
        raise refuse(f"is '{text}', but a fact's id has only a-z, 0-9 and _; write '{better}'")
    return text


Day = Annotated[str, AfterValidator(_good_day)]


class _Top(Strict):
    country: Annotated[str, AfterValidator(_good_country)] = Field(default=COUNTRY, examples=["US"])
    currency: Annotated[str, AfterValidator(_good_currency)] = Field(default=CURRENCY, examples=["USD"])
    facts: tuple[Any, ...] = Field(examples=["[…]"])


class FactLines(Strict):
    """One local fact as it stands in the file."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))

    id: Annotated[str, AfterValidator(_good_name)] = Field(examples=["hotline"])
    type: Annotated[str, AfterValidator(one_of(TYPES))] = Field(examples=["phone"])
    label: Text = Field(examples=["Local hotline"])
    help: str = Field(default="", examples=["What it is and where to find it"])
    example: Any = None
    required: bool = Field(default=False, examples=["false"])
    value: Any = None
    checked_on: Day | None = Field(default=None, examples=["2026-11-01"])
    checked_by: str | None = Field(default=None, examples=["Name of a person or group"])
    expires_on: Day | None = Field(default=None, examples=["2027-05-01"])
    source: str | None = Field(default=None, examples=["Where the value was checked"])


def load_local(path: Path, root: Path) -> LocalFacts:
    """Read and check the local facts in *path*; raises :class:`ToolkitError` with every fault."""
    facts, faults = read_local(path, root)
    if faults:
        raise ToolkitError(faults)
    return facts


def read_local(path: Path, root: Path, read: Read = read_yaml) -> tuple[LocalFacts, list[Fault]]:
    """Read *path* with *read* and return the facts that are good, and every fault."""
    file = read(path, root)
    faults = list(file.faults)
    if not file.readable:
        return LocalFacts(), faults
    if not isinstance(file.data, dict):
        faults.append(file.fault((), "the file must begin with the line `facts:`; put the facts below it"))
        return LocalFacts(), faults
    top, found = check(_Top, file.data, file, (), "")
    faults += found
    if top is None and isinstance(listed := file.data.get("facts"), tuple):
        top = _Top(facts=listed)  # so that all faults are found at once
    if top is None:
        return LocalFacts(), faults
    facts: dict[str, LocalFact] = {}
    first: dict[str, int] = {}
    for number, data in enumerate(top.facts):
        fact, found = _fact(number, data, file, top, first)
        faults += found
        if fact is not None:
            facts.setdefault(fact.name, fact)
    return LocalFacts(facts), faults


def _fact(
    number: int, data: Any, file: YamlFile, top: _Top, first: dict[str, int]
) -> tuple[LocalFact | None, list[Fault]]:
    """Return the fact at *number* and its faults; *first* holds the lines of the ids before it."""
    place: Place = ("facts", number)
    id = data.get("id") if isinstance(data, dict) else None
    what = f"fact '{id}'" if isinstance(id, str) else f"fact {number + 1}"
    lines, faults = check(FactLines, data, file, place, what)
    faults += check_id(id, first, file, place, what, "every fact")
    if lines is None:
        return None, faults
    value = _value(lines, "value", file, (*place, "value"), what, top, faults)
    _value(lines, "example", file, (*place, "example"), what, top, faults)
    if faults:
        return None, faults
    fact = LocalFact(
        name=lines.id,
        type=lines.type,
        label=lines.label,
        value=value,
        help=lines.help,
        example="" if lines.example is None else _shown(lines.example),
        required=lines.required,
        checked_on=_day(lines.checked_on),
        checked_by=lines.checked_by or "",
        expires_on=_day(lines.expires_on),
        source=lines.source or "",
        file=file.name,
        line=file.line(*place),
    )
    return fact, faults


def _value(
    lines: FactLines, key: str, file: YamlFile, place: Place, what: str, top: _Top, faults: list[Fault]
) -> Value | None:
    """Return the checked *key* (``value`` or ``example``) of a fact; add its fault to *faults*."""
    given = getattr(lines, key)
    if given is None:
        return None
    try:
        return parse_value(lines.type, given, top.country, top.currency)
    except ValueError as error:
        faults.append(file.fault(place, f"{what}: '{key}' {error}"))
        return None


def _shown(example: Any) -> str:
    return ", ".join(str(item) for item in example) if isinstance(example, tuple) else str(example)


def _day(text: str | None) -> datetime.date | None:
    return parse_day(text) if text else None
