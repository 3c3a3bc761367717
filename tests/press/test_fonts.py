"""Fonts come from packages, every character has one, and what has none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.printing import STYLE, job, print_job
from toolkit.press import Press, fonts, glyphs_missing
from toolkit.press.characters import clean_text

SHIPPED = {"Source Sans 3", "Public Sans", "Source Code Pro", "Toolkit Symbols", "Noto Sans"}

LANGUAGES = {
    "es": "¿Qué dice la niñez?",
    "vi": "Quyền của bạn khi bị hỏi: Nguyễn Thị Hồng Đặng",
    "tl": "Alamin ang iyong mga karapatan",
    "ru": "Знай свои права",
    "el": "Γνώρισε τα δικαιώματά σου",
    "ar": "اعرف حقوقك",
    "fa": "حقوق خود را بدانید",
    "he": "דע את זכויותיך",
    "hi": "अपने अधिकार जानें",
    "pa": "ਆਪਣੇ ਅਧਿਕਾਰ ਜਾਣੋ",
    "th": "รู้สิทธิของคุณ",
    "km": "ស្គាល់សិទ្ធិរបស់អ្នក",
    "am": "መብቶችዎን ይወቁ",
    "hy": "Իմացեք ձեր իրավունքները",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_language_prints_and_copies(lang: str, tmp_path: Path) -> None:
    text = LANGUAGES[lang]
    direction = ' dir="rtl"' if lang in ("ar", "fa", "he") else ""
    html = f'<h1>One</h1><p lang="{lang}"{direction}>{text}</p>'
    printed = print_job(job(html), tmp_path)
    assert printed.bound.messages == ()
    spoken = [str(node.ActualText) for node in printed.elements("Span") if "/ActualText" in node]
    if spoken:
        assert spoken == [text]
    else:
        assert text in printed.text(1)


def test_chinese_and_korean(tmp_path: Path) -> None:
    printed = print_job(job('<h1>One</h1><p lang="zh">了解您的权利</p><p lang="ko">권리</p>'), tmp_path)
    assert "了解您的权利 권리" in printed.text(1)
    assert "Noto Sans CJK" in printed.fonts()


def test_no_font_of_the_machine(tmp_path: Path) -> None:
    html = '<h1>One</h1><p style="font-family: DejaVu Sans, serif">a <b>b</b> <i>c</i> → ✓ ½</p><pre>d</pre>'
    printed = print_job(job(html), tmp_path)
    assert printed.fonts() <= SHIPPED
    assert printed.fonts() >= {"Public Sans", "Source Sans 3", "Source Code Pro"}


def test_check_boxes_come_from_the_symbol_font(tmp_path: Path) -> None:
    printed = print_job(job("<h1>☐ One</h1><p>☑ done ✓</p>"), tmp_path)
    assert "Toolkit Symbols" in printed.fonts()
    assert "☑ done ✓" in printed.text(1)


def test_character_without_font_is_named(tmp_path: Path) -> None:
    html = '<h1>One</h1><p data-src="docs/a.md:7">An eye 𓀀 here.</p>'
    printed = print_job(job(html), tmp_path)
    assert "An eye [egyptian hieroglyph a001] here." in printed.text(1)
    (message,) = printed.bound.messages
    assert message.startswith("docs/a.md:7: no font has the character U+13000 EGYPTIAN HIEROGLYPH A001")


def test_character_without_font_in_a_drawing(tmp_path: Path) -> None:
    drawing = tmp_path / "d.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">&#x13000;</text></svg>'
    )
    html = '<h1>One</h1><p>a <img alt="d" src="assets/d.svg"></p>'
    print_job(job(html, assets={"assets/d.svg": drawing}), tmp_path)


def test_invisible_characters_are_no_boxes(tmp_path: Path) -> None:
    html = "<h1>One</h1><p>♥\ufe0f co\u00adop a\u200bb 👩\u200d👩 \u2066x\u2069 c\u0007d \ufeffe \u2060f</p>"
    printed = print_job(job(html), tmp_path)
    assert printed.bound.messages == ()


def test_joiners_stay_where_scripts_need_them() -> None:
    assert clean_text("می\u200cخواهم 👩\u200d👩") == "می\u200cخواهم 👩👩"


def test_glyphs_missing() -> None:
    assert glyphs_missing("abc ☐ 中 ع 😀 \ufe0f\u200d\n") == ""
    assert glyphs_missing("a𓀀b") == "𓀀"


def test_only_needed_fonts_are_loaded() -> None:
    plain = {face.family for face in fonts.choose(set("Plain text"), "")}
    assert plain == {"Source Sans 3", "Public Sans", "Source Code Pro"}
    hebrew = {face.family for face in fonts.choose(set("זכויות"), "")}
    assert hebrew - plain == {"Noto Sans Hebrew"}


def test_own_font_is_used(tmp_path: Path) -> None:
    from tests.press.printing import STYLE
    from toolkit.press import Press

    (hebrew,) = [face for face in fonts.choose(set("ז"), "") if face.family == "Noto Sans Hebrew"]
    own = tmp_path / "MyOwn.ttf"
    own.write_bytes(hebrew.path.read_bytes())
    bound = Press(fonts=[own]).bind(job("<h1>One</h1><p>ז</p>", style=STYLE))
    assert bound.messages == ()
    assert b"Noto-Sans-Hebrew" in bound.pdf or bound.pages == 1


def test_a_style_read_beforehand_sees_none_of_the_machines_fonts() -> None:
    text = "<h1>One</h1><pre><code>➜ ┬ ❯ a</code></pre>"
    style = STYLE + 'code { font-family: "Source Code Pro", monospace }'
    base = job(text, style=style)
    with Press(jobs=2) as press:
        press.start(base.style, base.paper)
        assert press.bind(base).pdf == Press(jobs=1).bind(base).pdf
