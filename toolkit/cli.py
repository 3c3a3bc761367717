"""The words people type: ``python -m toolkit build`` and its neighbours."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from toolkit import __version__
from toolkit.build import PACKETS_JSON, PRINT, Progress, Project, Report, build, check
from toolkit.errors import ToolkitError

GOOD, BAD, WRONG_USE = 0, 1, 2

_out = Console(highlight=False, soft_wrap=True, emoji=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def main() -> None:
    """Run the command that was typed and leave with its exit code; a fault of the user's is no traceback."""
    try:
        code = commands.main(prog_name="python -m toolkit", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        _err.print("Stopped; what was built before is untouched.")
        code = BAD
    except ToolkitError as error:
        _err.print(escape(str(error)))
        code = BAD
    except Exception as error:
        _err.print(escape(_own_fault(error)))
        code = BAD
    sys.exit(code or GOOD)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--project", "folder", default=".", show_default=True, help="Folder that holds conf.py and docs/.",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)  # fmt: skip
@click.pass_context
def commands(context: click.Context, folder: Path) -> None:
    """Make the site and the packets from the chapters in docs/.

    RELEASE=1 makes a release: content checks run first, against the real day, and an error among
    their findings stops it.  TOOLKIT_TODAY=YYYY-MM-DD is the day that a build takes for today, by
    default that of SOURCE_DATE_EPOCH, by default the newest review of a chapter.
    """
    context.obj = Project(folder.resolve())
    _check_environment()


def _check_environment() -> None:
    today, epoch = os.environ.get("TOOLKIT_TODAY", ""), os.environ.get("SOURCE_DATE_EPOCH", "")
    if today:
        try:
            date.fromisoformat(today)
        except ValueError:
            raise click.UsageError(f"TOOLKIT_TODAY={today} is no day; write it like 2026-11-24") from None
    if epoch and not re.fullmatch(r"\d{1,11}", epoch):
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH={epoch} is no time; give seconds since 1970, or leave it out"
        )


def _options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that all building commands share."""
    quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
    fresh = click.option("--fresh", is_flag=True, help="Read all chapters anew.")
    return quiet(fresh(click.pass_obj(command)))


@commands.command("build")
@_options
def build_command(project: Project, quiet: bool, fresh: bool) -> int:
    """Packets, then the site that lists them, into build/base."""
    return _build(project, packets=True, site=True, fresh=fresh, quiet=quiet)


@commands.command("site")
@_options
def site_command(project: Project, quiet: bool, fresh: bool) -> int:
    """The site alone; the packets stay as they are."""
    return _build(project, packets=False, site=True, fresh=fresh, quiet=quiet)


@commands.command("packets")
@_options
def packets_command(project: Project, quiet: bool, fresh: bool) -> int:
    """The packets alone, into build/base/print."""
    return _build(project, packets=True, site=False, fresh=fresh, quiet=quiet)


@commands.command("check")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_obj
def check_command(project: Project, quiet: bool) -> int:
    """All checks of the content, and of the site and the packets that were built."""
    report = check(project, _progress(quiet))
    _say_messages(report)
    errors = [finding for finding in report.findings if finding.level == "error"]
    for finding in errors if quiet else report.findings:
        _out.print(escape(str(finding)))
    if not quiet:
        notices = len(report.findings) - len(errors)
        _out.print(f"{_count(len(errors), 'error')}, {_count(notices, 'notice')}")
    return BAD if report.bad else GOOD


@commands.command("serve")
@click.option("--port", default=8000, show_default=True, help="Where the browser finds it on this machine.")
@click.pass_obj
def serve_command(project: Project, port: int) -> int:
    """Show the site on this machine; build again whenever a chapter is saved."""
    from toolkit.serve import serve

    serve(project, port, lambda text: _out.print(escape(text)))
    return GOOD


@commands.command("clean")
@click.pass_obj
def clean_command(project: Project) -> int:
    """Remove build/, with everything built and cached."""
    folder = project.root / "build"
    if folder.is_dir():
        shutil.rmtree(folder)
    return GOOD


def _build(project: Project, *, packets: bool, site: bool, fresh: bool, quiet: bool) -> int:
    release = os.environ.get("RELEASE") == "1"
    report = build(project, packets=packets, site=site, fresh=fresh, release=release, say=_progress(quiet))
    _say_messages(report)
    for finding in report.findings:
        if finding.level == "error":
            _err.print(escape(str(finding)))
    if report.bad:
        _err.print("Nothing was published; what was good before stays.")
        return BAD
    if not quiet:
        _summary(project, report, packets=packets)
    return GOOD


def _progress(quiet: bool) -> Progress:
    return (lambda text: None) if quiet else (lambda text: _err.print(escape(text)))


def _say_messages(report: Report) -> None:
    for message in report.messages:
        _err.print(escape(message))


def _summary(project: Project, report: Report, *, packets: bool) -> None:
    """Say in a few lines what there is now: one line per packet."""
    output = project.output.relative_to(project.root).as_posix()
    _out.print(f"{_count(report.chapters, 'chapter')}, {len(report.read)} read anew")
    if packets:
        listed = json.loads((project.output / PRINT / PACKETS_JSON).read_text(encoding="utf-8"))
        for packet in listed["packets"]:
            size = f"{packet['bytes'] / 1000:,.0f} kB"
            pages = f"{_count(packet['pages'], 'page')} on {_count(packet['sheets'], 'sheet')}"
            _out.print(escape(f"{output}/{PRINT}/{packet['file']}: {packet['title']}, {pages}, {size}"))
    if done := report.published:
        counts = f"{len(done.written)} written, {done.unchanged} unchanged, {len(done.removed)} removed"
        _out.print(f"{output}: files {counts}")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _own_fault(error: Exception) -> str:
    """Write the traceback of *error* to a file, and return the sentence that people read."""
    log = Path("build", ".cache", "fault.log")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        where = f"details are in {log}"
    except OSError:
        where = "".join(traceback.format_exception_only(error)).strip()
    return f"toolkit: a fault of the program and not of your chapters; please report it, {where}"
