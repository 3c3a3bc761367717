"""The fonts of print: which files they are, which characters they hold, and the CSS that loads them."""

from __future__ import annotations

import hashlib
import importlib.util
import io
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from toolkit.errors import Fault
from toolkit.press import symbols
from toolkit.press.model import PressError

FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".woff", ".woff2")


OWN = "own/"
"""What opens the name of a project's own font file."""


@dataclass(frozen=True)
class Face:
    """One font file; *name* is its address below ``fonts/``, the same on every machine."""

    family: str
    name: str
    path: Path
    style: str = "normal"


FONT_ATTRIBUTES = (
    *("hash", "name", "family", "index", "style", "weight", "variations", "font_size", "ascent", "descent"),
    *("tables", "bitmap", "italic_angle", "upem", "png", "svg", "colr", "glyph_count", "stemv", "stemh"),
    "flags",
)
"""What the layout engine knows of a font and needs again to embed it."""


@dataclass
class FontUse:
    """A font and the glyphs that were drawn of it: their *text*, their *widths* (thousandths of the type
    size), and the numbers that stand for characters *missing* in it; *digest* is the SHA-256 of its file."""

    digest: str
    attributes: dict[str, Any]
    text: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Shipped:
    """A family of a package: its upright file and, where there is a true one, its italic."""

    family: str
    package: str
    upright: str
    italic: str = ""


TEXT = (
    _Shipped(
        "Source Sans 3",
        "fontpkg_source_sans_3",
        "files/SourceSans3[wght].ttf",
        "files/SourceSans3-Italic[wght].ttf",
    ),
    _Shipped(
        "Public Sans",
        "fontpkg_public_sans",
        "files/PublicSans[wght].ttf",
        "files/PublicSans-Italic[wght].ttf",
    ),
    _Shipped(
        "Source Code Pro",
        "fontpkg_source_code_pro",
        "files/SourceCodePro[wght].ttf",
        "files/SourceCodePro-Italic[wght].ttf",
    ),
)
"""The families that print CSS names; always loaded."""

_SCRIPTS = (
    "Hebrew Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao "
    "Myanmar Georgian Armenian Ethiopic Khmer"
)

EMOJI = "Noto Emoji"
"""Pango prefers this font for emoji wherever it is loaded: it is, for every text that has one, so that a
character looks the same whatever stands around it."""

FALLBACK = (
    _Shipped("Noto Sans", "manimgx_fonts", "NotoSans[wght].ttf", "NotoSans-Italic[wght].ttf"),
    *(
        _Shipped(f"Noto Sans {script}", "manimgx_fonts", f"NotoSans{script}[wght].ttf")
        for script in _SCRIPTS.split()
    ),
    _Shipped(symbols.FAMILY, "ziafont", "fonts/DejaVuSans.ttf"),
    _Shipped("Noto Sans Symbols", "manimgx_fonts", "NotoSansSymbols[wght].ttf"),
    _Shipped(EMOJI, "manimgx_fonts", "NotoEmoji[wght].ttf"),
    _Shipped("STIX Two Math", "ziamath", "fonts/STIXTwoMath-Regular.ttf"),
    _Shipped("Noto Sans Arabic", "manimgx_fonts", "NotoSansArabic[wght].ttf"),
    _Shipped("Noto Sans CJK", "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"),
)
"""The families that lend characters, first choice first; loaded when the text needs them.

Arabic comes from the symbol font (DejaVu Sans): newer cuts of Noto Sans Arabic draw dots as glyphs of their
own, so that copied text has wrong letters.
"""


@cache
def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        message = f"the font package {name.replace('_', '-')!r} is not installed; run `make` to install it"
        raise PressError([Fault("requirements.txt", 0, message)])
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def _faces(shipped: _Shipped) -> tuple[Face, ...]:
    root = _package(shipped.package)
    files = ((shipped.upright, "normal"), (shipped.italic, "italic"))
    return tuple(
        Face(shipped.family, f"{shipped.package}/{file}", root / file, style) for file, style in files if file
    )


def here(face: Face) -> Face:
    """Return *face* with the place of its file on this machine; a project's own comes with the task."""
    if face.path.is_file() or face.name.startswith(OWN):
        return face
    package, _, file = face.name.partition("/")
    return replace(face, path=_package(package) / file)


class Coverage:
    """The code points that a font can draw, as first and last of each run: some fonts have tens of
    thousands."""

    def __init__(self, runs: Iterable[Sequence[int]]) -> None:
        self.runs = [tuple(run) for run in runs]
        self._firsts = [first for first, _ in self.runs]
        self._asked: dict[int, bool] = {}

    @classmethod
    def of_codes(cls, codes: Iterable[int]) -> Coverage:
        """Return the coverage of single *codes*."""
        runs: list[list[int]] = []
        for code in sorted(codes):
            if runs and runs[-1][1] == code - 1:
                runs[-1][1] = code
            else:
                runs.append([code, code])
        return cls(runs)

    def __contains__(self, code: int) -> bool:
        """Say whether the font can draw *code*; chapters ask for the same ones again and again."""
        if (known := self._asked.get(code)) is None:
            at = bisect_right(self._firsts, code) - 1
            known = self._asked[code] = at >= 0 and code <= self.runs[at][1]
        return known

    def of(self, codes: Iterable[int]) -> set[int]:
        """Return those of *codes* that the font can draw."""
        return {code for code in codes if code in self}


@cache
def coverage(path: Path) -> Coverage:
    """Return the code points that the font file at *path* can draw."""
    from fontTools.ttLib import TTFont  # most often what it would tell is in the cache

    with TTFont(path, fontNumber=0, lazy=True) as font:
        return Coverage.of_codes(font.getBestCmap() or ())


@cache
def _digest(path: Path, size: int, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(file: Path | bytes) -> str:
    """Return the SHA-256 of a file or of its content; an unchanged file is read once a process."""
    if isinstance(file, bytes):
        return hashlib.sha256(file).hexdigest()
    stat = file.stat()
    return _digest(file, stat.st_size, stat.st_mtime_ns)


def own_faces(folders: Iterable[Path]) -> tuple[Face, ...]:
    """Return the faces of the font files in *folders* (or of files named there), under their own family
    names."""
    faces = []
    for folder in folders:
        files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
        for file in files:
            if file.suffix.lower() not in FONT_SUFFIXES:
                continue
            from fontTools.ttLib import TTFont  # most projects have no fonts of their own

            with TTFont(file, fontNumber=0, lazy=True) as font:
                names = font["name"]
                family = str(names.getDebugName(16) or names.getDebugName(1) or file.stem)
                italic = bool(font["head"].macStyle & 2)
            faces.append(Face(family, f"{OWN}{file.name}", file, "italic" if italic else "normal"))
    return tuple(faces)


def content(face: Face) -> bytes:
    """Return the font file of *face* as the layout engine reads it: web fonts unpacked."""
    data = face.path.read_bytes()
    if data[:3] != b"wOF":
        return data
    from fontTools.ttLib import TTFont, woff2

    output = io.BytesIO()
    if data[3:4] == b"2":
        woff2.decompress(io.BytesIO(data), output)
    else:
        with TTFont(io.BytesIO(data)) as font:
            font.flavor = font.flavorData = None
            font.save(output)
    return output.getvalue()


@cache
def content_digest(face: Face) -> str:
    """Return the SHA-256 of :func:`content`."""
    if face.path.suffix.lower() in (".woff", ".woff2"):
        return hashlib.sha256(content(face)).hexdigest()
    return digest(face.path)


def choose(
    text: Collection[str],
    style: str,
    own: Sequence[Face] = (),
    coverage: Callable[[Path], Coverage] = coverage,
) -> tuple[Face, ...]:
    """Return the faces that *text* needs under the CSS *style*: text families, families it names, lenders.

    *own* are further faces; those named in *style* are text fonts, the others lend characters before ours
    do.
    """
    faces = [face for face in own if face.family in style]
    faces += [face for shipped in TEXT for face in _faces(shipped)]
    uprights = [coverage(face.path) for face in faces if face.style == "normal"]
    named = style + (f'"{symbols.FAMILY}"' if set(symbols.SYMBOLS) & set(text) else "")
    faces += [face for shipped in FALLBACK if f'"{shipped.family}"' in named for face in _faces(shipped)]
    codes = (ord(char) for char in text if is_drawn(char))
    missing = {code for code in codes if not all(code in upright for upright in uprights)}
    drawn = frozenset(missing)
    for lender in _lenders([face for face in own if face not in faces]):
        emoji = lender[0].family == EMOJI
        if not missing and not (drawn and emoji):
            continue
        if held := coverage(lender[0].path).of(drawn if emoji else missing):
            missing -= held
            faces += [face for face in lender if face not in faces]
    return tuple(faces)


def _lenders(own: Sequence[Face]) -> Iterator[tuple[Face, ...]]:
    """Yield the faces of each family that lends characters, the project's *own* first."""
    for face in own:
        yield (face,)
    for shipped in FALLBACK:
        yield _faces(shipped)


def glyphs_missing(text: Iterable[str], fonts: Sequence[Path] = ()) -> str:
    """Return the characters of *text*, sorted, that neither a shipped font nor one of *fonts* can draw."""
    missing = {ord(char) for char in set(text) if is_drawn(char)}
    for face in own_faces(fonts):
        missing -= coverage(face.path).of(missing)
    for shipped in (*TEXT, *FALLBACK):
        if not missing:
            break
        missing -= coverage(_faces(shipped)[0].path).of(missing)
    return "".join(sorted(map(chr, missing)))


@cache
def is_drawn(char: str) -> bool:
    """Say whether *char* needs a glyph: white space, controls and invisible format characters need none."""
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0 or char.isspace():
        return False
    return not any(first <= code <= last for first, last in _INVISIBLE)


_INVISIBLE = (
    (0xAD, 0xAD),  # soft hyphen
    (0x34F, 0x34F),  # combining grapheme joiner
    (0x61C, 0x61C),  # Arabic letter mark
    (0x180B, 0x180F),  # Mongolian selectors
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x2028, 0x202E),  # separators, embeddings
    (0x2060, 0x206F),  # word joiner, isolates
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xE0000, 0xE0FFF),  # tags, variation selectors supplement
)
"""Unicode's Default_Ignorable_Code_Point, as far as text uses it (UAX 44)."""


def font_css(faces: Iterable[Face], base: str) -> str:
    """Return ``@font-face`` rules for *faces*, whose files are served below the address *base*."""
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; '
        f'src: url("{base}fonts/{quote(face.name)}") }}'
        for face in faces
    ]
    return "\n".join(rules)


def fallback_css(faces: Iterable[Face]) -> str:
    """Return ``:root { --fallback: … }``: the families of *faces* in order, for print CSS to append to its
    own."""
    families = list(dict.fromkeys(f'"{face.family}"' for face in faces))
    return f":root {{ --fallback: {', '.join(families)} }}" if families else ""
