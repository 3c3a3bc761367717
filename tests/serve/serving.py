"""A server of pages for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from toolkit.serve.pages import Server
from toolkit.serve.state import State


@contextmanager
def serving(state: State) -> Iterator[Server]:
    """Serve the pages of *state* on a free port."""
    found = Server(state, 0)
    thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        found.shutdown()
        found.server_close()
        thread.join()
