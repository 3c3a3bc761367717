"""Step: raw HTML becomes what it says on paper: text, line breaks and check boxes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from docutils import nodes

from toolkit.packets.context import Context

_SILENT = {"script", "style", "template", "svg", "head", "title", "noscript", "iframe", "object", "canvas"}
_BLOCKS = {
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "table",
    "ul",
    "ol",
    "dt",
    "dd",
}


class _Words(HTMLParser):
    """Collects the words of a piece of HTML, paragraph by paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.paragraphs.append("")
        elif tag == "br":
            self.paragraphs[-1] += "\n"
        elif tag == "input" and dict(attrs).get("type") == "checkbox":
            self.paragraphs[-1] += "☑ " if "checked" in dict(attrs) else "☐ "

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.paragraphs[-1] += data

    def words(self) -> list[str]:
        tidy = ("\n".join(" ".join(line.split()) for line in text.split("\n")) for text in self.paragraphs)
        return [text for text in (text.strip(" ") for text in tidy) if text]


def settle_raw(document: nodes.document, docname: str, context: Context) -> None:
    """Replace each raw node by its words; raw nodes of other formats vanish."""
    for raw in list(document.findall(nodes.raw)):
        if raw.parent is None:
            continue
        raw.parent.replace(raw, _words(raw) if "html" in raw.get("format", "").split() else [])


def _words(raw: nodes.raw) -> list[nodes.Node]:
    source = raw.astext()
    inline = isinstance(raw.parent, nodes.TextElement)
    if inline and re.fullmatch(r"<br\s*/?>", source.strip(), re.IGNORECASE):
        return [nodes.inline("", "", classes=["line-break"])]
    reader = _Words()
    reader.feed(source)
    reader.close()
    words = reader.words()
    if inline:
        mark = "".join(reader.paragraphs)
        return [nodes.Text(mark)] if mark.strip() else []
    return [nodes.paragraph("", text) for text in words if text.strip()]
