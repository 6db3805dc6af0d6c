"""Lines and parabolas: slope, intercepts, vertex, axis, extremes; from values at a few points."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value
from questions.engine.expressions.symbolic import library
from questions.engine.expressions.values import settled, working
from questions.engine.resolving.equations import members
from questions.engine.resolving.reading import Resolution, exactly, mathematics, number, rule


def _values(text: str) -> list[Fraction] | None:
    """f(0), f(1), f(2) of a polynomial up to degree two in one letter with rational values; None for others."""
    sympy = library()
    value = mathematics(text)
    if getattr(value, "is_Equality", False):
        return None
    letters: Any = getattr(value, "free_symbols", set())
    if len(letters) != 1:
        return None
    (letter,) = letters
    if not value.is_polynomial(letter) or sympy.degree(value, letter) > 2:
        return None
    found = [working(value.subs(letter, k)) for k in range(3)]
    return [Fraction(v) for v in found] if all(isinstance(v, int | Fraction) for v in found) else None


def _coefficients(text: str) -> tuple[Fraction, Fraction, Fraction] | None:
    values = _values(text)
    if values is None:
        return None
    second = (values[2] - 2 * values[1] + values[0]) / 2
    return second, values[1] - values[0] - second, values[0]


def _line(found: re.Match[str]) -> Resolution | None:
    parts = _coefficients(found["m"])
    if parts is None or parts[0] != 0:
        return None
    _, slope, start = parts
    what = found["what"].lower()
    if what in ("기울기", "slope"):
        return exactly(slope, "x가 1만큼 늘 때 y가 는 양을 구했음")
    if what in ("y절편", "y-intercept"):
        return exactly(start, "x에 0을 넣었음")
    return exactly(-start / slope, "y가 0이 되는 x를 구했음") if slope else None


def _parabola(found: re.Match[str]) -> Resolution | None:
    parts = _coefficients(found["m"])
    if parts is None or parts[0] == 0:
        return None
    a, b, c = parts
    axis = -b / (2 * a)
    peak = a * axis * axis + b * axis + c
    what = found["what"]
    if "꼭짓점" in what or "vertex" in what:
        return Resolution(
            f"({axis}, {peak})", "대칭축에서의 함숫값을 구했음", lambda given: _is_point(given, axis, peak)
        )
    if "축" in what or "axis" in what:
        return exactly(axis, "대칭축을 구했음")
    if ("최댓값" in what or "maximum" in what) == (a < 0):
        return exactly(peak, "대칭축에서의 함숫값을 구했음")
    return None


def _is_point(given: Value, x: Fraction, y: Fraction) -> bool | None:
    if not isinstance(given, tuple) or len(given) != 2:
        return None
    return [members(item) for item in given] == [members(x), members(y)]


def _through(found: re.Match[str]) -> Resolution | None:
    """The line through two points, or its slope."""
    x1, y1, x2, y2 = (number(found[k]) for k in ("a", "b", "c", "d"))
    if x1 == x2:
        return None
    slope = (y2 - y1) / (x2 - x1)
    if "기울기" in found["what"] or "slope" in found["what"]:
        return exactly(slope, "두 점의 y의 차를 x의 차로 나누었음")
    return Resolution(
        f"y = {slope}x + {y1 - slope * x1}", "두 점의 좌표를 식에 넣어 확인했음",
        lambda given: _passes(given, ((x1, y1), (x2, y2))),
    )  # fmt: skip


def _passes(given: Value, points: tuple[tuple[Fraction, Fraction], ...]) -> bool | None:
    if not getattr(given, "is_Equality", False):
        return None
    sympy = library()
    x, y = sympy.Symbol("x", real=True), sympy.Symbol("y", real=True)
    relation: Any = given
    if relation.lhs != y or sympy.degree(relation.rhs, x) > 1:
        return None
    return all(settled(working(relation.rhs.subs(x, working_sympy(a)))) == b for a, b in points)


def working_sympy(value: Fraction) -> Any:
    sympy = library()
    return sympy.Rational(value.numerator, value.denominator)


def _sloped(found: re.Match[str]) -> Resolution | None:
    """The line with a slope through a point or with an intercept."""
    slope, x, y = number(found["m"]), number(found.groupdict().get("a") or "0"), number(found["b"])
    points = ((x, y), (x + 1, y + slope))
    return Resolution(
        f"y = {slope}x + {y - slope * x}", "지나는 두 점의 좌표를 식에 넣어 확인했음",
        lambda given: _passes(given, points),
    )  # fmt: skip


def _divided(found: re.Match[str]) -> Resolution | None:
    """The point that divides a segment m : n from inside (1 : 1 for the middle), or from outside."""
    groups = found.groupdict()
    m, n = number(groups.get("m") or "1"), number(groups.get("n") or "1")
    if "외분" in found.string:
        n = -n
    if m + n == 0:
        return None
    x, y = ((number(found[p]) * n + number(found[q]) * m) / (m + n) for p, q in (("a", "c"), ("b", "d")))
    return Resolution(f"({x}, {y})", "좌표마다 비로 나누었음", lambda given: _is_point(given, x, y))


def _distance(found: re.Match[str]) -> Resolution | None:
    sympy = library()
    x1, y1, x2, y2 = (number(found[k]) for k in ("a", "b", "c", "d"))
    square = (x2 - x1) ** 2 + (y2 - y1) ** 2
    return exactly(settled(working(sympy.sqrt(working_sympy(square)))), "피타고라스 정리로 구했음")


_POINTS = r"[A-Z]?\(<N:a>,<N:b>\)(?:,|과|와|and)[A-Z]?\(<N:c>,<N:d>\)"
_GRAPH = r"(?:의그래프)?"
RULES = (
    rule(rf"(?:일차함수|직선|함수)(?:y=|f\(x\)=)<M:m>{_GRAPH}의(?P<what>기울기|[xy]절편)(?:을|를|은|는)?", _line),
    rule(r"(?:find|whatis)the(?P<what>slope|[xy]-intercept)of(?:theline|thegraphof)?(?:y=|f\(x\)=)<M:m>", _line),
    rule(
        rf"(?:이차함수|함수|포물선)(?:y=|f\(x\)=)<M:m>{_GRAPH}의(?P<what>꼭짓점의좌표|꼭짓점|축의방정식|대칭축의방정식|대칭축|최댓값|최솟값)(?:을|를|은|는)?",
        _parabola,
    ),
    rule(
        r"(?:find|whatis)the(?P<what>vertex|maximumvalue|minimumvalue)of(?:theparabola|thegraphof|thefunction)?(?:y=|f\(x\)=)<M:m>",
        _parabola,
    ),
    rule(
        rf"두점{_POINTS}(?:을|를)지나는(?:직선|일차함수의그래프)의(?P<what>기울기|방정식|식)(?:을|를|은|는)?", _through
    ),
    rule(rf"(?:find|whatis)the(?P<what>slope|equation)ofthelinethrough(?:thepoints)?{_POINTS}", _through),
    rule(
        r"기울기가<N:m>(?:이고|이며),?점[A-Z]?\(<N:a>,<N:b>\)을?를?지나는(?:직선|일차함수)의?(?:그래프의)?(?:방정식|식)",
        _sloped,
    ),
    rule(r"기울기가<N:m>(?:이고|이며),?y절편이<N:b>인(?:직선|일차함수)의?(?:그래프의)?(?:방정식|식)", _sloped),
    rule(r"기울기가<N:m>(?:이고|이며),?점[A-Z]?\(<N:a>,<N:b>\)을?를?지나는직선을그래프로하는일차함수의식", _sloped),
    rule(rf"두점{_POINTS}(?:을|를)(?:잇는|이은)선분(?:AB)?의중점의좌표", _divided),
    rule(
        rf"두점{_POINTS}(?:에대하여|를이은|을이은|를잇는|을잇는|일때,?)선분(?:AB)?의?(?:을|를)?<N:m>:<N:n>(?:으로|로)(?:내분|외분)하는점(?:P|Q)?의좌표",
        _divided,
    ),
    rule(rf"두점{_POINTS}(?:사이의거리)(?:을|를|는)?", _distance),
    rule(rf"(?:find|whatis)thedistancebetween(?:thepoints)?{_POINTS}", _distance),
)
