"""Lines, parabolas, proportionality, function values and the calculus of polynomials."""

from __future__ import annotations

import sympy as sp

from bench.judge.notation import Expr, expression, relation
from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem, exact
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth, rational, value

X, Y = sp.symbols("x y", real=True)
PAIR = r"\(#[,]#\)"


def graph(text: str) -> Expr:
    """The right side of `y = …` or `f(x) = …`."""
    name, _, right = text.partition("=")
    if name.replace(" ", "") not in ("y", "f(x)", "g(x)") or "=" in right:
        raise Unreadable("not a function of x")
    found = expression(right)
    if found.free_symbols - {X}:
        raise Unreadable("another letter")
    return found


def line(stem: Stem) -> Truth | None:
    """A line from slope and point, slope and intercept, or two points; the slope of two points."""
    end = rf"(?:을|를)?(?:그래프로하는)?(?:일차함수의식|직선의방정식|일차함수|직선의식){ASK}"
    found = stem.finds(rf"기울기가#이?고,?점(?:[A-Z])?{PAIR}(?:을|를)지나는직선{end}")
    if found:
        slope, a, b = (rational(number) for number in exact(found, 1, 2, 3))
        return Truth("line", Y - b - slope * (X - a))
    found = stem.finds(rf"기울기가#이?고,?y절편이#인직선{end}")
    if found:
        slope, b = (rational(number) for number in exact(found, 1, 2))
        return Truth("line", Y - slope * X - b)
    found = stem.finds(rf"두점(?:[A-Z])?{PAIR},(?:[A-Z])?{PAIR}(?:을|를)지나는(직선의기울기{ASK}|직선{end})")
    if not found:
        return None
    a, b, c, d = (rational(number) for number in exact(found, 1, 2, 3, 4))
    if a == c:
        return None
    slope = (d - b) / (c - a)
    return Truth("value", slope) if "기울기" in found[5] else Truth("line", Y - b - slope * (X - a))


def intercepts(stem: Stem) -> Truth | None:
    """`그래프의 x절편을 a, y절편을 b라 할 때, a − b의 값`, or one intercept alone."""
    if not stem.maths:
        return None
    both = r"(?:M절편|x절편)(?:을|를)M,?(?:M절편|y절편)(?:을|를)M(?:이)?라(?:고)?할때,?M의값"
    if stem.fits(rf"일차함수M의그래프의{both}{ASK}"):
        right = graph(stem.maths[0])
        zero = sp.solve(right, X)
        letters = [text for text in stem.maths[1:-1] if text not in ("x", "y")]
        if len(zero) != 1 or len(letters) != 2:
            return None
        a, b = (expression(letter) for letter in letters)
        return Truth("value", expression(stem.maths[-1]).subs({a: zero[0], b: right.subs(X, 0)}))
    alone = stem.fits(rf"일차함수M의그래프의(?:M|x|y)절편{ASK}")
    if alone:
        right = graph(stem.maths[0])
        axis = stem.maths[1] if len(stem.maths) > 1 else stem.frame.split("절편")[0][-1]
        return Truth("value", right.subs(X, 0)) if axis == "y" else Truth("roots", frozenset(sp.solve(right, X)))
    return None


def parabola(stem: Stem) -> Truth | None:
    """Vertex, axis, or greatest and least value of a quadratic function."""
    asked = stem.fits(rf"이차함수M(?:의그래프)?의(꼭짓점의좌표|최댓값|최솟값){ASK}")
    if asked:
        poly = sp.Poly(graph(stem.maths[0]), X)
        if poly.degree() != 2:
            return None
        place = -poly.nth(1) / (2 * poly.nth(2))
        top = poly.as_expr().subs(X, place)
        if asked[1] == "꼭짓점의좌표":
            return Truth("point", (place, top))
        return Truth("value", top) if (poly.nth(2) < 0) == (asked[1] == "최댓값") else None
    asked = stem.fits(rf"M일때,?이차함수M의(최댓값과최솟값의합|최댓값|최솟값){ASK}")
    if not asked:
        return None
    sides, _ = relation(stem.maths[0])
    right = graph(stem.maths[1])
    places = [sides[0], sides[-1], *(z for z in sp.solve(sp.diff(right, X), X) if sides[0] <= z <= sides[-1])]
    heights = [right.subs(X, place) for place in places]
    low, high = min(heights), max(heights)
    return Truth("value", {"최댓값": high, "최솟값": low}.get(asked[1], low + high))


def proportional(stem: Stem) -> Truth | None:
    """`y가 x에 (반)비례하고 x = a일 때 y = b이다. x = c일 때 y의 값`."""
    found = stem.finds(rf"y(?:가|는)x에(정비례|반비례|비례)하고,x=#일때,y=#이?다\.x=#일때,y의값{ASK}")
    if not found:
        return None
    a, b, c = exact(found, 2, 3, 4)
    if not (a and c):
        return None
    return value(a * b / c if found[1] == "반비례" else b / a * c)


def function_value(stem: Stem) -> Truth | None:
    """`함수 f(x) = …에 대하여 f(2), f'(2), f(1) + f(3) …의 값`."""
    asked = stem.fits(rf"(?:일차|이차|다항|삼차)?함수M에(?:대하여|대해|서),?M의값{ASK}")
    if not asked or not stem.maths[0].replace(" ", "").startswith("f(x)="):
        return None
    return Truth("value", expression(stem.maths[1], {"f": sp.Lambda(X, graph(stem.maths[0]))}))


def extremum(stem: Stem) -> Truth | None:
    """`함수 M의 극댓값(극솟값)` of a polynomial."""
    asked = stem.fits(rf"(?:삼차|사차)?함수M의(극댓값|극솟값){ASK}")
    if not asked:
        return None
    right = graph(stem.maths[0])
    slope = sp.diff(right, X)
    bend = [(place, sp.diff(slope, X).subs(X, place)) for place in sp.real_roots(sp.Poly(slope, X), multiple=True)]
    heights = [right.subs(X, place) for place, sign in bend if (sign < 0) == (asked[1] == "극댓값") and sign != 0]
    return Truth("value", sp.simplify(heights[0])) if len(heights) == 1 else None


def tangent(stem: Stem) -> Truth | None:
    """`곡선 M 위의 점 M에서의 접선의 방정식 (기울기)`."""
    asked = stem.fits(rf"(?:곡선|함수)M(?:의그래프)?위의점M에서의접선의(방정식|기울기){ASK}")
    if not asked:
        return None
    right = graph(stem.maths[0])
    inner = stem.maths[1].strip().strip("()").split(",")
    a, b = (expression(part) for part in inner)
    if sp.simplify(right.subs(X, a) - b) != 0:
        raise Unreadable("the point is not on the curve")
    slope = sp.diff(right, X).subs(X, a)
    return Truth("value", slope) if asked[1] == "기울기" else Truth("line", Y - b - slope * (X - a))


def distance(stem: Stem) -> Truth | None:
    """Between two points, or from a point to a line."""
    found = stem.finds(rf"두점(?:[A-Z])?{PAIR},(?:[A-Z])?{PAIR}사이의거리{ASK}")
    if found:
        a, b, c, d = (rational(number) for number in exact(found, 1, 2, 3, 4))
        return Truth("value", sp.sqrt((a - c) ** 2 + (b - d) ** 2))
    if not stem.fits(rf"점M(?:과|와)직선M사이의거리{ASK}"):
        return None
    a, b = (expression(part) for part in stem.maths[0].strip().strip("()").split(","))
    (left, right), _ = relation(stem.maths[1])
    height = sp.expand(left - right)
    normal = sp.sqrt(height.coeff(X) ** 2 + height.coeff(Y) ** 2)
    return Truth("value", sp.Abs(height.subs({X: a, Y: b})) / normal)


READERS = (line, intercepts, parabola, proportional, function_value, extremum, tangent, distance)
