"""Maps of tiles: which place gets which pattern, what is said in words, and every fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docutils import nodes
from lxml import html

from toolkit import tilemap
from toolkit.nodes import tile_map

Make = Callable[..., Any]


def block(options: str = "", body: str = "", name: str = "valley") -> str:
    return f"# T\n\n:::{{tile-map}} {name}\n{options}\n\n{body}\n:::\n"


def legend(page: Any) -> list[str]:
    """Return the lines below the map: class and places."""
    return [
        " ".join(line.text_content().split()) for line in page.findall(".//ul[@class='tile-map-classes']/li")
    ]


@pytest.fixture
def made(kit: Make, data: dict[str, str]) -> Callable[..., Any]:
    def make(text: str, builder: str = "html", **more: Any) -> Any:
        return kit(data | {"index.md": text}).build(builder, **more)

    return make


def test_one_class(made: Callable[..., Any]) -> None:
    page = html.fromstring(made(block()).text("index.html"))
    assert legend(page) == [
        "Listed (3) Alba (ALB), Bree (BRE) (verify before use), Cove (COV) [1][2]",
        "No entry (1)",
    ]
    (drawing,) = page.xpath("//svg[@role='img']")
    assert drawing.find("title").text == "The valley" and drawing.find("title").get("id") == "map0-title"
    assert drawing.find("desc").text == "The valley. Listed: Alba, Bree, Cove. No entry: 1 of 4 tiles."
    assert drawing.xpath(".//text/text()") == ["ALB", "BRE", "COV", "DE"]
    assert page.find(".//figcaption").text_content().strip(" \n¶") == "The valley"
    samples = page.xpath("//span[@class='tile-swatch']/svg")
    assert [sample.get("aria-hidden") for sample in samples] == ["true", "true"]


def test_classes_by_a_field(made: Callable[..., Any]) -> None:
    text = block(":class-by: what-it-does", "By what they *did*.\n\nMore words.")
    built = made(text)
    page = html.fromstring(built.text("index.html"))
    assert legend(page) == [
        "Urges (1) Alba (ALB) [1]",
        "Limits (2) Bree (BRE) (verify before use), Cove (COV) [2]",
        "No entry (1)",
    ]
    drawing = next(built.doctree("index").findall(tile_map))
    assert {cell[0]: cell[3] for cell in drawing["cells"]} == {"ALB": 1, "BRE": 2, "COV": 2, "DE": 0}
    caption = page.find(".//figcaption")
    assert "By what they <em>did</em>." in html.tostring(caption).decode()
    assert caption.find("div").text_content().strip() == "More words."
    assert next(built.doctree("index").findall(nodes.caption)).line == 6


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (":class-by: state\n:classes: NY; CA", ["NY (1) Cove", "CA (2) Alba"]),
        (":class-by: state\n:classes: NY", ["NY (1) Cove"]),
        (":where: state = CA\n:classes: In California", ["In California (2) Alba"]),
        (":entries: jurisdictions\n:match: jurisdiction", ["Listed (3) Alba"]),
    ],
)
def test_order_and_choice_of_classes(made: Callable[..., Any], options: str, lines: list[str]) -> None:
    page = html.fromstring(made(block(options)).text("index.html"))
    *found, rest = [line.partition(" (")[0] for line in legend(page)]
    starts = [line.split(" (")[0] for line in lines]
    assert found == starts and rest == "No entry"
    assert all(line.startswith(start) for line, start in zip(legend(page), lines, strict=False))


def test_a_place_gets_the_first_of_its_classes(kit: Make, data: dict[str, str]) -> None:
    data["data/jurisdictions.yaml"] += (
        "  - {id: j4, jurisdiction: alba county, state: NY, sources: [gamma], confidence: A}\n"
    )
    for order, kept in (("NY; CA", "Alba, Cove"), ("CA; NY", "Cove")):
        text = block(f":class-by: state\n:classes: {order}")
        drawing = next(kit(data | {"index.md": text}).build("html").doctree("index").findall(tile_map))
        assert f"NY: {kept}." in drawing["alt"]


def test_a_place_is_certain_when_one_entry_is(kit: Make, data: dict[str, str]) -> None:
    data["data/jurisdictions.yaml"] += (
        "  - {id: j4, jurisdiction: Bree County, state: CA, sources: [gamma], confidence: B}\n"
    )
    built = kit(data | {"index.md": block()}).build("html")
    assert "verify before use" not in built.text("index.html")
    assert not any(use.unsure for use in built.app.env.toolkit_uses["index"])


def test_uncertain_places_are_listed(made: Callable[..., Any]) -> None:
    uses = made(block()).app.env.toolkit_uses["index"]
    assert [(use.id, use.text, use.line) for use in uses if use.unsure] == [("j2", "Bree (BRE)", 3)]


def test_a_map_is_drawn_again_when_its_tiles_change(kit: Make, data: dict[str, str]) -> None:
    project = kit(data | {"index.md": block()})
    project.build("html")
    project.write({"data/tile-maps.yaml": data["data/tile-maps.yaml"].replace("label: DE", "label: DAEL")})
    assert ">DAEL</text>" in project.build("html").text("index.html")


def test_a_wide_map_scrolls_on_a_phone(kit: Make, data: dict[str, str]) -> None:
    wide = data["data/tile-maps.yaml"].replace("column: 3", "column: 10")
    page = kit(data | {"index.md": block() + block(), "data/tile-maps.yaml": wide}).build("html")
    tree = html.fromstring(page.text("index.html"))
    boxes = tree.findall(".//div[@class='scroll']")
    assert [box.get("aria-label") for box in boxes] == ["The valley 1", "The valley 2"]
    assert [box.get("tabindex") for box in boxes] == ["0", "0"]
    ids = [element.get("id") for element in tree.iterfind(".//svg//*[@id]")]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_builders_print_the_legend(made: Callable[..., Any], builder: str) -> None:
    built = made(block(), builder)
    if builder == "text":
        assert "Alba (ALB)" in built.text("index.txt")


def test_the_drawing_has_no_tints_and_no_thin_lines() -> None:
    cells = [tilemap.Cell(label, 1, column, column - 1) for column, label in enumerate("ABCDEF", 1)]
    drawn = html.fromstring(tilemap.draw(cells, "T & t", "<d>", "p"))
    colours = {element.get(name) for element in drawn.iter() for name in ("fill", "stroke")}
    assert colours == {None, "none", "#000", "#fff"}
    lines = [float(element.get("stroke-width")) for element in drawn.iterfind(".//*[@stroke-width]")]
    assert min(lines) * tilemap.TILE_MM / tilemap.SIZE / (25.4 / 72) >= 1, "a point on paper"
    alone = {tilemap.draw([tilemap.Cell("A", 1, 1, pattern)], "T", "d", "p") for pattern in range(6)}
    assert len(alone) == 6 == tilemap.PATTERNS + 1, "each pattern is its own"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (block(name="valey"), "there is no tile map 'valey' in data/tile-maps.yaml; did you mean 'valley'?"),
        (block(":entries: places"), "there is no list 'places' in the data files"),
        (block(":match: place"), "there is no field 'place' in this list; the fields are"),
        (block(":where: state = ZZ"), "no entry of jurisdictions meets the conditions of 'where'"),
        (block(":class-by: stat"), "there is no field 'stat' in this list; did you mean 'state'?"),
        (
            block(":class-by: state\n:classes: CA; NJ"),
            "no entry of jurisdictions that is chosen has the class 'NJ'",
        ),
        (block(":classes: One; Two"), "there is one class only; add 'class-by' with a field"),
        (":::{tile-map}\n:::", "1 argument(s) required"),
    ],
)
def test_faults(made: Callable[..., Any], text: str, message: str) -> None:
    built = made(text if text.startswith("#") else f"# T\n\n{text}\n", warns=[message])
    assert len(built.warnings) == 1 and built.warnings[0].startswith("index.md:3: ")


def test_places_without_a_tile_are_named(kit: Make, data: dict[str, str]) -> None:
    data["data/jurisdictions.yaml"] = data["data/jurisdictions.yaml"].replace("Cove", "Kove")
    message = "the map 'valley' has no tile for 'Kove' (did you mean 'Cove'?); correct it, or choose entries"
    kit(data | {"index.md": block()}).build("html", warns=[message])


def test_too_many_classes(kit: Make, data: dict[str, str]) -> None:
    entries = "".join(f"  - {{id: p{number}, place: Alba, kind: kind {number}}}\n" for number in range(6))
    files = data | {
        "data/places.yaml": f"places:\n{entries}",
        "index.md": block(":entries: places\n:match: place\n:class-by: kind"),
    }
    kit(files).build(
        "html", warns=["index.md:3: WARNING: {tile-map}: there are 6 classes, but only 5 patterns"]
    )


def test_a_faulty_map_is_said_once(kit: Make, data: dict[str, str]) -> None:
    data["data/tile-maps.yaml"] = data["data/tile-maps.yaml"].replace("label: DE", "label: D")
    built = kit(data | {"index.md": block()}).build(
        "html", warns=["'label' is 'D'; write two to four letters"]
    )
    assert len(built.warnings) == 1
