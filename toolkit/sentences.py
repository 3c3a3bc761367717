"""Sphinx's warnings and exceptions, and faults of our own, as sentences with their place."""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path

from toolkit.errors import Fault, ToolkitError

_ESCAPES = re.compile(r"\x1b\[[\d;]*[mK]")
_LEVEL = re.compile(r"(^|: )(?:WARNING|ERROR|CRITICAL|SEVERE): ")


def sentences(log: str, root: Path) -> list[str]:
    """Return Sphinx's warnings as ``docs/file:line: sentence``."""
    lines = _ESCAPES.sub("", log).replace(f"{root}{os.sep}", "").splitlines()
    return [_LEVEL.sub(r"\1", line, count=1) for line in lines if line.strip()]


def as_fault(error: Exception, root: Path, messages: list[str]) -> Exception:
    """Return *error* as faults of the user's with all earlier *messages*, or itself when it is ours."""
    from sphinx.errors import ConfigError, SphinxError

    faults: tuple[Fault, ...] = ()
    cause: BaseException | None = error
    while cause is not None and not faults:
        if isinstance(cause, ToolkitError):
            faults = cause.faults
        elif isinstance(cause, OSError) and cause.strerror:
            faults = (Fault(str(cause.filename or "build"), 0, cause.strerror),)
        cause = getattr(cause, "orig_exc", None) or cause.__cause__
    origin = getattr(error, "orig_exc", None)
    if not faults and isinstance(origin, ImportError):
        faults = (Fault("conf.py", 0, f"{origin}; correct extensions, or install what is missing"),)
    if not faults and isinstance(error, SphinxError) and origin is None:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        config = isinstance(error, ConfigError)  # Python's own traceback of conf.py: its last line says what
        faults = (Fault("conf.py", 0, lines[-1]) if config else Fault("docs", 0, " ".join(lines)),)
    if not faults:
        return error
    return ToolkitError([*map(_fault, messages), *(_relative(fault, root) for fault in faults)])


def _relative(fault: Fault, root: Path) -> Fault:
    above = f"{root}{os.sep}"
    return Fault(
        fault.file.removeprefix(above), fault.line, _ESCAPES.sub("", fault.message).replace(above, "")
    )


def _fault(message: str) -> Fault:
    found = re.match(r"(?P<file>[^:\s][^:]*?):(?:(?P<line>\d+): |\s)(?P<text>.*)", message, re.DOTALL)
    if not found:
        return Fault("docs", 0, message)
    return Fault(found["file"], int(found["line"] or 0), found["text"])


def own_fault(error: Exception, cache: Path) -> str:
    """Write the traceback of *error* to *cache*, and return the sentence that people read."""
    log = cache / "fault.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        where = f"details are in {os.path.relpath(log)}"
    except OSError:
        where = "".join(traceback.format_exception_only(error)).strip()
    return f"toolkit: a fault of the program and not of your chapters; please report it, {where}"
