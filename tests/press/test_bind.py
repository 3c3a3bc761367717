"""What a bound packet is: pages, text, outline, links, metadata, page numbers, start of chapters."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.press.printing import job, picture, print_job
from toolkit.paper import PAPERS
from toolkit.press import Bound, Press, PressError

SLOT = '<span class="page-number" data-ref="{}"></span>'


def test_pages_text_and_sheets(tmp_path: Path) -> None:
    printed = print_job(job("<h1>One</h1><p>First.</p>", "<h1>Two</h1>", "<h1>Three</h1>"), tmp_path)
    assert (printed.bound.pages, printed.bound.sheets) == (3, 2)
    assert printed.text(1) == "One First. 1 of 3"
    assert printed.text(3) == "Three 3 of 3"
    assert printed.bound.messages == printed.bound.overflows == ()


@pytest.mark.parametrize("paper", ["letter", "a4", "legal"])
def test_page_size(paper: str, tmp_path: Path) -> None:
    printed = print_job(job("<h1>One</h1>", paper=PAPERS[paper]), tmp_path)
    box = [float(value) for value in printed.pdf.pages[0].mediabox]
    points = [0, 0, PAPERS[paper].width / 25.4 * 72, PAPERS[paper].height / 25.4 * 72]
    assert box == pytest.approx(points, abs=0.01)


def test_chapters_start_on_a_new_sheet(tmp_path: Path) -> None:
    chapters = ("<h1>One</h1>", "<h1>Two</h1>")
    both = print_job(job(*chapters, start="new-sheet"), tmp_path)
    assert (both.bound.pages, both.bound.sheets, both.text(2)) == (3, 2, "2 of 3")
    one_sided = print_job(job(*chapters, start="new-sheet", duplex=False), tmp_path)
    assert (one_sided.bound.pages, one_sided.bound.sheets) == (2, 2)


@pytest.mark.parametrize(("duplex", "expected"), [(True, "/DuplexFlipLongEdge"), (False, "/Simplex")])
def test_viewer_preferences(duplex: bool, expected: str, tmp_path: Path) -> None:
    printed = print_job(job("<h1>One</h1>", duplex=duplex), tmp_path)
    wanted = printed.pdf.Root.ViewerPreferences
    assert str(wanted.Duplex) == expected
    assert str(wanted.PrintScaling) == "/None"
    assert wanted.DisplayDocTitle == True  # noqa: E712 - a PDF object


def test_metadata(tmp_path: Path) -> None:
    pdf = print_job(job("<h1>One</h1>", lang="es"), tmp_path).pdf
    info = {key: str(value) for key, value in pdf.docinfo.items()}
    assert info.pop("/Producer").startswith("WeasyPrint")
    assert info == {"/Title": "A title", "/Author": "An author", "/Subject": "What it is"}
    assert (str(pdf.Root.Lang), pdf.pdf_version) == ("es", "1.7")
    assert "/ID" in pdf.trailer


def test_outline_and_page_labels(tmp_path: Path) -> None:
    pdf = print_job(job("<h1>One</h1><h2>Part</h2>", "<h1>Two</h1>"), tmp_path).pdf
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["One", "Two"]
        assert [item.title for item in outline.root[0].children] == ["Part"]
    assert [page.label for page in pdf.pages] == ["1", "2"]


def _targets(pdf: pikepdf.Pdf) -> list[Any]:
    names = pdf.Root.Names.Dests.Names
    known = {str(names[place]): names[place + 1][0] for place in range(0, len(names), 2)}
    pages = [page.obj.objgen for page in pdf.pages]
    return [
        pages.index(known[str(annotation.Dest)].objgen) + 1
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", [])
        if "/Dest" in annotation
    ]


def test_links_lead_to_their_chapter(tmp_path: Path) -> None:
    chapters = ('<h1>One</h1><p><a href="#b">to two</a></p>', '<h1>Two</h1><p id="b">Here.</p>')
    printed = print_job(job(*chapters), tmp_path)
    assert _targets(printed.pdf) == [2]


def test_dead_link_is_text_and_a_message(tmp_path: Path) -> None:
    printed = print_job(job('<h1>One</h1><p data-src="docs/a.md:4"><a href="#no">gone</a></p>'), tmp_path)
    assert printed.annotations(1) == []
    assert printed.bound.messages == ("docs/a.md:4: the link “gone” leads to #no, which is not in this book",)


def test_page_numbers_are_filled_in(tmp_path: Path) -> None:
    front = (
        '<nav role="doc-toc"><h1>Contents</h1><ul>'
        f'<li><a href="#one">One {SLOT.format("one")}</a></li>'
        f'<li><a href="#two">Two {SLOT.format("two")}</a></li></ul></nav>'
    )
    text = f'<h1>One</h1><p>See <a href="#two">page {SLOT.format("two")}</a>, then go on.</p>'
    printed = print_job(job(text, "<h1>Two</h1>", front=front), tmp_path)
    assert printed.text(1).startswith("Contents One 2 Two 3")
    assert "See page 3, then go on." in printed.text(2)
    assert [str(link.Contents) for link in printed.annotations(1)] == ["One", "Two"]


def test_page_numbers_of_three_digits(tmp_path: Path) -> None:
    pages = "<p>x</p>".join('<div style="break-before: page"></div>' for _ in range(120))
    text = f'<h1>One</h1><p>See page {SLOT.format("end")}.</p>{pages}<p id="end">End.</p>'
    printed = print_job(job(text), tmp_path)
    assert printed.bound.pages > 100
    assert f"See page {printed.bound.pages}." in printed.text(1)


def test_page_number_of_nothing_is_a_message(tmp_path: Path) -> None:
    printed = print_job(job(f"<h1>One</h1><p>Page {SLOT.format('no')}.</p>"), tmp_path)
    assert "Page ?." in printed.text(1)
    (message,) = printed.bound.messages
    assert "#no" in message


def test_only_the_book_s_files_are_loaded(tmp_path: Path) -> None:
    html = '<h1>One</h1><p><img alt="a" src="assets/grey.png"> <img alt="b" src="http://192.0.2.1/b.png"></p>'
    html += '<p><img alt="c" src="../secret.png"><img alt="d" src="file:///etc/hostname"></p>'
    printed = print_job(job(html, assets=picture(tmp_path)), tmp_path)
    refused = [message.split()[2] for message in printed.bound.messages]
    assert refused == ["http://192.0.2.1/b.png", "secret.png", "file:///etc/hostname"]
    assert [str(node.Alt) for node in printed.elements("Figure")] == ["a", "b", "c", "d"]


def test_pictures_of_formats_that_pdf_does_not_know(tmp_path: Path) -> None:
    """Their pixels come from a file, from an address with the picture in it, and with a quarter turn."""
    files = dict(picture(tmp_path, "grey.webp"))
    inside = base64.b64encode((tmp_path / "grey.webp").read_bytes()).decode()
    turned = Image.new("RGB", (60, 30), "#888")
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.webp", exif=exif)
    files["assets/turned.webp"] = tmp_path / "turned.webp"
    sources = ["assets/grey.webp", f"data:image/webp;base64,{inside}", "assets/turned.webp"]
    html = "".join(f'<p>x <img alt="a" src="{source}"></p>' for source in sources)
    printed = print_job(job(f"<h1>One</h1>{html}", assets=files), tmp_path)
    assert printed.bound.messages == ()
    found = [
        pikepdf.PdfImage(item).as_pil_image().convert("RGB")
        for item in printed.pdf.pages[0].get_images().values()
    ]
    assert sorted(image.size for image in found) == [(30, 60), (60, 30), (60, 30)]
    assert all(abs(image.getpixel((9, 9))[0] - 0x88) < 8 for image in found)


def test_broken_picture_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"no picture")
    html = '<h1>One</h1><p>a <img alt="a" src="assets/x.png"></p>'
    printed = print_job(job(html, assets={"assets/x.png": tmp_path / "x.png"}), tmp_path)
    (message,) = printed.bound.messages
    assert message.startswith("the picture assets/x.png cannot be printed")


def test_missing_file_and_empty_job_are_errors(tmp_path: Path) -> None:
    with pytest.raises(PressError, match=r"gone\.png of assets/gone\.png is not there"):
        Press().bind(job("<h1>One</h1>", assets={"assets/gone.png": tmp_path / "gone.png"}))
    with pytest.raises(PressError, match="has no chapters"):
        Press().bind(job())


def test_print_style_that_print_does_not_know_is_a_message() -> None:
    bound: Bound = Press().bind(job("<h1>One</h1>", style="p { wobble: 3 }"))
    assert bound.messages == (
        (
            "the print style has a rule that print does not know: wobble: 3 (unknown property.); "
            "leave it out of the print style"
        ),
    )


def test_language_of_a_chapter(tmp_path: Path) -> None:
    from toolkit.press import Chapter

    chapter = Chapter("uno", "Uno", '<section class="chapter" id="uno"><h1>Uno</h1></section>', "es")
    printed = print_job(job(chapters=(chapter,)), tmp_path)
    assert [str(node.Lang) for node in printed.elements("Sect")] == ["es"]
