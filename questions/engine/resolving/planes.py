"""Scenes of the plane solved a second time with coordinates and directions, without the equations of the textbook."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value, compile_formula
from questions.engine.expressions.values import Point
from questions.engine.resolving.measured import tidy
from questions.engine.resolving.reading import Resolution
from questions.engine.twins.facts.planes import Scene, scene_of
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import Reading

Place = complex
Equation = Callable[[float, float], float]
_NEAR = 1e-7
_METHOD = "점과 방향으로 따로 구했음"


def resolve_scene(reading: Reading) -> Resolution | None:
    """The second solution of a stem that is read as a scene; None where it is not, or nothing here constructs it."""
    scene = scene_of(without_order(reading.text))
    if scene is None:
        return None
    drawn = _Drawing(scene)
    solved = _SOLVERS.get((scene.asked[0], scene.key()))
    if solved is None:
        made = _line(drawn)
        round_ = _circle(drawn) if made is None else None
        if made is not None:
            return _of_line(scene.asked[0], *made)
        return None if round_ is None else _of_circle(scene.asked[0], *round_)
    return solved(drawn)


class _Drawing:
    """The numbers of a scene as floats: points as complex numbers, equations as functions."""

    def __init__(self, scene: Scene) -> None:
        self.key = scene.key()
        self.numbers = {number.name: float(number.value) for number in scene.numbers}
        exact: dict[str, Value] = {number.name: number.value for number in scene.numbers}
        known = {**self.numbers, "0": 0.0}
        self.points = [complex(known[x], known[y]) for x, y in scene.points]
        self.equations = [_function(text, exact) for text in (*scene.lines, *scene.circles)]


def _function(text: str, names: dict[str, Value]) -> Equation:
    formula = compile_formula(text)

    def at(x: float, y: float) -> float:
        value: Any = formula({**names, "x": Fraction(x), "y": Fraction(y)}, ())
        return float(value)

    return at


def _direction(equation: Equation) -> Place:
    """The direction along a straight line, from how fast its two sides part along each axis."""
    middle = equation(0, 0)
    return complex(-(equation(0, 1) - middle), equation(1, 0) - middle)


def _line(drawn: _Drawing) -> tuple[Place, Place] | None:
    """A point of the line that the scene fixes, and a direction."""
    _, lines, circles, marks = drawn.key
    n, points = drawn.numbers, drawn.points
    ends = [*points, *([complex(0, n["k"])] if "k" in n else []), *([complex(n["g"], 0)] if "g" in n else [])]
    if circles or {"centre", "r", "diameter"} & set(marks.split()):
        return None
    if lines == 0 and len(ends) == 2 and "m" not in n and ends[0] != ends[1]:
        return ends[0], ends[1] - ends[0]
    if lines == 0 and len(ends) == 1 and "m" in n:
        return ends[0], complex(1, n["m"])
    if lines == 1 and len(ends) == 1 and marks in ("parallel through", "perpendicular through", "k parallel"):
        way = _direction(drawn.equations[0])
        return ends[0], way * 1j if "perpendicular" in marks else way
    return None


def _of_line(asked: str, start: Place, way: Place) -> Resolution | None:
    if asked == "slope":
        return number_near(way.imag / way.real)
    if asked == "intercept":
        return number_near((start - way * start.real / way.real).imag)
    if asked == "crossing":
        return number_near((start - way * start.imag / way.imag).real)
    away = way * 1j
    return _curve([start, start + way, start - 3 * way], [start + away, start - away]) if asked == "line" else None


def _circle(drawn: _Drawing) -> tuple[Place, float] | None:
    """Centre and radius of the circle that the scene fixes."""
    count, lines, circles, marks = drawn.key
    points = drawn.points
    if (count, lines, circles, marks) == (1, 0, 0, "centre r"):
        return points[0], drawn.numbers["r"]
    if (count, lines, circles, marks) == (2, 0, 0, "centre through"):
        return points[0], abs(points[1] - points[0])
    if (count, lines, circles, marks) == (2, 0, 0, "diameter"):
        return points[0] + (points[1] - points[0]) / 2, abs(points[1] - points[0]) / 2
    if (count, lines, circles, marks) == (0, 0, 1, ""):
        return _circle_of(drawn.equations[0])
    return None


def _circle_of(equation: Equation) -> tuple[Place, float] | None:
    """Each axis meets the circle (perhaps in complex points) at equal distances from the centre's coordinate."""
    sums: list[float] = []
    for one in (complex(1, 0), complex(0, 1)):
        low, middle, high = (equation(size * one.real, size * one.imag) for size in (-1, 0, 1))
        square, linear = (low + high) / 2 - middle, (high - low) / 2
        if square == 0:
            return None
        root = cmath.sqrt(linear * linear - 4 * square * middle)
        sums.append((((-linear + root) + (-linear - root)) / (2 * square)).real)
    centre = complex(sums[0] / 2, sums[1] / 2)
    depth = -equation(centre.real, centre.imag)
    return (centre, math.sqrt(depth)) if depth > 0 else None


def _of_circle(asked: str, centre: Place, radius: float) -> Resolution | None:
    if asked == "radius":
        return number_near(radius)
    if asked == "centre":
        return _point(centre)
    if asked != "circle":
        return None
    on = [centre + cmath.rect(radius, turn) for turn in (0, 1, 2.5, 4)]
    return _curve(on, [centre, centre + 2 * radius, centre + radius / 2])


def number_near(value: float) -> Resolution:
    """A resolution that accepts numbers as close to the value as rounding allows."""

    def accepts(given: Value) -> bool | None:
        shown: Any = given
        try:
            return math.isclose(float(shown), value, rel_tol=_NEAR, abs_tol=_NEAR)
        except TypeError:
            return None

    return Resolution(f"{value:.6g}", _METHOD, accepts, tidy(value))


def _point(place: Place) -> Resolution:
    def accepts(given: Value) -> bool | None:
        shown: Any = given
        if not isinstance(given, tuple) or len(shown) != 2:
            return None
        return abs(complex(float(shown[0]), float(shown[1])) - place) < _NEAR

    ends = tidy(place.real), tidy(place.imag)
    exactly = Point(ends) if None not in ends else None
    return Resolution(f"({place.real:.6g}, {place.imag:.6g})", _METHOD, accepts, exactly)


def _curve(on: list[Place], off: list[Place]) -> Resolution:
    """Accepts an equation that holds at places of the curve and at none beside it."""

    def accepts(given: Value) -> bool | None:
        relation: Any = given
        if not getattr(relation, "is_Equality", False):
            return None
        gap = relation.lhs - relation.rhs
        names = {str(letter): letter for letter in gap.free_symbols}
        if not names.keys() <= {"x", "y"}:
            return None

        def at(place: Place) -> float:
            values = {"x": place.real, "y": place.imag}
            return abs(float(gap.subs({letter: values[name] for name, letter in names.items()})))

        return all(at(place) < _NEAR for place in on) and all(at(place) > _NEAR for place in off)

    return Resolution("방정식", _METHOD, accepts)


def _foot_distance(drawn: _Drawing) -> Resolution | None:
    """The shortest way from the point: straight across the line until its two sides agree."""
    start, equation = drawn.points[0], drawn.equations[0]
    across = _direction(equation) * 1j
    here = equation(start.real, start.imag)
    there = equation((start + across).real, (start + across).imag)
    return None if here == there else number_near(abs(across * here / (here - there)))


def _centroid(drawn: _Drawing) -> Resolution | None:
    """Where two medians meet."""
    a, b, c = drawn.points
    one, other = (b + c) / 2 - a, (a + c) / 2 - b
    turn = (one.conjugate() * other).imag
    if abs(turn) < _NEAR:
        return None
    share = ((b - a).conjugate() * other).imag / turn
    return _point(a + one * share)


def _mirrored(way: Place) -> Callable[[_Drawing], Resolution | None]:
    def solve(drawn: _Drawing) -> Resolution | None:
        return _point(way / way.conjugate() * drawn.points[0].conjugate())

    return solve


def _divided(drawn: _Drawing) -> Resolution | None:
    start, end = drawn.points
    n = drawn.numbers
    return _point(start + (end - start) * (n["i"] / (n["i"] + n["j"])))


_Key = tuple[str, tuple[int, int, int, str]]
_Solver = Callable[[_Drawing], Resolution | None]
_SOLVERS: dict[_Key, _Solver] = {
    ("distance", (1, 1, 0, "")): _foot_distance,
    ("slope", (2, 0, 0, "")): lambda d: _of_line("slope", d.points[0], d.points[1] - d.points[0]),
    ("distance", (2, 0, 0, "")): lambda d: number_near(abs(d.points[1] - d.points[0])),
    ("midpoint", (2, 0, 0, "")): lambda d: _point(d.points[0] + (d.points[1] - d.points[0]) / 2),
    ("centroid", (3, 0, 0, "")): _centroid,
    ("point", (2, 0, 0, "ratio")): _divided,
    ("point", (1, 0, 0, "moved s t")): lambda d: _point(d.points[0] + complex(d.numbers["s"], d.numbers["t"])),
    ("point", (1, 0, 0, "mirror x")): _mirrored(1),
    ("point", (1, 0, 0, "mirror y")): _mirrored(1j),
    ("point", (1, 0, 0, "mirror origin")): lambda d: _point(d.points[0] * cmath.rect(1, math.pi)),
    ("point", (1, 0, 0, "mirror diagonal")): _mirrored(1 + 1j),
}
