"""Reads one YAML file into plain values, remembers the line of each, and reports every fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from toolkit.errors import Fault
from toolkit.manifest import yamlwords

Place = tuple[str | int, ...]
"""The way to a value: keys and list positions, from the top of the file."""

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")
_NULL = ("", "~", "null", "Null", "NULL")
_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")


@dataclass(frozen=True)
class YamlFile:
    """What a file says: lists are tuples, mappings keep their order, dates stay text.

    *name* is the path that messages show; *lines* holds the line (from 1) of every key and list
    item; *faults* is what is wrong with the YAML itself, and then *data* may be incomplete.
    *readable* is false when nothing could be read.
    """

    name: str
    data: Any
    lines: Mapping[Place, int]
    faults: tuple[Fault, ...]
    readable: bool = True

    def line(self, *place: str | int) -> int:
        """Return the line of *place*, or of the nearest thing around it, or 1."""
        for end in range(len(place), -1, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return 1

    def fault(self, place: Place, message: str) -> Fault:
        """Return a fault with *message* at the line of *place*."""
        return Fault(self.name, self.line(*place), message)

    def whole(self, message: str) -> Fault:
        """Return a fault with *message* about the whole file."""
        return Fault(self.name, 0, message)


Read = Callable[[Path, Path], YamlFile]
"""Reads a file of the project whose folder comes second."""


def name_of(path: Path, root: Path) -> str:
    """Return *path* as the author knows it: relative to *root*, with slashes."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name


def read_yaml(path: Path, root: Path) -> YamlFile:
    """Read *path*; never raises for a fault of the file, not even for a missing one."""
    name = name_of(path, root)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _unreadable(name, [Fault(name, 0, yamlwords.cannot_open(error))])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unreadable(name, [Fault(name, line, yamlwords.NOT_UTF8)])
    return read_text(text, name)


def read_text(text: str, name: str) -> YamlFile:
    """Read *text* as the file *name*."""
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
    except YAMLError as error:
        return _unreadable(name, [Fault(name, *found) for found in yamlwords.explain(error, text)])
    except RecursionError:
        return _unreadable(name, [Fault(name, 0, yamlwords.TOO_DEEP)])
    reader = _Reader(name)
    data = reader.value(node, ()) if node is not None else None
    return YamlFile(name, data, reader.lines, tuple(reader.faults))


def _unreadable(name: str, faults: list[Fault]) -> YamlFile:
    return YamlFile(name, None, {}, tuple(faults), readable=False)


class _Reader:
    """Turns YAML nodes into values; collects lines and faults on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def value(self, node: Node, place: Place) -> Any:
        self.lines.setdefault(place, _line(node))
        mark = self._refused(node)
        if isinstance(node, ScalarNode):
            return f"{mark} {node.value}" if mark else _scalar(node)
        if id(node) in self._seen:  # an alias of something above; its anchor is reported already
            return None
        self._seen.add(id(node))
        if isinstance(node, SequenceNode):
            return tuple(self.value(item, (*place, number)) for number, item in enumerate(node.value))
        assert isinstance(node, MappingNode)
        return self._mapping(node, place)

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.faults.append(Fault(self.name, _line(key_node), yamlwords.KEY_NOT_TEXT))
                continue
            self._refused(key_node)
            key = str(key_node.value)
            if key in found:
                message = yamlwords.twice(key, self.lines[(*place, key)])
                self.faults.append(Fault(self.name, _line(key_node), message))
                continue
            self.lines[(*place, key)] = _line(key_node)
            found[key] = self.value(value_node, (*place, key))
        return found

    def _refused(self, node: Node) -> str:
        """Report an anchor or tag and return it: here it is always text that should stand in quotes."""
        tag = str(node.tag or "")
        mark = f"&{node.anchor}" if node.anchor else tag if tag.startswith("!") else ""
        if mark:
            self.faults.append(Fault(self.name, _line(node), yamlwords.needs_quotes(mark)))
        return mark


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    """Return the value of a scalar by the core schema of YAML 1.2, without octal and hex numbers.

    A number with a leading zero stays text (it is a telephone or a postal code), and so do dates.
    """
    text = str(node.value)
    if node.style is not None:
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
