"""All that the checks look at in one PDF, read once."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from toolkit.checks import pdf_reader
from toolkit.checks.pdf_reader import Link, Run, Tag, opened


@dataclass(frozen=True)
class Contents:
    """All that the checks read of a PDF: once per file, for the reading takes longest."""

    pages: int
    runs: tuple[Run, ...]
    links: tuple[Link, ...]
    tags: tuple[Tag, ...]
    outline: tuple[str, ...]
    metadata: tuple[str, ...]
    raw: tuple[bytes, ...]
    """The file's bytes and every stream of it that zlib can unpack (ISO 32000-1, 7.4.4)."""


KEYS = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
STREAM = re.compile(rb"stream\r?\n")


def contents(pdf: bytes | Path) -> Contents:
    """Return what is in *pdf*; the last file read is remembered."""
    if isinstance(pdf, bytes):
        return _contents(pdf, 0, 0)
    stat = pdf.stat()
    return _contents(pdf, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=1)
def _contents(pdf: bytes | Path, size: int, changed: int) -> Contents:
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    with opened(data) as document:
        return Contents(
            pages=len(document),
            runs=tuple(pdf_reader.runs(document)),
            links=tuple(pdf_reader.links(document)),
            tags=tuple(pdf_reader.tags(document)),
            outline=tuple(bookmark.get_title() for bookmark in document.get_toc()),
            metadata=tuple(document.get_metadata_value(key) for key in KEYS),
            raw=tuple(_raw(data)),
        )


def _raw(pdf: bytes) -> Iterator[bytes]:
    yield pdf
    for mark in STREAM.finditer(pdf):
        try:
            yield zlib.decompressobj().decompress(pdf[mark.end() :])
        except zlib.error:
            continue
