"""The packets of a project, checked against its chapters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import Fault, ToolkitError
from toolkit.manifest import Manifest, Packet, load_packets, whole_book
from toolkit.nodes import keeps
from toolkit.packets.assemble import book_order

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from toolkit.config import Settings


def manifest_of(env: BuildEnvironment, settings: Settings, root: Path) -> Manifest:
    """Return the project's manifest, or that of the whole book where there is none."""
    path = Path(env.srcdir) / settings.packets
    if not path.exists():
        return whole_book(book_order(env), env.config.project, paper=settings.paper, audience="participant")
    manifest = load_packets(path, env.found_docs, root)
    faults = [fault for packet in manifest.packets for fault in _audience_faults(env, packet, manifest.file)]
    if faults:
        raise ToolkitError(faults)
    return manifest


def _audience_faults(env: BuildEnvironment, packet: Packet, file: str) -> Iterator[Fault]:
    """Yield a fault for each chapter of *packet* that is meant for the other audience."""
    for docname in packet.chapters:
        marked = str(env.metadata.get(docname, {}).get("audience", ""))
        if not keeps(packet.audience, marked):
            yield Fault(
                file,
                packet.line,
                f"packet '{packet.id}' is for {packet.audience}s, but the chapter '{docname}' says "
                f"`audience: {marked}`; take it out of the packet",
            )


def left_out(env: BuildEnvironment, manifest: Manifest) -> Iterator[str]:
    """Yield the chapters that no packet holds and that are not declared ``packet: web-only``."""
    if manifest.file:
        for docname in sorted(env.found_docs - manifest.chapters - {env.config.root_doc}):
            if env.metadata.get(docname, {}).get("packet") != "web-only":
                yield docname
