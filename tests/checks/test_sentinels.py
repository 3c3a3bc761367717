"""Text for facilitators never reaches participants: a word is planted in every construct and looked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.checks.leaks import Everything, read_everything

PACKETS = """\
site: {audience: participant}
packets:
  - {id: for-participants, title: For everyone, audience: participant, chapters: [plain, mixed, end]}
  - {id: for-facilitators, title: For leaders, audience: facilitator, chapters: [plain, mixed, secret, end]}
"""
SOURCES = """\
sources:
- {id: open-source, title: An open source, date: 2011-01-01}
- {id: hidden-source, title: Leak source list, date: 2011-01-01}
"""
INDEX = "# Book\n\n```{toctree}\nplain\nmixed\nsecret\nend\n```\n"
PLAIN = """\
# Plain chapter

Words that are for everyone stand here {source}`open-source`. See [what follows](#mixed-hidden),
[the other chapter](secret.md), {ref}`some picture <mixed-figure>` and {term}`a word <Leakterm>`.

```{contents}
```


"""
MIXED = """\
# Mixed chapter

```{contents}
:local:
```

Before the block. A note for all[^all].

::::::{facilitator}
(mixed-hidden)=
## Leak heading

Leak paragraph with *leak emphasis*, `leak literal`, {abbr}`ABC (leak abbreviation)`, a note[^hidden], an
{index}`leak index` word, {source}`hidden-source`,
a [leak link text](https://example.org/leak-link-address "leak link title") and {verify}`leak unsure words`.

- leak item
  - leak nested item

1. leak number

| leak head | other |
| --- | --- |
| leak cell | [leak cell link](#mixed-hidden) |

```{table} Leak table caption
| a | b |
| --- | --- |
| c | d |
```

```{figure} leak-picture.png
:alt: Leak description
:name: mixed-figure

Leak figure caption

Leak legend
```

![leak inline description](leak-inline.png)

Leak definition term
: Leak definition

:Leak field: leak field body

> Leak quote
>
> -- Leak attribution

```{code-block} python
:caption: Leak code caption

leak_code = 1
```

```{epigraph}
Leak epigraph
```

```{rubric} Leak rubric
```

```{line-block}
Leak line
```

:::{admonition} Leak admonition title
Leak admonition text
:::

:::{dropdown} Leak dropdown title
Leak dropdown text
:::

:::{card} Leak card title
Leak card text
:::

:::::{tab-set}
::::{tab-item} Leak tab title
Leak tab text
::::
:::::

```{glossary}

Leakterm
    Leak glossary text
```

$$
leak_{formula}
$$ (leak-equation)

### Leak deep heading

Text under it.
::::::

## Open section

After the block.

:::{participant}
Only participants read this.
:::

[^all]: A note that everyone gets.
[^hidden]: Leak footnote.
"""
SECRET = """\
---
audience: facilitator
myst:
  html_meta:
    keywords: leak keyword
    description: leak chapter description
---
# Leak chapter title

Leak chapter text.

## Leak chapter section

Leak more text.
"""
END = "# End chapter\n\nThe end.\n"


def picture() -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def files() -> dict[str, str | bytes]:
    return {
        "index.md": INDEX, "plain.md": PLAIN, "mixed.md": MIXED, "secret.md": SECRET, "end.md": END,
        "packets.yaml": PACKETS, "data/sources.yaml": SOURCES,
        "leak-picture.png": picture(), "leak-inline.png": picture(),
    }  # fmt: skip


def planted() -> set[str]:
    """Every planted phrase that is printed as text: 'leak' and the word after it."""
    text = MIXED + SECRET
    for silent in ("leak-picture", "leak-inline", "leak-link", "leak-equation", r"leak_\{"):
        text = re.sub(silent, "", text)
    return {match.lower() for match in re.findall(r"(?i)\bleak[ _]?\w+", text)}


def read(path: Path) -> Everything:
    return read_everything(path.read_bytes())


def test_participants_get_nothing_of_it(kit: Callable[..., Any], files: dict[str, str | bytes]) -> None:
    built = kit(files).build("packets")
    everything = read(built.out / "for-participants.pdf")
    for place, text in everything.texts:
        assert "leak" not in text, (place, re.findall(r"\w{0,20}leak\w{0,30}", text))
    for part in everything.raw:
        for form in (b"leak", b"Leak", "leak".encode("utf-16-be"), "Leak".encode("utf-16-be")):
            assert form not in part, part[max(0, part.find(form) - 60) : part.find(form) + 60]
    pages = dict(everything.texts)["pages"]
    for kept in (
        "wordsthatareforeveryone",
        "onlyparticipantsreadthis",
        "anotethateveryonegets",
        "opensection",
    ):
        assert kept in pages, kept
    assert "leak" not in built.text("packets.json").replace("leak-", "").lower()


def test_facilitators_get_all_of_it(kit: Callable[..., Any], files: dict[str, str | bytes]) -> None:
    """The other test would prove nothing if the words were not printed for anyone."""
    built = kit(files).build("packets")
    pages = dict(read(built.out / "for-facilitators.pdf").texts)["pages"]
    silent = {"leak keyword", "leak chapter", "leak link", "leak description", "leak inline", "leak index"}
    missing = [p for p in sorted(planted() - silent) if re.sub(r"[ -]", "", p) not in pages]
    assert missing == []
    assert "leakchaptertitle" in pages
    assert "onlyparticipantsreadthis" not in pages


@pytest.mark.parametrize(
    "link",
    ["[](secret.md)", "{doc}`secret`", "[](#mixed-hidden)", "{ref}`mixed-hidden`", "{ref}`mixed-figure`",
     "{any}`mixed-hidden`", "{numref}`{name} <mixed-figure>`"],
)  # fmt: skip
def test_a_copied_title_does_not_travel(
    kit: Callable[..., Any], files: dict[str, str | bytes], link: str
) -> None:
    """A reference without words of its own takes the title of its target: it is reported and not printed."""
    files["end.md"] = f"# End chapter\n\nThe end. See {link} now.\n"
    built = kit(files, numfig=True).build("packets", warns=["end.md:3"])
    everything = read(built.out / "for-participants.pdf")
    assert everything.places("leak") == []


def test_the_public_site_for_participants(kit: Callable[..., Any], files: dict[str, str | bytes]) -> None:
    """Links with words of their own lead nowhere there; each is one warning."""
    project = kit(files, html_theme="toolkit", html_copy_source=False)
    built = project.build("html", warns=["[toolkit.hidden-target]"])
    hits = [
        path.relative_to(built.out).as_posix()
        for path in sorted(built.out.rglob("*"))
        if path.is_file() and (b"leak" in path.read_bytes().lower() or "leak" in path.name)
    ]
    assert hits == []
