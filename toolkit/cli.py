"""The words people type: ``python -m toolkit build`` and its neighbours."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from toolkit import __version__
from toolkit.build import PACKETS_JSON, PRINT, Report, Run, UnknownPacket, build, check, explain, keep_codes
from toolkit.errors import ToolkitError
from toolkit.press.cache import Cache
from toolkit.project import Project
from toolkit.sentences import own_fault
from toolkit.terminal import Lines, Quiet, following
from toolkit.words import amount, because, bytes_of, level_lines

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
        _err.print(escape(own_fault(error, Path("build", ".cache"))))
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


def _press_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of commands that print; they stand above the values of conf.py."""
    jobs = click.option(
        "--jobs", type=click.IntRange(min=0), metavar="N", help="Processes of the press; 0: all cores."
    )
    cluster = click.option(
        "--cluster", metavar="ADDRESS", callback=_address,
        help="Lay out on a Dask cluster, such as tcp://10.0.0.1:8786.",
    )  # fmt: skip
    return jobs(cluster(command))


def _address(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value and not re.fullmatch(r"[a-z]+://\S+:\d+", value):
        raise click.BadParameter(f"{value!r} is no address; write it like tcp://10.0.0.1:8786")
    return value


def _options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that all building commands share."""
    quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
    fresh = click.option("--fresh", is_flag=True, help="Read all chapters anew.")
    return quiet(fresh(click.pass_obj(command)))


@commands.command("build")
@_press_options
@_options
def build_command(project: Project, quiet: bool, fresh: bool, jobs: int | None, cluster: str | None) -> int:
    """Packets, then the site that lists them, into build/base."""
    return _build(project, _settings(jobs, cluster), packets=True, site=True, fresh=fresh, quiet=quiet)


@commands.command("site")
@_options
def site_command(project: Project, quiet: bool, fresh: bool) -> int:
    """The site alone; the packets stay as they are."""
    return _build(project, {}, packets=False, site=True, fresh=fresh, quiet=quiet)


@commands.command("packets")
@_press_options
@_options
def packets_command(project: Project, quiet: bool, fresh: bool, jobs: int | None, cluster: str | None) -> int:
    """The packets alone, into build/base/print."""
    return _build(project, _settings(jobs, cluster), packets=True, site=False, fresh=fresh, quiet=quiet)


@commands.command("why")
@click.argument("packet")
@click.pass_obj
def why_command(project: Project, packet: str) -> int:
    """What would be laid out again for PACKET, and what has changed; prints nothing."""
    try:
        chapters, reasons = explain(project, packet)
    except UnknownPacket as error:
        raise click.UsageError(error.faults[0].message) from None
    for file, found in reasons.items():
        for sentence in because(found, chapters):
            _out.print(escape(f"{file}: {sentence}"))
    return GOOD


@commands.command("cache")
@click.option(
    "--prune", metavar="[SIZE]", is_flag=False, flag_value="1GB",
    help="Remove what was not used for longest, down to SIZE, such as 500MB; without SIZE down to 1GB.",
)  # fmt: skip
@click.option("--clear", is_flag=True, help="Remove everything that the press keeps.")
@click.pass_obj
def cache_command(project: Project, prune: str | None, clear: bool) -> int:
    """What the press keeps, so that a chapter is laid out once; --prune and --clear make room."""
    if prune is not None and clear:
        raise click.UsageError("--prune and --clear are two different things; name one")
    limit = 0 if clear else amount(prune) if prune is not None else None
    if prune is not None and limit is None:
        raise click.BadParameter(f"{prune!r} is no size; write it like 500MB or 2GB", param_hint="--prune")
    cache = Cache(project.press)
    if limit is not None:
        gone = cache.prune(limit)
        _out.print(f"removed {_count(gone.entries, 'entry')} of {bytes_of(gone.bytes)}")
    kept = cache.size()
    where = os.path.relpath(project.press, project.root)
    _out.print(escape(f"{where}: {_count(kept.entries, 'entry')}, {bytes_of(kept.bytes)}"))
    if kept.entries:
        _out.print(f"last used longest ago: {datetime.fromtimestamp(kept.oldest):%Y-%m-%d %H:%M}")
    return GOOD


@commands.command("check")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.option("--levels", is_flag=True, help="End with a table of how hard each chapter is to read.")
@click.pass_obj
def check_command(project: Project, quiet: bool, levels: bool) -> int:
    """All checks of the content, and of the site and the packets that were built."""
    follower = Quiet() if quiet else Lines(_err)
    report = check(project, follower.say)
    _say_messages(report)
    errors = [finding for finding in report.findings if finding.level == "error"]
    for finding in errors if quiet else report.findings:
        _out.print(escape(str(finding)))
    if not quiet:
        notices = len(report.findings) - len(errors)
        _out.print(f"{_count(len(errors), 'error')}, {_count(notices, 'notice')}")
    for line in level_lines(report.levels) if levels else ():
        _out.print(escape(line))
    if report.json and not quiet:
        _out.print(escape(f"All of this is in {os.path.relpath(report.json, project.root)} too."))
    return BAD if report.bad else GOOD


@commands.command("versions")
@click.pass_obj
def versions_command(project: Project) -> int:
    """Keep the codes of the printed chapters, so that their paper can be looked up in later years."""
    report, ledger, added = keep_codes(project)
    _say_messages(report)
    if report.bad:
        _err.print("No code was kept: first correct what is wrong.")
        return BAD
    for print_ in added:
        _out.print(escape(f"{print_.code}: {print_.chapter}, for {print_.audience or 'everyone'}"))
    _out.print(escape(f"{os.path.relpath(ledger, project.root)}: {_count(len(added), 'code')} added"))
    return GOOD


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


def _settings(jobs: int | None, cluster: str | None) -> dict[str, Any]:
    given = {"toolkit_jobs": jobs, "toolkit_cluster": cluster}
    return {name: value for name, value in given.items() if value is not None}


def _build(
    project: Project, settings: dict[str, Any], *, packets: bool, site: bool, fresh: bool, quiet: bool
) -> int:
    release = os.environ.get("RELEASE") == "1"
    with following(_err, quiet) as follower:
        run = Run(settings, follower, follower.say)
        report = build(project, run, packets=packets, site=site, fresh=fresh, release=release)
    _say_messages(report)
    for finding in report.findings:
        if finding.level == "error":
            _err.print(escape(str(finding)))
    if report.bad:
        _err.print("Nothing was published; what was good before stays.")
        return BAD
    if not quiet:
        _summary(project, report, follower if packets else None)
    return GOOD


def _say_messages(report: Report) -> None:
    for message in report.messages:
        _err.print(escape(message))


def _summary(project: Project, report: Report, follower: Quiet | None) -> None:
    """Say in a few lines what there is now: one line per packet."""
    output = project.output.relative_to(project.root).as_posix()
    _out.print(f"{_count(report.chapters, 'chapter')}, {len(report.read)} read anew")
    if follower:
        listed = json.loads((project.output / PRINT / PACKETS_JSON).read_text(encoding="utf-8"))
        for packet in listed["packets"]:
            pages = f"{_count(packet['pages'], 'page')} on {_count(packet['sheets'], 'sheet')}"
            facts = [packet["title"], pages, bytes_of(packet["bytes"])]
            if packet["file"] in follower.printed:
                facts.append(str(follower.printed[packet["file"]]))
            _out.print(escape(f"{output}/{PRINT}/{packet['file']}: {', '.join(facts)}"))
    if done := report.published:
        counts = f"{len(done.written)} written, {done.unchanged} unchanged, {len(done.removed)} removed"
        _out.print(f"{output}: files {counts}")


def _count(number: int, thing: str) -> str:
    many = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number} {thing if number == 1 else many}"
