"""The data files of a project, read once for each run of Sphinx."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from toolkit.config import project_root, settings
from toolkit.errors import Fault
from toolkit.manifest import Entry, KeptFiles, Library, read_library

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FACTS = "facts"
"""The kind of a use that is a local fact; all other kinds are lists of the data files."""


@dataclass(frozen=True)
class Data:
    """A project's data files and their faults."""

    library: Library
    faults: tuple[Fault, ...]
    _index: dict[str, Mapping[str, Entry]] = field(default_factory=dict)

    def entries(self, kind: str) -> Mapping[str, Entry]:
        """Return the entries of the list *kind* by id; none for a list that is not there."""
        if kind not in self._index:
            try:
                found = self.library.collection(kind)
            except KeyError:
                found = ()
            self._index[kind] = {entry.id or str(number): entry for number, entry in enumerate(found)}
        return self._index[kind]

    def broken(self, kind: str) -> bool:
        """Say whether the file of *kind* has faults, so that an entry may be missing for that reason."""
        stem = "local" if kind == FACTS else kind.partition("/")[0]
        return any(Path(fault.file).stem == stem for fault in self.faults)


_DATA: WeakKeyDictionary[Sphinx, Data] = WeakKeyDictionary()
"""The data of each run: files are looked at once, when its chapters begin to be read."""


def data_of(env: BuildEnvironment) -> Data:
    """Return the project's data as the run of *env* began."""
    found = _DATA.get(env._app)
    return found if found is not None else look(env)


def look(env: BuildEnvironment) -> Data:
    """Return the project's data as it is now, and from now on to :func:`data_of`."""
    folder = Path(env.srcdir, settings(env.config).data)
    stamp = tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.yaml"))
    )
    found = _load(folder, project_root(Path(env.srcdir)), Path(env.doctreedir, "data"), stamp)
    _DATA[env._app] = found
    return found


@lru_cache(maxsize=4)
def _load(folder: Path, root: Path, kept: Path, stamp: tuple[tuple[str, int, int], ...]) -> Data:
    return Data(*read_library(folder, root, KeptFiles(kept)))
