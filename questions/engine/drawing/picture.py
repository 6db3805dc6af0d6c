"""A figure at one draw's values: exact coordinates become places on a small page, templates become texts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from questions.engine.drawing.faults import SLOT
from questions.engine.drawing.svg import NARROWEST_MARGIN, NEAREST, Page, document, margin_for
from questions.engine.expressions import ExpressionError, Value, compile_formula
from questions.engine.figures import Arc, Axes, Figure, Graph, Picture, Point, Table
from questions.engine.rendering import render
from questions.engine.rendering.joining import RenderingError
from questions.engine.rendering.printing import PLAIN, Style, plain

FARTHEST = 10**6
STEPS = 96
Place = tuple[float, float]


class FigureError(RenderingError):
    """A figure that would mislead at these values: points that fall together, places without a number."""


def picture(
    figure: Figure, values: Mapping[str, Value], styles: Mapping[str, Style] | None = None, default: Style = PLAIN
) -> Picture:
    """The picture at these values. Raises FigureError, and RenderingError for words that cannot be filled."""
    alt = render(figure.alt, values, styles, default)

    def filled(text: str) -> str:
        return SLOT.sub(lambda slot: plain(values[slot[1]], (styles or {}).get(slot[1], default)), text)

    for part in figure.parts:
        if isinstance(part, Table):
            return Picture(alt, table=tuple(tuple(filled(cell) for cell in row) for row in part.rows))
    places = {part.name: _place(part, values) for part in figure.parts if isinstance(part, Point)}
    axes = next((part for part in figure.parts if isinstance(part, Axes)), None)
    box = _corners(axes, values) if axes else (*places.values(), *_bends(figure, places))
    margin = max(NARROWEST_MARGIN, margin_for(filled(getattr(part, "label", "")) for part in figure.parts))
    page = Page(box, framed=axes is not None, margin=margin)
    _check(page, places)
    lengths = {part: _number(part.radius, values) for part in figure.parts if getattr(part, "radius", "")}  # type: ignore[union-attr]
    curves = {part: _curve(part, axes, values) for part in figure.parts if isinstance(part, Graph) and axes}
    return Picture(alt, svg=document(figure, page, places, lengths, curves, filled, alt))


def _check(page: Page, places: Mapping[str, Place]) -> None:
    for (one, first), (other, second) in combinations(places.items(), 2):
        if math.dist(page.at(first), page.at(second)) < NEAREST:
            raise FigureError(f"the points {one} and {other} fall together")
    if any(not page.holds(place) for place in places.values()):
        raise FigureError("a point lies outside the axes")


def _bends(figure: Figure, places: Mapping[str, Place]) -> Iterator[Place]:
    """Places on the arcs, every fifteen degrees, so that the page has room for what bends beyond the points."""
    for arc in figure.parts:
        if not isinstance(arc, Arc) or arc.radius:
            continue
        (x, y), start, end = places[arc.center], places[arc.start], places[arc.end]
        first = math.atan2(start[1] - y, start[0] - x)
        turn = (math.atan2(end[1] - y, end[0] - x) - first) % math.tau
        length = math.dist((x, y), start)
        for step in range(int(turn / math.radians(15)) + 1):
            angle = first + step * math.radians(15)
            yield x + length * math.cos(angle), y + length * math.sin(angle)


def _number(formula: str, values: Mapping[str, Value], letter: Mapping[str, Value] | None = None) -> float:
    try:
        value: Any = compile_formula(formula)({**values, **(letter or {})})
        number = float(value)
    except (ExpressionError, TypeError, ValueError, OverflowError) as error:
        raise FigureError(f"{formula} has no place") from error
    if not abs(number) <= FARTHEST:
        raise FigureError(f"{formula} lies too far away")
    return number


def _place(point: Point, values: Mapping[str, Value]) -> Place:
    return _number(point.x, values), _number(point.y, values)


def _corners(axes: Axes, values: Mapping[str, Value]) -> tuple[Place, Place]:
    low = _number(axes.low_x, values), _number(axes.low_y, values)
    high = _number(axes.high_x, values), _number(axes.high_y, values)
    if not (low[0] < high[0] and low[1] < high[1]):
        raise FigureError("the axes have no room between their ends")
    return low, high


def _curve(graph: Graph, axes: Axes, values: Mapping[str, Value]) -> tuple[Place, ...]:
    """Points of the graph from left to right; those without a value are left out."""
    (low, _), (high, _) = _corners(axes, values)
    start, width = Fraction(low).limit_denominator(1000), Fraction(high - low).limit_denominator(1000)
    found: list[Place] = []
    for step in range(STEPS + 1):
        x = start + width * step / STEPS
        try:
            found.append((float(x), _number(graph.formula, values, {graph.letter: x})))
        except FigureError:
            continue
    if len(found) < 2:
        raise FigureError("the graph lies outside the axes")
    return tuple(found)
