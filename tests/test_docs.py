"""The documentation keeps up with the program: nothing that people can type or meet is undocumented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from tests.conftest import isolated
from tests.handbook import BOOK_TABLES, HANDBOOK, ROOT, TABLES, codes, with_table
from toolkit.cli import commands
from toolkit.config import Settings
from toolkit.manifest.packets import FINISHES, PacketLines

PATH = re.compile(
    r"`((?:toolkit|tests|docs|\.ci)/[\w./*-]+|[A-Z][A-Za-z]+(?:\.md)?|[\w.-]+\.(?:py|toml|txt))`"
)


def page(name: str) -> str:
    return (HANDBOOK / name).read_text(encoding="utf-8")


def all_directive_pages() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(HANDBOOK.glob("directives*.md")))


def make_targets() -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    return phony.split()


@pytest.mark.parametrize("name", TABLES)
def test_generated_tables_are_up_to_date(name: str) -> None:
    text = page(f"{name}.md")
    assert with_table(text, name) == text, "type `make generated`"


@pytest.mark.built
@pytest.mark.parametrize("name", BOOK_TABLES)
def test_tables_of_the_book_are_up_to_date(name: str) -> None:
    with isolated():
        text = page(f"{name}.md")
        assert with_table(text, name) == text, "type `make generated`"


def test_every_message_has_a_sentence() -> None:
    assert [name for name, sentence in codes().items() if not sentence] == []


def test_every_setting_has_a_sentence() -> None:
    assert [field.name for field in fields(Settings) if not field.metadata["help"].endswith(".")] == []


def test_settings_of_conf_are_settings() -> None:
    used = set(re.findall(r"^toolkit_(\w+)", (ROOT / "conf.py").read_text(encoding="utf-8"), re.MULTILINE))
    assert used <= {field.name for field in fields(Settings)}


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_documented(target: str) -> None:
    typed = "make" if target == "all" else f"make {target}"
    assert f"| `{typed}` |" in page("commands.md")
    if target != "all":
        listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert re.search(rf"^{target} ", listed.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    command = commands.commands[name]
    (row,) = [line for line in page("commands.md").splitlines() if line.startswith(f"| `{name}` |")]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            long = max(parameter.opts, key=len)
            assert f"`{long}`" in row
            assert parameter.help
    assert command.help


def finding_names() -> set[str]:
    """The third argument of every Finding, and the second part of every finding yielded as a tuple."""
    names = set()
    for path in (ROOT / "toolkit" / "checks").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                names |= {arg.value for arg in node.args[2:3] if isinstance(arg, ast.Constant)}
            if (
                isinstance(node, ast.Yield)
                and isinstance(node.value, ast.Tuple)
                and len(node.value.elts) == 3
            ):
                names |= {arg.value for arg in node.value.elts[1:2] if isinstance(arg, ast.Constant)}
    return names


def test_every_check_is_documented() -> None:
    names = finding_names()
    assert {"text-missing", "pdf-font", "site-id", "reading-level"} <= names
    shown = "\n".join(line for line in page("checks.md").splitlines() if line.startswith("|"))
    assert sorted(name for name in names if f"`{name}`" not in shown) == []


def test_packets_yaml_names_every_finish() -> None:
    assert [name for name in FINISHES if f"`{name}`" not in page("packets-yaml.md")] == []


def test_packets_yaml_names_every_key() -> None:
    keys = re.findall(r"^\| `(\w+)` \|", page("packets-yaml.md"), re.MULTILINE)
    assert sorted(keys) == sorted(PacketLines.model_fields)


def test_packets_yaml_gives_every_default() -> None:
    for name, field in PacketLines.model_fields.items():
        (row,) = [line for line in page("packets-yaml.md").splitlines() if line.startswith(f"| `{name}` |")]
        last = row.rstrip("| ").rpartition("|")[2].strip()
        if field.is_required():
            assert last == "must be there"
        elif field.default:
            default = field.default
            shown = ", ".join(default) if isinstance(default, tuple) else str(default).lower()
            assert last == f"`{shown}`"


def directives_and_roles() -> dict[str, list[str]]:
    """The options of every directive, and no options for every role, that the toolkit registers."""
    found: dict[str, list[str]] = {}

    class Listener:
        def add_directive(self, name: str, directive: type, **more: object) -> None:
            found[name] = sorted(getattr(directive, "option_spec", None) or {})

        def add_role(self, name: str, *more: object, **also: object) -> None:
            found[name] = []

        def __getattr__(self, name: str) -> object:
            return lambda *args, **more: None

    from toolkit.extension import setup_toolkit

    setup_toolkit(Listener())  # type: ignore[arg-type]
    return found


def test_every_directive_role_and_option_is_documented() -> None:
    text = all_directive_pages()
    missing = []
    for name, options in directives_and_roles().items():
        if name == "include":  # docutils' own, with a guard around it
            continue
        if f"{{{name}}}" not in text:
            missing.append(name)
        missing += [
            f"{name}: {option}"
            for option in options
            if f":{option}:" not in text and f"`{option}`" not in text
        ]
    assert missing == []


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/handbook/how-a-chapter-becomes-paper.md",
        "docs/handbook/commands.md",
    ],
)
def test_files_that_pages_name_are_there(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    named = [name for name in PATH.findall(text) if "/" in name or "." in name]
    missing = [name for name in named if "<" not in name and not list(ROOT.glob(name.rstrip("/")))]
    built_later = [name for name in missing if name.startswith("build/")]
    assert sorted(set(missing) - set(built_later)) == []


def test_commands_that_pages_name_are_commands() -> None:
    targets = set(make_targets())
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *HANDBOOK.rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets, path
        assert set(re.findall(r"`python -m toolkit ([a-z][a-z-]*)", text)) <= set(commands.commands), path


def test_every_handbook_page_is_web_only_and_reviewed() -> None:
    for path in HANDBOOK.rglob("*.md"):
        head = path.read_text(encoding="utf-8").split("---")[1]
        assert "packet: web-only" in head, path
        assert re.search(r"^reviewed: \d{4}-\d\d-\d\d$", head, re.MULTILINE), path


def test_check_option_names_what_is_out_of_date() -> None:
    words = [sys.executable, "tests/handbook.py", "--check", *TABLES]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_page_without_its_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"docs/handbook/settings\.md"):
        with_table("no marks", "settings")


def test_handbook_is_where_the_tests_look() -> None:
    assert Path("docs/handbook") == HANDBOOK.relative_to(ROOT)
