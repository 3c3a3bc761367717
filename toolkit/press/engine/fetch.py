"""What a document may load: the files of one book, nothing of the network or the machine."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from toolkit.press.style import BASE


class Fetcher(URLFetcher):
    """Serves the files of one book and ``data:`` addresses, nothing else."""

    def __init__(self, files: Mapping[str, bytes | Path], refused: Callable[[str], None]) -> None:
        super().__init__()
        self._files = files
        self._refused = refused

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Return the file that *url* names; raise ValueError, which WeasyPrint logs, for any other."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(BASE).partition("?")[0].partition("#")[0])
        found = self._files.get(name) if url.startswith(BASE) else None
        if found is None:
            self._refused(name)
            raise ValueError("not a file of this book")
        body = found.read_bytes() if isinstance(found, Path) else found
        message = EmailMessage()
        message["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, message)
