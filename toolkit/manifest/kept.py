"""YAML files read once: what each says is kept as plain values, since reading YAML takes longest of all."""

from __future__ import annotations

import hashlib
import pickle
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from toolkit.manifest.yamlfile import YamlFile, name_of, read_yaml
from toolkit.publish import write_whole


class KeptFiles:
    """Reads YAML files and keeps what they say in *folder*, as Sphinx keeps doctrees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, path: Path, root: Path) -> YamlFile:
        """Return what :func:`read_yaml` returns, from before if the file has not changed."""
        try:
            content = path.read_bytes()
        except OSError:
            return read_yaml(path, root)
        key = hashlib.sha256(f"{_program()}\0{name_of(path, root)}\0".encode() + content).digest()
        kept = self.folder / f"{path.name}.pickle"
        if (found := _load(kept, key)) is None:
            found = read_yaml(path, root)
            _store(kept, key, found)
        return found


def _load(kept: Path, key: bytes) -> YamlFile | None:
    """Return what *kept* holds under *key*; anything else in its place is read anew."""
    with suppress(Exception):
        content = kept.read_bytes()
        if content.startswith(key + hashlib.sha256(content[64:]).digest()):
            found = pickle.loads(content[64:])
            return found if isinstance(found, YamlFile) else None
    return None


def _store(kept: Path, key: bytes, file: YamlFile) -> None:
    """Keep *file*; a folder that cannot be written costs time only."""
    with suppress(OSError, RecursionError):
        content = pickle.dumps(file, pickle.HIGHEST_PROTOCOL)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, key + hashlib.sha256(content).digest() + content)


@lru_cache(maxsize=1)
def _program() -> str:
    """Return what stands for the program that reads."""
    digest = hashlib.sha256(f"{sys.version}{version('ruamel.yaml')}".encode())
    folder = Path(__file__).parent
    for name in ("yamlfile.py", "yamlwords.py"):
        digest.update((folder / name).read_bytes())
    digest.update((folder.parent / "errors.py").read_bytes())
    return digest.hexdigest()
