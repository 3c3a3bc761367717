"""The manifest ``packets.yaml``: which packets there are, checked as a whole before any work."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from toolkit.errors import Fault, ToolkitError
from toolkit.manifest import globs
from toolkit.manifest.schema import Strict, Text, check, check_id, one_of, refuse
from toolkit.manifest.yamlfile import YamlFile, read_yaml
from toolkit.paper import PAPERS

AUDIENCES = ("participant", "facilitator")
STARTS = ("next-page", "new-sheet")
FINISHES: dict[str, str] = {
    "standard": "",
    "large": "set the printer to enlarge, or print on legal paper",
    "booklet": "",
    "two-up": "",
    "zine": "",
}
"""The finishes; a text says what to do instead as long as the toolkit cannot make that one."""


def _good_id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
        better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "my-packet"
        raise refuse(f"is '{text}', but it names a file: only a-z, 0-9 and hyphens; write '{better}'")
    return text


def _built_finish(text: str) -> str:
    one_of(FINISHES)(text)
    if FINISHES[text]:
        raise refuse(f"is '{text}', which comes in a later version; write standard, and {FINISHES[text]}")
    return text


def _with_standard(items: tuple[str, ...]) -> tuple[str, ...]:
    """Put the standard file first: the others are made from it and lie beside it, never instead of it."""
    return ("standard", *(item for item in items if item != "standard"))


def _some(items: tuple[str, ...]) -> tuple[str, ...]:
    if not items:
        raise refuse("is an empty list; list at least one, or delete the line")
    for number, item in enumerate(items):
        if item in items[:number]:
            raise refuse(f"has '{item}' twice; delete one of the two")
    return items


Id = Annotated[str, AfterValidator(_good_id)]
Audience = Annotated[str, AfterValidator(one_of(AUDIENCES))]
PaperName = Annotated[str, AfterValidator(one_of(PAPERS))]
Start = Annotated[str, AfterValidator(one_of(STARTS))]
Finish = Annotated[str, AfterValidator(_built_finish)]


class Site(Strict):
    """What the public site may show: text for everyone, and text for *audience*."""

    audience: Audience = Field(default="participant", examples=["participant"])


class PacketLines(Strict):
    """One packet as it stands in the file."""

    id: Id = Field(examples=["participant-packet"])
    title: Text = Field(examples=["Know the process"])
    subtitle: str = Field(default="", examples=["Participant packet"])
    audience: Audience = Field(examples=["participant"])
    chapters: tuple[Text, ...] = Field(examples=["[explainers/first, handouts/*]"])
    paper: Annotated[tuple[PaperName, ...], AfterValidator(_some)] = Field(
        default=("letter",), examples=["[letter]"]
    )
    finish: Annotated[tuple[Finish, ...], AfterValidator(_some), AfterValidator(_with_standard)] = Field(
        default=("standard",), examples=["[standard]"]
    )
    start: Start = Field(default="next-page", examples=["next-page"])
    cover: bool = Field(default=True, examples=["true"])
    contents: bool = Field(default=True, examples=["true"])


class Packet(PacketLines):
    """One packet, ready to build: *chapters* are docnames in order; *line* is where it stands."""

    line: int = 0


class _Top(Strict):
    site: Any = None
    packets: tuple[Any, ...] = Field(examples=["[…]"])


class Manifest(Strict):
    """All packets of a project; *file* is empty for a project without ``packets.yaml``."""

    site: Site = Site()
    packets: tuple[Packet, ...] = ()
    file: str = ""

    @property
    def chapters(self) -> frozenset[str]:
        """The docnames that are in any packet."""
        return frozenset(name for packet in self.packets for name in packet.chapters)


def whole_book(
    docnames: Iterable[str],
    title: str,
    paper: str = "letter",
    audience: str = "participant",
    id: str = "book",
) -> Manifest:
    """Return the manifest of a project that has none: one packet, *docnames* in toctree order."""
    packet = Packet(id=id, title=title, audience=audience, chapters=tuple(docnames), paper=(paper,))
    return Manifest(packets=(packet,))


def load_packets(path: Path, docnames: Collection[str] | None, root: Path) -> Manifest:
    """Read and check *path* against the project's *docnames* (``None``: chapters are not looked up).

    Raises :class:`ToolkitError` with every fault of the file, each with its line.
    """
    file = read_yaml(path, root)
    faults = list(file.faults)
    if not file.readable:
        raise ToolkitError(faults)
    site, packets = Site(), []
    top = _top(file, faults)
    if top is not None:
        site = _site(top.site, file, faults)
        packets = _packets(top.packets, docnames, file, faults)
    if faults:
        raise ToolkitError(faults)
    return Manifest(site=site, packets=tuple(packets), file=file.name)


def _top(file: YamlFile, faults: list[Fault]) -> _Top | None:
    if file.data is None:
        message = "the file is empty; list packets under `packets:`, or delete it to print the whole book"
        faults.append(file.whole(message))
        return None
    if not isinstance(file.data, dict):
        faults.append(file.fault((), "the file must begin with the line `packets:`; put the list below it"))
        return None
    top, found = check(_Top, file.data, file, (), "")
    faults += found
    if top is None and isinstance(packets := file.data.get("packets"), tuple):
        top = _Top(site=file.data.get("site"), packets=packets)  # so that all faults are found at once
    if top is not None and not top.packets and not found:
        faults.append(file.fault(("packets",), "there is no packet in the list; add one with id, title, …"))
    return top


def _site(data: Any, file: YamlFile, faults: list[Fault]) -> Site:
    if data is None:
        return Site()
    site, found = check(Site, data, file, ("site",), "site")
    faults += found
    return site or Site()


def _packets(
    items: tuple[Any, ...], docnames: Collection[str] | None, file: YamlFile, faults: list[Fault]
) -> list[Packet]:
    packets: list[Packet] = []
    first: dict[str, int] = {}
    for number, data in enumerate(items):
        place = ("packets", number)
        id = data.get("id") if isinstance(data, dict) else None
        what = f"packet '{id}'" if isinstance(id, str) else f"packet {number + 1}"
        lines, found = check(PacketLines, data, file, place, what)
        faults += found
        faults += check_id(id, first, file, place, what, "every packet")
        if isinstance(data, dict):
            faults += _chapter_faults(data.get("chapters"), docnames, file, number, what)
        if lines is not None:
            fields = lines.model_dump() | {"chapters": globs.expand(lines.chapters, docnames)}
            packets.append(Packet(**fields, line=file.line(*place)))
    return packets


def _chapter_faults(
    names: Any, docnames: Collection[str] | None, file: YamlFile, number: int, what: str
) -> Iterable[Fault]:
    """Yield what is wrong with the list of chapters, in packets with other faults as well."""
    if not isinstance(names, tuple):
        return
    place = ("packets", number, "chapters")
    if not names:
        yield file.fault(place, f"{what}: it has no chapters; list at least one under `chapters:`")
    first: dict[str, int] = {}
    for position, name in enumerate(names):
        if not isinstance(name, str) or not name.strip():
            continue  # said by the schema
        line = file.line(*place, position)
        if name in first:
            message = f"{what}: '{name}' is listed twice, first in line {first[name]}; delete one of the two"
            yield file.fault((*place, position), message)
        elif docnames is not None and (fault := globs.fault_of(name, docnames)):
            yield file.fault((*place, position), f"{what}: {fault}")
        first.setdefault(name, line)
