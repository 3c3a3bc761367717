"""The version code of each chapter for each audience, made of what the chapter says, while it is read.

The code stands for words, pictures, addresses and sources, and for nothing else: not for the day, the packet,
the paper, the dates of the review or the program, so that paper stays current as long as its text does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from toolkit.data import data_of
from toolkit.diagnostics import Code, warn
from toolkit.imprint import check_addresses, codes, know_ledger
from toolkit.manifest import Names, unknown_names
from toolkit.nodes import AUDIENCES, audience_block, keep_audience, session_plan, source_cite

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
"""Signs of a code: none that looks like another (0 o, 1 l i), and no vowel, so that no code is a word."""
LENGTH = 6
"""Signs in a code; of 10,000 codes, one in ten books has two that are equal."""

_UNSAID = (nodes.comment, nodes.substitution_definition, nodes.system_message)


def code_of(docname: str, parts: Iterable[str]) -> str:
    """Return the code of the chapter *docname* that says *parts*."""
    said = "\0".join([docname, *parts]).encode("utf-8", "surrogatepass")
    number = int.from_bytes(hashlib.sha256(said).digest())
    signs = []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def said(node: nodes.Node, env: BuildEnvironment) -> Iterator[str]:
    """Yield what *node* says, block by block: how its lines are broken in the source makes no difference."""
    if isinstance(node, _UNSAID) or not isinstance(node, nodes.Element):
        return
    if "audience-label" in node["classes"]:  # a word of the program's, which may change
        return
    if isinstance(node, nodes.TextElement):
        text = node.astext()
        yield text if isinstance(node, nodes.FixedTextElement) else re.sub(r"\s+", " ", text).strip()
        for part in node.findall(nodes.Element):
            yield from _beside_text(part, env)
        return
    yield from _beside_text(node, env)
    for child in node.children:
        yield from said(child, env)


def _beside_text(node: nodes.Element, env: BuildEnvironment) -> Iterator[str]:
    """Yield what *node* says that is no text: a picture, an address, a source, the start of a session."""
    if isinstance(node, nodes.image):
        yield node.get("alt", "")
        for name in sorted(set(node.get("candidates", {}).values()) or {node.get("uri", "")}):
            path = Path(env.srcdir, name)
            yield hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else name
    elif isinstance(node, addnodes.pending_xref):
        yield str(node.get("reftarget", ""))
    elif isinstance(node, addnodes.toctree):
        yield from (f"{title or ''} {name}" for title, name in node["entries"])
    elif isinstance(node, session_plan):
        yield f"{node.get('start')} {node.get('people')}"
    elif isinstance(node, source_cite):
        for id_ in node["sources"]:
            source = data_of(env).library.sources.get(id_)
            yield id_
            if source is not None:
                yield f"{source.title} {source.author_publisher} {source.date} {source.citation} {source.url}"
    else:
        yield str(node.get("refuri", ""))


def _note(app: Sphinx, document: nodes.document) -> None:
    """Note the codes of the chapter that was read."""
    env, docname = app.env, app.env.docname
    if next(document.findall(audience_block), None) is None:
        codes(env)[docname] = dict.fromkeys(AUDIENCES, code_of(docname, said(document, env)))
        return
    found = {}
    for audience in AUDIENCES:
        copied = document.deepcopy()
        keep_audience(copied, audience)
        found[audience] = code_of(docname, said(copied, env))
    codes(env)[docname] = found


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    codes(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    for docname in docnames:
        if docname in codes(other):
            codes(env)[docname] = codes(other)[docname]


def _compare(app: Sphinx, env: BuildEnvironment) -> None:
    """Compare the recalls with what there is, when all chapters are read."""
    ledger = know_ledger(env)
    labels = env.domains.standard_domain.anonlabels
    library = data_of(env).library
    names = Names(
        chapters=env.found_docs,
        blocks={f"{docname}#{label}" for label, (docname, _) in labels.items()},
        codes=ledger.codes,
        facts=library.local,
    )
    for fault in unknown_names(library.recalls, library.versions, names):
        warn(Code.MANIFEST, fault.message, f"{fault.file}:{fault.line}")


def setup_codes(app: Sphinx) -> None:
    """Keep the codes in step with what is read, in parallel too."""
    app.connect("builder-inited", check_addresses)
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _compare)
