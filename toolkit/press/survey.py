"""What a chapter's HTML holds and asks for, known before anything is laid out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote


@dataclass
class Survey:
    """The *ids* of a piece of HTML, the ids it leads to (*refs*), the files it loads, its *characters*."""

    ids: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    characters: str = ""

    def pack(self) -> bytes:
        """Return the survey as it is kept."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpack(cls, entry: bytes) -> Survey:
        """Return the survey that *entry* keeps."""
        return cls(**json.loads(entry))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.ids: dict[str, None] = {}
        self.refs: dict[str, None] = {}
        self.files: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id":
                self.ids[value] = None
            elif name == "data-ref":
                self.refs[value] = None
            elif name == "href" and value.startswith("#"):
                self.refs[unquote(value[1:])] = None
            elif name in ("src", "href", "data", "poster", "xlink:href", "style"):
                self.files[unquote(value)] = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def survey(markup: str) -> Survey:
    """Return the survey of the HTML *markup*; *files* also holds values of ``style`` that may name some."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    characters = "".join(sorted(set(unescape(markup))))
    return Survey(list(reader.ids), list(reader.refs), list(reader.files), characters)
