"""The strict base of all models, and the translation of their complaints into our sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from toolkit.errors import Fault, near_miss
from toolkit.manifest.yamlfile import Place, YamlFile

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": "a block of `key: value` lines",
    "model_type": "a block of `key: value` lines",
}


class Strict(BaseModel):
    """A model that changes nothing silently: frozen, no conversion, no unknown key."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


Model = TypeVar("Model", bound=BaseModel)


def refuse(message: str) -> PydanticCustomError:
    """Return the error a validator raises; *message* says what is wrong; what to do."""
    return PydanticCustomError("toolkit", "{message}", {"message": message})


def _filled(text: str) -> str:
    if not text.strip():
        raise refuse("is empty; write the text")
    return text.strip()


Text = Annotated[str, AfterValidator(_filled)]
"""Text that is not empty."""


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    """Return a validator that takes only the words in *known* and suggests the nearest."""
    words = tuple(known)

    def check_word(word: str) -> str:
        if word not in words:
            hint = near_miss(word, words) or f"; write {_or(words)}"
            raise refuse(f"is '{word}', which is not known{hint}")
        return word

    return check_word


def _or(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def check(
    model: type[Model], data: Any, file: YamlFile, place: Place, what: str
) -> tuple[Model | None, list[Fault]]:
    """Validate *data*, found at *place* of *file*, and return the model or every fault.

    *what* names the thing in messages, as in ``packet 'handout'``; it may be empty.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, _translate(model, error.errors(include_url=False), file, place, what)


def check_id(
    id: Any, first: dict[str, int], file: YamlFile, place: Place, what: str, advice: str
) -> list[Fault]:
    """Return the fault that the *id* at *place* is taken, if it is; *first* has the lines of those seen."""
    if not isinstance(id, str):
        return []
    taken = first.get(id)
    first.setdefault(id, file.line(*place, "id"))
    if taken is None:
        return []
    return [file.fault((*place, "id"), f"{what}: this id is taken in line {taken}; give {advice} its own")]


def _translate(
    model: type[BaseModel], errors: list[ErrorDetails], file: YamlFile, place: Place, what: str
) -> list[Fault]:
    unknown = {str(error["loc"][-1]) for error in errors if error["type"] == "extra_forbidden"}
    keys = tuple(key_of(model, name) for name in model.model_fields)
    mistyped = {key: near_miss(key, keys) for key in unknown}
    faults = []
    for error in errors:
        key = str(error["loc"][-1]) if error["loc"] else ""
        if error["type"] == "missing" and any(f"'{key}'" in hint for hint in mistyped.values()):
            continue  # said already: the unknown key is this one, mistyped
        sentence = _sentence(model, error, keys)
        faults.append(file.fault((*place, *error["loc"]), f"{what}: {sentence}" if what else sentence))
    return faults


def _sentence(model: type[BaseModel], error: ErrorDetails, keys: tuple[str, ...]) -> str:
    """Return what *error* means, for someone who sees only the file."""
    kind, where, value = error["type"], error["loc"], error["input"]
    key = str(where[0]) if where else ""
    if kind == "missing":
        return f"'{key}' is missing; add the line `{example(model, key)}`"
    if kind == "extra_forbidden":
        hint = near_miss(key, keys) or "; the keys here are " + ", ".join(keys)
        return f"unknown key '{key}'{hint}"
    name = f"'{key}'" if len(where) == 1 else f"an item of '{key}'"
    if kind == "toolkit":
        return f"{name} {error['ctx']['message']}" if key else str(error["ctx"]["message"])
    if value is None:
        return f"{name} has no value; write `{example(model, key)}`"
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return f'{name} must be text, not {given(value)}; put it in quotes, "{value}"'
    if kind == "bool_type":
        return f"{name} must be true or false, not {given(value)}; write `{key}: true` or `{key}: false`"
    wanted = _KINDS.get(kind, "something else")
    if not key:
        return f"this must be {wanted}, not {given(value)}; begin with `{example(model, keys[0])}`"
    return f"{name} must be {wanted}, not {given(value)}; write `{example(model, key)}`"


def key_of(model: type[BaseModel], name: str) -> str:
    """Return the word an author writes for the field *name* of *model*."""
    return model.model_fields[name].alias or name


def example(model: type[BaseModel], key: str) -> str:
    """Return a good line for *key*, from the field's declared example."""
    for name, field in model.model_fields.items():
        if key_of(model, name) == key:
            shown = field.examples[0] if field.examples else "…"
            return f"{key}: {shown}"
    return f"{key}: …"


def given(value: Any) -> str:
    """Name *value* as an author sees it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"'{value if len(value) <= 40 else value[:39] + '…'}'"
    if isinstance(value, Mapping):
        return "a block of `key: value` lines"
    return "a list"
