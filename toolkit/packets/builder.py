"""``-b packets``: the Sphinx builder that prints every packet of the manifest."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Set
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.builders.html import StandaloneHTMLBuilder, _get_settings  # type: ignore[attr-defined]
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.writers.html import HTMLWriter
from sphinx.writers.html5 import HTML5Translator

from toolkit.config import Settings, project_root, settings
from toolkit.diagnostics import Code, warn
from toolkit.errors import Fault, ToolkitError, near_miss
from toolkit.manifest import Manifest, Packet
from toolkit.packets import output
from toolkit.packets.assemble import Assembly
from toolkit.packets.context import Context, anchor, chapter_uri
from toolkit.packets.finishes import finished
from toolkit.packets.front import front_matter
from toolkit.packets.kept import Keeper
from toolkit.packets.listed import left_out, manifest_of
from toolkit.packets.publishing import Entry, files_of, publish_entries
from toolkit.packets.style import furniture, print_style
from toolkit.packets.translator import PrintTranslator
from toolkit.paper import PAPERS
from toolkit.press import Bound, Chapter, EngineChanged, Job, Overflow, Press, Reason
from toolkit.progress import follower_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

# The interpreter looks for garbage once more at its end, through all chapters: a tenth of a short build.
atexit.register(gc.freeze)


class PacketsBuilder(StandaloneHTMLBuilder):
    """Writes ``<packet>[.<paper>].pdf`` and ``packets.json`` to the output folder."""

    name = "packets"
    epilog = "The packets are in %(outdir)s."
    default_translator_class: ClassVar[type[HTML5Translator]] = PrintTranslator
    copysource = False
    search = False
    allow_parallel = False
    supported_data_uri_images = False
    supported_image_types: ClassVar[list[str]] = [
        *("image/svg+xml", "image/png", "image/jpeg", "image/gif"),
        *("image/webp", "image/bmp", "image/tiff", "image/avif"),
    ]
    fignumbers: dict[str, dict[str, tuple[int, ...]]]

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.settings: Settings = settings(app.config)
        self.press = self.make_press()
        if not self.settings.cluster:
            # It loads the layout engine while Sphinx loads its environment and reads the chapters.
            paper = PAPERS.get(self.settings.paper, PAPERS["letter"])
            self.press.start(print_style(paper, self.settings), paper)
        app.connect("build-finished", lambda *_: self.press.close())  # also when reading failed

    def init(self) -> None:
        """Prepare the press; nothing of the site's templates and scripts is needed."""
        super().init()
        self.root = project_root(Path(self.srcdir))
        self.failed: set[str] = set()
        self.asset_names: dict[Path, str] = {}
        self.faulty = False
        self.dlpath = ""

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Return Sphinx's plainest theme: paper has its own."""
        return "basic", {}

    def get_outdated_docs(self) -> Iterator[str]:
        """Return a description: the press itself knows what must be laid out again."""
        return "packets"  # type: ignore[return-value]

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that the links step settles, packet by packet."""
        return chapter_uri(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same from everywhere: a packet has no folders."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Set up nothing: most chapters are found finished."""

    @cached_property
    def writer_settings(self) -> Any:
        """What the translator asks its builder for."""
        found = _get_settings(HTMLWriter, defaults=self.env.settings, read_config_files=True)
        found.compact_lists = False
        return found

    def copy_assets(self) -> None:
        """Copy nothing: a PDF holds what it needs."""

    def finish(self) -> None:
        """Do nothing more: :meth:`write_documents` has published everything."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Print the packets that are asked for; one with errors keeps its last good files."""
        gc.freeze()  # nobody need look for garbage again in what was loaded and read
        try:
            manifest = self.load_manifest()
        except ToolkitError as error:
            self.complain(error)
            return
        self.check_coverage(manifest)
        try:
            with self.open_press():
                entries = self.print_files(manifest)
        except ToolkitError as error:
            self.complain(error)
        if not self.failed:
            publish_entries(Path(self.outdir), manifest, entries)

    def make_press(self, executor: Executor | None = None) -> Press:
        """Return a press that works on *executor*, by default in processes of this machine."""
        return Press(
            cache=Path(self.doctreedir).parent / "press",
            executor=executor,
            fonts=[Path(self.srcdir) / folder for folder in self.settings.fonts],
            jobs=self.settings.jobs or None,
            progress=lambda step: follower_of(self._app).step(step),
        )

    @contextmanager
    def open_press(self) -> Iterator[None]:
        """Have a press with its workers, here or on a cluster, until the end of a ``with``."""
        executor = None
        if self.settings.cluster:
            from toolkit.press import cluster

            executor = cluster.executor(self.settings.cluster)
            self.press = self.make_press(executor)
        self.keeper = Keeper(self)
        try:
            with self.press:
                yield
        finally:
            if executor is not None:
                executor.shutdown()

    def load_manifest(self) -> Manifest:
        """Return the project's packets."""
        return manifest_of(self.env, self.settings, self.root)

    def check_coverage(self, manifest: Manifest) -> None:
        """Report the chapters that were forgotten."""
        for docname in left_out(self.env, manifest):
            self.report(
                Code.CHAPTER_IN_NO_PACKET,
                f"this chapter is in no packet; list it in {manifest.file}, or write `packet: web-only` "
                "in its front matter",
                (docname, 1),
                error=True,
            )

    def print_files(self, manifest: Manifest) -> dict[str, list[Entry]]:
        """Print what the follower chooses; return the entries of the list by the standard file's name."""
        files = files_of(manifest)
        follower = follower_of(self._app)
        entries: dict[str, list[Entry]] = {}
        for file in follower.choose({file: packet.chapters for file, (packet, _) in files.items()}):
            packet, paper = files[file]
            follower.begin(file)
            bound = self.print_packet(packet, paper)
            if bound is not None:
                output.publish(Path(self.outdir) / file, bound.pdf)
                entries[file] = [output.entry(packet, paper, self.config.language or "en", bound)]
                entries[file] += self.print_finishes(packet, paper, bound, manifest.file)
            follower.end(file, bound)
        return entries

    def explain(self, packet_id: str) -> dict[str, list[Reason]]:
        """Return for each file of a packet what would be laid out again and why; nothing is printed.

        Chapters are called by their names.  Raises :class:`ToolkitError` for a packet that there is not.
        """
        packets = {packet.id: packet for packet in self.load_manifest().packets}
        if packet_id not in packets:
            known = near_miss(packet_id, packets) or f"; there are {', '.join(packets)}"
            raise ToolkitError([Fault("why", 0, f"there is no packet {packet_id!r}{known}")])
        packet = packets[packet_id]
        names = {anchor(docname): docname for docname in packet.chapters}
        found = {}
        with self.open_press():
            for paper in packet.paper:
                reasons = self.press.explain(self.make_job(self.context_of(packet), paper))
                named = [
                    replace(reason, chapter=names.get(reason.chapter, reason.chapter)) for reason in reasons
                ]
                found[output.file_name(packet, paper)] = named
        return found

    # One packet -----------------------------------------------------------------------------------

    def print_packet(self, packet: Packet, paper: str) -> Bound | None:
        """Return *packet* on *paper*, or None when it has errors."""
        self.faulty = False
        file, began = output.file_name(packet, paper), perf_counter()
        with progress_message(f"printing {file}"):
            try:
                context, bound = self.bind(packet, paper)
            except ToolkitError as error:
                self.complain(error)
                return None
            self.report_bound(bound, context, packet)
        if self.faulty:
            self.failed.add(packet.id)
            logger.error("packet '%s' has errors; its last good file stays", packet.id)
            return None
        kept, seconds = bound.parts - len(bound.laid_out), perf_counter() - began
        logger.info("  %s: %d pages, %d from cache, %.1f s", file, bound.pages, kept, seconds)
        return bound

    def bind(self, packet: Packet, paper: str) -> tuple[Context, Bound]:
        """Return *packet* bound, and the context of its job."""
        while True:
            context = self.context_of(packet)
            try:
                return context, self.press.bind(self.make_job(context, paper))
            except EngineChanged:  # since the last build, for which tables were measured: make the job again
                continue

    def print_finishes(self, packet: Packet, paper: str, bound: Bound, file: str) -> Iterator[dict[str, Any]]:
        """Publish the other finishes of *packet*, made from *bound*, and yield their entries in the list."""
        language = self.config.language or "en"
        try:
            for name, pdf, listed in finished(packet, paper, bound, self.press, language, file):
                output.publish(Path(self.outdir) / name, pdf)
                yield listed
        except ToolkitError as error:
            self.complain(error)

    def context_of(self, packet: Packet) -> Context:
        """Return what the steps on the chapters of *packet* may know."""
        return Context(
            packet=packet,
            env=self.env,
            settings=self.settings,
            say=self.report,
            root=self.root,
            workshop=Path(self.doctreedir) / "drawn",
            asset_names=self.asset_names,
        )

    def make_job(self, context: Context, paper: str) -> Job:
        """Return what the press needs to print the packet of *context* on *paper*."""
        packet = context.packet
        style = print_style(PAPERS[paper], self.settings)
        Assembly(context, PAPERS[paper], style, self).run()
        language = (self.config.language or "en").replace("_", "-")
        found = [(chapter, chapter.finished) for chapter in context.chapters if chapter.finished is not None]
        author = self.config.author if self.config.author != "Author name not set" else ""
        return Job(
            name=packet.id,
            title=packet.title,
            subtitle=packet.subtitle,
            author=author,
            description=packet.subtitle,
            lang=language,
            paper=PAPERS[paper],
            style=style,
            furniture=furniture(packet, self.settings),
            front=front_matter(context),
            chapters=tuple(
                Chapter(anchor(chapter.docname), chapter.title, done.html, language)
                for chapter, done in found
            ),
            assets={name: path for _, done in found for name, path in done.assets.items()},
            start=packet.start,
            duplex=True,
        )

    # Messages -------------------------------------------------------------------------------------

    def report(
        self,
        code: Code,
        message: str,
        location: str | tuple[str, int] | None,
        *,
        error: bool = False,
    ) -> None:
        """Warn; in a strict project *error* also keeps the packet from being published."""
        if error and self.settings.strict:
            self.faulty = True
            self._app.statuscode = 1
        warn(code, message, location)

    def complain(self, error: ToolkitError) -> None:
        """Print the faults of *error* and let the build fail, with nothing published."""
        self.failed.add("")
        self._app.statuscode = 1
        for fault in error.faults:
            logger.error("%s", fault)

    def report_bound(self, bound: Bound, context: Context, packet: Packet) -> None:
        """Turn the press's messages and overflows into located warnings."""
        for message in bound.messages:
            self.report(Code.PRESS, f"packet '{packet.id}': {message}", None, error=True)
        for overflow in bound.overflows:
            place = context.places.get(overflow.source)
            location = place.location if place is not None else None
            self.report(Code.OVERFLOW, overflow_sentence(overflow, packet), location, error=True)


def overflow_sentence(overflow: Overflow, packet: Packet) -> str:
    """Return the sentence that tells an author what is too wide and what to do."""
    where = f"on page {overflow.page} of packet '{packet.id}'"
    words = f"“{overflow.text}”" if overflow.text else "a picture"
    if overflow.kind == "card":
        return (
            f"the card or sign does not hold its text {where}: {words} is {overflow.by:.1f} mm too much; "
            "shorten it"
        )
    if overflow.kind == "split":
        return f"{words} must stand on one page but goes over it {where}; shorten it"
    return f"{words} is cut at the edge {where} by {overflow.by:.1f} mm; make it narrower"
