"""Evaluation, simplification, expansion, factoring, divisors: formulas with one question about them."""

from __future__ import annotations

import math
import re

import sympy as sp

from bench.judge.notation import Expr, expression, relation, rows
from bench.judge.stem import Stem
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth, value

ASK = r"(?:를|을|는|은)?(?:구하시오|구하여라|구하라|구하면|)[.?]*"
DO = r"(?:하시오|하여라|하라|하면|한것은|하세요)[.?]*"


def evaluate(stem: Stem) -> Truth | None:
    """`M의 값을 구하시오`, `M을 계산하시오`, `M을 간단히 하시오`."""
    kind = r"(?:다음|식|정적분|극한|극한값|의)*"
    if stem.fits(rf"{kind}M의(?:극한)?값{ASK}") or stem.fits(
        rf"{kind}M(?:을|를)?(?:계산|간단히|의분모를유리화|분모를유리화|정리){DO}"
    ):
        return Truth("value", _single(stem))
    if stem.fits(rf"(?:다음|식|의)*M(?:을|를)?전개(?:하여|해서)?(?:간단히)?(?:정리)?{DO}"):
        return Truth("expanded", sp.expand(_single(stem)))
    return None


def factor(stem: Stem) -> Truth | None:
    """`다항식 M을 인수분해하시오`."""
    if stem.fits(rf"(?:다음중|다음)?(?:다항식|이차식|식)?M(?:을|를)?(?:바르게)?인수분해{DO}"):
        return Truth("factored", sp.expand(_single(stem)))
    return None


def fraction(stem: Stem) -> Truth | None:
    """`순환소수 M을 기약분수로 나타내시오`."""
    if stem.fits(r"순환소수M(?:을|를)?(?:기약분수|분수)(?:으로|로)(?:나타내시오|나타내어라|나타내면|고치시오)[.?]*"):
        return Truth("value", _single(stem))
    return None


def substitution(stem: Stem) -> Truth | None:
    """`x + y = 5, xy = 3일 때, M의 값`: the given equations fix the target's value."""
    if not stem.fits(rf"(?:M,?)+(?:일|이고,?M일)때,?(?:다항식|식)?M의값{ASK}"):
        return None
    *given, target = stem.maths
    equations = []
    for text in given:
        for sides, marks in rows(text):
            if marks != ["="]:
                return None
            equations.append(sides[0] - sides[1])
    wanted = expression(target)
    letters = sorted(set().union(*(equation.free_symbols for equation in equations)), key=str)
    if wanted.free_symbols - set(letters):
        return None
    return _fixed_value(equations, letters, wanted)


def _fixed_value(equations: list[Expr], letters: list[Expr], wanted: Expr) -> Truth | None:
    free = [sp.Symbol(f"{letter}_any") for letter in letters]
    rename = dict(zip(letters, free, strict=True))
    solutions = sp.solve([equation.subs(rename) for equation in equations], free, dict=True)
    found = {sp.simplify(sp.expand(wanted.subs(rename).subs(solution))) for solution in solutions}
    if len(found) != 1:
        return None
    (only,) = found
    return None if only.free_symbols else Truth("value", only)


def common_divisors(stem: Stem) -> Truth | None:
    """`두 수 12, 18의 최대공약수를 구하시오`."""
    found = re.fullmatch(
        rf"(?:두수|세수|두자연수|세자연수)?(\d+(?:(?:,|와|과)\d+)+)의(최대공약수|최소공배수){ASK}", stem.flat
    )
    if not found:
        return None
    listed = [int(digits) for digits in re.findall(r"\d+", found[1])]
    return value((math.gcd if found[2] == "최대공약수" else math.lcm)(*listed))


def divisor_count(stem: Stem) -> Truth | None:
    """`360의 약수의 개수를 구하시오`, counted one by one."""
    found = re.fullmatch(rf"(?:자연수)?(\d+)의(?:모든)?약수(?:의개수|는모두몇개인지){ASK}", stem.flat)
    if not found or int(found[1]) > 100_000:
        return None
    return value(sum(int(found[1]) % k == 0 for k in range(1, int(found[1]) + 1)), "개")


def proportion(stem: Stem) -> Truth | None:
    """`비례식 M을 만족시키는 x의 값`: a : b = c : d."""
    if not stem.fits(rf"(?:비례식)?M(?:을|를)만족(?:시키|하)는M의값{ASK}") or stem.maths[0].count(":") != 2:
        return None
    left, right = stem.maths[0].split("=")
    (a, b), (c, d) = (tuple(expression(part) for part in side.split(":")) for side in (left, right))
    letter = expression(stem.maths[1])
    solutions = [root for root in sp.solve(a * d - b * c, letter) if b.subs(letter, root) != 0]
    return Truth("roots", frozenset(solutions)) if len(solutions) == 1 else None


def _single(stem: Stem) -> Expr:
    if len(stem.maths) != 1:
        raise Unreadable("not one formula")
    sides, marks = relation(stem.maths[0])
    if marks:
        raise Unreadable("a relation where an expression is asked for")
    return sides[0]


READERS = (evaluate, factor, fraction, substitution, common_divisors, divisor_count, proportion)
