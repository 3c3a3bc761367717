"""The chapters as plain Markdown for pandoc: what MyST adds is taken off, the text stays.

plain.py FOLDER FILE      all chapters of FOLDER, by name, in one file
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FENCE = re.compile(r"^(\s*)([`:~]{3,})\s*(.*)$")
DIRECTIVE = re.compile(r"^\{([\w:-]+)\}\s*(.*)$")
CODE = {"code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "prompt"}
PICTURES = {"image", "figure"}
SILENT = {"toctree", "contents", "index", "raw", "only", "bibliography", "packet-chapters"}
ROLE = re.compile(r"\{([\w:-]+)\}`([^`<]*)(?:<[^`>]*>)?`")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|mailto:|tel:)[^)]*\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


def plain(text: str, chapter: Path, top: Path) -> str:
    """Return the Markdown *text* of *chapter* without directives, roles and labels; *top* is the book."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return _Chapter(chapter.parent, top).read(text.splitlines())


class _Chapter:
    """Reads one chapter line by line; a stack holds the open fences: their marks, and what they are."""

    def __init__(self, folder: Path, top: Path) -> None:
        self.folder = folder
        self.top = top
        self.open: list[tuple[str, str]] = []
        self.options = False
        self.out: list[str] = []

    def read(self, lines: list[str]) -> str:
        for line in lines:
            kind = self.open[-1][1] if self.open else ""
            fence = FENCE.match(line)
            if fence and self.closes(fence[2], fence[3]):
                self.close(line)
            elif kind == "code":
                self.code(line)
            elif fence:
                self.begin(fence[2], fence[3].strip())
            elif kind != "silent" and not self.option(line):
                self.out.append(self.text(line.lstrip() if self.open else line))
        return "\n".join(self.out) + "\n"

    def closes(self, marks: str, words: str) -> bool:
        if words.strip() or not self.open:
            return False
        own = self.open[-1][0]
        return marks[0] == own[0] and len(marks) >= len(own)

    def close(self, line: str) -> None:
        _, kind = self.open.pop()
        self.out.append("```" if kind == "code" else "")
        self.options = False

    def begin(self, marks: str, words: str) -> None:
        found = DIRECTIVE.match(words)
        name, argument = (found[1], found[2].strip()) if found else ("", "")
        self.options = bool(found)
        if not found and marks[0] == ":":
            self.open.append((marks, "text"))
        elif not found or name in CODE:
            language = argument if found else words
            self.out += ["", "```" + (language if re.fullmatch(r"[\w+-]+", language) else "")]
            self.open.append((marks, "code"))
        elif name in SILENT:
            self.open.append((marks, "silent"))
        else:
            if name in PICTURES:
                self.out += ["", self.picture("", argument), ""]
            elif argument.strip("0123456789 "):  # not the columns of a grid
                self.out += ["", f"**{self.text(argument)}**", ""]
            self.open.append((marks, "text"))

    def option(self, line: str) -> bool:
        """Say whether *line* is an option of the directive that has just begun."""
        if not self.options:
            return False
        self.options = bool(re.match(r"\s*:[\w-]+:", line))
        return self.options

    def code(self, line: str) -> None:
        if not self.option(line):
            self.out.append(line)

    def text(self, line: str) -> str:
        if re.match(r"\s*\([\w.:/ -]+\)=\s*$", line) or line.startswith("% "):
            return ""
        line = ROLE.sub(lambda role: role[2].strip() or role[0], line)
        line = PICTURE.sub(lambda found: self.picture(found[1], found[2]), line)
        return LINK.sub(lambda found: found[1], line)

    def picture(self, alt: str, address: str) -> str:
        base = self.top if address.startswith("/") else self.folder
        path = base / address.lstrip("/")
        return f"![{alt}]({path.resolve()})" if path.is_file() else ""


def book(folder: Path) -> str:
    """Return all chapters of the book in *folder* as one plain Markdown text, the index first."""
    files = sorted(folder.rglob("*.md"), key=lambda path: (path != folder / "index.md", path))
    return "\n\n".join(plain(path.read_text("utf-8", "replace"), path, folder) for path in files)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(book(Path(sys.argv[1])), encoding="utf-8")
