"""Local facts in text, titles, link targets and descriptions; only users of a changed fact are read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]

PAGE = """# Rights in {{ county }}

Call {{ hotline }} or {{hotline}}. See {{ sheriff }}.

[Dial](tel:{{hotline}}), [help](fact:website/help), [home](fact:website), [text {{ county }}](https://example.org/?q={{county}}).

```{figure} a.svg
:alt: Map of {{ county }}

The jail of {{ county }}
```

| {{ county }} |
| --- |
| {{ sheriff }} |

`{{ county }}` and

```text
{{ hotline }}
```
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def test_everywhere(kit: Make, data: dict[str, str]) -> None:
    built = kit(data | {"index.md": PAGE, "a.svg": SVG}).build("html")
    page = built.text("index.html")
    assert "<h1>Rights in Alba County" in page and "<title>Rights in Alba County" in page
    assert page.count("(510) 555-0100") == 2
    assert 'href="tel:+1-510-555-0100"' in page
    assert 'href="https://example.org/help"' in page and 'href="https://example.org/"' in page
    assert "text Alba County" in page and "q=Alba" in page
    assert 'alt="Map of Alba County"' in page and "The jail of Alba County" in page
    assert "<p>Alba County</p></th>" in page
    assert page.count('<span class="blank">____________ (County sheriff)</span>') == 2
    plain = built.doctree("index").astext()
    assert plain.count("{{ county }}") == 1 and plain.count("{{ hotline }}") == 1
    assert built.app.env.titles["index"].astext() == "Rights in Alba County"


def test_blank_in_title_and_link(kit: Make, data: dict[str, str]) -> None:
    text = "# Ask {{ sheriff }}\n\n[Write to {{ sheriff }}](mailto:{{sheriff}})\n"
    page = kit(data | {"index.md": text}).build("html").text("index.html")
    assert "<h1>Ask ____ (County sheriff)" in page and "mailto" not in page and "Write to" in page


@pytest.mark.parametrize(
    "text", ["A\n{{ countie }}", "[a](tel:{{countie}})", "## {{ countie }}", "![{{ countie }}](a.svg)"]
)
def test_unknown(kit: Make, data: dict[str, str], text: str) -> None:
    message = "there is no local fact 'countie' in data/local.yaml; did you mean 'county'?"
    built = kit(data | {"index.md": f"# T\n\n{text}\n", "a.svg": SVG}).build("html", warns=[message])
    assert len(built.warnings) == 1 and built.warnings[0].startswith(("index.md:3:", "index.md:4:"))


def read(kit: Any) -> list[str]:
    """Build and return the chapters that were read."""
    return sorted(kit.build("html").app.env.toolkit_read)


RECORDING = """
def setup(app):
    app.connect("builder-inited", lambda app: setattr(app.env, "toolkit_read", []))
    app.connect("source-read", lambda app, docname, source: app.env.toolkit_read.append(docname))
"""


def test_only_users_are_read_again(kit: Make, data: dict[str, str]) -> None:
    data["conf.py"] += RECORDING
    project = kit(
        data
        | {
            "index.md": "# T\n\n```{toctree}\na\nb\nc\n```\n\n{{ county }}\n",
            "a.md": "# A\n\n{{ hotline }}\n",
            "b.md": "# B\n\n{source}`alpha`\n",
            "c.md": "# C\n\n:::{timeline}\n:::\n",
        }
    )
    assert read(project) == ["a", "b", "c", "index"]
    assert read(project) == []
    project.write({"data/local.yaml": data["data/local.yaml"].replace("555-0100", "555-0101")})
    assert read(project) == ["a"]
    sources = data["data/sources.yaml"].replace("Press alpha", "Press omega")
    project.write({"data/sources.yaml": "# a comment\n" + sources})
    assert read(project) == ["b", "c"]
    event = "  - {id: t4, date: '2013', event: E, sources: [beta], confidence: A}\n"
    project.write({"data/timeline.yaml": data["data/timeline.yaml"] + event})
    assert read(project) == ["c"]
    assert read(project) == []


def test_parallel_reading_keeps_the_uses(kit: Make, data: dict[str, str], tmp_path: Any) -> None:
    from sphinx.application import Sphinx

    from tests.conftest import isolated

    chapter = "---\norphan: true\n---\n# C\n\n{{ county }} {source}`alpha` {verify}`x`\n"
    project = kit(data | {f"c{n}.md": chapter for n in range(8)} | {"index.md": "# T\n"})
    folders = (project.src, project.src, tmp_path / "o", tmp_path / "d")
    with isolated():
        app = Sphinx(*map(str, folders), "html", status=None, parallel=2)
        app.build()
    assert set(app.env.toolkit_uses) == {f"c{n}" for n in range(8)}
    assert [use.kind for use in app.env.toolkit_uses["c3"]] == ["sources", "verify", "facts"]


def test_braces_of_others_stay(kit: Make) -> None:
    text = "# T {{ title }}\n\nWrite {{ name }}. ![{{ x }}](a.svg) [y](tel:{{z}})\n"
    page = kit({"index.md": text, "a.svg": SVG}, myst_url_schemes=["tel"]).build("html").text("index.html")
    assert "Write {{ name }}" in page and "T {{ title }}" in page
