"""PDF checks: a good packet is silent, and each fault that is put into it is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.checks.pdfua import failures
from toolkit.checks.pdf import check_pdf
from toolkit.paper import PAPERS
from toolkit.press import Chapter, Job, Press

STYLE = "@page { margin: 20mm } body { font-family: 'Source Sans 3' }"
HTML = (
    '<section class="chapter" id="one"><h1 id="t">Title</h1><p>Text with <a href="#t">a link inside</a> and '
    '<a href="https://example.org/">a link outside</a>.</p></section>'
)


def printed(html: str = HTML, style: str = STYLE) -> bytes:
    job = Job(
        name="book", title="A book", subtitle="", author="Somebody", description="", lang="en",
        paper=PAPERS["letter"], style=style, front="", chapters=(Chapter("one", "Title", html),), assets={},
    )  # fmt: skip
    return Press().bind(job).pdf


@pytest.fixture(scope="module")
def good() -> bytes:
    return printed()


def codes(folder: Path, pdf: bytes) -> set[str]:
    path = folder / "book.pdf"
    path.write_bytes(pdf)
    return {finding.code for finding in check_pdf(path)}


def test_good_packet(tmp_path: Path, good: bytes) -> None:
    assert codes(tmp_path, good) == set()
    assert failures(tmp_path / "book.pdf") == []


def test_no_pdf_at_all(tmp_path: Path) -> None:
    assert codes(tmp_path, b"no PDF") == {"pdf-damaged"}


def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def no_outline(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def no_preferences(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def dated(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/CreationDate"] = "D:20110101000000Z"


def local_path(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = "/home/somebody/docs"


def annotations(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(pdf.pages[0].Annots)


def silent_link(pdf: pikepdf.Pdf) -> None:
    del annotations(pdf)[0].Contents


def dead_link(pdf: pikepdf.Pdf) -> None:
    inside = next(link for link in annotations(pdf) if "/A" not in link or link.A.get("/S") != "/URI")
    for key in ("/A", "/Dest"):
        if key in inside:
            del inside[key]
    inside["/Dest"] = pikepdf.String("nowhere")


def local_link(pdf: pikepdf.Pdf) -> None:
    outside = next(link for link in annotations(pdf) if link.get("/A", {}).get("/S") == "/URI")
    outside.A.URI = pikepdf.String("file:///etc/hosts")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (no_tags, "pdf-untagged"),
        (no_title, "pdf-title"),
        (no_language, "pdf-language"),
        (no_outline, "pdf-outline"),
        (no_preferences, "pdf-scaling"),
        (no_preferences, "pdf-duplex"),
        (dated, "pdf-date"),
        (local_path, "pdf-local-path"),
        (silent_link, "pdf-link-contents"),
        (dead_link, "pdf-dead-link"),
        (local_link, "pdf-local-link"),
    ],
)
def test_each_fault(tmp_path: Path, good: bytes, fault: Callable[[pikepdf.Pdf], None], code: str) -> None:
    path = tmp_path / "faulty.pdf"
    path.write_bytes(good)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fault(pdf)
        pdf.save(path)
    assert code in codes(tmp_path, path.read_bytes())


def test_version(tmp_path: Path, good: bytes) -> None:
    assert codes(tmp_path, good.replace(b"%PDF-1.7", b"%PDF-1.4", 1)) == {"pdf-version"}


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("p { position: relative; left: 160mm }", "pdf-clipped"),
        ("p { margin-left: -19mm }", "pdf-clipped"),
        ("p { color: #aaa }", "pdf-pale"),
        ("p { color: #fff }", "pdf-pale"),
        ("p { color: #fff; background: #000 }", ""),
        ("p { color: #555 }", ""),
    ],
)
def test_what_a_copier_loses(tmp_path: Path, style: str, code: str) -> None:
    assert codes(tmp_path, printed(style=f"{STYLE} {style} a {{ color: inherit }}")) == ({code} - {""})
