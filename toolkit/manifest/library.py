"""All data files of a project as one library: entries by id, cross-checked, each with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from toolkit.errors import Fault, ToolkitError, near_miss
from toolkit.facts import LocalFacts
from toolkit.manifest.between import check_between
from toolkit.manifest.crosscheck import check_sources
from toolkit.manifest.datafile import MAIN, DataFile, data_file
from toolkit.manifest.editing import Coverage, PlainWord, ReadingLimit, UnusedSource, limit_of
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
from toolkit.manifest.tilemaps import STEM, TileMap, check_tiles
from toolkit.manifest.yamlfile import Read, YamlFile, read_yaml

LOCAL = "local"
"""The data file of local facts has a form of its own."""

Model = TypeVar("Model", bound=Entry)


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

    @cached_property
    def unused(self) -> Mapping[str, UnusedSource]:
        """The sources that no chapter cites on purpose, by id."""
        return self._typed("unused-sources", UnusedSource)

    @cached_property
    def plain_words(self) -> Mapping[str, PlainWord]:
        """What to write instead of hard words, by the hard word."""
        return self._typed("plain-words", PlainWord)

    def reading_limit(self, chapter: str, audience: str) -> float:
        """Return the school years that *chapter* may ask of *audience*."""
        return limit_of(self._typed("reading", ReadingLimit).values(), chapter, audience)

    def easy_words(self) -> frozenset[str]:
        """Return the words that chapters explain, each also with an s; they do not count as hard."""
        words = self.files["reading"].collections.get("words", ()) if "reading" in self.files else ()
        return frozenset(form for word in words for form in (word.id, f"{word.id}s"))

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


def read_library(
    folder: Path, root: Path, read_file: Read = read_yaml, only: Collection[str] = ()
) -> tuple[Library, tuple[Fault, ...]]:
    """Read *folder* and return what is good, and every fault; never raises for a fault of a file.

    A folder without any file of ours (:data:`MAIN`, local facts) belongs to something else: what can be
    read there is offered, and nothing is reported.  With *only*, no other files are read.
    """
    files: dict[str, DataFile] = {}
    read: list[YamlFile] = []
    faults: list[Fault] = []
    local = LocalFacts()
    for path in sorted(folder.glob("*.yaml")):
        if only and path.stem not in only:
            continue
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
        files[path.stem] = data_file(path.stem, yaml, faults)
        faults += check_tiles(yaml) if path.stem == STEM else ()
    library = Library(files, local)
    for yaml in read:
        faults += check_sources(yaml, library.sources if "sources" in files else None)
    faults += check_between(library, {Path(fault.file).stem for fault in faults})
    ours = any((folder / f"{stem}.yaml").exists() for stem in (*MAIN, LOCAL))
    return library, tuple(sorted(set(faults))) if ours else ()
