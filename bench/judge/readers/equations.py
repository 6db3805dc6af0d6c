"""Equations, systems and inequalities, and questions about their solutions."""

from __future__ import annotations

import re

import sympy as sp

from bench.judge.answers import solution_set
from bench.judge.notation import Expr, expression, relation, rows
from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth, value

SOLVE = (
    r"(?:의(?:해|근|모든해)(?:를|는|을|은)?(?:모두)?(?:구하시오|구하여라|구하면)?"
    r"|(?:을|를)?(?:푸시오|풀어라|풀면|풀이하시오))[.?]*"
)
KIND = (
    r"(?:다음|이용하여|근의공식을|인수분해를|M에대한|[xyt]에대한)*"
    r"(?:일차|이차|삼차|사차|지수|로그|연립|연립일차|두일차)?(?:방정식|부등식|등식)?"
)
CASES = re.compile(r"\\begin\s*\{(cases|array|aligned)\}(?:\{[a-z]+\})?(.*?)\\end\s*\{\1\}", re.S)


def relations(stem: Stem) -> list[tuple[list[Expr], list[str]]]:
    """Every relation in the stem's formulas; `cases` rows count one by one."""
    found = []
    for text in stem.maths:
        inner = CASES.search(text)
        lines = re.split(r"\\\\|\\cr", inner[2]) if inner else [text]
        for line in lines:
            if line.strip(" &"):
                found += [row for row in rows(line.replace("&", " ")) if row[1]]
    return found


def single_equation(stem: Stem) -> Truth | None:
    """`방정식 M을 푸시오`, `등식 M을 만족시키는 x의 값`."""
    asked = stem.fits(KIND + "M" + SOLVE) or stem.fits(KIND + rf"M(?:을|를)만족(?:시키|하)는(?:실수)?M의값{ASK}")
    asked = (
        asked
        or stem.fits(KIND + r"(?:을|를)(?:푸시오|풀어라)\.?M\.?")
        or stem.fits(r"다음(?:일차|이차)?방정식의해를구하시오\.?M\.?")
    )
    found = relations(stem) if asked else []
    if len(found) != 1 or found[0][1] != ["="]:
        return None
    return Truth("roots", frozenset(real_roots(found[0][0][0], found[0][0][1])))


def real_roots(left: Expr, right: Expr) -> list[Expr]:
    """All real solutions in one letter, each put back into the equation."""
    letters = (left - right).free_symbols
    if len(letters) != 1:
        raise Unreadable("not one unknown")
    letter = next(iter(letters))
    top, _ = sp.fraction(sp.together(left - right))
    if top.is_polynomial(letter):
        poly = sp.Poly(top, letter)
        found = sp.roots(poly)
        if poly.degree() > 4 or sum(found.values()) != poly.degree():
            raise Unreadable("not every root is known")
    else:
        found = sp.solve(left - right, letter)
    real = [root for root in found if root.is_real]
    checked = []
    for root in real:
        rest = (left - right).subs(letter, root)
        if rest.has(sp.zoo, sp.nan, sp.I) or not sp.simplify(rest).equals(0):
            continue
        checked.append(root)
    return checked


def system(stem: Stem) -> Truth | None:
    """`연립방정식 M을 푸시오`, or a value asked of its solution."""
    found = relations(stem)
    pairs = [sides for sides, marks in found if marks == ["="]]
    if len(pairs) != 2 or len(pairs) != len(found):
        return None
    letters = sorted(set().union(*((a - b).free_symbols for a, b in pairs)), key=str)
    if [str(letter) for letter in letters] != ["x", "y"]:
        return None
    solutions = sp.solve([a - b for a, b in pairs], letters, dict=True)
    if len(solutions) != 1 or set(solutions[0]) != set(letters):
        return None
    solution = solutions[0]
    if stem.fits(r"(?:다음)?(?:연립|두일차|연립일차)?방정식(?:M,?)+" + SOLVE):
        return Truth("assignment", tuple((str(letter), solution[letter]) for letter in letters))
    asked = stem.fits(rf".*(?:만족(?:시키|하)는|해가|해를).*(?:에대하여|일때|할때),?M의값{ASK}")
    if asked and not relation(stem.maths[-1])[1]:
        return _of_solution(stem.maths, solution)
    return None


def _of_solution(maths: tuple[str, ...], solution: dict[Expr, Expr]) -> Truth | None:
    """The last formula at the solution; `x = a, y = b` renames it."""
    wanted = expression(maths[-1])
    for text in maths[:-1]:
        for sides, marks in rows(text) if "begin" not in text else []:
            if marks == ["="] and sides[0] in solution and sides[1].is_Symbol:
                wanted = wanted.subs(sides[1], solution[sides[0]])
    wanted = sp.simplify(wanted.subs(solution))
    return None if wanted.free_symbols else Truth("value", wanted)


def inequality(stem: Stem) -> Truth | None:
    """`부등식 M을 푸시오`, the number or the sum of its integer solutions, or its bounds."""
    if "부등식" not in stem.frame:
        return None
    found = relations(stem)
    if stem.fits(KIND + "(?:M,?)+" + SOLVE):
        return Truth("region", _region(found))
    whole = stem.fits(KIND + r"M(?:을|를)만족(?:시키|하)는(정수|자연수)(?:M|x)?의(개수|합|최댓값|최솟값)" + ASK)
    if whole:
        return _integers(_region(found[:1] if "begin" not in stem.maths[0] else found), whole[1], whole[2])
    if stem.fits(KIND + rf"M의해가M일때,?(?:상수M,?M의?|상수M,?M에대하여)?M의값{ASK}"):
        return _bounds(found, stem.maths[-1])
    return None


def _region(found: list[tuple[list[Expr], list[str]]]) -> sp.Set:
    region: sp.Set = sp.S.Reals
    for sides, marks in found:
        for left, mark, right in zip(sides, marks, sides[1:], strict=False):
            region = region.intersect(solution_set(left, mark, right))
    return region


def _integers(region: sp.Set, kind: str, asked: str) -> Truth | None:
    if kind == "자연수":
        region = region.intersect(sp.Interval(1, sp.oo))
    lowest, highest = sp.ceiling(region.inf), sp.floor(region.sup)
    if asked == "최댓값" and highest.is_finite:
        lowest = highest - 2
    if asked == "최솟값" and lowest.is_finite:
        highest = lowest + 2
    if not (lowest.is_finite and highest.is_finite and highest - lowest < 10_000):
        return None
    whole = [k for k in range(int(lowest), int(highest) + 1) if region.contains(k) == sp.true]
    if not whole:
        return None
    if asked == "개수":
        return value(len(whole), "개")
    return value({"합": sum, "최댓값": max, "최솟값": min}[asked](whole))


def _bounds(found: list[tuple[list[Expr], list[str]]], target: str) -> Truth | None:
    """a ≤ x ≤ b is the solution: the target's value at those bounds."""
    (first, marks), (sides, shape) = found
    region = _region([(first, marks)])
    if len(sides) != 3 or not isinstance(region, sp.Interval) or not all(mark in ("<", "<=") for mark in shape):
        return None
    if (region.left_open, region.right_open) != (shape[0] == "<", shape[1] == "<"):
        return None
    wanted = expression(target).subs({sides[0]: region.start, sides[2]: region.end})
    return None if wanted.free_symbols else Truth("value", wanted)


def known_root(stem: Stem) -> Truth | None:
    """A root is given: the constant is asked, or the other root."""
    about = stem.fits(KIND + rf"M의(?:해|한근)(?:가|이)M일때,?(상수M의값|다른한근){ASK}")
    if not about:
        return None
    equation, root = stem.maths[1 if stem.frame.startswith("M에대한") else 0 :][:2]
    (left, right), _ = relation(equation)
    given = relation(root)[0][-1]
    x = sp.Symbol("x", real=True)
    constants = (left - right).free_symbols - {x}
    if len(constants) != 1:
        return None
    constant = next(iter(constants))
    solutions = sp.solve((left - right).subs(x, given), constant)
    if len(solutions) != 1:
        return None
    if about[1] == "상수M의값":
        return Truth("value", solutions[0])
    others = [
        other
        for other in real_roots(left.subs(constant, solutions[0]), right.subs(constant, solutions[0]))
        if other != given
    ]
    return Truth("roots", frozenset(others)) if len(others) == 1 else None


def double_root(stem: Stem) -> Truth | None:
    """`이차방정식 M이 중근을 가질 때, 상수 k의 값`."""
    if not stem.fits(
        KIND + rf"M(?:이|가)중근을가(?:질|지도록하는|진다고할)(?:때,?)?(?:양수|상수|실수|양의상수)?M의값{ASK}"
    ):
        return None
    (left, right), _ = relation(stem.maths[-2])
    constant = expression(stem.maths[-1])
    discriminant = sp.discriminant(sp.expand(left - right), sp.Symbol("x", real=True))
    found = [root for root in sp.solve(discriminant, constant) if root.is_real]
    if "양" in stem.frame:
        found = [root for root in found if root > 0]
    return Truth("roots", frozenset(found)) if found else None


def symmetric(stem: Stem) -> Truth | None:
    """`이차방정식 M의 두 근을 α, β라고 할 때, M의 값`."""
    if not stem.fits(KIND + rf"M의두근을(?:M,M|M)(?:이)?라(?:고)?할때,?M의값{ASK}"):
        return None
    (left, right), _ = relation(stem.maths[0])
    x = sp.Symbol("x", real=True)
    both = sp.roots(sp.Poly(left - right, x), multiple=True)
    wanted = expression(stem.maths[-1])
    letters = sorted(wanted.free_symbols, key=str)
    if len(both) != 2 or not 1 <= len(letters) <= 2:
        return None
    values = {
        sp.simplify(sp.expand(wanted.subs(dict(zip(letters, order, strict=False)), simultaneous=True)))
        for order in (both, both[::-1])
    }
    return Truth("value", values.pop()) if len(values) == 1 else None


READERS = (single_equation, system, inequality, known_root, double_root, symmetric)
