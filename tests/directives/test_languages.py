"""Text from options and data files can be translated, and keeps its citations and marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

Make = Callable[..., Any]

PAGE = """# T

:::{timeline}
:::

:::{record} memos/unsure-memo
:::

:::{session-plan}
:::

## A

:::{activity}
:minutes: 5
:lead: Host
:materials: Name tags; Markers
:copies: 1 per person: Handout
:::

:::{fill-in} My question
:::

Call {{ hotline }} {source}`beta`.
"""
SPANISH = {
    "Somebody wrote.": "Alguien escribió.",
    "It begins.": "Empieza en {{ county }}.",
    "Host": "Anfitriona",
    "Markers": "Marcadores",
    "Handout": "Hoja",
    "Perhaps.": "Quizás.",
    "My question": "Mi pregunta",
    "Call {{ hotline }} {source}`beta`.": "Llame al {{ hotline }} {source}`beta`.",
}


def test_messages_are_found(kit: Make, data: dict[str, str]) -> None:
    built = kit(data | {"index.md": PAGE}).build("gettext")
    text = built.text("index.pot")
    for message in ("Somebody wrote.", "Host", "Name tags", "Handout", "Perhaps.", "May we?", "My question"):
        assert f'msgid "{message}"' in text, message
    assert re.search(r"data/timeline\.yaml:4\nmsgid \"Somebody wrote", text)


def test_translation(kit: Make, data: dict[str, str]) -> None:
    project = kit(data | {"index.md": PAGE}, language="es", locale_dirs=["locales"], gettext_auto_build=False)
    catalog = Catalog(locale="es")
    for message, translated in SPANISH.items():
        catalog.add(message, translated)
    folder = project.src / "locales/es/LC_MESSAGES"
    folder.mkdir(parents=True)
    with Path(folder, "index.mo").open("wb") as file:
        write_mo(file, catalog)
    page = re.sub(r"<[^>]+>", "", project.build("html").text("index.html"))
    assert "Alguien escribió. (verify before use)" in page
    assert "Empieza en Alba County. [" in page
    assert "Quizás. (verify before use)" in page
    assert "Lead: Anfitriona · Materials: Name tags; Marcadores · Copies: Hoja (1 per person)" in page
    assert "Mi pregunta" in page and "Llame al (510) 555-0100 [" in page
    assert "5 de agosto de 2011" in page and "9:00" in page


def test_other_extensions_keep_their_names(kit: Make, data: dict[str, str]) -> None:
    data["conf.py"] += (
        "from docutils import nodes\nfrom docutils.parsers.rst import Directive\n"
        "class Theirs(Directive):\n    def run(self):\n        return [nodes.paragraph('', 'Theirs.')]\n"
        "def setup(app):\n    app.add_directive('timeline', Theirs)\n"
    )
    assert "Theirs." in kit(data | {"index.md": "# T\n\n:::{timeline}\n:::\n"}).build("html").text(
        "index.html"
    )


def test_restructured_text(kit: Make, data: dict[str, str]) -> None:
    text = (
        "T\n=\n\n.. at-a-glance::\n\n   - One :source:`beta`.\n\n"
        ".. facilitator::\n\n   Sentinel\n   --------\n\n   x\n\n"
        ".. wallet-card:: C\n\n   Front.\n\n   +++\n\n   Back.\n\n"
        ":verify:`It *rained*.`\n\n"
        ".. activity::\n   :minutes: 5\n\nAfter\n-----\n\n{{ county }}\n"
    )
    page = kit(data | {"index.rst": text}).build("html").text("index.html")
    assert "Sentinel" not in page and "<h2>After" in page and "Alba County" in page
    assert page.count('class="card-side"') == 2 and "It <em>rained</em>." in page and "[1]" in page
