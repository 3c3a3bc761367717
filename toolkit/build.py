"""Runs Sphinx's builders over one project and puts what they made into place, all or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from toolkit.checks.builder import FINDINGS_JSON
from toolkit.checks.finding import Finding
from toolkit.errors import Fault, ToolkitError
from toolkit.publish import Published, files_under, publish

PRINT = "print"
"""Folder of the packets inside the output folder."""
PACKETS_JSON = "packets.json"

_ESCAPES = re.compile(r"\x1b\[[\d;]*[mK]")
_LEVEL = re.compile(r"(^|: )(?:WARNING|ERROR|CRITICAL|SEVERE): ")
_PACKET_DONE = re.compile(r"\s*\S+\.pdf: ")
_NOT_FOR_READERS = (".buildinfo", ".doctrees", "_sources", "environment.pickle", PRINT)


@dataclass(frozen=True)
class Project:
    """Where a project's files lie; *root* holds conf.py, docs/ and build/."""

    root: Path
    edition: str = "base"

    @property
    def docs(self) -> Path:
        """The chapters."""
        return self.root / "docs"

    @property
    def cache(self) -> Path:
        """Everything that may be thrown away."""
        return self.root / "build" / ".cache"

    @property
    def output(self) -> Path:
        """What people upload, and nothing else."""
        return self.root / "build" / self.edition

    def stage(self, name: str) -> Path:
        """The folder in which one builder works before anything is published."""
        return self.cache / name / self.edition

    def check(self) -> None:
        """Raise :class:`ToolkitError` when this is no project."""
        if not (self.root / "conf.py").is_file():
            raise ToolkitError([Fault("conf.py", 0, "is not here; run this in the toolkit's folder")])
        if not self.docs.is_dir():
            raise ToolkitError(
                [Fault("docs", 0, "is not here; the chapters belong in a folder of this name")]
            )


@dataclass
class Report:
    """What a build did: chapters read anew, chapters in all, messages (each one sentence with its place)."""

    read: tuple[str, ...] = ()
    chapters: int = 0
    messages: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    published: Published | None = None

    @property
    def bad(self) -> bool:
        """Whether anything is so wrong that nothing may be published."""
        return bool(self.messages) or any(finding.level == "error" for finding in self.findings)

    def add(self, lines: list[str]) -> None:
        """Take over *lines*, each once: two builders report the same chapter."""
        self.messages.extend(line for line in lines if line not in self.messages)


Progress = Callable[[str], None]


class _Status(io.StringIO):
    """Passes on what a builder says of each finished packet, and drops Sphinx's own progress."""

    def __init__(self, say: Progress) -> None:
        super().__init__()
        self.say = say

    def write(self, text: str) -> int:
        for line in _ESCAPES.sub("", text).splitlines():
            if _PACKET_DONE.match(line):
                self.say(line)
        return len(text)


def build(
    project: Project, *, packets: bool, site: bool, fresh: bool = False, release: bool = False, say: Progress
) -> Report:
    """Build packets, then the site that lists them, and publish what was asked for.

    Nothing is published when anything gave a message, or when the checks of a *release* found an
    error: what was good before stays as it is.  Raises :class:`ToolkitError` for faults that stop the
    work.
    """
    project.check()
    report = Report()
    with _one_at_a_time(project):
        if _program_changed(project) or fresh:
            _forget_chapters(project)
        if packets:
            say("Packets")
            _run(project, "packets", report, say)
        if site:
            say("Site")
            _empty(project.stage("html"))
            folder = project.stage("packets") if packets else project.output / PRINT
            _run(project, "html", report, say, print_folder=folder)
        if release:
            say("Checks of the release")
            _check(project, report, say, None)
        if report.bad:
            _forget_chapters(project)
            return report
        say("Publishing")
        report.published = _publish(project, packets=packets, site=site)
    return report


def check(project: Project, say: Progress) -> Report:
    """Run all checks over the chapters and over what was published; findings are also written as JSON."""
    project.check()
    report = Report()
    with _one_at_a_time(project):
        if _program_changed(project):
            _forget_chapters(project)
        say("Checks")
        _check(project, report, say, project.output / PRINT)
        if report.messages:
            _forget_chapters(project)
    return report


def _check(project: Project, report: Report, say: Progress, print_folder: Path | None) -> None:
    _run(project, "findings", report, say, print_folder=print_folder)
    listed = json.loads((project.stage("findings") / FINDINGS_JSON).read_text(encoding="utf-8"))["findings"]
    report.findings = [Finding(**finding) for finding in listed]


def _publish(project: Project, *, packets: bool, site: bool) -> Published:
    printed = _printed(project.stage("packets")) if packets else {}
    if not site:
        return publish(printed, project.output / PRINT, last=PACKETS_JSON)
    files = files_under(project.stage("html"), _NOT_FOR_READERS)
    files |= {f"{PRINT}/{name}": path for name, path in printed.items()}
    keep = () if packets else (PRINT,)
    return publish(files, project.output, keep=keep, last=f"{PRINT}/{PACKETS_JSON}")


def _printed(folder: Path) -> dict[str, Path]:
    """Return packets.json and the files it names; what older builds left in *folder* is none of them."""
    listed = json.loads((folder / PACKETS_JSON).read_text(encoding="utf-8"))
    names = [PACKETS_JSON, *(packet["file"] for packet in listed["packets"])]
    return {name: folder / name for name in names}


def _run(
    project: Project, builder: str, report: Report, say: Progress, *, print_folder: Path | None = None
) -> None:
    """Run one of Sphinx's builders in this process and take its messages into *report*."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    log = io.StringIO()
    overrides: dict[str, Any] = {}
    if print_folder is not None:
        overrides["toolkit_print_folder"] = str(print_folder)
    read: list[str] = []
    try:
        with patch_docutils(project.root), docutils_namespace():
            app = Sphinx(
                project.docs, project.root, project.stage(builder), _doctrees(project), builder,
                confoverrides=overrides, status=_Status(say) if builder == "packets" else None, warning=log,
            )  # fmt: skip
            app.connect("env-before-read-docs", lambda app, env, docnames: read.extend(docnames))
            app.build(force_all=builder == "html")
    except Exception as error:
        report.add(_sentences(log.getvalue(), project.root))
        raise _as_fault(error, project, report.messages) from error
    report.read += tuple(read)
    report.chapters = len(app.env.found_docs)
    report.add(_sentences(log.getvalue(), project.root))


def _sentences(log: str, root: Path) -> list[str]:
    """Return Sphinx's warnings as ``docs/file:line: sentence``."""
    lines = _ESCAPES.sub("", log).replace(f"{root}{os.sep}", "").splitlines()
    return [_LEVEL.sub(r"\1", line, count=1) for line in lines if line.strip()]


def _as_fault(error: Exception, project: Project, messages: list[str]) -> Exception:
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
    return ToolkitError([*map(_fault, messages), *(_relative(fault, project.root) for fault in faults)])


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


def _doctrees(project: Project) -> Path:
    return project.stage("doctrees")


def _forget_chapters(project: Project) -> None:
    """Have all chapters read again: Sphinx reports a chapter only when it reads it."""
    (_doctrees(project) / "environment.pickle").unlink(missing_ok=True)


def _program_changed(project: Project) -> bool:
    """Say whether another program than this one read the stored chapters, and note this one."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name in ("sphinx", "docutils", "myst-parser", "sphinx-design"):
        digest.update(version(name).encode())
    note = _doctrees(project) / "program"
    old = note.read_text(encoding="ascii") if note.is_file() else ""
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(digest.hexdigest(), encoding="ascii")
    return old != digest.hexdigest()


def _empty(folder: Path) -> None:
    """Remove what an earlier build left; all pages are written anew, so that none is out of date."""
    import shutil

    if folder.is_dir():
        shutil.rmtree(folder)


@contextmanager
def _one_at_a_time(project: Project) -> Iterator[None]:
    """Wait until no other build of this project works in the same folders."""
    import fcntl

    project.cache.mkdir(parents=True, exist_ok=True)
    with (project.cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
