"""Equations of amsmath without a label: their ids are the same in every build."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

TEXT = """# Maths

$$a = 1$$ (own)

\\begin{equation}
b = 2
\\end{equation}

\\begin{gather*}
c = 3
\\end{gather*}

\\begin{align}
d = 4
\\end{align}

See {eq}`own`.
"""
CONF = 'extensions = ["myst_parser", "toolkit"]\nmyst_enable_extensions = ["amsmath", "dollarmath"]\n'


def test_they_are_counted(kit: Callable) -> None:
    built = kit({"index.md": TEXT, "conf.py": CONF}).build("html")
    tree = built.doctree("index")
    blocks = [(block.get("label"), block["number"]) for block in tree.findall(nodes.math_block)]
    assert blocks == [("own", 1), ("index-amsmath-1", 2), (None, None), ("index-amsmath-2", 3)]
    ids = [block["ids"] for block in tree.findall(nodes.math_block)]
    assert ids == [["equation-own"], ["equation-index-amsmath-1"], [], ["equation-index-amsmath-2"]]
    assert 'id="equation-index-amsmath-1"' in built.text("index.html")
    known = built.app.env.domains.math_domain.equations
    assert {label: number for label, (_, number) in known.items()} == {
        "own": 1,
        "index-amsmath-1": 2,
        "index-amsmath-2": 3,
    }
