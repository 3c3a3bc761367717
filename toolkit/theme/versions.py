"""The pages that paper leads to: one for each version code, the list of codes, and the recalls."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from toolkit.data import data_of
from toolkit.facts import format_day
from toolkit.imprint import FOLDER, codes_for_site, facts_of, ledger_of, notices, recall_text
from toolkit.theme.builder import SiteBuilder, builder_of
from toolkit.theme.furniture import review_text
from toolkit.theme.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from toolkit.manifest import Recall, State

_ = get_translation("toolkit")

LIST = f"{FOLDER}/index"
RECALLS = "recalls"

Page = tuple[str, dict[str, Any], str]
"""Name, context and template of a page (event ``html-collect-pages``)."""


def page_of(code: str) -> str:
    """Return the name of the page of *code*; it is a folder, so that its address needs no ending."""
    return f"{FOLDER}/{code}/index"


def codes_on(builder: SiteBuilder, docname: str) -> list[tuple[str, str]]:
    """Return the codes under which *docname* is printed for readers of this site, and for whom each is."""
    found = codes_for_site(builder.env, docname, builder.audience)
    return [(code, _for(those[0]) if len(found) > 1 else "") for code, those in found.items()]


def has_recalls(builder: SiteBuilder) -> bool:
    """Say whether the project keeps recalls, even if there is none yet."""
    return "recalls" in data_of(builder.env).library.files


def collect(app: Sphinx) -> Iterator[Page]:
    """Yield the pages of all codes, the list of them, and the recalls; pages of forgotten codes go."""
    builder = builder_of(app)
    if builder is None:
        return
    codes = ledger_of(builder.env).codes
    for path in Path(builder.outdir, FOLDER).glob("*/index.html"):
        if path.parent.name not in codes:
            path.unlink()
    if codes:
        yield from _code_pages(builder, codes)
    if has_recalls(builder):
        recalls = sorted(data_of(builder.env).library.recalls, key=lambda recall: recall.date, reverse=True)
        lines = [_recall(builder, recall) for recall in recalls]
        yield RECALLS, {"title": words()["recalls"], "recalls": lines}, "recalls.html"


def _code_pages(builder: SiteBuilder, codes: Iterable[str]) -> Iterator[Page]:
    states = [ledger_of(builder.env).state(code) for code in codes]
    lists: dict[str, list[dict[str, Any]]] = {"current": [], "past": []}
    for state in states:
        row = {"code": state.code, "href": builder.get_relative_uri(LIST, page_of(state.code))}
        row |= {"chapter": _title(builder, state.chapter), "for": _for(state.audience)}
        lists["current" if state.current else "past"].append(row)
        title = str(_("Version %(code)s")) % {"code": state.code}
        yield page_of(state.code), {"title": title, "print_state": _version(builder, state)}, "version.html"
    yield LIST, {"title": words()["versions"], "versions": lists}, "versions.html"


def _for(audience: str) -> str:
    """Return for whom a print is, '' when it is the same for all."""
    return words()[f"for_{audience}"] if audience else ""


def _title(builder: SiteBuilder, docname: str) -> str:
    """Return the title of *docname*, '' when this site does not show it."""
    shown = docname in builder.env.titles and docname not in builder.hidden()
    return str(builder.env.titles[docname].astext()) if shown else ""


def _version(builder: SiteBuilder, state: State) -> dict[str, Any]:
    """Return what the page of a code says."""
    page, title = page_of(state.code), _title(builder, state.chapter)
    mended = not any(recall in ledger_of(builder.env).open for recall in state.recalls)
    language = builder.config.language or "en"
    kind, before, after = _verdict(state, language)
    reasons = [recall_text(recall, language) for recall in state.recalls]
    review, overdue = "", False
    if state.current:
        reasons = list(notices(builder.env, state.chapter, state.code))
        review, overdue = review_text(builder.env.metadata[state.chapter], language)
    return {
        "code": state.code,
        "kind": kind,
        "verdict": (before, after),
        "successors": list(_successors(builder, state)),
        "reasons": reasons,
        "title": title,
        "href": builder.get_relative_uri(page, state.chapter) if title else "",
        "for": _for(state.audience),
        "packets_of": state.chapter if kind == "superseded" and mended and title else "",
        "audience": state.audience,
        "review": review,
        "overdue": overdue,
        "list": builder.get_relative_uri(page, LIST),
    }


def _verdict(state: State, language: str) -> tuple[str, str, str]:
    """Return the kind of a code (for its style) and the sentence that answers: may I rely on this page?

    The sentence comes in two parts; links to the codes that follow stand between them.
    """
    if state.current and state.recalls:
        return "recalled", str(_("Recalled. This is the newest text, but it is wrong.")), ""
    if state.current:
        return "current", str(_("Current. This is the newest text.")), ""
    if not state.successors:
        return "withdrawn", str(_("Withdrawn. This page is no longer part of the toolkit.")), ""
    words = str(_("Superseded by %(codes)s, because %(reason)s"))
    before, _mark, after = words.partition("%(codes)s")
    reason = {"reason": _reason(state, language)}
    return "superseded", before % reason, after % reason


def _successors(builder: SiteBuilder, state: State) -> Iterator[dict[str, str]]:
    """Yield code, address and readers of each print that takes the place of *state*."""
    for print_ in state.successors if not state.current else ():
        address = builder.get_relative_uri(page_of(state.code), page_of(print_.code))
        yield {"code": print_.code, "href": address, "for": _for(print_.audience)}


def _reason(state: State, language: str) -> str:
    """Return the end of the sentence that begins with "because"; recalls are told in full below it."""
    if state.recalls:
        return str(_("it was recalled:"))
    if state.changed:
        day = format_day(datetime.date.fromisoformat(state.changed), language)
        return str(_("the text was changed on %(day)s.")) % {"day": day}
    return str(_("the text was changed."))


def _recall(builder: SiteBuilder, recall: Recall) -> dict[str, Any]:
    """Return what the page of recalls says of one."""
    language = builder.config.language or "en"
    state = str(_("Not mended yet. Do not rely on it."))
    if recall.mended:
        day = format_day(datetime.date.fromisoformat(recall.mended), language)
        state = str(_("Mended on %(day)s. Throw away older prints.")) % {"day": day}
    elif recall not in ledger_of(builder.env).open:
        state = str(_("Printed no more. Throw away older prints."))
    return {
        "id": recall.id,
        "text": recall_text(recall, language),
        "state": state,
        "open": recall in ledger_of(builder.env).open,
        "places": list(_places(builder, recall)),
    }


def _places(builder: SiteBuilder, recall: Recall) -> Iterator[dict[str, str]]:
    """Yield links to the chapters that *recall* is about, or to the page of its code."""
    env = builder.env
    if recall.code is not None:
        yield {"href": builder.get_relative_uri(RECALLS, page_of(recall.code)), "text": recall.code}
        return
    for docname in sorted(env.found_docs):
        if recall.hits("", docname, facts_of(env, docname)) and (title := _title(builder, docname)):
            yield {"href": builder.get_relative_uri(RECALLS, docname), "text": title}


def setup_versions(app: Sphinx) -> None:
    """Connect the pages."""
    app.connect("html-collect-pages", collect)
