"""Shows the built site on this machine and builds again whenever a chapter is saved."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from toolkit.build import Progress
from toolkit.errors import Fault, ToolkitError
from toolkit.project import Project

PACKAGE = Path(__file__).parent


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about each page."""


def serve(project: Project, port: int, say: Progress) -> None:
    """Build, serve build/base on 127.0.0.1, and build again after each change, until stopped.

    Each build is a process of its own, so that a change of the program counts too.  Raises
    :class:`ToolkitError` when *port* is taken or watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise ToolkitError(
            [Fault("serve", 0, "needs the package watchfiles; install it with pip")]
        ) from error
    project.check()
    project.output.mkdir(parents=True, exist_ok=True)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(project.output)))
    except OSError as error:
        raise ToolkitError(
            [Fault(f"port {port}", 0, f"{error.strerror}; choose another with --port")]
        ) from error
    Thread(target=server.serve_forever, daemon=True).start()
    _rebuild(project)
    say(f"http://127.0.0.1:{server.server_port}/ shows the site; Ctrl-C stops")
    for _ in watch(project.docs, project.root / "conf.py", PACKAGE):
        _rebuild(project)


def _rebuild(project: Project) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *sys.path])}
    subprocess.run([sys.executable, "-m", "toolkit", "build"], cwd=project.root, env=environment, check=False)
