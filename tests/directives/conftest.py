"""A small library of data for the tests of directives."""

from __future__ import annotations

import pytest

SOURCES = "sources:\n" + "".join(
    f"  - {{id: {id}, title: Title {id}, author_publisher: Press {id}, date: 2010-09-28, kind: news, "
    f"url: 'https://example.org/{id}'}}\n"
    for id in ("alpha", "beta", "gamma", "delta")
)
MEMOS = """memos:
  - id: first-memo
    title: A memo on holds
    issuer: The county's lawyer
    addressee: The board
    date: 2010-08/2010-09
    question: Must we?
    answer: No.
    later_status: The board voted.
    sources: [beta, alpha]
    confidence: A
  - id: unsure-memo
    title: A memo nobody saw
    issuer: A lawyer
    addressee: A board
    date: null
    date_note: not seen
    question: May we?
    answer: Perhaps.
    sources: []
    confidence: C
"""
TIMELINE = """events:
  - {id: t2, date: '2011-08-05', event: The agreements end., sources: [alpha], confidence: A}
  - {id: t1, date: '2008', event: It begins., sources: [beta], confidence: B}
  - {id: t3, date: 2012-03, event: Somebody wrote., sources: [], confidence: C}
"""
STATISTICS = """statistics:
  - {id: s1, value: 1300, unit: counties, text: 'Nearly 1,300 counties.', as_of: '2011-05-17',
     sources: [alpha], confidence: B}
  - {id: s2, value: 18, unit: percent, text: Without a lawyer., as_of: n.d., sources: [], confidence: C}
"""
PLACES = """jurisdictions:
  - {id: j1, jurisdiction: Alba, state: CA, instrument: resolution, date: '2010', what_it_does: urges,
     sources: [alpha], confidence: A}
  - {id: j2, jurisdiction: Bree, state: CA, instrument: ordinance, date: by 2011-11, what_it_does: limits,
     sources: [], confidence: C}
  - {id: j3, jurisdiction: Cove, state: NY, instrument: resolution, date: '2009-01', what_it_does: limits,
     sources: [beta], confidence: B}
"""
TILES = """maps:
  - id: valley
    title: The valley
    ending: County
    tiles:
      - {name: Alba, label: ALB, row: 1, column: 1}
      - {name: Bree, label: BRE, row: 2, column: 1}
      - {name: Cove, label: COV, row: 2, column: 2}
      - {name: Dale & Elm, label: DE, row: 3, column: 3}
"""
LOCAL = """facts:
  - {id: county, type: county, label: Your county, value: Alba County}
  - {id: hotline, type: phone, label: Local hotline, value: (510) 555-0100}
  - {id: sheriff, type: person, label: County sheriff, value: null}
  - {id: website, type: url, label: Web site, value: 'https://example.org/'}
"""
DATA = {
    "data/sources.yaml": SOURCES,
    "data/memos.yaml": MEMOS,
    "data/timeline.yaml": TIMELINE,
    "data/statistics.yaml": STATISTICS,
    "data/jurisdictions.yaml": PLACES,
    "data/local.yaml": LOCAL,
    "data/tile-maps.yaml": TILES,
    "conf.py": (
        'extensions = ["myst_parser", "sphinx_design", "toolkit"]\n'
        'myst_enable_extensions = ["colon_fence", "deflist"]\n'
        'myst_url_schemes = ["http", "https", "mailto", "tel", "sms", "fact"]\n'
        'exclude_patterns = ["data", "parts"]\n'
        'html_theme = "basic"\n'
    ),
}


@pytest.fixture
def data() -> dict[str, str]:
    """The files of a project with data and no chapter."""
    return dict(DATA)
