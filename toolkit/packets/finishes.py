"""The print-only files beside a packet's tagged original: booklet, two-up, zine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.errors import Fault, ToolkitError
from toolkit.manifest import Packet
from toolkit.packets import output
from toolkit.paper import PAPERS
from toolkit.press import Bound, Press


def finished(
    packet: Packet, paper: str, bound: Bound, press: Press, language: str, file: str = ""
) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield file name, PDF and entry in ``packets.json`` of each finish of *packet* but the standard one.

    *bound* is the standard file on *paper*; *file* is the manifest, for the message of the
    :class:`ToolkitError` that a packet with too many pages raises.
    """
    wanted = [finish for finish in packet.finish if finish != output.STANDARD]
    if not wanted:
        return
    from toolkit.press import folds, impose  # loads pikepdf

    full = [too_many(packet, paper, bound, finish, folds.FINISHES[finish].most, file) for finish in wanted]
    if faults := [fault for fault in full if fault is not None]:
        raise ToolkitError(faults)
    for finish in wanted:
        note = impose.note(finish, PAPERS[paper], press.bind)
        made = impose.impose(bound.pdf, finish, PAPERS[paper], note)
        listed = output.entry(packet, paper, language, made, finish)
        yield listed["file"], made.pdf, listed


def too_many(packet: Packet, paper: str, bound: Bound, finish: str, most: int, file: str) -> Fault | None:
    """Return what is wrong when *packet* has more pages than one *finish* holds; *most* is 0 for no limit."""
    if not most or bound.pages <= most:
        return None
    message = (
        f"packet '{packet.id}' has {bound.pages} pages on {paper} paper, but a {finish} holds {most}; "
        "take out chapters, the cover or the contents, or write booklet instead"
    )
    return Fault(file, packet.line, message)
