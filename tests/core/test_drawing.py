"""Drawings and their SVG: whole, escaped, the same text for the same drawing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import get_args

import pytest

from netdesk.core import drawing, svg
from netdesk.core.drawing import Box, Drawing, Group, Line, Marker, Polyline, Rect, label

PICTURE = Drawing(
    100,
    50,
    (
        Group((label(5, 10, 'A < B & "C"', 11), label(50, 20, "שלום", 11, anchor="middle")), "Labels"),
        Line(0, 0, 10, 10, "grid", 1.5, (1.5, 4)),
        Polyline(((0, 0), (1, 2), (3, 4)), "text"),
        Rect(1, 2, 3, 4, "sunken", radius=2),
        Marker(5, 5, "circle", 8, "common"),
        Marker(5, 5, "triangle", 8, "neutral", "chart_ground"),
    ),
    "Attendance <Grade 7>",
    "A shift up.\x0b",
)


@pytest.mark.parametrize("palette", [drawing.LIGHT, drawing.DARK, drawing.PRINT])
def test_that_every_palette_has_every_role(palette: drawing.Palette) -> None:
    assert set(palette) == set(get_args(drawing.Role))


def test_that_print_is_grey() -> None:
    for code in drawing.PRINT.values():
        assert code[1:3] == code[3:5] == code[5:7]


def luminance(code: str) -> float:
    parts = [int(code[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [drawing.LIGHT, drawing.DARK, drawing.PRINT])
def test_that_words_and_marks_stand_out_from_the_chart(palette: drawing.Palette) -> None:
    ground = palette["chart_ground"]
    for words in ("text", "second_text", "quiet_text", "accent"):
        assert contrast(palette[words], ground) >= 4.5  # type: ignore[index]
    for marks in ("improvement", "concern", "neutral", "common", "control"):
        assert contrast(palette[marks], ground) >= 3  # type: ignore[index]


def test_that_the_svg_is_well_formed_and_says_what_it_shows() -> None:
    root = ET.fromstring(svg.svg_text(PICTURE, lang="es"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img" and root.get("lang") == "es"
    assert root.findtext(f"{space}title") == "Attendance <Grade 7>"
    assert root.findtext(f"{space}desc") == "A shift up."
    words = [one.text for one in root.iter(f"{space}text")]
    assert words == ['A < B & "C"', "שלום"]
    assert root.find(f"{space}g").get("aria-label") == "Labels"  # type: ignore[union-attr]


def test_that_the_svg_needs_nothing_else() -> None:
    written = svg.svg_text(PICTURE)
    assert "href" not in written and "<style" not in written and "<script" not in written


def test_that_the_same_drawing_is_the_same_text() -> None:
    assert svg.svg_text(PICTURE) == svg.svg_text(PICTURE)
    assert svg.svg_text(PICTURE, drawing.DARK) != svg.svg_text(PICTURE)


def test_that_svg_text_keeps_its_measured_width() -> None:
    line = label(5, 10, "Median 89.0%", 12, bold=True)
    written = svg.svg_text(Drawing(200, 20, (line,)))
    assert f'textLength="{line.width:.2f}'.rstrip("0") in written


def test_that_boxes_overlap_only_if_they_share_more_than_an_edge() -> None:
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 20, 20))
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(11, 0, 20, 10), room=2)


def test_that_a_group_moves_as_a_whole() -> None:
    moved = drawing.moved(PICTURE.children[0], 10, 5)
    assert isinstance(moved, Group)
    assert [one.x for one in drawing.flat((moved,)) if isinstance(one, drawing.Text)] == [15, 60]


def test_that_shapes_differ_in_more_than_colour() -> None:
    corners = {shape: drawing.outline(Marker(0, 0, shape, 8, "text")) for shape in ("square", "diamond", "triangle")}
    assert len(set(corners.values())) == 3
    with pytest.raises(ValueError, match="no corners"):
        drawing.outline(Marker(0, 0, "circle", 8, "text"))
