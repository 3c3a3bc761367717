"""What is printed around a chapter besides its text: review, version code, addresses, and warnings."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from weakref import WeakKeyDictionary

from sphinx.errors import ConfigError
from sphinx.locale import get_translation

from toolkit.config import settings, today
from toolkit.data import FACTS, data_of
from toolkit.facts import Blank, day_of, fill_target, names
from toolkit.facts.format import format_day
from toolkit.manifest import Ledger, Print
from toolkit.nodes import AUDIENCES, FACILITATOR, keeps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from toolkit.manifest import Recall

_ = get_translation("toolkit")

_WEB = re.compile(r"https?://[^\s?#]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

FOLDER = "v"
"""Folder of the site that holds a page for each code; the short address leads there."""


@dataclass(frozen=True)
class Imprint:
    """What is said around a chapter for one audience; what there is not is ''.

    *reviewed* and *due* are days (ISO 8601), *address* is where its *code* can be looked up, *report* is the
    link that reports a mistake; *notices* are sentences that warn of the chapter as it is now.
    """

    code: str
    reviewed: str
    due: str
    address: str
    report: str
    notices: tuple[str, ...]


def codes(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return the version codes of every chapter by docname and audience."""
    if not hasattr(env, "toolkit_codes"):
        env.toolkit_codes = {}  # type: ignore[attr-defined]
    found: dict[str, dict[str, str]] = env.toolkit_codes  # type: ignore[attr-defined]
    return found


def imprint_of(env: BuildEnvironment, docname: str, audience: str) -> Imprint:
    """Return what is said around *docname* for *audience*."""
    matter = env.metadata.get(docname, {})
    code = code_for(env, docname, audience)
    return Imprint(
        code=code,
        reviewed=_iso(matter.get("reviewed")),
        due=_iso(matter.get("review-by")),
        address=address_of(env, code),
        report=report_link(env, env.titles[docname].astext() if docname in env.titles else docname, code),
        notices=tuple(notices(env, docname, code)),
    )


def code_for(env: BuildEnvironment, docname: str, audience: str) -> str:
    """Return the code that *docname* prints for *audience*, '' when they get no print of it."""
    matter = env.metadata.get(docname, {})
    if matter.get("packet") == "web-only" or not keeps(audience, str(matter.get("audience", ""))):
        return ""
    if docname == env.config.root_doc and Path(env.srcdir, settings(env.config).packets).is_file():
        return ""  # the front page is printed only where no manifest says what is
    return codes(env).get(docname, {}).get(audience, "")


def codes_for_site(env: BuildEnvironment, docname: str, audience: str) -> dict[str, list[str]]:
    """Return the codes under which *docname* is printed and which a site for *audience* may show, each with
    its readers."""
    found: dict[str, list[str]] = {}
    for reader in AUDIENCES:
        code = code_for(env, docname, reader)
        if code and (reader == audience or audience == FACILITATOR):
            found.setdefault(code, []).append(reader)
    return found


def notices_for_site(env: BuildEnvironment, docname: str, audience: str) -> list[str]:
    """Return what readers of the page of *docname* on a site for *audience* must know now."""
    found = [notices(env, docname, code) for code in [*codes_for_site(env, docname, audience)] or [""]]
    return list(dict.fromkeys(text for texts in found for text in texts))


def prints(env: BuildEnvironment) -> Iterator[Print]:
    """Yield every chapter as it is printed now, once for all audiences that get the same."""
    language = env.config.language or "en"
    for docname in sorted(env.found_docs):
        for code, those in codes_for_site(env, docname, FACILITATOR).items():
            audience = "" if len(those) == len(AUDIENCES) else those[0]
            yield Print(code, docname, audience, language, facts_of(env, docname))


def facts_of(env: BuildEnvironment, docname: str) -> tuple[str, ...]:
    """Return the names of the local facts that *docname* prints."""
    used = getattr(env, "toolkit_uses", {}).get(docname, ())
    return tuple(sorted({use.id for use in used if use.kind == FACTS}))


_LEDGERS: WeakKeyDictionary[Sphinx, Ledger] = WeakKeyDictionary()


def know_ledger(env: BuildEnvironment) -> Ledger:
    """Return all codes of the book as its chapters are now, and from now on to :func:`ledger_of`."""
    library = data_of(env).library
    found = _LEDGERS[env._app] = Ledger(prints(env), library.versions, library.recalls)
    return found


def ledger_of(env: BuildEnvironment) -> Ledger:
    """Return all codes of the book, as they were when its chapters had been read."""
    found = _LEDGERS.get(env._app)
    return found if found is not None else know_ledger(env)


# Addresses ----------------------------------------------------------------------------------------


def filled(env: BuildEnvironment, address: str) -> str:
    """Return *address* with local facts filled in, '' when one has no value or there is none of its name."""
    asked, local = names(address), data_of(env).library.local
    target = fill_target(address, local) if all(name in local for name in asked) else ""
    return "" if isinstance(target, Blank) else target


def base_address(env: BuildEnvironment) -> str:
    """Return the address that codes follow, with a slash at its end, or ''."""
    base = filled(env, settings(env.config).short_address)
    return f"{base.rstrip('/')}/" if base else ""


def address_of(env: BuildEnvironment, code: str) -> str:
    """Return where *code* can be looked up, '' when the book has no such address."""
    base = base_address(env)
    return f"{base}{code}/" if base and code else ""


def report_link(env: BuildEnvironment, title: str, code: str = "") -> str:
    """Return the link to report a mistake on the page *title* whose print has *code*, '' when there is none.

    ``{chapter}`` and ``{version}`` in the address are filled in; a letter without them gets a subject.
    """
    address = filled(env, settings(env.config).report_address)
    if address and not _SCHEME.match(address):
        address = f"mailto:{address}" if "@" in address else f"https://{address}"
    if address.startswith("mailto:") and "?" not in address:
        words = _("Mistake in “%(title)s”, version %(code)s") if code else _("Mistake in “%(title)s”")
        address += f"?subject={quote(str(words) % {'title': title, 'code': code}, safe='')}"
    return address.replace("{chapter}", quote(title, safe="")).replace("{version}", quote(code, safe=""))


def check_addresses(app: Sphinx) -> None:
    """Refuse a short address that no reader could open."""
    base = settings(app.config).short_address
    if base and not names(base) and not _WEB.fullmatch(base):
        raise ConfigError(
            f"toolkit_short_address is {base!r}, which is not the address of a folder; "
            "write it in full, as in https://example.org/v/"
        )


# What is wrong now --------------------------------------------------------------------------------


def notices(env: BuildEnvironment, docname: str, code: str) -> Iterator[str]:
    """Yield what readers of *docname*, printed with *code*, must know: recalls, and a review that is late."""
    language = env.config.language or "en"
    for recall in ledger_of(env).open_on(docname, code, facts_of(env, docname)):
        yield recall_text(recall, language)
    due = overdue(env.metadata.get(docname, {}))
    if due is not None:
        words = str(_("This page was due for review on %(day)s. Check it before you rely on it."))
        yield words % {"day": format_day(due, language)}


def recall_text(recall: Recall, language: str) -> str:
    """Return the sentences of *recall*: when, why, and what holds instead."""
    day = format_day(datetime.date.fromisoformat(recall.date), language)
    text = str(_("Recalled on %(day)s: %(reason)s")) % {"day": day, "reason": _sentence(recall.reason)}
    if recall.replaced_by:
        text += " " + str(_("Instead: %(instead)s")) % {"instead": _sentence(recall.replaced_by)}
    return text


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", "。")) else f"{text}."


def overdue(matter: Mapping[str, object]) -> datetime.date | None:
    """Return the day by which a chapter with the front *matter* was to be reviewed, if that is past."""
    due, now = day_of(matter.get("review-by")), today()
    return due if due is not None and now and due.isoformat() < now else None


def _iso(value: object) -> str:
    """Return *value* if it is a day (ISO 8601), else '': the check of front matter has said so."""
    day = day_of(value)
    return day.isoformat() if day is not None else ""
