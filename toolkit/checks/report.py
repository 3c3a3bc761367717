"""findings.json: what the checks found and measured; docs/handbook/checks.md explains each key."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from toolkit.checks.chapters.facts import facts_of
from toolkit.checks.chapters.known import Book
from toolkit.checks.chapters.levels import Reading
from toolkit.checks.chapters.reviews import SOON
from toolkit.checks.chapters.sources import used_sources
from toolkit.checks.finding import Finding
from toolkit.data import data_of
from toolkit.facts import day_of

VERSION = 1
"""Number of the report's form; it grows when a key changes its meaning or goes."""


def report_json(book: Book, found: Iterable[Finding], measured: Iterable[Reading]) -> str:
    """Return the report on *book* as JSON, with a line break at the end."""
    findings = sorted(set(found))
    report = {
        "version": VERSION,
        "findings": [asdict(finding) for finding in findings],
        "counts": _counts(findings),
        "levels": [_level(reading) for reading in measured],
        "sources": _sources(book),
        "reviews": _reviews(book),
        "facts": _facts(book),
    }
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def _counts(findings: list[Finding]) -> dict[str, dict[str, int]]:
    levels = Counter(finding.level for finding in findings)
    codes = Counter(finding.code for finding in findings)
    return {
        "levels": {level: levels[level] for level in ("error", "notice")},
        "codes": dict(sorted(codes.items())),
    }


def _level(reading: Reading) -> dict[str, Any]:
    level = reading.level
    return {
        "chapter": reading.chapter,
        "audience": reading.audience,
        "grade": round(level.grade, 1),
        "limit": reading.limit,
        "words": level.words,
        "sentences": level.sentences,
        "worst": [{"text": sentence.text, "grade": round(sentence.grade, 1)} for sentence in level.worst],
    }


def _sources(book: Book) -> dict[str, Any]:
    used, library = used_sources(book), data_of(book.env).library
    reasons = {id: entry.reason for id, entry in library.unused.items()}
    return {
        "used": [{"id": id, "chapters": used[id]} for id in library.sources if id in used],
        "unused": [{"id": id, "reason": reasons.get(id)} for id in library.sources if id not in used],
    }


def _reviews(book: Book) -> list[dict[str, Any]]:
    """Return each chapter with a day of review, the most urgent first."""
    rows = []
    for docname in book.env.found_docs:
        matter = book.matter(docname)
        due = day_of(matter.get("review-by"))
        if due is None:
            continue
        days = (due - book.today).days
        state = "overdue" if days < 0 else "due" if days <= SOON else "later"
        reviewed = day_of(matter.get("reviewed"))
        rows.append({
            "chapter": docname,
            "reviewed": reviewed.isoformat() if reviewed else None,
            "review_by": due.isoformat(),
            "days": days,
            "state": state,
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["days"], row["chapter"]))


def _facts(book: Book) -> list[dict[str, Any]]:
    return [
        {
            "list": fact.listed.id,
            "id": fact.entry.id,
            "confidence": fact.entry.confidence,
            "chapters": list(fact.chapters),
            "left_out": fact.listed.left_out.get(fact.entry.id),
        }
        for fact in facts_of(book)
    ]
