"""The upper school years: waves, rises and falls, rules of differentiation, complex numbers, sets, and what fits."""

from __future__ import annotations

import re

import sympy as sp

from bench.judge.notation import Expr, expression, relation
from bench.judge.readers.algebra import ASK
from bench.judge.readers.functions import X, graph
from bench.judge.stem import Stem
from bench.judge.truth import Truth, value

IMAGINARY = sp.Symbol("i", real=True)
EULER = sp.Symbol("e", real=True)
KIND = r"(?:이차|삼차|다항|삼각|지수|로그|유리)?"
WHOLE = r"[+-]?\d+"


def wave(stem: Stem) -> Truth | None:
    """`함수 y = a sin(bx + c) + d의 최댓값 / 최솟값 / 주기`."""
    asked = stem.fits(rf"(?:함수)?M의(최댓값|최솟값|주기){ASK}")
    if not asked:
        return None
    right = graph(stem.maths[0])
    (turning,) = right.atoms(sp.sin, sp.cos)
    high, shift = right.coeff(turning), right - right.coeff(turning) * turning
    if high.free_symbols or sp.expand(shift).free_symbols:
        return None
    if asked[1] == "주기":
        return Truth("value", 2 * sp.pi / sp.Abs(sp.diff(turning.args[0], X)))
    return Truth("value", shift + sp.Abs(high) * (1 if asked[1] == "최댓값" else -1))


def monotone(stem: Stem) -> Truth | None:
    """`함수 f(x)가 감소하는 구간`, for a cubic, by the sign of its derivative."""
    asked = stem.fits(rf"{KIND}함수M(?:이|가|의)(증가|감소)하는(?:구간|M의값의범위|x의값의범위){ASK}")
    if not asked:
        return None
    slope = sp.diff(graph(stem.maths[0]), X)
    found = sp.solveset(slope <= 0 if asked[1] == "감소" else slope >= 0, X, sp.S.Reals)
    return Truth("region", found)


def on_interval(stem: Stem) -> Truth | None:
    """The largest or smallest value on a printed closed interval, by all candidates."""
    asked = stem.fits(rf"(?:닫힌)?(?:구간)?M(?:에서|일때),?{KIND}함수M의(최댓값|최솟값){ASK}")
    if not asked:
        return None
    ends = [sp.Integer(found) for found in re.findall(WHOLE, stem.maths[0])]
    right = graph(stem.maths[1])
    places = [*ends, *(z for z in sp.real_roots(sp.Poly(sp.diff(right, X), X)) if ends[0] <= z <= ends[1])]
    heights = [sp.nsimplify(sp.simplify(right.subs(X, place))) for place in places]
    return Truth("value", max(heights) if asked[1] == "최댓값" else min(heights)) if len(ends) == 2 else None


def slope(stem: Stem) -> Truth | None:
    """`함수 f(x)의 x = a에서의 미분계수`, `f'(a)`, and derivatives as expressions."""
    asked = stem.fits(
        rf"(?:함수|곡선)?M(?:의(?:M에서의)?(미분계수|도함수)|(?:을|를)(미분)하(?:시오|여라|면))(?:{ASK}|[.?]*)"
    )
    if not asked:
        return None
    found = sp.diff(graph(stem.maths[0]).subs(EULER, sp.E), X)
    if asked[1] != "미분계수":
        return Truth("value", found)
    sides, marks = relation(stem.maths[1])
    return Truth("value", found.subs(X, sides[1])) if marks == ["="] else None


def coefficient(stem: Stem) -> Truth | None:
    """`(…)(…)를 전개하였을 때, x의 계수`."""
    asked = stem.fits(rf"M(?:(?:을|를)전개(?:하였을때|했을때|하면|한식에서),?|의전개식에서,?)(?:M의계수|(상수항)){ASK}")
    if not asked:
        return None
    body = sp.expand(expression(stem.maths[0]))
    letters = sorted(body.free_symbols, key=str)
    term = sp.Integer(1) if asked[1] else expression(stem.maths[1])
    return Truth("value", sp.Poly(body, *letters).coeff_monomial(term))


def limit_constants(stem: Stem) -> Truth | None:
    """`lim (x² + ax + b)/(x − c) = L일 때, a, b`: nothing above at c, and the slope there is L."""
    found = re.match(
        r"\\lim_\{?x(?:\\to|→)(-?\d+)\}?\\frac\{(.+?)\}\{x([-+]\d+)\}=(-?\d+)$", stem.maths[0].replace(" ", "")
    )
    asked = stem.fits(
        rf"M(?:일때,?|을만족하는|를만족하는)(?:상수)?(?:M,?M?에대하여,?)?(?:상수)?M(?:,M)?의값(?:을각각)?{ASK}"
    )
    if not found or not asked or int(found[1]) != -int(found[3]):
        return None
    top, c, limit = expression(found[2]), int(found[1]), int(found[4])
    letters = sorted(top.free_symbols - {X}, key=str)
    (solved,) = sp.solve([top.subs(X, c), sp.diff(top, X).subs(X, c) - limit], letters, dict=True)
    return _asked(stem, solved)


def _asked(stem: Stem, solved: dict[Expr, Expr]) -> Truth | None:
    """What the last formula asks of the solved letters."""
    texts = [part.strip() for part in stem.maths[-1].split(",")]
    names = {str(letter) for letter in solved}
    if len(texts) == 1 and stem.maths[-1].strip() in names and re.search(r"M,M의값", stem.frame):
        texts = [stem.maths[-2].strip(), texts[0]]
    if len(texts) > 1:
        return Truth("assignment", tuple((text, solved[sp.Symbol(text, real=True)]) for text in texts))
    body = expression(texts[0])
    return Truth("value", body.subs(solved)) if body.free_symbols and body.free_symbols <= set(solved) else None


def complex_equation(stem: Stem) -> Truth | None:
    """`(x + yi)(2 − i) = 7 + 4i일 때, 실수 x, y`."""
    if not stem.fits(
        rf"(?:등식)?M(?:을|를)?(?:만족(?:하는|시키는)|일때|이성립할때),?(?:두)?(?:실수)?(?:M,?M?에대하여,?)?M(?:,M)?의값(?:을각각|을)?{ASK}"
    ):
        return None
    (left, right), marks = relation(stem.maths[0])
    if marks != ["="] or IMAGINARY not in (left - right).free_symbols:
        return None
    real, imaginary = sp.expand((left - right).subs(IMAGINARY, sp.I)).as_real_imag()
    letters = sorted((left - right).free_symbols - {IMAGINARY}, key=str)
    (solved,) = sp.solve([real, imaginary], letters, dict=True)
    return _asked(stem, solved)


def conjugate(stem: Stem) -> Truth | None:
    """`z = 3 − 2i의 켤레복소수를 z̄라 할 때, 식의 값`."""
    if not stem.fits(rf"(?:복소수)?M(?:의켤레복소수를M(?:이)?라(?:고)?할때|일때|에대하여),?M의값{ASK}"):
        return None
    (name, number), marks = relation(stem.maths[0])
    if str(name) != "z" or marks != ["="]:
        return None
    number = number.subs(IMAGINARY, sp.I)
    body = expression(re.sub(r"\\(?:overline|bar)\s*\{?\s*z\s*\}?", " w ", stem.maths[-1]))
    z, w = sp.symbols("z w", real=True)
    found = sp.expand(body.subs({z: number, w: sp.conjugate(number)}).subs(IMAGINARY, sp.I))
    return Truth("value", found) if found.is_real else None


def moved(stem: Stem) -> Truth | None:
    """`y = …의 그래프를 …만큼 평행이동한 그래프가 점 (p, k)를 지날 때, k`."""
    flat = stem.flat
    found = re.match(
        r"(?:일차|이차)?함수y=(.+?)의그래프를(?:x축의?방향으로(-?\d+)만큼,?)?(?:y축의?방향으로(-?\d+)만큼,?)?평행이동",
        flat,
    )
    point = re.search(
        r"점(?:[A-Z])?\((-?\d+),([a-z])\)(?:을|를)지(?:날때|났다|나면|난다|나게되었다)\.?,?(?:이때)?,?(?:상수)?([a-z])의값",
        flat,
    )
    if (
        not found
        or not point
        or point[2] != point[3]
        or flat.count("만큼") != sum(part is not None for part in found.groups()[1:])
    ):
        return None
    body = graph("y=" + stem.maths[0].partition("=")[2]) if stem.maths else expression(found[1])
    return Truth("value", body.subs(X, int(point[1]) - int(found[2] or 0)) + int(found[3] or 0))


def mirrored(stem: Stem) -> Truth | None:
    """Two points that mirror each other in an axis or the origin: the letters among their coordinates."""
    coordinate = r"(-?\d+|[a-z])"
    found = re.match(
        rf"(?:두)?점[A-Z]?\({coordinate},{coordinate}\)(?:과|와|,)(?:점)?[A-Z]?\({coordinate},{coordinate}\)(?:가|이)(x축|y축|원점)에대하여(?:서로)?대칭일때,?(.+?)의값",
        stem.flat,
    )
    if not found:
        return None
    a, b, c, d = (expression(found[place]) for place in range(1, 5))
    across, up = {"x축": (1, -1), "y축": (-1, 1), "원점": (-1, -1)}[found[5]]
    letters = sorted(set().union(*(one.free_symbols for one in (a, b, c, d))), key=str)
    (solved,) = sp.solve([across * a - c, up * b - d], letters, dict=True)
    body = expression(found[6].removeprefix("상수"))
    return Truth("value", body.subs(solved)) if body.free_symbols <= set(solved) else None


def root_between(stem: Stem) -> Truth | None:
    """`3 < √(2x) < 5를 만족시키는 자연수 x의 개수`, counted one by one."""
    asked = stem.fits(rf"(?:부등식)?M(?:을|를)만족(?:시키|하)는(?:모든)?자연수(?:M|x)의(개수|합){ASK}")
    if not asked:
        return None
    sides, marks = relation(stem.maths[0])
    if len(sides) != 3 or not all(mark in ("<", "<=") for mark in marks) or sides[1].is_polynomial(X):
        return None
    holds = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b}
    top = int(sides[2]) ** 2
    fits = [
        n for n in range(1, top + 1)
        if holds[marks[0]](sides[0], sides[1].subs(X, n)) and holds[marks[1]](sides[1].subs(X, n), sides[2])
    ]  # fmt: skip
    return value(len(fits) if asked[1] == "개수" else sum(fits))


def finite_decimal(stem: Stem) -> Truth | None:
    """The least natural number that makes a fraction a finite decimal."""
    text = stem.maths[0].replace(" ", "") if stem.maths else ""
    found = re.fullmatch(r"\\d?frac\{(a|\d+)\}\{(\d+)\}(\\timesa)?", text)
    if (
        not found
        or "유한소수" not in stem.frame
        or "가장작은자연수" not in stem.frame
        or (found[1] == "a") == bool(found[3])
    ):
        return None
    top, low = (1 if found[1] == "a" else int(found[1])), int(found[2])
    fits = [a for a in range(1, low + 1) if set(sp.factorint(sp.Rational(a * top, low).q)) <= {2, 5}]
    return value(fits[0])


def prime_exponents(stem: Stem) -> Truth | None:
    """`360을 소인수분해하면 2^a × 3^b × 5일 때, a + b`."""
    found = re.match(r"(\d+)(?:을|를)소인수분해(?:하면|하였더니|했더니)([^가-힣]+)", stem.flat)
    last = re.search(r"([a-z+\-*\d ]+)의값", stem.flat)
    if not found or not last:
        return None
    powers = sp.factorint(int(found[1]))
    named = {name: powers.get(int(base), 0) for base, name in re.findall(r"(\d+)\^\{?([a-z])\}?", found[2])}
    body = expression(last[1])
    letters = {sp.Symbol(name, real=True): sp.Integer(power) for name, power in named.items()}
    return Truth("value", body.subs(letters)) if body.free_symbols and body.free_symbols <= set(letters) else None


def remainder(stem: Stem) -> Truth | None:
    """`다항식 M을 M으로 나누었을 때의 나머지`."""
    if not stem.fits(rf"(?:다항식)?M(?:을|를)(?:일차식|이차식)?M(?:으로|로)나(?:누었을때의?|눈)나머지{ASK}"):
        return None
    top, low = (expression(text.rpartition("=")[2]) for text in stem.maths)
    return Truth("value", sp.rem(top, low, X))


def line_part(stem: Stem) -> Truth | None:
    """The slope or an intercept of `y = ax + b`."""
    asked = stem.fits(rf"(?:일차함수|직선)M(?:의그래프)?의(기울기|x절편|y절편){ASK}")
    if not asked:
        return None
    right = graph(stem.maths[0])
    a, b = right.coeff(X), right.subs(X, 0)
    return (
        Truth("value", {"기울기": a, "x절편": -b / a, "y절편": b}[asked[1]])
        if sp.expand(right - a * X - b) == 0
        else None
    )


READERS = (
    remainder, line_part, wave, monotone, on_interval, slope, coefficient, limit_constants, complex_equation,
    conjugate, moved, mirrored, root_between, finite_decimal, prime_exponents,
)  # fmt: skip
