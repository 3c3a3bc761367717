"""The plain paragraphs of a MyST source text, for a quick look at its reading level."""

from __future__ import annotations

import re

FENCE = re.compile(r"^(\s*)(`{3,}|~{3,}|:{3,})(\{[\w-]+\})?(.*)$")
LITERAL = {
    "code", "code-block", "literalinclude", "math", "raw", "record", "data-table", "timeline", "statistic",
    "sources", "toctree", "mermaid", "csv-table", "image", "figure-md", "include", "session-plan", "index",
}  # fmt: skip
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)]|:)\s+(?:\[[ xX]\]\s+)?|^\s*>\s?")
ROLE = re.compile(r"\{([\w:-]+)\}`([^`]*)`")
SILENT_ROLES = {"source", "index", "cite", "raw", "math"}


def _role(match: re.Match[str]) -> str:
    """The words a role prints: its title, or its text."""
    name, text = match.groups()
    return "" if name in SILENT_ROLES else re.sub(r"\s*<[^>]*>$", "", text)


def plain(text: str) -> str:
    """Return *text* without MyST's inline marks; code and link addresses are left out."""
    text = ROLE.sub(_role, text)
    text = re.sub(r"`+[^`]*`+", "", text)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<[^>\s][^>]*>|\{\{[^}]*\}\}", "Name", text)
    return re.sub(r"[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}", "", text)


def _without_front_matter(source: str) -> list[str]:
    lines = source.split("\n")
    if lines and lines[0].strip() == "---":
        ends = [number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"]
        return lines[ends[0] + 1 :] if ends else lines
    return lines


def paragraphs_of_myst(source: str) -> list[str]:
    """Return paragraphs, list items and definitions of *source*; no headings, tables, code or options."""
    found: list[str] = []
    part: list[str] = []
    skip = ""  # the fence that closes the block passed over
    options = False  # inside the options of a directive
    for line in [*_without_front_matter(source), ""]:
        fence = FENCE.match(line)
        if skip:
            if fence and fence[2].startswith(skip) and not fence[3] and not fence[4].strip():
                skip = ""
            continue
        text = line.strip()
        option = options and re.match(r":[\w-]+:", text)
        options = bool(fence and fence[3]) or bool(option)
        boundary = not text or fence or option or ITEM.match(line)
        if part and (boundary or text.startswith(("#", "|", "%", "+++", "---"))):
            found.append(plain(" ".join(part)))
            part = []
        if fence:
            literal = fence[2][0] != ":" and not fence[3]
            skip = fence[2] if literal or (fence[3] or "{}")[1:-1] in LITERAL else ""
        elif text and not option and not re.match(r"#|\||\([\w-]+\)=$|%|\+\+\+|---$|!\[|:\w[\w-]*:", text):
            part.append(ITEM.sub("", line).strip())
    return [paragraph for paragraph in found if paragraph]
