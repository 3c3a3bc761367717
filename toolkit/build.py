"""Runs Sphinx's builders over one project and puts what they made into place, all or nothing."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from toolkit.checks.builder import FINDINGS_JSON, real_day
from toolkit.checks.finding import Finding
from toolkit.config import settings
from toolkit.errors import Fault, ToolkitError, near_miss
from toolkit.manifest import Print, keep_versions
from toolkit.progress import Follower, Silent, follow
from toolkit.project import Project, Unfinished, forget_chapters, one_at_a_time, program_changed
from toolkit.publish import Published, files_under, publish
from toolkit.sentences import as_fault, sentences

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from toolkit.press import Reason

PRINT = "print"
"""Folder of the packets inside the output folder."""
PACKETS_JSON = "packets.json"

_NOT_FOR_READERS = (".buildinfo", ".doctrees", "_sources", "environment.pickle", PRINT)

Progress = Callable[[str], None]


class UnknownPacket(ToolkitError):
    """The manifest has no packet of this name."""


@dataclass
class Report:
    """What a build did: chapters read anew, chapters in all, messages (each one sentence with its place).

    *json* is the file with all that the checks found and measured, *levels* how hard chapters are to read.
    """

    read: tuple[str, ...] = ()
    chapters: int = 0
    messages: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    levels: list[dict[str, Any]] = field(default_factory=list)
    json: Path | None = None
    published: Published | None = None

    @property
    def bad(self) -> bool:
        """Whether anything is so wrong that nothing may be published."""
        return bool(self.messages) or any(finding.level == "error" for finding in self.findings)

    def add(self, lines: list[str]) -> None:
        """Take over *lines*, each once: two builders report the same chapter."""
        self.messages.extend(line for line in lines if line not in self.messages)


@dataclass
class Run:
    """How a build is done: values of conf.py from the command line, who follows, who is told the stages."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    follower: Follower = field(default_factory=Silent)
    say: Progress = lambda text: None


def build(
    project: Project, run: Run, *, packets: bool, site: bool, fresh: bool = False, release: bool = False
) -> Report:
    """Build packets, then the site that lists them, and publish what was asked for.

    Nothing is published when anything gave a message, or when the checks of a *release* found an
    error: what was good before stays as it is.  Raises :class:`ToolkitError` for faults that stop the
    work.
    """
    report = Report()
    with _work_on(project, fresh):
        if packets:
            run.say("Packets")
            _sphinx(project, "packets", report, run)
        if site:
            run.say("Site")
            _empty(project.stage("html"))
            folder = project.stage("packets") if packets else project.output / PRINT
            _sphinx(project, "html", report, run, print_folder=folder)
        if release:
            run.say("Checks of the release")
            _check(project, report, run, None)
        if report.bad:
            return report
        run.say("Publishing")
        report.published = _publish(project, packets=packets, site=site)
        Unfinished(project).clear()
    return report


class Prepared:
    """A build of the packets that a follower chooses, up to the point where the chapters are looked at.

    It may be made before anybody has saved anything; :meth:`fits` says whether it can still be used.
    """

    def __init__(self, project: Project, run: Run) -> None:
        self.project, self.report = project, Report()
        self._stack = ExitStack()
        self._before = self._state()
        with _work_on(project):
            self.app = self._stack.enter_context(_application(project, "packets", self.report, run, {}))

    def fits(self) -> bool:
        """Say whether settings and stored chapters are those that were loaded."""
        return self._before == self._state()

    def _state(self) -> list[tuple[int, int]]:
        files = (self.project.root / "conf.py", self.project.doctrees / "environment.pickle")
        found = [file.stat() for file in files if file.is_file()]
        return [(stat.st_mtime_ns, stat.st_ino) for stat in found]

    def build(self) -> Report:
        """Print and publish what the follower chooses; nothing is published when there are messages."""
        with _work_on(self.project):
            with self._stack:
                self.app.build()
            self.report.chapters = len(self.app.env.found_docs)
            if not self.report.bad:
                self.report.published = _publish(self.project, packets=True, site=False)
                Unfinished(self.project).clear()
        return self.report


def build_pages_first(project: Project, run: Run, chapters: Iterable[str]) -> Report:
    """Write and publish the site's pages of *chapters*; all other pages stay as they are."""
    report = Report()
    with _work_on(project):
        files = [project.docs / f"{name}.md" for name in chapters]
        _sphinx(project, "html", report, run, print_folder=project.output / PRINT, files=files)
        if not report.bad:
            report.published = _publish(project, packets=False, site=True)
    return report


def check(project: Project, say: Progress) -> Report:
    """Run all checks over the chapters and over what was published; findings are also written as JSON."""
    report = Report()
    with _work_on(project):
        say("Checks")
        _check(project, report, Run(), project.output / PRINT)
        if not report.messages:
            Unfinished(project).clear()
    return report


def explain(project: Project, packet: str) -> tuple[int, Mapping[str, list[Reason]]]:
    """Return how many chapters *packet* has, and for each of its PDFs those that would be laid out again.

    Nothing is printed.
    """
    reasons: Mapping[str, list[Reason]] = {}
    with _work_on(project), _application(project, "packets", Report(), Run(), {}) as app:
        builder = cast(Any, app.builder)  # PacketsBuilder
        builder.read()
        known = {known.id: known for known in builder.load_manifest().packets}
        if packet in known:
            reasons = builder.explain(packet)
    if packet not in known:
        listed = near_miss(packet, known) or f"; there are {', '.join(known)}"
        raise UnknownPacket([Fault("why", 0, f"there is no packet {packet!r}{listed}")])
    return len(known[packet].chapters), reasons


def keep_codes(project: Project) -> tuple[Report, Path, tuple[Print, ...]]:
    """Add the version codes that are printed now to the ledger in the data folder, where they are missing.

    Returns the report, the ledger, and what was added: nothing when the chapters gave a message.
    Raises :class:`ToolkitError` when the ledger has a fault.
    """
    from toolkit.imprint import ledger_of

    report = Report()
    with _work_on(project):
        with _application(project, "findings", report, Run(), {}) as app:
            app.builder.read()
            report.chapters = len(app.env.found_docs)
            unkept = ledger_of(app.env).unkept
            path = Path(app.srcdir, settings(app.config).data, "versions.yaml")
        if report.bad:
            return report, path, ()
        keep_versions(path, project.root, unkept, real_day().isoformat())
    return report, path, unkept


def fact_tables(project: Project, up: str) -> tuple[Report, str]:
    """Return the report, and Markdown tables of which chapter states which entry of the data files.

    *up* is the way from the page that holds the tables to the folder of the chapters.
    """
    from toolkit.checks.chapters.facts import fact_tables

    report = Report()
    with _work_on(project), _application(project, "findings", report, Run(), {}) as app:
        app.builder.read()
        tables = fact_tables(cast(Any, app.builder).book(), up)  # FindingsBuilder
    return report, tables


@contextmanager
def _work_on(project: Project, fresh: bool = False) -> Iterator[None]:
    """Work alone on *project*, with chapters that this program has read."""
    project.check()
    with one_at_a_time(project):
        if program_changed(project) or fresh:
            forget_chapters(project)
        yield


def _check(project: Project, report: Report, run: Run, print_folder: Path | None) -> None:
    _sphinx(project, "findings", report, run, print_folder=print_folder)
    report.json = project.stage("findings") / FINDINGS_JSON
    found = json.loads(report.json.read_text(encoding="utf-8"))
    report.findings = [Finding(**finding) for finding in found["findings"]]
    report.levels = found["levels"]


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


def _sphinx(
    project: Project,
    builder: str,
    report: Report,
    run: Run,
    *,
    print_folder: Path | None = None,
    files: list[Path] | None = None,
) -> None:
    """Run one of Sphinx's builders in this process and take its messages into *report*."""
    further = {} if print_folder is None else {"toolkit_print_folder": str(print_folder)}
    with _application(project, builder, report, run, further) as app:
        app.build(force_all=builder == "html" and files is None, filenames=files or [])
        report.chapters = len(app.env.found_docs)


@contextmanager
def _application(
    project: Project, builder: str, report: Report, run: Run, further: Mapping[str, Any]
) -> Iterator[Sphinx]:
    """Make Sphinx's application; faults come out as :class:`ToolkitError`, messages go into *report*."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    log = io.StringIO()
    unfinished, before = Unfinished(project), set(report.read)

    def outdated(app: Sphinx, env: Any, *sets: set[str]) -> set[str]:
        return unfinished.chapters() - before  # those of *before* were read by this build's other builder

    def read(app: Sphinx, env: Any, docnames: list[str]) -> None:
        unfinished.add(docnames)
        report.read += tuple(docnames)

    try:
        with patch_docutils(project.root), docutils_namespace():
            app = Sphinx(
                project.docs, project.root, project.stage(builder), project.doctrees, builder,
                confoverrides={**run.settings, **further}, status=None, warning=log,
            )  # fmt: skip
            follow(app, run.follower)
            app.connect("env-get-outdated", outdated)
            app.connect("env-before-read-docs", read)
            yield app
    except Exception as error:
        report.add(sentences(log.getvalue(), project.root))
        raise as_fault(error, project.root, report.messages) from error
    report.add(sentences(log.getvalue(), project.root))


def _empty(folder: Path) -> None:
    """Remove what an earlier build left; all pages are written anew, so that none is out of date."""
    if folder.is_dir():
        shutil.rmtree(folder)
