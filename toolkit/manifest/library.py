"""All data files of a project as one library: entries by id, cross-checked, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from toolkit.errors import Fault, ToolkitError, near_miss
from toolkit.facts import LocalFacts
from toolkit.manifest.between import check_between
from toolkit.manifest.crosscheck import check_sources
from toolkit.manifest.editing import Coverage
from toolkit.manifest.entries import (
    Authority,
    Entry,
    Event,
    Jurisdiction,
    Memo,
    Source,
    Statistic,
    Term,
)
from toolkit.manifest.local import read_local
from toolkit.manifest.recalls import Recall, Version
from toolkit.manifest.schema import check, given, key_of
from toolkit.manifest.tilemaps import LIST, STEM, TileMap, check_tiles
from toolkit.manifest.yamlfile import Place, Read, YamlFile, read_yaml

LOCAL = "local"
"""The data file of local facts has a form of its own."""

MAIN: dict[str, tuple[str, type[Entry]]] = {
    "sources": ("sources", Source),
    "memos": ("memos", Memo),
    "jurisdictions": ("jurisdictions", Jurisdiction),
    "timeline": ("events", Event),
    "authorities": ("authorities", Authority),
    "statistics": ("statistics", Statistic),
    "glossary": ("terms", Term),
    "recalls": ("recalls", Recall),
    "versions": ("versions", Version),
    "coverage": ("lists", Coverage),
    STEM: (LIST, TileMap),
}
"""The main list of each data file that has typed entries, and their model."""

Model = TypeVar("Model", bound=Entry)


@dataclass(frozen=True)
class DataFile:
    """One data file: *data* is all it says, *collections* are its lists of entries by key."""

    stem: str
    name: str
    data: Mapping[str, Any]
    collections: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True)
class Library:
    """The data files of a project by stem (``memos`` for memos.yaml), and its local facts."""

    files: Mapping[str, DataFile] = field(default_factory=dict)
    local: LocalFacts = field(default_factory=LocalFacts)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return self._typed("sources", Source)

    @cached_property
    def memos(self) -> Mapping[str, Memo]:
        """Memos by id."""
        return self._typed("memos", Memo)

    @cached_property
    def jurisdictions(self) -> Mapping[str, Jurisdiction]:
        """Jurisdictions by id."""
        return self._typed("jurisdictions", Jurisdiction)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Events of the timeline by id."""
        return self._typed("timeline", Event)

    @cached_property
    def authorities(self) -> Mapping[str, Authority]:
        """Authorities by id."""
        return self._typed("authorities", Authority)

    @cached_property
    def statistics(self) -> Mapping[str, Statistic]:
        """Figures by id."""
        return self._typed("statistics", Statistic)

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Terms of the glossary by id."""
        return self._typed("glossary", Term)

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """What was printed and is wrong, in the order of the file."""
        return tuple(self._typed("recalls", Recall).values())

    @property
    def versions(self) -> tuple[Version, ...]:
        """The codes that are kept, in the order of the file, oldest first."""
        return tuple(self._typed("versions", Version).values())

    @cached_property
    def coverage(self) -> Mapping[str, Coverage]:
        """The lists whose entries chapters state, by name."""
        return self._typed("coverage", Coverage)

    def to_state(self) -> dict[str, Entry]:
        """Return by id the entries that chapters state: those of all lists in :attr:`coverage`."""
        known = [name for name in self.coverage if name in self.collections()]
        return {entry.id: entry for name in known for entry in self.collection(name) if entry.id}

    @cached_property
    def tile_maps(self) -> Mapping[str, TileMap]:
        """Maps of tiles by id."""
        return self._typed(STEM, TileMap)

    def _typed(self, stem: str, model: type[Model]) -> Mapping[str, Model]:
        if stem not in self.files:
            return {}
        entries = self.files[stem].collections.get(MAIN[stem][0], ())
        return {entry.id: cast(Model, entry) for entry in entries}

    def collection(self, name: str) -> tuple[Entry, ...]:
        """Return a list of entries: ``jurisdictions``, ``timeline`` or ``process/steps``.

        Raises ``KeyError`` with a sentence when there is none.
        """
        stem, _, key = name.partition("/")
        file = self.files.get(stem)
        if file is not None:
            key = key or MAIN.get(stem, (stem, Entry))[0]
            if key in file.collections:
                return file.collections[key]
        advice = (
            "; the lists are " + ", ".join(self.collections()) if self.files else "; there are no data files"
        )
        raise KeyError(
            f"there is no list '{name}' in the data files{near_miss(name, self.collections()) or advice}"
        )

    def collections(self) -> tuple[str, ...]:
        """Return the names :meth:`collection` takes."""
        found = []
        for stem, file in self.files.items():
            main = MAIN.get(stem, (stem, Entry))[0]
            found += [stem if key == main else f"{stem}/{key}" for key in file.collections]
        return tuple(found)

    def entry(self, address: str) -> Entry:
        """Return the entry at *address*, the file and the id: ``memos/first-memo``.

        Raises ``KeyError`` with a sentence when there is none.
        """
        stem, _, id = address.partition("/")
        if not id:
            raise KeyError(f"'{address}' is no entry; write the data file and the id, as in memos/first-memo")
        if stem not in self.files:
            hint = near_miss(stem, self.files) or "; check the name of the file"
            raise KeyError(f"there is no data file '{stem}.yaml'{hint}")
        known = {entry.id: entry for entry in self if entry.collection.partition("/")[0] == stem and entry.id}
        if id not in known:
            hint = near_miss(id, known) or "; check the id"
            raise KeyError(f"there is no entry '{id}' in {self.files[stem].name}{hint}")
        return known[id]

    def unknown_source(self, id: str) -> str:
        """Return the sentence for a source *id* that is not in the library."""
        hint = near_miss(id, self.sources) or "; add it to sources.yaml, or correct the id"
        return f"there is no source '{id}'{hint}"

    def __iter__(self) -> Iterator[Entry]:
        """Walk over all entries of all files."""
        for file in self.files.values():
            for entries in file.collections.values():
                yield from entries


def load_library(folder: Path, root: Path) -> Library:
    """Read every data file in *folder*, which need not exist.

    Raises :class:`ToolkitError` with every fault of every file; *root* is the project's folder.
    """
    library, faults = read_library(folder, root)
    if faults:
        raise ToolkitError(faults)
    return library


def read_library(folder: Path, root: Path, read_file: Read = read_yaml) -> tuple[Library, tuple[Fault, ...]]:
    """Read *folder* and return what is good, and every fault; never raises for a fault of a file.

    A folder without any file of ours (:data:`MAIN`, local facts) belongs to something else: what can be
    read there is offered, and nothing is reported.
    """
    files: dict[str, DataFile] = {}
    read: list[YamlFile] = []
    faults: list[Fault] = []
    local = LocalFacts()
    for path in sorted(folder.glob("*.yaml")):
        if path.stem == LOCAL:
            local, found = read_local(path, root, read_file)
            faults += found
            continue
        yaml = read_file(path, root)
        faults += yaml.faults
        if not yaml.readable:
            continue
        if yaml.data is None:
            faults.append(yaml.whole("the file is empty; write its entries, or delete it"))
            continue
        if not isinstance(yaml.data, dict):
            faults.append(
                yaml.fault((), "a data file must begin with a key, as in `entries:`; add that line")
            )
            continue
        read.append(yaml)
        files[path.stem] = _data_file(path.stem, yaml, faults)
        faults += check_tiles(yaml) if path.stem == STEM else ()
    library = Library(files, local)
    for yaml in read:
        faults += check_sources(yaml, library.sources if "sources" in files else None)
    faults += check_between(library, {Path(fault.file).stem for fault in faults})
    ours = any((folder / f"{stem}.yaml").exists() for stem in (*MAIN, LOCAL))
    return library, tuple(sorted(set(faults))) if ours else ()


def _data_file(stem: str, yaml: YamlFile, faults: list[Fault]) -> DataFile:
    main, model = MAIN.get(stem, ("", Entry))
    if main and main not in yaml.data:
        hint = near_miss(main, yaml.data) or f"; put the entries below a line `{main}:`"
        message = f"the list '{main}' is missing{hint}"
        faults.append(yaml.fault((), message))
    collections = {}
    first: dict[str, int] = {}
    for key, items in yaml.data.items():
        if key == main and not isinstance(items, tuple):
            faults.append(
                yaml.fault(
                    (key,), f"'{key}' must be a list, not {given(items)}; begin each entry with `- id:`"
                )
            )
        if isinstance(items, tuple) and (key == main or any(isinstance(item, dict) for item in items)):
            name = stem if key in (main, stem) else f"{stem}/{key}"
            entries = [
                _entry(model if key == main else Entry, item, yaml, (key, number), name, first, faults)
                for number, item in enumerate(items)
            ]
            collections[key] = tuple(entry for entry in entries if entry is not None)
    return DataFile(stem, yaml.name, yaml.data, collections)


def _entry(
    model: type[Entry],
    data: Any,
    yaml: YamlFile,
    place: Place,
    collection: str,
    first: dict[str, int],
    faults: list[Fault],
) -> Entry | None:
    """Return one checked entry; *first* holds the lines of the ids seen in this file."""
    id = data.get("id") if isinstance(data, dict) else None
    what = f"entry '{id}'" if isinstance(id, str) else f"entry {int(place[-1]) + 1} of '{place[0]}'"
    entry, found = check(model, data, yaml, place, what)
    faults += found
    if isinstance(id, str):
        if id in first:
            message = f"{what}: this id is taken in line {first[id]}; give every entry of a file its own"
            faults.append(yaml.fault((*place, "id"), message))
        first.setdefault(id, yaml.line(*place, "id"))
    if isinstance(data, dict):
        faults += _mistyped(model, data, yaml, place, what)
    if entry is not None:
        entry.placed(data, yaml.name, yaml.line(*place), collection)
    return entry


def _mistyped(
    model: type[Entry], data: dict[str, Any], yaml: YamlFile, place: Place, what: str
) -> Iterator[Fault]:
    """Yield keys that are free to stand there, but are nearly a known key that is not there."""
    known = [key_of(model, name) for name in model.model_fields]
    absent = [key for key in known if key not in data]
    for key in data:
        if key not in known and (hint := near_miss(key, absent, cutoff=0.85)):
            yield yaml.fault((*place, key), f"{what}: unknown key '{key}'{hint}")
