"""Reading level: the Flesch-Kincaid grade of plain paragraphs, with names, citations and code left out.

``python -m toolkit.checks.reading FILE.md…`` prints grade and worst sentences of MyST files, roughly:
the check over finished chapters (:mod:`toolkit.checks.chapters`) reads the doctree and is exact.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.checks.reading_text import paragraphs_of_myst
from toolkit.manifest import GRADE, read_library

# Written as they stand in legal texts; they are left out, they are not plain language's fault.
CITATIONS = re.compile(
    r"""\b\d+\s+(?:U\.?\s?S\.?\s?C?\.?|C\.?F\.?R\.?|F\.(?:\s?(?:2d|3d|4th|Supp\.?(?:\s?[23]d)?))?|Cal\.\s?\w+\.?|S\.\s?Ct\.|Stat\.)
        \s*(?:§+\s*)?(?:\d[\d.,()\w–-]*[\w)])?   # 8 U.S.C. § 1357(g), 8 C.F.R. § 287.7, 745 F.3d 634
      | §+\s*[\d.()\w–-]*[\w)]                    # § 287.7(d)
      | \b(?:Cal\.\s)?(?:Gov(?:ernmen)?t\.?|Penal|Civ(?:il)?\.?)\sCode\b(?:\s§+\s*[\d.()\w–-]*[\w)])?
      | \([^()]*\bv\.\s[^()]*\)                   # (Roe v. Doe, 2014)
      | https?://\S+ | \bwww\.\S+ | \S+@\S+\.\w+
    """,
    re.VERBOSE,
)
ABBREVIATIONS = re.compile(
    r"\b(Mr|Mrs|Ms|Dr|St|No|vs|v|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e|U\.S|Inc|Gov|Cal)\.(?=\s)"
)
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|(?<=[:;])\s+(?=[\"“])")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SILENT = re.compile(
    r"(?<=[^aeiouy])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouycgsxz])es$|(?<=[^aeiouy])e(?=ment|ful|ly$|less)"
)
SPLIT = re.compile(r"ia(?!l|n)|io(?!n|us)|ie(?=t|nce)|ea(?=te|$)|eing|ual|eo(?=l|g)|rea(?=c)")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its grade."""

    text: str
    grade: float


@dataclass(frozen=True)
class Level:
    """What was measured: *grade* (US school years), words, sentences, and the hardest sentences."""

    grade: float
    words: int
    sentences: int
    worst: tuple[Sentence, ...]


def syllables(word: str) -> int:
    """Count the spoken syllables of an English *word* by its groups of vowels.

    Tried on 70 common words: 2 in 184 syllables wrong; hyphenation patterns were wrong on half of the words.
    """
    word = word.lower().replace("’", "").replace("'", "")
    short = word if re.search(r"[^aeiouyrw]les?$", word) else SILENT.sub("", word)
    return max(1, len(re.findall(r"[aeiouy]+", short)) + len(SPLIT.findall(short)))


def split_sentences(paragraph: str) -> list[str]:
    """Split *paragraph* in sentences; citations are left out first, abbreviations do not end one."""
    plain = ABBREVIATIONS.sub(r"\1", CITATIONS.sub(" ", " ".join(paragraph.split())))
    return [part.strip() for part in SENTENCE_END.split(plain) if WORD.search(part)]


def _counts(sentence: str, names: frozenset[str]) -> tuple[int, int, int]:
    """Return words, plain words, and the syllables of the plain words of *sentence*.

    Names (a capital inside the sentence, or listed in *names*) and abbreviations in capitals count as
    words, but their syllables do not: they have no shorter form.
    """
    words = plain = spoken = 0
    for match in WORD.finditer(sentence):
        word = match.group()
        words += 1
        inside = bool(WORD.search(sentence[: match.start()]))
        if word.lower() in names or (word[0].isupper() and inside) or (len(word) > 1 and word.isupper()):
            continue
        plain += 1
        spoken += sum(syllables(part) for part in word.split("-"))
    return words, plain, spoken


def _grade(words: int, sentences: int, plain: int, spoken: int) -> float:
    """Flesch-Kincaid grade (Kincaid and others, 1975)."""
    return 0.39 * words / sentences + 11.8 * spoken / max(plain, 1) - 15.59


def measure(paragraphs: Iterable[str], names: Iterable[str] = (), worst: int = 3) -> Level | None:
    """Return the reading level of *paragraphs*, or None when they hold no sentence of four words.

    Shorter pieces (labels, cells with a number) are no sentences and are passed over.
    """
    known = frozenset(name.lower() for name in names)
    words = plain = spoken = 0
    found: list[Sentence] = []
    for paragraph in paragraphs:
        for sentence in split_sentences(paragraph):
            w, p, s = _counts(sentence, known)
            if w < 4:
                continue
            words, plain, spoken = words + w, plain + p, spoken + s
            found.append(Sentence(" ".join(sentence.split()), _grade(w, 1, p, s)))
    if not found:
        return None
    hardest = sorted((s for s in found if len(s.text.split()) > 5), key=lambda s: -s.grade)[:worst]
    return Level(_grade(words, len(found), plain, spoken), words, len(found), tuple(hardest))


def rules(file: Path) -> tuple[float, frozenset[str]]:
    """Return the limit of the chapter *file*, and the words that are easy in its book.

    The book is the nearest folder above that holds ``data/reading.yaml``; without one, the default holds.
    """
    place = file.resolve()
    folder = next((above for above in place.parents if (above / "data" / "reading.yaml").is_file()), None)
    if folder is None:
        return GRADE, frozenset()
    library, _faults = read_library(folder / "data", folder, only=("reading",))
    chapter = place.relative_to(folder).with_suffix("").as_posix()
    return library.reading_limit(chapter, "participant"), library.easy_words()


def main(arguments: Sequence[str]) -> int:
    """Print the level of each MyST file named; 1 when one is above its limit for participants."""
    if not arguments:
        print("usage: python -m toolkit.checks.reading FILE.md…", file=sys.stderr)
        return 2
    bad = 0
    for name in arguments:
        limit, easy = rules(Path(name))
        level = measure(paragraphs_of_myst(Path(name).read_text(encoding="utf-8")), easy)
        if level is None:
            print(f"{name}: no sentences")
            continue
        above = level.grade > limit
        bad += above
        counts = f"{level.words} words, {level.sentences} sentences"
        print(f"{name}: grade {level.grade:.1f}{f', above {limit:g}' if above else ''} ({counts})")
        for sentence in level.worst:
            print(f"    {sentence.grade:4.1f}  {sentence.text}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
