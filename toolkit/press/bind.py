"""Binds parts to one PDF: pages, structure tree, destinations, outline, fonts, heads and feet.

Nothing is laid out here.  What the parts keep apart is joined: one structure tree with one parent tree
(PDF 1.7, 14.7.4.4), one tree of ids and one of destinations, one outline, one copy of each font and picture.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from toolkit.paper import Paper
from toolkit.press.finish import complete
from toolkit.press.furniture import Furniture, Template
from toolkit.press.number import Numbered, Place
from toolkit.press.part import Part
from toolkit.press.slots import Hole

POINTS_PER_PX = 0.75
POINTS_PER_MM = 72 / 25.4
NEAR = 0.1
"""Points by which two edges may differ and be the same."""


@dataclass(frozen=True)
class Binding:
    """What is bound: the *shell* holds the book's metadata and its heads and feet, *fonts* the embedded fonts
    by their name in the pages, *pictures* those that parts show, by file and smoothness."""

    shell: Part
    book: Numbered
    fonts: Mapping[str, bytes]
    pictures: Mapping[tuple[str, bool], bytes]
    wanted: list[Template | None]
    idents: dict[Template, str]
    paper: Paper
    lang: str
    duplex: bool


def bind(binding: Binding) -> bytes:
    """Return the PDF of *binding*; the same parts give the same bytes."""
    with Pdf.open(io.BytesIO(binding.shell.pdf())) as pdf:
        _Binder(pdf, binding).run()
        output = io.BytesIO()
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return output.getvalue()


class _Binder:
    def __init__(self, pdf: Pdf, binding: Binding) -> None:
        self.pdf, self.binding = pdf, binding
        self.parts, self.book = binding.book.parts, binding.book
        streams = [_content(page.obj) for page in pdf.pages]
        self.furniture = Furniture(binding.shell, streams, binding.wanted, binding.idents)
        self.shell_resources = pdf.pages[0].obj.Resources
        self.fonts = {name: self._single(content, "/Font") for name, content in binding.fonts.items()}
        for name in binding.fonts:
            self.shell_resources.Font[f"/{name}"] = self.fonts[name]
        self.size = (binding.paper.width * POINTS_PER_MM, binding.paper.height * POINTS_PER_MM)
        self.pictures: dict[str, Any] = {
            f"{smooth:d}{name}": self._single(content, "/Picture")
            for (name, smooth), content in binding.pictures.items()
        }
        self.others: dict[bytes, Any] = {}
        self.tree = _Tree(pdf)
        self.names: dict[bytes, Any] = {}
        self.outlines: list[tuple[Any, Any, int]] = []

    def run(self) -> None:
        """Put everything into the shell's document."""
        del self.pdf.pages[:]
        for key in ("/Names", "/Outlines", "/AcroForm"):
            if key in self.pdf.Root:
                del self.pdf.Root[key]
        places = list(enumerate(self.book.places, 1))
        while places:
            index = next((place.part for _, place in places if place.part is not None), None)
            assert index is not None, "a book does not end with a blank page"
            count = 1 + max(at for at, (_, place) in enumerate(places) if place.part == index)
            with Pdf.open(io.BytesIO(self.parts[index].pdf())) as source:
                pages = self._add_pages(index, source, places[:count])
                self._add_part(index, source, pages)
            del places[:count]
        self.tree.close(self.binding.lang)
        self._add_names()
        self._add_outline()
        complete(self.pdf, self.binding.duplex)

    # Pages ----------------------------------------------------------------------------------------

    def _add_pages(self, index: int, source: Pdf, places: Sequence[tuple[int, Place]]) -> list[Any]:
        """Add the pages of a part, and blank ones before them, with page numbers, heads and feet; return its
        own."""
        holes: dict[int, list[Hole]] = defaultdict(list)
        for hole in self.parts[index].holes:
            holes[hole.page].append(hole)
        own = []
        for number, place in places:
            if place.part is None:
                self.pdf.add_blank_page(page_size=self.size)
                page = self.pdf.pages[-1].obj
                page.Resources = self.shell_resources
            else:
                self.pdf.pages.append(source.pages[place.page])
                page = self.pdf.pages[-1].obj
                own.append(page)
                self.size = (float(page.MediaBox[2]), float(page.MediaBox[3]))
                if asked := holes.get(place.page):
                    self._fill(page, asked)
            if content := self.furniture.stream(number):
                before = [] if place.part is None else [page.Contents]
                page.Contents = Array([*before, self.pdf.make_stream(content)])
        return own

    def _fill(self, page: Any, holes: Sequence[Hole]) -> None:
        """Write the page numbers that *page* asks for, and move up what follows them on their lines."""
        content = _content(page)
        for hole in reversed(
            holes
        ):  # from the end of a line, so that places before are still where they were
            text = str(self.book.anchors.get(hole.ident, "0"))
            content = hole.fill(content, text)
            if hole.side != "end" and (spare := hole.spare(text)):
                _move_links(page, hole, spare)
        page.Contents = self.pdf.make_stream(content)

    # What a part brings ---------------------------------------------------------------------------

    def _add_part(self, index: int, source: Pdf, own: Sequence[Any]) -> None:
        """Join with the book what a part has besides its pages, which are *own* here."""
        part = self.parts[index]
        resources = own[0].Resources
        self._share_pictures(resources)
        self._add_resources(resources)
        root = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        self.tree.add(root, own, part.lang if part.lang != self.binding.lang else "")
        names = source.Root.get("/Names", Dictionary())
        if "/Dests" in names:
            listed = self.pdf.copy_foreign(source.make_indirect(names.Dests)).Names
            for name, place in _pairs(listed):
                self.names.setdefault(bytes(name), place)
        if "/Outlines" in source.Root:
            outlines = self.pdf.copy_foreign(source.Root.Outlines)
            self.outlines.append((outlines.First, outlines.Last, int(outlines.Count)))

    def _add_resources(self, resources: Any) -> None:
        """Give the pages of a part the book's fonts, and what heads and feet draw with."""
        for name, font in self.fonts.items():
            resources.Font[f"/{name}"] = font
        for kind in ("/ExtGState", "/XObject", "/Pattern", "/Shading"):
            for name, value in self.shell_resources.get(kind, Dictionary()).items():
                if name not in resources[kind]:
                    resources[kind][name] = value

    def _single(self, content: bytes, key: str) -> Any:
        """Take over what the PDF *content* holds under *key* in its catalog."""
        with Pdf.open(io.BytesIO(content)) as source:
            return self.pdf.copy_foreign(source.Root[key])

    def _share_pictures(self, resources: Any) -> None:
        """Put pictures in their places: one copy of each in the book, those from ``data:`` addresses too."""
        drawn = resources.get("/XObject", Dictionary())
        for name, item in list(drawn.items()):
            if item.get("/Subtype") == Name.Form:
                self._share_pictures(item.get("/Resources", Dictionary()))
            elif "/Picture" in item:
                drawn[name] = self.pictures[str(item.Picture)]
            elif item.get("/Subtype") == Name.Image:
                drawn[name] = self.others.setdefault(_picture_key(item), item)

    # Trees of the whole book ------------------------------------------------------------------------

    def _add_names(self) -> None:
        if not self.names:
            return
        listed = Array()
        for name in sorted(self.names):
            listed.append(String(name))
            listed.append(self.names[name])
        self.pdf.Root.Names = Dictionary(Dests=self.pdf.make_indirect(Dictionary(Names=listed)))

    def _add_outline(self) -> None:
        if not self.outlines:
            return
        outline = self.pdf.make_indirect(
            Dictionary(
                First=self.outlines[0][0],
                Last=self.outlines[-1][1],
                Count=sum(count for _, _, count in self.outlines),
            )
        )
        before = None
        for first, last, _ in self.outlines:
            for item in _siblings(first):
                item.Parent = outline
            if before is not None:
                before.Next, first.Prev = first, before
            before = last
        self.pdf.Root.Outlines = outline


class _Tree:
    """The structure tree of the book, and the number tree from its pages back to it."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(Dictionary(S=Name.Document, P=self.root))
        self.kids = Array()
        self.numbers = Array()
        self.ids: dict[bytes, Any] = {}
        self.next = 0

    def add(self, root: Any, pages: Sequence[Any], lang: str) -> None:
        """Take over the elements of a part's tree *root*; *lang* is theirs where it is not the book's."""
        (document,) = _kids(root)
        for kid in _kids(document):
            kid.P = self.document
            if lang and "/Lang" not in kid:
                kid.Lang = String(lang)
            self.kids.append(kid)
        for page in pages:
            if "/StructParents" in page:
                page.StructParents = int(page.StructParents) + self.next
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + self.next
        for key, value in _pairs(root.ParentTree.Nums):
            self.numbers.append(int(key) + self.next)
            self.numbers.append(value)
        self.next += int(root.ParentTreeNextKey)
        for leaf in root.IDTree.Kids if "/IDTree" in root else ():
            for ident, element in _pairs(leaf.Names):
                self.ids.setdefault(bytes(ident), element)

    def close(self, lang: str) -> None:
        """Write the tree into the catalog."""
        self.document.K = self.kids
        self.root.K = Array([self.document])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=self.numbers))
        self.root.ParentTreeNextKey = self.next
        if self.ids:
            names = Array()
            for ident in sorted(self.ids):
                names.append(String(ident))
                names.append(self.ids[ident])
            limits = Array([names[0], names[-2]])
            leaf = self.pdf.make_indirect(Dictionary(Names=names, Limits=limits))
            self.root.IDTree = Dictionary(Kids=Array([leaf]))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        self.pdf.Root.Lang = String(lang)


def _move_links(page: Any, hole: Hole, spare: float) -> None:
    """Move the links behind a narrow page number up by *spare* CSS pixels, and shorten the one around it."""
    height = float(page.MediaBox[3])
    top, bottom = height - hole.top * POINTS_PER_PX, height - hole.bottom * POINTS_PER_PX
    end, by = hole.x * POINTS_PER_PX, spare * POINTS_PER_PX
    for annotation in page.get("/Annots", ()):
        x1, y1, x2, y2 = (float(value) for value in annotation.Rect)
        if not bottom < (y1 + y2) / 2 < top:
            continue
        if hole.side == "ltr" and x2 > end - NEAR:
            annotation.Rect = Array([x1 - by if x1 > end - NEAR else x1, y1, x2 - by, y2])
        elif hole.side == "rtl" and x1 < end + NEAR:
            annotation.Rect = Array([x1 + by, y1, x2 + by if x2 < end + NEAR else x2, y2])


def _content(page: Any) -> bytes:
    content: bytes = page.Contents.read_bytes()
    return content


def _siblings(item: Any) -> Iterator[Any]:
    while item is not None:
        following = item.get("/Next")
        yield item
        item = following


def _picture_key(picture: Any) -> bytes:
    digest = hashlib.sha256(picture.read_raw_bytes())
    for name, value in sorted(picture.items()):
        digest.update(name.encode() + (_picture_key(value) if name == "/SMask" else repr(value).encode()))
    return digest.digest()


def _pairs(items: Any) -> Iterator[tuple[Any, Any]]:
    listed = list(items)
    return zip(listed[::2], listed[1::2], strict=True)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]
