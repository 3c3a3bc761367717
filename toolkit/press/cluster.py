"""Layout on a Dask cluster: an executor of the machines behind an address."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

from toolkit.errors import Fault
from toolkit.press.model import PressError

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 5
"""Seconds that the scheduler may take to answer."""


def executor(address: str) -> Executor:
    """Return an executor of the Dask cluster at *address*; its ``shutdown`` leaves the cluster as it was."""
    try:
        from distributed import Client
    except ImportError:
        message = "a cluster needs a library that is not here; pip install 'toolkit-press[cluster]'"
        raise PressError([Fault("cluster", 0, message)]) from None
    try:
        asyncio.run(_greet(address))
    except (OSError, ValueError, TypeError, TimeoutError) as error:
        why = str(error) or f"nothing for {PATIENCE} seconds"
        message = f"no Dask scheduler answers at {address!r} ({why}); give it as tcp://10.0.0.1:8786"
        raise PressError([Fault("cluster", 0, message)]) from None
    return _Cluster(Client(address, timeout=PATIENCE, set_as_default=False, name="toolkit"))


async def _greet(address: str) -> None:
    """Raise an error if no scheduler is there; a client that finds none leaves tracebacks behind."""
    from distributed.core import rpc
    from distributed.security import Security

    keys = Security().get_connection_args("client")
    async with asyncio.timeout(PATIENCE), rpc(address, timeout=PATIENCE, connection_args=keys) as server:
        kind = (await server.identity())["type"]
    if kind != "Scheduler":
        raise ValueError(f"a {kind} is there")


class _Cluster(Executor):
    """Dask's own executor, which also leaves the cluster when it is shut down."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor: Executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run *fn* on one of the machines."""
        return self._executor.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up or wait for what is under way, and leave the cluster."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        with contextlib.suppress(OSError):
            self._client.close(timeout=PATIENCE)
