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

from pikepdf import Array, Dictionary, Name, Pdf, String

from toolkit.paper import Paper
from toolkit.press.finish import complete
from toolkit.press.furniture import Furniture, Template
from toolkit.press.number import Numbered
from toolkit.press.part import Part
from toolkit.press.saving import saved
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


@dataclass(frozen=True)
class _Taken:
    """What a part has brought into the book: its *pages*, the root of its structure *tree*, destinations by
    name, and first item, last item and size of its outline."""

    pages: Sequence[Any]
    tree: Any
    names: Sequence[tuple[bytes, Any]]
    outline: tuple[Any, Any, int] | None


class Binder:
    """Joins parts: :meth:`take` brings in what does not depend on the others, :meth:`bind` does the rest.

    The same parts give the same bytes, in whatever order they were taken.
    """

    def __init__(self) -> None:
        self.pdf = Pdf.new()
        self._taken: dict[int, _Taken] = {}

    def take(self, index: int, part: Part) -> None:
        """Bring in *part*, number *index* of the book, so that less is left to do when all are there."""
        with Pdf.open(io.BytesIO(part.pdf())) as source:
            pages = []
            for page in source.pages:
                self.pdf.pages.append(page)
                pages.append(self.pdf.pages[-1].obj)
            tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
            names: list[tuple[bytes, Any]] = []
            if "/Dests" in (held := source.Root.get("/Names", Dictionary())):
                listed = self.pdf.copy_foreign(source.make_indirect(held.Dests)).Names
                names = [(bytes(name), place) for name, place in _pairs(listed)]
            outline = None
            if "/Outlines" in source.Root:
                copied = self.pdf.copy_foreign(source.Root.Outlines)
                outline = (copied.First, copied.Last, int(copied.Count))
        self._taken[index] = _Taken(pages, tree, names, outline)

    def bind(self, binding: Binding) -> bytes:
        """Return the PDF of *binding*, whose parts are taken now unless they were before."""
        for index, part in enumerate(binding.book.parts):
            if index not in self._taken:
                self.take(index, part)
        with Pdf.open(io.BytesIO(binding.shell.pdf())) as shell:
            joint = _Joint(self.pdf, binding, shell)
            joint.add_pages([self._taken[index] for index in range(len(binding.book.parts))])
            for index, part in enumerate(binding.book.parts):
                joint.add_part(part, self._taken[index])
            joint.close()
            return saved(self.pdf)


_OF_THE_SHELL = ("/Metadata", "/OutputIntents")
"""What the book's catalog has from the shell's."""


class _Joint:
    """The parts of *binding* being joined in *pdf*; *shell* is the opened document of heads and feet."""

    def __init__(self, pdf: Pdf, binding: Binding, shell: Pdf) -> None:
        self.pdf, self.binding, self.book = pdf, binding, binding.book
        self.fonts = {f"/{name}": self._single(item, "/Font") for name, item in binding.fonts.items()}
        self.pictures: dict[str, Any] = {
            f"{smooth:d}{name}": self._single(content, "/Picture")
            for (name, smooth), content in binding.pictures.items()
        }
        self.others: dict[bytes, Any] = {}
        streams = [_content(page.obj) for page in shell.pages]
        self.furniture = Furniture(binding.shell, streams, binding.wanted, binding.idents)
        self.resources = pdf.copy_foreign(shell.pages[0].obj.Resources)
        self._complete(self.resources)
        for key in _OF_THE_SHELL:
            if key in shell.Root:
                pdf.Root[key] = pdf.copy_foreign(shell.make_indirect(shell.Root[key]))
        pdf.trailer.Info = pdf.copy_foreign(shell.trailer.Info)
        self.tree = _Tree(pdf)
        self.names: dict[bytes, Any] = {}
        self.outlines: list[tuple[Any, Any, int]] = []

    # Pages ----------------------------------------------------------------------------------------

    def add_pages(self, taken: Sequence[_Taken]) -> None:
        """Put the pages in print order, each with its page numbers, heads and feet."""
        root = self.pdf.Root.Pages
        holes: dict[tuple[int, int], list[Hole]] = defaultdict(list)
        for index, part in enumerate(self.book.parts):
            for hole in part.holes:
                holes[index, hole.page].append(hole)
        paper = self.binding.paper
        box: Any = Array([0, 0, paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM])
        pages = Array()
        for number, place in enumerate(self.book.places, 1):
            before = []
            if place.part is None:
                page = self.pdf.make_indirect(
                    Dictionary(Type=Name.Page, Parent=root, MediaBox=box, Resources=self.resources)
                )
            else:
                page = taken[place.part].pages[place.page]
                box = page.MediaBox
                if asked := holes.get((place.part, place.page)):
                    self._fill(page, asked)
                before = [page.Contents]
            if content := self.furniture.stream(number):
                page.Contents = Array([*before, self.pdf.make_stream(content)])
            pages.append(page)
        root.Kids, root.Count = pages, len(self.book)

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

    def add_part(self, part: Part, taken: _Taken) -> None:
        """Join with the book what a part has besides its pages."""
        resources = taken.pages[0].Resources
        self._share_pictures(resources)
        self._complete(resources)
        self.tree.add(taken.tree, taken.pages, part.lang if part.lang != self.binding.lang else "")
        for name, place in taken.names:
            self.names.setdefault(name, place)
        if taken.outline is not None:
            self.outlines.append(taken.outline)

    def _complete(self, resources: Any) -> None:
        """Give *resources* the book's fonts, and what heads and feet draw with."""
        for name, font in self.fonts.items():
            resources.Font[name] = font
        for kind in ("/ExtGState", "/XObject", "/Pattern", "/Shading"):
            for name, value in self.resources.get(kind, Dictionary()).items():
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

    def close(self) -> None:
        """Write the trees of the whole book into the catalog."""
        self.tree.close(self.binding.lang)
        self._add_names()
        self._add_outline()
        complete(self.pdf, self.binding.duplex)

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
