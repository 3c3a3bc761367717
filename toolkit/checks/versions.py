"""Checks of what paper leads to: open recalls, codes that are not kept, addresses that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.checks.chapters import Book
from toolkit.checks.finding import Finding, Level
from toolkit.config import settings
from toolkit.data import data_of
from toolkit.facts import names
from toolkit.imprint import base_address, filled, ledger_of

SHOWN = 6
"""Chapters that a finding names; of more it says how many."""


def check_versions(book: Book) -> Iterator[Finding]:
    """Yield what is wrong with recalls, kept codes and addresses, in a project that has packets."""
    yield from _recalls(book)
    values = settings(book.env.config)
    if book.strict or Path(book.env.srcdir, values.packets).is_file():
        yield from _codes(book)
        yield from _addresses(book)


def _recalls(book: Book) -> Iterator[Finding]:
    level: Level = "error" if book.release else "notice"
    for recall in ledger_of(book.env).open:
        message = (
            f"recall '{recall.id}' of the {recall.kind} '{recall.name}' is open since {recall.date}; "
            "put the text right, then write the day as `mended:`"
        )
        yield Finding(recall.file, recall.line, "recall-open", message, level)


def _codes(book: Book) -> Iterator[Finding]:
    ledger = ledger_of(book.env)
    chapters = list(dict.fromkeys(print_.chapter for print_ in ledger.unkept))
    if chapters:
        level: Level = "error" if book.release else "notice"
        shown = ", ".join(chapters[:SHOWN]) + (", …" if len(chapters) > SHOWN else "")
        message = (
            f"{len(ledger.unkept)} codes that are printed now are not kept ({shown}); type `make versions` "
            "before you hand paper out, or it cannot be looked up later"
        )
        yield Finding(book.relative(book.data / "versions.yaml"), 0, "version-not-kept", message, level)
    for version in ledger.withdrawn:
        message = (
            f"the chapter '{version.chapter}' of the code {version.id} is not there any more; "
            "write the name of the one that took its place, or leave it: the code's page says it is withdrawn"
        )
        yield Finding(version.file, version.line, "version-withdrawn", message, "notice")


def _addresses(book: Book) -> Iterator[Finding]:
    values = settings(book.env.config)
    if not filled(book.env, values.report_address):
        reason = "no page says where to report a mistake"
        yield _missing(book, "toolkit_report_address", values.report_address, reason, "report-missing")
    if not base_address(book.env):
        reason = "paper has codes, but no address to look them up"
        yield _missing(book, "toolkit_short_address", values.short_address, reason, "address-missing")


def _missing(book: Book, setting: str, value: str, reason: str, code: str) -> Finding:
    """Return the finding that *setting* of conf.py gives no address, or that its local fact does not."""
    local = data_of(book.env).library.local
    for name in names(value):
        if name not in local:
            message = f"{setting} asks for the local fact '{name}', which is not there; {reason}, so add it"
            return Finding("conf.py", 0, code, message, "notice")
        if local[name].value is None:
            message = f"the local fact '{name}' has no value; {reason}, so fill it in"
            return Finding(local[name].file, local[name].line, code, message, "notice")
    return Finding("conf.py", 0, code, f"{setting} is not set; {reason}, so set it", "notice")
