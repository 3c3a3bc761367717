"""Answers browsers on this machine: the site's files, and below /preview/ the pages of the packets."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from toolkit.build import PRINT
from toolkit.checks.pictures import page_picture
from toolkit.serve.state import Shown, State

HERE = Path(__file__).parent
HOST = "127.0.0.1"
WIDTH = 1224
"""Pixels of a page picture: two for each point of a Letter page, sharp on a phone and on a desk."""

_OWN = {"preview.css": "text/css", "preview.js": "text/javascript"}
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_BEAT = 15.0
"""Seconds between signs of life to a browser that waits."""

_pages = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


class Server(ThreadingHTTPServer):
    """Serves build/base and the preview to this machine only."""

    daemon_threads = True

    def __init__(self, state: State, port: int) -> None:
        self.state = state
        super().__init__((HOST, port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a browser has gone before its answer came."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(SimpleHTTPRequestHandler):
    """One answer."""

    server: Server

    def __init__(self, *args: object) -> None:
        server = args[2]
        assert isinstance(server, Server)
        super().__init__(*args, directory=str(server.state.project.output))  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about each page."""

    def do_GET(self) -> None:
        """Answer with a page of the preview or a file of the site."""
        if self._foreign():
            return
        path = unquote(urlsplit(self.path).path)
        if path == "/preview":
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", "/preview/")
            self.end_headers()
        elif path.startswith("/preview/"):
            self._preview(path.removeprefix("/preview/"))
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer about a file of the site."""
        if not self._foreign():
            super().do_HEAD()

    def _foreign(self) -> bool:
        """Refuse a page of another site whose name was made to point at this machine."""
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if name in (HOST, "localhost"):
            return False
        self.send_error(HTTPStatus.FORBIDDEN)
        return True

    def _preview(self, rest: str) -> None:
        state = self.server.state
        answers: list[tuple[str, Callable[..., None]]] = [
            (r"", self._list),
            (r"_/events", self._events),
            (r"_/(preview\.\w+)", self._own_file),
            (r"([a-z0-9.-]+)/(\w+)/(\d+)\.png", self._picture),
            (r"([a-z0-9.-]+)", self._packet),
        ]
        for pattern, answer in answers:
            if found := re.fullmatch(pattern, rest):
                answer(state, *found.groups())
                return
        self.send_error(HTTPStatus.NOT_FOUND)

    def _list(self, state: State) -> None:
        self._send_page("list.html", state, packets=state.listed())

    def _packet(self, state: State, name: str) -> None:
        file = f"{name}.pdf"
        shown = state.get(file)
        line = next((line for line in state.listed() if line["file"] == file), None)
        if shown is None or line is None:
            self._send_page("list.html", state, HTTPStatus.NOT_FOUND, packets=state.listed(), missing=name)
            return
        state.watch(file)
        self._send_page("preview.html", state, name=name, line=line, shown=shown, print_folder=PRINT)

    def _picture(self, state: State, name: str, mark: str, number: str) -> None:
        shown: Shown | None = state.get(f"{name}.pdf")
        try:
            if shown is None:
                raise IndexError(name)
            picture = page_picture(shown.pdf, int(number), WIDTH)
        except IndexError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        # The address names these bytes; when it is of older ones, the browser soon asks for others.
        keep = "private, max-age=86400, immutable" if shown.mark == mark else "no-store"
        self._send(picture, "image/png", keep)

    def _own_file(self, state: State, name: str) -> None:
        if name in _OWN:
            self._send((HERE / name).read_bytes(), f"{_OWN[name]}; charset=utf-8")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _events(self, state: State) -> None:
        """Tell the version of what is shown whenever there is a new one, until the browser leaves."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        version = ""
        try:
            while True:
                new = state.wait(version, _BEAT)
                self.wfile.write(f"data: {new}\n\n".encode() if new != version else b": here\n\n")
                self.wfile.flush()
                version = new
        except OSError:
            self.close_connection = True

    def _send_page(
        self, template: str, state: State, status: HTTPStatus = HTTPStatus.OK, /, **values: object
    ) -> None:
        text = _pages.get_template(template).render(
            {"state": state, "messages": state.messages, "missing": "", **values}
        )
        self._send(text.encode(), "text/html; charset=utf-8", status=status)

    def _send(
        self, body: bytes, kind: str, keep: str = "no-store", status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", keep)
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)
