"""The figures of families whose questions are easier to see than to say; each is computed from the question's numbers.

None gives anything away that the stem does not say, and none is drawn for a question in English.
"""

from __future__ import annotations

from questions.engine.drawing.picture import picture
from questions.engine.expressions import Value
from questions.engine.figures import Arc, Corner, Figure, Part, Point, Segment
from questions.engine.rendering.joining import RenderingError


def _measured(name: str, unit: str) -> str:
    return f"{{{name}}} {unit}".strip()


def _rectangle(unit: str) -> Figure:
    corners = (("P", "0", "0"), ("Q", "a", "0"), ("R", "a", "h"), ("S", "0", "h"))
    wide, high = _measured("a", unit), _measured("h", unit)
    sides: tuple[Part, ...] = (Segment("P", "Q", wide), Segment("Q", "R", high), Segment("R", "S"), Segment("S", "P"))
    return Figure(
        f"가로의 길이가 {wide}, 세로의 길이가 {high}인 직사각형",
        (*(Point(name, x, y) for name, x, y in corners), *sides, Corner("P", "Q", "S")),
    )


def _right_triangle(unit: str) -> Figure:
    one, other = _measured("a", unit), _measured("b", unit)
    corners = (Point("P", "0", "0"), Point("Q", "a", "0"), Point("R", "0", "b"))
    sides = (Segment("P", "Q", one), Segment("R", "P", other), Segment("Q", "R"), Corner("P", "Q", "R"))
    return Figure(f"직각을 낀 두 변의 길이가 {one}, {other}인 직각삼각형", (*corners, *sides))


def _sector(unit: str) -> Figure:
    radius = _measured("r", unit)
    ends = (Point("O", "0", "0"), Point("A", "r", "0"), Point("B", "r*cos(t*pi/180)", "r*sin(t*pi/180)"))
    lines = (Segment("O", "A", radius), Segment("O", "B"), Arc("O", "A", "B"), Arc("O", "A", "B", "r/5", "{t}°"))
    return Figure(f"반지름의 길이가 {radius}, 중심각의 크기가 {{t}}°인 부채꼴", (*ends, *lines))


_DRAWN = {
    "plane.rectangle": _rectangle,
    "plane.rectangle.perimeter": _rectangle,
    "plane.pythagoras.hypotenuse": _right_triangle,
    "plane.sector.area": _sector,
    "plane.sector.arc": _sector,
}


def drawing(family: str, unit: str, values: dict[str, Value], *, korean: bool) -> Figure | None:
    """The family's figure, where it has one that is right at the note's own values."""
    make = _DRAWN.get(family)
    if make is None or not korean:
        return None
    figure = make(unit.removesuffix("²"))
    try:
        picture(figure, values)
    except (RenderingError, KeyError):
        return None
    return figure
