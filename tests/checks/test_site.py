"""Site checks: a good page is silent, each fault is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.checks.site import check_site

GOOD = (
    '<!doctype html><html><head><title>Toolkit</title><link rel="stylesheet" href="a.css">'
    '<link rel="canonical" href="https://example.org/"></head><body id="top">{}'
    '<p id="p">Information,\n not legal advice.</p><time datetime="2026-11-01">1 Nov</time></body></html>'
)
DISCLAIMER = "Information, not legal advice."


def site(folder: Path, body: str = "") -> list[str]:
    (folder / "sub").mkdir()
    (folder / "a.css").write_text("p{color:black}")
    (folder / "index.html").write_text(GOOD.format(body))
    (folder / "sub" / "b.html").write_text(
        GOOD.replace("a.css", "../a.css").format('<h1 id="here">B</h1><a href="../">up</a>')
    )
    found = check_site(folder, {"index": "2026-11-01", "gone": "2026-01-01"}, DISCLAIMER)
    assert all(finding.file == "index.html" for finding in found)
    return [finding.code for finding in found]


def test_good_site(tmp_path: Path) -> None:
    body = '<a href="sub/b.html#here">b</a> <a href="#p">p</a> <a href="#">top</a> <a href="https://example.org">e</a>'
    assert site(tmp_path, body + '<a href="tel:+15550100">call</a>') == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<a href="sub/c.html">c</a>', "site-dead-link"),
        ('<a href="../out.html">c</a>', "site-dead-link"),
        ('<a href="file:///etc/hosts">c</a>', "site-dead-link"),
        ('<a href="sub/b.html#nowhere">c</a>', "site-dead-anchor"),
        ('<a href="#nowhere">c</a>', "site-dead-anchor"),
        ('<img src="gone.png" alt="">', "site-dead-link"),
        ('<img src="https://example.org/x.png" alt="">', "site-other-host"),
        ('<script src="//example.org/x.js"></script>', "site-other-host"),
        ('<p style="background:url(https://example.org/x.png)">x</p>', "site-other-host"),
        ('<i id="twice"></i><i id="twice"></i>', "site-id"),
        ("<p>/home/somebody/docs/x.md</p>", "site-local-path"),
    ],
)
def test_each_fault(tmp_path: Path, body: str, code: str) -> None:
    assert code in site(tmp_path, body)


def test_what_every_page_must_have(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Nothing</p>")
    codes = {finding.code for finding in check_site(tmp_path, {"index": "2026-11-01"}, DISCLAIMER)}
    assert codes == {"site-title", "site-disclaimer", "site-review-date"}
