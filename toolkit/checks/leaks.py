"""Looks in a PDF for text its readers must not get: on pages, in outline, tags, metadata and raw data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.checks.blocks import Block, blocks_of
from toolkit.checks.book import BookText, quoted, relative
from toolkit.checks.completeness import normal
from toolkit.checks.finding import Finding
from toolkit.checks.pdf_contents import contents
from toolkit.nodes import audience_block, keeps

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

LEAST = 30
"""Letters that a text must have to be looked for: shorter ones stand in other texts by chance."""


@dataclass(frozen=True)
class Everything:
    """All texts of a PDF, by place, in the form of :func:`toolkit.checks.completeness.normal`."""

    texts: tuple[tuple[str, str], ...]
    raw: tuple[bytes, ...]

    def places(self, text: str) -> list[str]:
        """Return where *text* stands in the PDF; nowhere is an empty list."""
        wanted = normal(text)
        found = [place for place, content in self.texts if wanted in content]
        stored = (text.encode(), text.encode("utf-16-be"), text.encode("latin-1", "ignore"))
        if any(form and form in part for part in self.raw for form in stored):
            found.append("raw data")
        return found


def read_everything(pdf: bytes | Path) -> Everything:
    """Return all texts of *pdf*; running lines and invisible text too."""
    read = contents(pdf)
    texts = {
        "pages": "".join(run.text for run in read.runs),
        "outline": "\n".join(read.outline),
        "metadata": "\n".join(read.metadata),
        "descriptions": "\n".join(f"{tag.alt}\n{tag.actual_text}\n{tag.title}" for tag in read.tags),
        "links": "\n".join(f"{link.uri}\n{link.contents}" for link in read.links),
    }
    return Everything(tuple((place, normal(text)) for place, text in texts.items()), read.raw)


def check_leaks(texts: BookText, packet: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    """Yield an error for each text for another audience in the PDF at *path*, *packet* in packets.json.

    All chapters are looked at, not only those of the packet: titles travel with references.
    """
    audience = packet["audience"]
    allowed = normal("\n".join(block.text for block in texts.packet(packet["chapters"], audience)))
    everything = read_everything(path)
    for block in hidden_blocks(texts.app, audience):
        wanted = normal(block.text)
        if len(wanted) < LEAST or wanted in allowed:
            continue
        for place in everything.places(block.text):
            message = f"{packet['file']} holds text that is not for {audience}s ({place}): {quoted(block)}"
            yield Finding(relative(block.source, Path(texts.app.confdir)), block.line, "leak", message)


def hidden_blocks(app: Sphinx, audience: str) -> Iterator[Block]:
    """Yield every text of the book that *audience* must not read."""
    for docname in sorted(app.env.found_docs):
        doctree = app.env.get_doctree(docname)
        marked = app.env.metadata.get(docname, {}).get("audience", "")
        for part in [doctree] if not keeps(audience, marked) else _hidden(doctree, audience):
            yield from blocks_of(part)


def _hidden(doctree: nodes.document, audience: str) -> Iterable[nodes.Element]:
    return [block for block in doctree.findall(audience_block) if not keeps(audience, block["audience"])]
