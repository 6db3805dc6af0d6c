"""Second solutions by SymPy, from the formulas that a grammar has read in the rendered question."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value, evaluate, names_in, parse
from questions.engine.expressions.values import Point
from questions.engine.twins.families.family import printed_number

Solver = Callable[[re.Match[str]], Value]


def _mathematics(text: str) -> Any:
    """A formula of the normal spelling as a SymPy expression with its letters free."""
    import sympy

    for head in ("y=", "f(x)=", "g(x)=", "P(x)="):
        text = text.removeprefix(head)
    latex = text.replace("√", "\\sqrt").replace("π", "\\pi").replace("×", "\\times ").replace("÷", "\\div ")
    latex = re.sub(r"\\sqrt(\d+)", r"\\sqrt{\1}", latex).replace("α", "p").replace("β", "q")
    node = parse(latex, "latex")
    value = evaluate(node, {}, names_in(node))
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return value


def _gap(text: str) -> Any:
    left, _, right = text.rstrip(".,").partition("=")
    return _mathematics(left) - _mathematics(right)


def _letter(name: str) -> Any:
    """The engine's own symbol of that name (SymPy tells symbols with other assumptions apart)."""
    return _mathematics(name)


def _symbols(expression: Any) -> list[Any]:
    return sorted(expression.free_symbols, key=str)


def _value(found: Any) -> Value:
    """A SymPy number as a value of the engine."""
    import sympy

    found = sympy.nsimplify(sympy.radsimp(sympy.simplify(found)))
    if found.is_Rational:
        return Fraction(int(found.p), int(found.q))
    return found  # type: ignore[no-any-return]


def _only(found: list[Any]) -> Any:
    if len(found) != 1:
        raise ArithmeticError("not exactly one solution")
    return found[0]


def _constant(match: re.Match[str]) -> Value:
    import sympy

    gap = _gap(match["f"])
    unknown = next(one for one in _symbols(gap) if str(one) == match["v"])
    letter = _only([one for one in _symbols(gap) if one != unknown])
    return _value(_only(sympy.solve(gap.subs(letter, _mathematics(match["p"])), unknown)))


def _roots(match: re.Match[str]) -> list[Any]:
    import sympy

    gap = _gap(match["f"])
    found = sympy.roots(sympy.Poly(gap, _only(_symbols(gap))))
    return [root for root, times in found.items() for _ in range(times)]


def _of_roots(match: re.Match[str]) -> Value:
    import sympy

    one, other = _roots(match)
    if match.groupdict().get("asked"):
        return _value(sympy.expand(one + other if match["asked"] == "합" else one * other))
    asked = _mathematics(match["g"].replace("\\alpha", "α").replace("\\beta", "β"))
    p, q = (next(letter for letter in _symbols(asked) if str(letter) == name) for name in "pq")
    return _value(asked.subs({p: one, q: other}))


def _discriminant(match: re.Match[str]) -> Value:
    import sympy

    roots = _roots(match)
    if match.groupdict().get("count"):
        return Fraction(len({root for root in roots if root.is_real}))
    gap = _gap(match["f"])
    leading = sympy.Poly(gap, _only(_symbols(gap))).LC()
    return _value(leading**2 * sympy.expand((roots[0] - roots[1]) ** 2))


def _double(match: re.Match[str]) -> Value:
    import sympy

    gap = _gap(match["f"])
    unknown = next(one for one in _symbols(gap) if str(one) == match["v"])
    letter = _only([one for one in _symbols(gap) if one != unknown])
    found = [one for one in sympy.solve(sympy.discriminant(gap, letter), unknown)]
    if match.groupdict().get("plus"):
        found = [one for one in found if one.is_positive]
    return _value(_only(found))


def _system_asked(match: re.Match[str]) -> Value:
    import sympy

    texts = [text for text in re.split(r"[;,]", match["f"].strip("⦃⦄")) if text]
    gaps = [_gap(text) for text in texts]
    letters = sorted(set().union(*(gap.free_symbols for gap in gaps)), key=str)
    solution = _only(sympy.solve(gaps, letters, dict=True))
    asked = _mathematics(match["g"])
    return _value(asked.subs(dict(zip(_symbols(asked), (solution[letter] for letter in letters), strict=True))))


def _remainder(match: re.Match[str]) -> Value:
    import sympy

    top, low = _mathematics(match["f"]), _mathematics(match["g"])
    return _value(sympy.rem(top, low, _only(_symbols(low))))


def _composition(match: re.Match[str]) -> Value:
    f, g = _mathematics(match["f"]), _mathematics(match["g"])
    outer, inner = (f, g) if match["o"] == "f" else (g, f)
    middle = inner.subs(_only(_symbols(inner)), _mathematics(match["p"]))
    return _value(outer.subs(_only(_symbols(outer)), middle))


def _inverse(match: re.Match[str]) -> Value:
    import sympy

    body = _mathematics(match["f"])
    return _value(_only(sympy.solve(body - _mathematics(match["p"]), _only(_symbols(body)))))


def _number(match: re.Match[str], name: str) -> Fraction:
    value = printed_number(match[name])
    if value is None:
        raise ArithmeticError("no number")
    return value


def _ends(match: re.Match[str]) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    a, b, c, d = (_number(match, name) for name in "abcd")
    return (a, b), (c, d)


def _between(match: re.Match[str]) -> Value:
    """The point that divides a segment: start from one end and go the share of the way."""
    start, end = _ends(match)
    groups = match.groupdict()
    m, n = (_number(match, "m"), _number(match, "n")) if groups.get("m") else (Fraction(1), Fraction(1))
    share = m / (m + n)
    return Point(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _rationalise(match: re.Match[str]) -> Value:
    import sympy

    return _value(sympy.Integer(int(_number(match, "a"))) * sympy.Pow(int(_number(match, "b")), sympy.Rational(-1, 2)))


def _divisors(match: re.Match[str]) -> Value:
    """Counted by trying every candidate up to the number itself."""
    text = match["f"].replace("{", "").replace("}", "")
    whole = 1
    for factor in re.split(r"[×·]", text):
        base, _, power = factor.partition("^")
        whole *= int(base) ** int(power or 1)
    if whole > 300_000:
        raise ArithmeticError("too many candidates")
    small = [one for one in range(1, int(whole**0.5) + 1) if whole % one == 0]
    return Fraction(len({*small, *(whole // one for one in small)}))


def _surface(corners: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The area inside a polygon by its corners (shoelace)."""
    total = Fraction(0)
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def _rhombus(match: re.Match[str]) -> Value:
    a, b = _number(match, "a") / 2, _number(match, "b") / 2
    zero = Fraction(0)
    return _surface([(a, zero), (zero, b), (-a, zero), (zero, -b)])


def _trapezoid(match: re.Match[str]) -> Value:
    a, b, h = (_number(match, name) for name in "abh")
    zero = Fraction(0)
    return _surface([(zero, zero), (b, zero), (a, h), (zero, h)])


def _triangle(match: re.Match[str]) -> Value:
    a, h = (_number(match, name) for name in "ah")
    zero = Fraction(0)
    return _surface([(zero, zero), (a, zero), (a / 3, h)])


def _tangent(match: re.Match[str]) -> Value:
    """The line whose difference from the curve has a double root at the point."""
    import sympy

    curve = _mathematics(match["f"])
    x = _only(_symbols(curve))
    at = _mathematics(match["p"])
    m, k = sympy.symbols("m k")
    rest = sympy.rem(sympy.expand(curve - m * x - k), sympy.expand((x - at) ** 2), x)
    solved = _only(sympy.solve(sympy.Poly(rest, x).coeffs(), [m, k], dict=True))
    return sympy.Eq(_letter("y"), solved[m] * x + solved[k])  # type: ignore[no-any-return]


def _through_point(match: re.Match[str]) -> Value:
    import sympy

    body = _mathematics(match["f"])
    unknown = next(one for one in _symbols(body) if str(one) == match["v"])
    at = next(one for one in _symbols(body) if one != unknown)
    return _value(_only(sympy.solve(body.subs(at, _mathematics(match["p"])) - _mathematics(match["q"]), unknown)))


def _slope(match: re.Match[str]) -> Value:
    """The slope at a point as the limit of the difference quotient."""
    import sympy

    curve, at, h = _mathematics(match["f"]), _mathematics(match["p"]), sympy.Symbol("h")
    x = _only(_symbols(curve))
    return _value(sympy.cancel((curve.subs(x, at + h) - curve.subs(x, at)) / h).subs(h, 0))


def _indefinite(match: re.Match[str]) -> Value:
    import sympy

    return sympy.integrate(_mathematics(match["f"]), _letter("x")) + _letter("C")  # type: ignore[no-any-return]


def _inverse_function(match: re.Match[str]) -> Value:
    import sympy

    body, y = _mathematics(match["f"]), _letter("y")
    x = _only(_symbols(body))
    return sympy.Eq(y, _only(sympy.solve(body.subs(x, y) - x, y)))  # type: ignore[no-any-return]


def _square_sum(match: re.Match[str], form: str) -> Value:
    """From the two numbers themselves, the roots of t^2 - p t + q."""
    import sympy

    p, q = (_mathematics(match[name]) for name in "pq")
    one, other = (sympy.sqrt(p**2 - 4 * q) * sign / 2 + p / 2 for sign in (1, -1))
    return _value(sympy.expand(one**2 + other**2 if form == "sum" else (one - other) ** 2))


def _line(match: re.Match[str], slope: str, *, through: bool) -> Value:
    import sympy

    m = _mathematics(match[slope])
    a, b = (_mathematics(match[name]) for name in "ab") if through else (sympy.Integer(0), _mathematics(match["k"]))
    x, y = _letter("x"), _letter("y")
    return sympy.Eq(y, sympy.expand(m * (x - a) + b))  # type: ignore[no-any-return]


def _two_points(match: re.Match[str]) -> Value:
    import sympy

    m, k = sympy.symbols("m k")
    a, b, c, d = (_mathematics(match[name]) for name in "abcd")
    found = _only(sympy.solve([m * a + k - b, m * c + k - d], [m, k], dict=True))
    return sympy.Eq(_letter("y"), found[m] * _letter("x") + found[k])  # type: ignore[no-any-return]


def _conjugates(match: re.Match[str]) -> Value:
    import sympy

    return _value(sympy.expand(_mathematics(match["f"])))


def _common(match: re.Match[str], which: str) -> Value:
    import sympy

    one, other = (int(_mathematics(match[group])) for group in "fg")
    return Fraction(int(sympy.igcd(one, other) if which == "gcd" else sympy.ilcm(one, other)))


def _letter_power(match: re.Match[str]) -> Value:
    """The law by counting factors: so many letters above, so many below."""
    import sympy

    return _letter(match["v"]) ** len(_factors(match.string, int(match["m"]), int(match["n"])))  # type: ignore[no-any-return]


def _factors(text: str, m: int, n: int) -> list[int]:
    if "÷" in text:
        return list(range(m))[n:]
    return [0] * m + [0] * n if "×" in text else [0 for _ in range(n) for _ in range(m)]


def _hypotenuse(match: re.Match[str]) -> Value:
    import sympy

    a, b = (_mathematics(match[name]) for name in "ab")
    return _value(abs(a + sympy.I * b))


def _half_angle_area(match: re.Match[str]) -> Value:
    import sympy

    a = _mathematics(match["a"])
    return _value(a * a * sympy.sin(sympy.pi / 3) / 2)


def _circle(match: re.Match[str]) -> Value:
    import sympy

    x, y = _letter("x"), _letter("y")
    a, b, r = (_mathematics(match[name]) for name in "abr")
    return sympy.Eq((x - a) ** 2 + (y - b) ** 2, r**2)  # type: ignore[no-any-return]


def _foot(match: re.Match[str]) -> Value:
    """The distance to the foot of the perpendicular, which is found as a point first."""
    import sympy

    p, q, a, b, c = (_mathematics(match[name]) for name in "pqabc")
    t = sympy.Symbol("t")
    step = _only(sympy.solve(a * (p + a * t) + b * (q + b * t) - c, t))
    return _value(sympy.sqrt((a * step) ** 2 + (b * step) ** 2))


def _data(match: re.Match[str]) -> list[Fraction]:
    return [Fraction(text) for text in re.findall(r"-?\d+(?:\.\d+)?", match["l"])]


def _spread(match: re.Match[str]) -> Fraction:
    return Fraction(statistics.pvariance(_data(match)))


def _deviation(match: re.Match[str]) -> Value:
    import sympy

    spread = _spread(match)
    return _value(sympy.sqrt(sympy.Rational(spread.numerator, spread.denominator)))


def _other_side(match: re.Match[str]) -> Value:
    """The ratio by way of the remaining side of the right triangle."""
    import sympy

    a, c = _mathematics(match["a"]), _mathematics(match["c"])
    return _value(sympy.sqrt(1 - (c**2 - a**2) / c**2))


def _translated(match: re.Match[str]) -> Value:
    m, c, t = (_mathematics(match[name]) for name in "mct")
    import sympy

    return sympy.Eq(_letter("y") - t, m * _letter("x") + c)  # type: ignore[no-any-return]


def _all_roots(match: re.Match[str]) -> Value:
    return tuple(_value(root) for root in sorted(set(_roots(match)), key=float))


SOLVERS: dict[str, Solver] = {
    "equation.constant": _constant,
    "equation.quadratic.roots": _of_roots,
    "equation.quadratic.discriminant": _discriminant,
    "equation.quadratic.double": _double,
    "system.linear.asked": _system_asked,
    "polynomial.remainder": _remainder,
    "function.composition": _composition,
    "function.inverse.value": _inverse,
    "points.midpoint": _between,
    "points.internal.division": _between,
    "radical.rationalise": _rationalise,
    "divisors.count": _divisors,
    "plane.rhombus": _rhombus,
    "plane.trapezoid": _trapezoid,
    "plane.triangle": _triangle,
    "derivative.tangent": _tangent,
    "function.constant": _through_point,
    "derivative.value": _slope,
    "integral.indefinite": _indefinite,
    "function.inverse": _inverse_function,
    "identity.square.sum": lambda match: _square_sum(match, "sum"),
    "identity.square.difference": lambda match: _square_sum(match, "difference"),
    "line.slope.point": lambda match: _line(match, "m", through=True),
    "line.parallel": lambda match: _line(match, "m", through=True),
    "line.slope.intercept": lambda match: _line(match, "m", through=False),
    "line.two.points": _two_points,
    "radical.conjugates": _conjugates,
    "radical.rationalise.difference": lambda match: _value(_mathematics(f"\\frac{{1}}{{\\sqrt{{{match['a']}}}-\\sqrt{{{match['b']}}}}}")),
    "divisors.powers.gcd": lambda match: _common(match, "gcd"),
    "divisors.powers.lcm": lambda match: _common(match, "lcm"),
    "power.law.product": _letter_power,
    "power.law.quotient": _letter_power,
    "power.law.power": _letter_power,
    "plane.rectangle.diagonal": _hypotenuse,
    "points.origin.distance": _hypotenuse,
    "plane.equilateral.area": _half_angle_area,
    "circle.equation": _circle,
    "point.line.distance.minus": _foot,
    "statistics.mean": lambda match: Fraction(statistics.mean(_data(match))),
    "statistics.median": lambda match: Fraction(statistics.median(_data(match))),
    "statistics.mode": lambda match: Fraction(statistics.mode(_data(match))),
    "statistics.range": lambda match: max(_data(match)) - min(_data(match)),
    "statistics.variance": _spread,
    "statistics.deviation": _deviation,
    "trigonometry.sine.abc": _other_side,
    "trigonometry.cosine.abc": _other_side,
    "line.translated": _translated,
    "equation.quadratic": _all_roots,
}
