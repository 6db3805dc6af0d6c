"""Second solutions by SymPy, from the formulas that a grammar has read in the rendered question."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value, evaluate, names_in, parse
from questions.engine.expressions.values import Point
from questions.engine.resolving.reading import few, few_powers
from questions.engine.resolving.surds import is_plain, rationalised
from questions.engine.twins.grammar.family import printed_number

_BESIDE = re.compile(r"÷(\d*(?:[a-zA-Z](?:\^\{?\d+\}?)?)+)(?![a-zA-Z(])")
"""A product without signs behind ÷ is divided by as a whole."""
Solver = Callable[[re.Match[str]], Value]


def computer_algebra() -> Any:
    """SymPy, loaded when first needed; its functions carry no types."""
    import sympy

    return sympy


def mathematics(text: str) -> Any:
    """A formula of the normal spelling as a SymPy expression with its letters free. Raises ArithmeticError for what is
    none: a relation, a set, several values.
    """
    sympy = computer_algebra()
    for head in ("y=", "f(x)=", "g(x)=", "P(x)="):
        text = text.removeprefix(head)
    if re.search("[=<>≤≥;]", text):
        raise ArithmeticError("a relation is no formula")
    text = _BESIDE.sub(r"÷(\1)", text)
    latex = text.replace("√", "\\sqrt").replace("π", "\\pi").replace("×", "\\times ").replace("÷", "\\div ")
    latex = re.sub(r"\\sqrt(\d+)", r"\\sqrt{\1}", latex).replace("α", "p").replace("β", "q")
    if re.search(r"\\div ?(?:\d+|[a-zA-Z])?\(.*[a-zA-Z].*\)\(", latex) or re.search(
        r"\\div ?\d*[a-zA-Z][\w^{}]*\(", latex
    ):
        raise ArithmeticError("a division that can be read in two ways")
    node = parse(latex, "latex")
    value = evaluate(node, {}, names_in(node))
    if isinstance(value, Fraction) or type(value) is int:
        return sympy.Rational(value.numerator, value.denominator)
    if not isinstance(value, sympy.Expr):
        raise ArithmeticError("no formula of one value")
    few_powers(value)
    return value


def _gap(text: str) -> Any:
    left, _, right = text.rstrip(".,").partition("=")
    return mathematics(left) - mathematics(right)


def letter_of(name: str) -> Any:
    """The engine's own symbol of that name (SymPy tells symbols with other assumptions apart)."""
    return mathematics(name)


def _symbols(expression: Any) -> list[Any]:
    return sorted(expression.free_symbols, key=str)


def exact(found: Any) -> Any:
    """A SymPy number as a value of the engine. Raises ArithmeticError where a function that nobody defined is left, and
    for a root that no formula gives.
    """
    sympy = computer_algebra()
    if found.has(sympy.CRootOf):
        raise ArithmeticError("a root that no formula gives")
    if not is_plain(found):
        found = rationalised(found)
    if not is_plain(found):
        found = sympy.nsimplify(sympy.radsimp(sympy.simplify(found)))
    if found.atoms(sympy.core.function.AppliedUndef):
        raise ArithmeticError("a function without a rule has no value")
    if found.is_Rational:
        return Fraction(int(found.p), int(found.q))
    return found


def only(found: list[Any]) -> Any:
    if len(found) != 1:
        raise ArithmeticError("not exactly one solution")
    return found[0]


def _constant(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    gap = _gap(match["f"])
    unknown = next(one for one in _symbols(gap) if str(one) == match["v"])
    letter = only([one for one in _symbols(gap) if one != unknown])
    return exact(only(sympy.solve(gap.subs(letter, mathematics(match["p"])), unknown)))


def _roots(match: re.Match[str]) -> list[Any]:
    sympy = computer_algebra()
    gap = _gap(match["f"])
    letter = only(_symbols(gap))
    if not gap.is_polynomial(letter):
        raise ArithmeticError("no polynomial")
    found = sympy.roots(sympy.Poly(gap, letter))
    return [root for root, times in found.items() for _ in range(times)]


def _of_roots(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    one, other = _roots(match)
    if asked := match.groupdict().get("asked"):
        found = {"합": exact(sympy.expand(one + other)), "곱": exact(sympy.expand(one * other))}
        return found[asked] if len(asked) == 1 else (found[asked[0]], found[asked[-1]])
    asked = mathematics(match["g"].replace("\\alpha", "α").replace("\\beta", "β"))
    named = {str(letter): letter for letter in _symbols(asked)}
    return exact(asked.subs({named["p"]: one, named["q"]: other}))


def _discriminant(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    roots = _roots(match)
    if match.groupdict().get("count"):
        return Fraction(len({root for root in roots if root.is_real}))
    gap = _gap(match["f"])
    leading = sympy.Poly(gap, only(_symbols(gap))).LC()
    return exact(leading**2 * sympy.expand((roots[0] - roots[1]) ** 2))


def _double(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    gap = _gap(match["f"])
    unknown = next(one for one in _symbols(gap) if str(one) == match["v"])
    letter = only([one for one in _symbols(gap) if one != unknown])
    found = list(sympy.solve(sympy.discriminant(gap, letter), unknown))
    if match.groupdict().get("plus"):
        found = [one for one in found if one.is_positive]
    return exact(only(found))


def _system_asked(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    texts = [text for text in re.split(r"[;,]", match["f"].strip("⦃⦄")) if text]
    gaps = [_gap(text) for text in texts]
    letters = sorted(set().union(*(gap.free_symbols for gap in gaps)), key=str)
    solution = only(sympy.solve(gaps, letters, dict=True))
    asked = mathematics(match["g"])
    return exact(asked.subs(dict(zip(_symbols(asked), (solution[letter] for letter in letters), strict=True))))


def _remainder(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    top, low = mathematics(match["f"]), mathematics(match["g"])
    return exact(sympy.rem(top, low, only(_symbols(low))))


def _composition(match: re.Match[str]) -> Any:
    f, g = mathematics(match["f"]), mathematics(match["g"])
    outer, inner = (f, g) if match["o"] == "f" else (g, f)
    middle = inner.subs(only(_symbols(inner)), mathematics(match["p"]))
    return exact(outer.subs(only(_symbols(outer)), middle))


def _twice(match: re.Match[str]) -> Any:
    body = mathematics(match["f"])
    x = only(_symbols(body))
    return exact(body.subs(x, body).subs(x, mathematics(match["p"])))


def _inverse(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body = mathematics(match["f"])
    return exact(only(sympy.solve(body - mathematics(match["p"]), only(_symbols(body)))))


def number_in(match: re.Match[str], name: str) -> Fraction:
    value = printed_number(match[name])
    if value is None:
        raise ArithmeticError("no number")
    return value


def _ends(match: re.Match[str]) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    a, b, c, d = (number_in(match, name) for name in "abcd")
    return (a, b), (c, d)


def _between(match: re.Match[str]) -> Any:
    """The point that divides a segment: start from one end and go the share of the way."""
    start, end = _ends(match)
    groups = match.groupdict()
    m, n = (number_in(match, "m"), number_in(match, "n")) if groups.get("m") else (Fraction(1), Fraction(1))
    share = m / (m + n)
    return Point(one + share * (other - one) for one, other in zip(start, end, strict=True))


def _rationalise(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    return exact(
        sympy.Integer(int(number_in(match, "a"))) * sympy.Pow(int(number_in(match, "b")), sympy.Rational(-1, 2))
    )


def _divisors(match: re.Match[str]) -> Any:
    """Counted by trying every candidate up to the number itself."""
    text = match["f"].replace("{", "").replace("}", "")
    whole = 1
    for factor in re.split(r"[×·]", text):
        base, _, power = factor.partition("^")
        whole *= int(base) ** few(int(power or 1), 64)
    if whole > 300_000:
        raise ArithmeticError("too many candidates")
    small = [one for one in range(1, int(whole**0.5) + 1) if whole % one == 0]
    return Fraction(len({*small, *(whole // one for one in small)}))


def _tangent(match: re.Match[str]) -> Any:
    """The line whose difference from the curve has a double root at the point."""
    sympy = computer_algebra()
    curve = mathematics(match["f"])
    x = only(_symbols(curve))
    at = mathematics(match["p"])
    m, k = sympy.symbols("m k")
    rest = sympy.rem(sympy.expand(curve - m * x - k), sympy.expand((x - at) ** 2), x)
    solved = only(sympy.solve(sympy.Poly(rest, x).coeffs(), [m, k], dict=True))
    return sympy.Eq(letter_of("y"), solved[m] * x + solved[k])


def _through_point(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body = mathematics(match["f"])
    unknown = next(one for one in _symbols(body) if str(one) == match["v"])
    at = next(one for one in _symbols(body) if one != unknown)
    height = mathematics(match["q"]) if match.groupdict().get("q") else 0
    return exact(only(sympy.solve(body.subs(at, mathematics(match["p"])) - height, unknown)))


def _slope(match: re.Match[str]) -> Any:
    """The slope at a point as the limit of the difference quotient."""
    sympy = computer_algebra()
    curve, at, h = mathematics(match["f"]), mathematics(match["p"]), sympy.Symbol("h")
    x = only(_symbols(curve))
    return exact(sympy.cancel((curve.subs(x, at + h) - curve.subs(x, at)) / h).subs(h, 0))


def _indefinite(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    return sympy.integrate(mathematics(match["f"]), letter_of("x")) + letter_of("C")


def _inverse_function(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body, y = mathematics(match["f"]), letter_of("y")
    x = only(_symbols(body))
    return sympy.Eq(y, only(sympy.solve(body.subs(x, y) - x, y)))


def _square_sum(match: re.Match[str], form: str) -> Any:
    """From the two numbers themselves, the roots of t^2 - p t + q."""
    sympy = computer_algebra()
    p, q = (mathematics(match[name]) for name in "pq")
    one, other = (sympy.sqrt(p**2 - 4 * q) * sign / 2 + p / 2 for sign in (1, -1))
    return exact(sympy.expand(one**2 + other**2 if form == "sum" else (one - other) ** 2))


def _line(match: re.Match[str], slope: str, *, through: bool) -> Any:
    sympy = computer_algebra()
    m = mathematics(match[slope])
    a, b = (mathematics(match[name]) for name in "ab") if through else (sympy.Integer(0), mathematics(match["k"]))
    x, y = letter_of("x"), letter_of("y")
    return sympy.Eq(y, sympy.expand(m * (x - a) + b))


def _two_points(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    m, k = sympy.symbols("m k")
    a, b, c, d = (mathematics(match[name]) for name in "abcd")
    found = only(sympy.solve([m * a + k - b, m * c + k - d], [m, k], dict=True))
    return sympy.Eq(letter_of("y"), found[m] * letter_of("x") + found[k])


def _conjugates(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    return exact(sympy.expand(mathematics(match["f"])))


def _common(match: re.Match[str], which: str) -> Value:
    sympy = computer_algebra()
    one, other = (int(mathematics(match[group])) for group in "fg")
    return Fraction(int(sympy.igcd(one, other) if which == "gcd" else sympy.ilcm(one, other)))


def _letter_power(match: re.Match[str]) -> Any:
    """The law by counting factors: so many letters above, so many below."""

    return letter_of(match["v"]) ** len(_factors(match.string, few(int(match["m"]), 200), few(int(match["n"]), 200)))


def _factors(text: str, m: int, n: int) -> list[int]:
    if "÷" in text:
        return list(range(m))[n:]
    return [0] * m + [0] * n if "×" in text else [0 for _ in range(n) for _ in range(m)]


def _data(match: re.Match[str]) -> list[Fraction]:
    return [Fraction(text) for text in re.findall(r"-?\d+(?:\.\d+)?", match["l"])]


def _spread(match: re.Match[str]) -> Fraction:
    return Fraction(statistics.pvariance(_data(match)))


def _deviation(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    spread = _spread(match)
    return exact(sympy.sqrt(sympy.Rational(spread.numerator, spread.denominator)))


def _other_side(match: re.Match[str]) -> Any:
    """The ratio by way of the remaining side of the right triangle."""
    sympy = computer_algebra()
    a, c = mathematics(match["a"]), mathematics(match["c"])
    return exact(sympy.sqrt(1 - (c**2 - a**2) / c**2))


def _translated(match: re.Match[str]) -> Any:
    m, c, t = (mathematics(match[name]) for name in "mct")
    sympy = computer_algebra()
    return sympy.Eq(letter_of("y"), sympy.expand(m * letter_of("x") + c + t))


def _all_roots(match: re.Match[str]) -> Any:
    return tuple(exact(root) for root in sorted(set(_roots(match)), key=float))


SOLVERS: dict[str, Solver] = {
    "equation.constant": _constant,
    "equation.quadratic.roots": _of_roots,
    "equation.quadratic.discriminant": _discriminant,
    "equation.quadratic.double": _double,
    "system.linear.asked": _system_asked,
    "polynomial.remainder": _remainder,
    "function.composition": _composition,
    "function.twice": _twice,
    "function.inverse.value": _inverse,
    "points.midpoint": _between,
    "points.internal.division": _between,
    "radical.rationalise": _rationalise,
    "divisors.count": _divisors,
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
    "radical.rationalise.difference": lambda match: exact(
        mathematics(f"\\frac{{1}}{{\\sqrt{{{match['a']}}}-\\sqrt{{{match['b']}}}}}")
    ),
    "divisors.powers.gcd": lambda match: _common(match, "gcd"),
    "divisors.powers.lcm": lambda match: _common(match, "lcm"),
    "power.law.product": _letter_power,
    "power.law.quotient": _letter_power,
    "power.law.power": _letter_power,
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
