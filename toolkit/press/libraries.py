"""Loads the layout engine with our fonts only, and says which package brings a library that is missing."""

from __future__ import annotations

import contextlib
import ctypes.util
import gc
import io
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import Fault
from toolkit.press.model import PressError

if TYPE_CHECKING:
    from types import ModuleType

VERSION = "70"
"""The WeasyPrint whose private functions the engine calls."""

_INSTALL = (
    "install it: Debian and Ubuntu `apt install {debian}`, Fedora `dnf install {fedora}`, "
    "macOS `brew install {brew}`"
)


@contextlib.contextmanager
def set_variable(name: str, value: str) -> Iterator[None]:
    """Give the environment variable *name* the *value* for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextlib.contextmanager
def no_collector() -> Iterator[None]:
    """Keep the garbage collector off for a while, and drop at the end what is then no longer used.

    Layout makes millions of objects that live to its end: looking through them takes a fifth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_on:
            gc.enable()


_FONTCONFIG = ("FONTCONFIG_FILE", str(Path(__file__).with_name("fonts.conf")))


def own_fonts() -> contextlib.AbstractContextManager[None]:
    """Let fontconfig see our empty configuration only, for a while."""
    return set_variable(*_FONTCONFIG)


def only_own_fonts() -> None:
    """Let fontconfig see our empty configuration only, as long as this process lives.

    Pango reads fontconfig's configuration in a thread of its own, some time after a font is loaded: a style
    that is read long before it is used needs this.
    """
    os.environ[_FONTCONFIG[0]] = _FONTCONFIG[1]


def check_libraries() -> None:
    """Import WeasyPrint and its libraries; raise PressError naming what to install."""
    try:
        engine = _import_engine()
    except ModuleNotFoundError as error:
        message = f"the package {error.name} is not installed; run `make` to install it"
        raise PressError([Fault("requirements.txt", 0, message)]) from None
    except OSError:
        raise _missing("Pango", "libpango-1.0-0 libpangoft2-1.0-0", "pango", "pango") from None
    if not engine.has_subsetter():
        raise _missing("HarfBuzz-Subset", "libharfbuzz-subset0", "harfbuzz", "harfbuzz")
    found = engine.versions()["weasyprint"]
    if found.split(".")[0] != VERSION:
        message = f"WeasyPrint {found} is installed, the press knows {VERSION}; run `make` to install that"
        raise PressError([Fault("requirements.txt", 0, message)])


def _import_engine() -> ModuleType:
    with (
        own_fonts(),
        _by_file_name(),
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        from toolkit.press import engine
    return engine


@contextlib.contextmanager
def _by_file_name() -> Iterator[None]:
    """Let libraries be found by their file names alone, for a while.

    WeasyPrint first asks for other names; to look for those Python on Linux runs ``ldconfig`` and ``gcc``,
    which take a quarter of a second and leave temporary files when the process is killed.
    """
    before = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = before


def _missing(what: str, debian: str, fedora: str, brew: str) -> PressError:
    how = _INSTALL.format(debian=debian, fedora=fedora, brew=brew)
    return PressError([Fault("toolkit", 0, f"the library {what} is not on this machine; {how}")])
