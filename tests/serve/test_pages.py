"""The server of `serve`: the site, the preview's pages and pictures, news for browsers, this machine only."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.serving import serving
from tests.serve.tinypdf import tiny_pdf
from toolkit.project import Project
from toolkit.serve.pages import Server
from toolkit.serve.state import State


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    state = State(Project(tmp_path))
    folder = state.project.output / "print"
    folder.mkdir(parents=True)
    (state.project.output / "index.html").write_text("<h1>Site</h1>")
    (folder / "book.a4.pdf").write_bytes(tiny_pdf("Cover", "Alpha"))
    line = {"file": "book.a4.pdf", "title": "Book <b>", "subtitle": "Sub", "pages": 2, "paper": "a4"}
    (folder / "packets.json").write_text(json.dumps({"packets": [line | {"audience": "facilitator"}]}))
    with serving(state) as found:
        yield found


def get(server: Server, path: str, host: str = "") -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    found = answer.status, answer.headers.get("Content-Type", ""), answer.read()
    connection.close()
    return found


def page(server: Server, path: str) -> str:
    return get(server, path)[2].decode()


def test_the_site_and_the_list_of_packets(server: Server) -> None:
    assert page(server, "/") == "<h1>Site</h1>"
    listed = page(server, "/preview/")
    assert 'href="/preview/book.a4"' in listed
    assert "Book &lt;b&gt;" in listed
    assert get(server, "/preview")[0] == 301


def test_a_packet_shows_its_pages_and_marks_the_change(server: Server) -> None:
    before = page(server, "/preview/book.a4")
    assert before.count("<figure") == 2
    assert "changed" not in before
    assert server.state.watched == ["book.a4.pdf"]
    server.state.show("book.a4.pdf", tiny_pdf("Cover", "Alpha beta"), {"a": 2}, {"a"})
    after = page(server, "/preview/book.a4")
    assert '<a href="#page-2">page 2</a>' in after
    assert '<figure id="page-2" class="changed">' in after
    assert 'class="spot"' in after
    assert "#page-2" in after.partition("<noscript>")[2].partition("</noscript>")[0]


def test_pictures(server: Server) -> None:
    shown = server.state.get("book.a4.pdf")
    assert shown
    status, kind, body = get(server, f"/preview/book.a4/{shown.mark}/1.png")
    assert (status, kind, body[:4]) == (200, "image/png", b"\x89PNG")
    assert get(server, "/preview/book.a4/older/2.png")[0] == 200
    assert get(server, f"/preview/book.a4/{shown.mark}/3.png")[0] == 404


def test_what_is_wrong_stands_above_the_last_good_pages(server: Server) -> None:
    server.state.set(messages=["docs/a.md:3: <x> is wrong; mend it"])
    shown = page(server, "/preview/book.a4")
    assert "docs/a.md:3: &lt;x&gt; is wrong; mend it" in shown
    assert shown.count("<figure") == 2
    assert "docs/a.md:3:" in page(server, "/preview/")


@pytest.mark.parametrize(
    "path",
    [
        "/preview/nothing",
        "/preview/../conf.py",
        "/preview/_/pages.py",
        "/preview/book.a4/x/y.png",
        "/nothing",
    ],
)
def test_what_is_not_there_is_404(server: Server, path: str) -> None:
    assert get(server, path)[0] == 404


def test_other_names_for_this_machine_are_refused(server: Server) -> None:
    assert get(server, "/preview/", "evil.example:80")[0] == 403
    assert get(server, "/", "evil.example")[0] == 403
    assert get(server, "/", f"localhost:{server.server_port}")[0] == 200
    assert server.server_address[0] == "127.0.0.1"


def test_browsers_are_told_of_news(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as browser:
        browser.sendall(b"GET /preview/_/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        lines = browser.makefile("rb")
        first = next(line for line in lines if line.startswith(b"data: "))
        server.state.set(busy="Printing …")
        second = next(line for line in lines if line.startswith(b"data: "))
        assert first != second
        lines.close()
    server.state.set(busy="")
