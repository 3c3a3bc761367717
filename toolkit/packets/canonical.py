"""Texts that stand for values: equal for equal values, in every process, whatever the order of a set."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import BuiltinFunctionType, FunctionType

from docutils import nodes
from sphinx.locale import _TranslationProxy


class Unsafe(Exception):
    """Two runs cannot be compared; says why."""


def digest(path: Path) -> str:
    """Return the checksum of the file at *path*, '' when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def canonical(value: object) -> str:
    """Return a text that stands for *value*; :class:`Unsafe` is raised for what is not known."""
    if value is None or isinstance(value, bool | int | float | bytes):
        return f"{value!r},"
    if isinstance(value, str | _TranslationProxy):
        return f"{str(value)!r},"
    if isinstance(value, os.PathLike):
        return f"{os.fspath(value)!r},"
    if isinstance(value, list | tuple):
        return f"[{''.join(map(canonical, value))}],"
    if isinstance(value, Mapping):
        return f"{{{''.join(sorted(canonical(key) + ':' + canonical(value[key]) for key in value))}}},"
    if isinstance(value, set | frozenset):
        return f"<{''.join(sorted(map(canonical, value)))}>,"
    if isinstance(value, nodes.Element):
        return _element(value)
    return _object(value)


def _element(node: nodes.Element) -> str:
    """Return what a piece of a doctree says, without its line."""
    said = canonical({name: value for name, value in node.attributes.items() if value or value == 0})
    inside = "".join(map(canonical, node.children))
    return f"{type(node).__module__}.{type(node).__qualname__}({said}{inside}),"


def _object(value: object) -> str:
    if isinstance(value, type | FunctionType | BuiltinFunctionType):
        file = getattr(sys.modules.get(value.__module__), "__file__", None)
        return f"{value.__module__}.{value.__qualname__}={digest(Path(file)) if file else ''},"
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, datetime.date | datetime.time | re.Pattern):
        return f"{kind}({value!r}),"
    inside = "".join(f"{name}={canonical(getattr(value, name, None))}" for name in _fields(value, kind))
    return f"{kind}({inside}),"


def _fields(value: object, kind: str) -> list[str]:
    """Return the names of all that *value* holds."""
    if dataclasses.is_dataclass(value):
        return [field.name for field in dataclasses.fields(value)]
    python = [kind for kind in type(value).__mro__ if kind is not object]
    if vars(value) if hasattr(value, "__dict__") else not all("__slots__" in vars(kind) for kind in python):
        raise Unsafe(f"values of {kind} cannot be compared")
    slots = [vars(kind).get("__slots__", ()) for kind in python]
    return sorted(name for found in slots for name in ([found] if isinstance(found, str) else found))
