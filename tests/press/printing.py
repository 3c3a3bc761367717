"""Prints small pages through the press and tells the facts of the PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from tests.checks.pdfua import failures
from toolkit.paper import PAPERS
from toolkit.press import Bound, Chapter, Job, Press

STYLE = """
@page { margin: 20mm }
html { font: 11pt/15pt "Source Sans 3" }
body { margin: 0 }
h1, h2 { font-family: "Public Sans" }
"""


FURNITURE = '@page { @bottom-center { content: counter(page) " of " counter(pages) } }'


def section(html: str, ident: str = "one") -> Chapter:
    return Chapter(ident, ident, f'<section class="chapter" id="{ident}">{html}</section>')


def job(*html: str, style: str = "", **changes: Any) -> Job:
    """Return a job with one chapter for each of *html*."""
    names = ("one", "two", "three", "four")
    values: dict[str, Any] = {
        "name": "test",
        "title": "A title",
        "subtitle": "",
        "author": "An author",
        "description": "What it is",
        "lang": "en",
        "paper": PAPERS["letter"],
        "style": STYLE + style,
        "furniture": FURNITURE,
        "front": "",
        "chapters": tuple(section(part, name) for part, name in zip(html, names, strict=False)),
        "assets": {},
    }
    return Job(**(values | changes))


@dataclass
class Printed:
    """What the press made of a job."""

    bound: Bound

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.bound.pdf))

    def text(self, page: int) -> str:
        """Return the text of *page*, counted from 1, white space folded."""
        with pypdfium2.PdfDocument(self.bound.pdf) as document:
            text = document[page - 1].get_textpage().get_text_bounded()
        return " ".join(text.replace("\ufffe", "").split())

    def fonts(self) -> set[str]:
        """Return the names of the embedded fonts, without subset prefix and style."""
        names = {
            str(item.BaseFont).split("+")[-1].replace("-", " ").removesuffix(" Bold").removesuffix(" Italic")
            for item in self.pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item
        }
        return {name.strip(" ,") for name in names}

    def tree(self) -> str:
        """Return the structure below the chapter's Sect: ``H1 P[Link] L[LI[Lbl LBody]]``."""
        document = self.pdf.Root.StructTreeRoot.K[0]
        top = list(kids(document))
        if len(top) == 1 and top[0].S == "/Sect":
            top = list(kids(top[0]))
        return " ".join(map(_outline, top))

    def elements(self, role: str) -> list[Any]:
        """Return all structure elements of type *role*, in order."""
        return [node for node in walk(self.pdf.Root.StructTreeRoot.K[0]) if f"/{role}" == node.S]

    def annotations(self, page: int) -> list[Any]:
        return list(self.pdf.pages[page - 1].obj.get("/Annots", []))


def kids(node: Any) -> Iterator[Any]:
    """Yield the structure elements right below *node*."""
    found = node.get("/K", [])
    for kid in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def walk(node: Any) -> Iterator[Any]:
    yield node
    for kid in kids(node):
        yield from walk(kid)


def _outline(node: Any) -> str:
    inner = " ".join(map(_outline, kids(node)))
    name = str(node.S)[1:]
    return f"{name}[{inner}]" if inner else name


_shared = Press()


def print_job(job: Job, folder: Path, *, conforms: bool = True) -> Printed:
    """Bind *job* and check that it is PDF/UA-1."""
    bound = _shared.bind(job)
    if conforms:
        path = folder / "printed.pdf"
        path.write_bytes(bound.pdf)
        assert failures(path) == []
    return Printed(bound)


def picture(folder: Path, name: str = "grey.png", size: tuple[int, int] = (60, 30)) -> Mapping[str, Path]:
    """Return the assets of a job with one small picture."""
    path = folder / name
    Image.new("RGB", size, "#888").save(path)
    return {f"assets/{name}": path}
