"""Writes the tables of the handbook that come from the program; ``--check`` only names stale ones."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.config import Settings  # noqa: E402

HANDBOOK = ROOT / "docs" / "handbook"


def settings_table() -> str:
    """Return a row for each value of ``toolkit.config.Settings``."""
    rows = ["| value | default | what |", "| --- | --- | --- |"]
    for field in fields(Settings):
        default = field.default_factory() if callable(field.default_factory) else field.default
        rows.append(f"| `toolkit_{field.name}` | `{default!r}` | {_cell(field.metadata['help'])} |")
    return "\n".join(rows)


def codes() -> dict[str, str]:
    """Return the sentence of each member of ``toolkit.diagnostics.Code``, by its value."""
    tree = ast.parse((ROOT / "toolkit" / "diagnostics.py").read_text(encoding="utf-8"))
    (enum,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Code")
    found: dict[str, str] = {}
    name = ""
    for node in enum.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            name = str(node.value.value)
            found[name] = ""
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and name:
            found[name] = " ".join(str(node.value.value).split())
    return found


def messages_table() -> str:
    """Return a row for each warning code."""
    rows = ["| name | means |", "| --- | --- |"]
    rows += [f"| `toolkit.{name}` | {_cell(text)} |" for name, text in sorted(codes().items())]
    return "\n".join(rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("``", "`").replace("|", "\\|")


def facts_tables() -> str:
    """Return which chapter states which entry of the data files; this reads the whole book."""
    from toolkit.build import fact_tables
    from toolkit.project import Project

    report, tables = fact_tables(Project(ROOT), up="../")
    for message in report.messages:
        print(message, file=sys.stderr)
    return tables


TABLES: dict[str, Callable[[], str]] = {"settings": settings_table, "messages": messages_table}
BOOK_TABLES: dict[str, Callable[[], str]] = {"facts": facts_tables}
"""Those that are made from the chapters."""


def with_table(page: str, name: str) -> str:
    """Return the text of *page* with its table made anew; raises ValueError when its marks are gone."""
    before, begin, rest = page.partition(f"% begin {name}")
    note, _, rest = rest.partition("\n")
    _, end, after = rest.partition(f"% end {name}")
    if not begin or not end:
        raise ValueError(f"docs/handbook/{name}.md: the lines '% begin {name}' and '% end {name}' are gone")
    table = (TABLES | BOOK_TABLES)[name]()
    return f"{before}{begin}{note}\n\n{table}\n\n{end}{after}"


def main(words: list[str]) -> int:
    """Write what is out of date, or with ``--check`` only name it; return 1 when something was named.

    Further words name the tables, if not all are wanted.
    """
    check, wanted = "--check" in words, [word for word in words if word != "--check"]
    stale = 0
    for name in wanted or (*TABLES, *BOOK_TABLES):
        path = HANDBOOK / f"{name}.md"
        page = path.read_text(encoding="utf-8")
        fresh = with_table(page, name)
        if page == fresh:
            continue
        if check:
            print(f"docs/handbook/{name}.md: the table is out of date; type `make generated`")
            stale = 1
        else:
            path.write_text(fresh, encoding="utf-8")
            print(f"docs/handbook/{name}.md written")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
