"""Second solutions of tales of named points: the figure is drawn in coordinates and measured.

What the printed numbers leave free is drawn in two ways; both must measure the same.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import computer_algebra
from questions.engine.twins.grammar.family import printed_number

Place = complex
_NEAR = 1e-7
_FREE = (37.0, 52.0)


def _numbers(telling: Any) -> dict[str, float]:
    found = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    return {name: float(value) for name, value in found.items() if value is not None}


def _asked(telling: Any) -> str:
    return str(next(kind[1:] for kind in telling.kinds if kind.startswith("?")))


def _exact(size: float) -> Fraction:
    """The fraction that was measured. ArithmeticError where it is none of small terms."""
    found = Fraction(size).limit_denominator(60)
    if abs(float(found) - size) > _NEAR * max(1.0, abs(size)):
        raise ArithmeticError("no small fraction")
    return found


def _agreed(sizes: Iterator[float]) -> float:
    found = list(sizes)
    if not found or any(abs(one - found[0]) > _NEAR * max(1.0, abs(found[0])) for one in found):
        raise ArithmeticError("the figure is not fixed")
    return found[0]


def _corner(vertex: Place, one: Place, other: Place) -> float:
    return abs(math.degrees(cmath.phase((one - vertex) / (other - vertex))))


def _triangle(alpha: float, beta: float) -> tuple[Place, Place, Place]:
    """Corners A, B, C with these angles at A and B. ArithmeticError where there is no such triangle."""
    gamma = 180 - alpha - beta
    if min(alpha, beta, gamma) <= 0:
        raise ArithmeticError("no triangle")
    side = math.sin(math.radians(beta)) / math.sin(math.radians(gamma))
    return 0j, 1 + 0j, cmath.rect(side, math.radians(alpha))


def _bisected(a: Place, b: Place, c: Place) -> Place:
    """The incentre, by the lengths of the sides."""
    p, q, r = abs(b - c), abs(c - a), abs(a - b)
    return (p * a + q * b + r * c) / (p + q + r)


def _middle_of_corners(a: Place, b: Place, c: Place) -> Place:
    """The circumcentre: as far from A as from B and C."""
    x, y = b - a, c - a
    over = 2 * (x.conjugate() * y).imag
    return a + (abs(x) ** 2 * y - abs(y) ** 2 * x) / (over * 1j) if over else a


def _fitted(told: Callable[[float, float], float], aim: float, beta: float) -> float:
    """The angle at A with which the measured angle is as printed, by halving; the angle at B is free."""
    low, high = 1.0, 178.0 - beta
    rising = told(high, beta) > told(low, beta)
    for _ in range(80):
        middle = (low + high) / 2
        if (told(middle, beta) < aim) == rising:
            low = middle
        else:
            high = middle
    if abs(told(low, beta) - aim) > 1e-6:
        raise ArithmeticError("no such triangle")
    return low


def _angles_within(telling: Any, centre: Callable[[Place, Place, Place], Place]) -> Iterator[float]:
    """The asked angle at the centre or a corner, for two shapes of what the stem leaves open."""
    v, kinds, asked = _numbers(telling), set(telling.kinds), _asked(telling)

    def far(alpha: float, beta: float) -> float:
        a, b, c = _triangle(alpha, beta)
        return _corner(centre(a, b, c), b, c)

    def base(alpha: float, beta: float) -> float:
        a, b, c = _triangle(alpha, beta)
        return _corner(b, centre(a, b, c), c)

    for beta in (v["B"] * 2,) if "half b" in kinds else _FREE:
        if "half c" in kinds:
            alpha = 180 - beta - 2 * v["C"]
        elif "base ab" in kinds:
            alpha, beta = _two_bases(centre, v["B"], v["C"])
        elif "base bc" in kinds:
            alpha = _fitted(base, v["B"], beta)
        else:
            alpha = v["A"] if "at a" in kinds else _fitted(far, v["D"], beta)
        yield _read(_triangle(alpha, beta), centre, asked)


def _two_bases(centre: Callable[[Place, Place, Place], Place], bc: float, ab: float) -> tuple[float, float]:
    """Angles at A and B of the triangle whose centre sees these base angles, on a circle by its arcs."""
    far_bc, far_ab = 180 - 2 * bc, 180 - 2 * ab
    b = 1 + 0j
    c, a = b * cmath.rect(1, math.radians(far_bc)), b * cmath.rect(1, -math.radians(far_ab))
    if abs(centre(a, b, c)) > 1e-6:
        raise ArithmeticError("not on the circle")
    return _corner(a, b, c), _corner(b, a, c)


def _read(corners: tuple[Place, Place, Place], centre: Callable[[Place, Place, Place], Place], asked: str) -> float:
    a, b, c = corners
    o = centre(a, b, c)
    return {
        "far": _corner(o, b, c),
        "at a": _corner(a, b, c),
        "half a": _corner(a, o, b),
        "base bc": _corner(b, o, c),
        "base ac": _corner(a, o, c),
    }[asked]


def _centred(centre: Callable[[Place, Place, Place], Place]) -> Callable[[Any], Fraction]:
    return lambda telling: _exact(_agreed(_angles_within(telling, centre)))


def _shapes() -> Iterator[tuple[Place, Place, Place]]:
    yield 0j, 6 + 0j, 2 + 5j
    yield -1 + 3j, 5 - 2j, 4 + 7j


def _scaled(telling: Any, measure: Callable[[Place, Place, Place], dict[str, float]], told: dict[str, str]) -> Fraction:
    """A length (or area) of one shape, enlarged until the printed one is as printed."""
    v, asked = _numbers(telling), _asked(telling)
    name, letter = next((kind, told[kind]) for kind in telling.kinds if kind in told)
    sizes = (measure(*shape) for shape in _shapes())
    return _exact(_agreed(size[asked] * v[letter] / size[name] for size in sizes))


def _middles(telling: Any) -> Fraction:
    if "foot" in telling.kinds:
        foot = _numbers(telling)["E"]
        shapes = (_triangle(alpha, foot) for alpha in (30.0, 41.0))
        return _exact(_agreed(_corner((a + b) / 2, a, (a + c) / 2) for a, b, c in shapes))
    return _scaled(
        telling,
        lambda a, b, c: {"base": abs(b - c), "link": abs((a + b) / 2 - (a + c) / 2)},
        {"base": "B", "link": "D"},
    )


def _area(a: Place, b: Place, c: Place) -> float:
    return abs(((b - a).conjugate() * (c - a)).imag) / 2


def _centroid(telling: Any) -> Fraction:
    def measure(a: Place, b: Place, c: Place) -> dict[str, float]:
        d, e = (b + c) / 2, (a + c) / 2
        # where the medians AD and BE meet
        share = ((b - a).conjugate() * (e - b)).imag / ((d - a).conjugate() * (e - b)).imag
        g = a + share * (d - a)
        return {
            "whole": abs(d - a), "long": abs(g - a), "short": abs(d - g),
            "full": _area(a, b, c), "third": _area(g, b, c), "sixth": _area(g, b, d),
        }  # fmt: skip

    return _scaled(telling, measure, {"whole": "A", "long": "B", "short": "C", "full": "D"})


def _rational(value: Fraction | None) -> Any:
    size = value or Fraction(0)
    return computer_algebra().Rational(size.numerator, size.denominator)


def _tangent(telling: Any) -> Any:
    """The right triangle of centre, point and point of contact: its third side, by trying angles at the point."""
    sympy = computer_algebra()
    exact = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    squares = {name: _rational(value) ** 2 for name, value in exact.items()}
    asked = _asked(telling)
    x = sympy.Symbol("x", positive=True)
    far, way, radius = squares.get("D", x**2), squares.get("C", x**2), squares.get("K", x**2)
    found = sympy.solve(far - way - radius, x)
    if len(found) != 1 or asked not in ("far", "way", "round"):
        raise ArithmeticError("no such tangent")
    return found[0]


def _arc(telling: Any) -> Fraction:
    """Points on a circle: the angle at the centre, and at two places on the rest of it."""
    v = _numbers(telling)
    edge = _asked(telling) == "edge"
    turn = v["A"] if edge else None

    def seen(arc: float, place: float) -> float:
        one, other, on = (cmath.rect(1, math.radians(degrees)) for degrees in (0.0, arc, place))
        return _corner(on, one, other)

    if turn is not None:
        return _exact(_agreed(seen(turn, (turn + 360) / 2 + step) for step in (0.0, 3.0)))
    low, high = 0.5, 359.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if seen(middle, (middle + 360) / 2) < v["B"] else (low, middle)
    return _exact(low)


def _over_diameter(telling: Any) -> Fraction:
    """Where the ray from A at the printed angle meets the circle over AB."""
    angle = math.radians(_numbers(telling)["A"])
    a, b = -1 + 0j, 1 + 0j
    along = cmath.rect(1, angle)
    c = a + along * (2 * math.cos(angle))
    return _exact(_corner(b, a, c))


def _alike(telling: Any) -> Any:
    """A cube (or square) for each figure, its edge as printed: their measures stand as those that are asked."""
    sympy = computer_algebra()
    exact = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    asked = _asked(telling)
    power = 3 if "volume" in asked else 2
    blocks = [math.prod([exact[name] or Fraction(0)] * power) for name in "AB"]
    told, wanted = blocks if asked.startswith("large") else reversed(blocks)
    size = (exact["V"] or Fraction(0)) / told * wanted
    round_ = any(kind.endswith(" pi") for kind in telling.kinds)
    return sympy.Rational(size.numerator, size.denominator) * sympy.pi if round_ else size


def _seen(telling: Any) -> Any:
    """Up the line of sight: how high it stands at the printed distance."""
    sympy = computer_algebra()
    exact = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    rational = {name: _rational(value) for name, value in exact.items()}
    sight = sympy.exp(sympy.I * sympy.pi * rational["A"] / 180)
    return sympy.nsimplify(sympy.simplify(rational["D"] * sympy.im(sight) / sympy.re(sight) + rational.get("H", 0)))


SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.incentre": _centred(_bisected),
    "tale.outcentre": _centred(_middle_of_corners),
    "tale.middles": _middles,
    "tale.centroid": _centroid,
    "tale.tangent": _tangent,
    "tale.inscribed": _arc,
    "tale.half.circle": _over_diameter,
    "tale.similar": _alike,
    "tale.seen": _seen,
}
