"""Figures: computed from the question's numbers, right or not drawn at all, safe to stand in a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction

import pytest

from questions.engine import codec, variants
from questions.engine.drawing.faults import faults
from questions.engine.drawing.picture import FigureError, picture
from questions.engine.drawing.svg import NARROWEST_MARGIN, is_ours, margin_for, width_of
from questions.engine.figures import Arc, Axes, Corner, Figure, Graph, Point, Segment, Table
from questions.engine.gates import certify
from questions.engine.twins import author
from questions.engine.types import Blueprint, CertificateResult, Note, Variant

SEGMENT = Figure("길이가 {a}인 선분", (Point("P", "0", "0"), Point("Q", "a", "0"), Segment("P", "Q", "{a} cm")))
NOTES = (
    Note("r", "가로의 길이가 8cm, 세로의 길이가 5cm인 직사각형의 넓이를 구하시오.", "40cm²"),
    Note("t", "직각을 낀 두 변의 길이가 6cm, 8cm인 직각삼각형의 빗변의 길이를 구하시오.", "10cm"),
    Note("s", "반지름의 길이가 6cm이고 중심각의 크기가 210°인 부채꼴의 넓이를 구하시오.", "21π cm²"),
    Note("l", "반지름의 길이가 9cm이고 중심각의 크기가 40°인 부채꼴의 호의 길이를 구하시오.", "2π cm"),
)


def made(note: Note) -> tuple[Blueprint, Variant]:
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint)
    return blueprint, variants.make(note, blueprint, count=1, seed=3).variants[0]


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_a_familys_figure_shows_every_number_of_its_stem_and_no_other(note: Note) -> None:
    blueprint, variant = made(note)
    shown = variant.draw.figure
    assert shown is not None and is_ours(shown.svg) and blueprint.figure is not None
    numbers = set(re.findall(r"\d+", variant.draw.stem))
    assert set(re.findall(r"\d+", "".join(text.text or "" for text in ET.fromstring(shown.svg)[1:]))) == numbers
    assert set(re.findall(r"\d+", shown.alt)) == numbers
    assert codec.load(codec.dump(blueprint)) == blueprint


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_every_label_stands_whole_on_the_page(note: Note) -> None:
    """`24 cm` beside a line at the edge once showed as `4 cm`."""
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint)
    for variant in variants.make(note, blueprint, count=12, seed=5).variants:
        assert variant.draw.figure is not None
        page = ET.fromstring(variant.draw.figure.svg)
        width, height = (float(page.attrib[name]) for name in ("width", "height"))
        for text in page.iter("{http://www.w3.org/2000/svg}text"):
            half = width_of(text.text or "") / 2
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            assert half <= x <= width - half and 8 <= y <= height - 8, (variant.draw.stem, text.text)


def test_a_rectangles_sides_are_drawn_in_their_ratio() -> None:
    _, variant = made(NOTES[0])
    assert variant.draw.figure is not None
    a, h = (Fraction(str(variant.draw.values[name])) for name in "ah")
    width, height = map(float, re.findall(r'viewBox="0 0 (\d+) (\d+)"', variant.draw.figure.svg)[0])
    frame = 2 * margin_for(text.text or "" for text in ET.fromstring(variant.draw.figure.svg)[1:] if text.text)
    frame = max(frame, 2 * NARROWEST_MARGIN)
    assert (width - frame) / (height - frame) == pytest.approx(float(a / h), rel=0.03)


def test_a_figure_of_other_values_fails_the_execution_gate() -> None:
    blueprint, variant = made(NOTES[0])
    other = variants.make(NOTES[0], blueprint, count=2, seed=3).variants[1].draw.figure
    mixed = certify(blueprint, NOTES[0], replace(variant.draw, figure=other))
    assert mixed.result is CertificateResult.FAILED
    assert [gate.evidence for gate in mixed.gates if gate.gate == "execution"] == [
        "그림이나 표가 이 문항의 값으로 그린 것과 다릅니다"
    ]
    assert certify(blueprint, NOTES[0], variant.draw).result is not CertificateResult.FAILED


@pytest.mark.parametrize(
    "parts",
    [
        (Point("P", "0", "0"), Point("Q", "a - a", "0")),
        (Point("P", "1/(a - a)", "0"), Point("Q", "a", "0")),
        (Point("P", "10**9", "0"), Point("Q", "a", "0")),
        (Axes("0", "-a", "0", "5"), Graph("x")),
        (Axes("0", "5", "0", "5"), Point("P", "7", "1")),
        (Axes("0", "5", "0", "5"), Graph("sqrt(-1 - x)")),
    ],
)
def test_a_figure_that_would_mislead_is_not_drawn(parts: tuple[Point, ...]) -> None:
    with pytest.raises(FigureError):
        picture(Figure("그림", parts), {"a": Fraction(5)})


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (replace(SEGMENT, alt=" "), "말로"),
        (replace(SEGMENT, alt="길이가 {z}인 선분"), "채울 수"),
        (replace(SEGMENT, alt="길이가 {a!r}인 선분"), "채울 수"),
        (replace(SEGMENT, parts=(Segment("P", "Q"),)), "없는 점"),
        (replace(SEGMENT, parts=(Point("P", "b", "0"),)), "정해지지 않은 이름"),
        (replace(SEGMENT, parts=(Point("P", "a.b", "0"),)), "읽을 수 없"),
        (replace(SEGMENT, parts=(Point("P", "0", "0"), Point("P", "a", "0"))), "두 번"),
        (replace(SEGMENT, parts=(Graph("x"),)), "좌표축"),
        (replace(SEGMENT, parts=(Table((("x", "1"), ("y",))),)), "칸 수"),
        (replace(SEGMENT, parts=(Table((("x", "1"), ("y", "2"))), *SEGMENT.parts)), "함께"),
        (replace(SEGMENT, parts=SEGMENT.parts * 20), "부분이"),
    ],
)
def test_a_faulty_figure_is_named_and_a_sound_one_is_not(figure: Figure, words: str) -> None:
    assert any(words in fault for fault in faults(figure, frozenset({"a"})))
    assert list(faults(SEGMENT, frozenset({"a"}))) == []


def test_a_table_is_filled_cell_by_cell() -> None:
    figure = Figure("x와 y의 대응표", (Table((("x", "1", "2"), ("y", "{a}", "{b}"))),))
    shown = picture(figure, {"a": Fraction(3), "b": Fraction(-1, 2)})
    assert shown.table == (("x", "1", "2"), ("y", "3", "-1/2")) and shown.svg == ""


def test_a_graph_stays_inside_its_axes_and_keeps_its_holes() -> None:
    figure = Figure("반비례의 그래프", (Axes("-4", "4", "-4", "4"), Graph("a/x")))
    shown = picture(figure, {"a": Fraction(2)})
    curves = [line for line in re.findall(r'd="M([^"]+)"', shown.svg) if line.count("L") > 5]
    assert len(curves) == 2
    places = [float(number) for line in curves for number in re.split(r"[L ]", line)]
    assert min(places) >= 44 and max(places) <= 264


def test_no_text_of_a_figure_leaves_its_place() -> None:
    hostile = '</title><script>alert(1)</script>"&'
    figure = Figure(
        hostile, (Point("P", "0", "0", hostile), Point("Q", "a", "a"), Corner("P", "Q", "Q"), Arc("P", "Q", "Q"))
    )
    shown = picture(figure, {"a": Fraction(2)})
    assert "<script" not in shown.svg and is_ours(shown.svg)
    ET.fromstring(shown.svg)


@pytest.mark.parametrize(
    "damage",
    [
        ("<title>", "<script>1</script><title>"),
        ("<svg ", '<svg onload="1" '),
        ("</svg>", "<a href='x'/></svg>"),
        ("</svg>", ""),
    ],
)
def test_a_document_that_is_not_ours_is_noticed(damage: tuple[str, str]) -> None:
    shown = picture(SEGMENT, {"a": Fraction(2)})
    assert is_ours(shown.svg) and not is_ours(shown.svg.replace(*damage))
