"""Arithmetic, geometric and recursive sequences, written out term by term."""

from __future__ import annotations

import re
from fractions import Fraction

import sympy as sp

from bench.judge.notation import expression
from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem, exact
from bench.judge.truth import Truth, value

LONGEST = 2000


def terms(kind: str, first: Fraction, step: Fraction, count: Fraction) -> list[Fraction]:
    """The first `count` terms of a 등차 (arithmetic) or 등비 (geometric) sequence."""
    if count.denominator != 1 or not 1 <= count <= LONGEST:
        raise ValueError("not a number of terms")
    found = [first]
    while len(found) < count:
        found.append(found[-1] + step if kind == "등차" else found[-1] * step)
    return found


def by_first_term(stem: Stem) -> Truth | None:
    """`첫째항이 a, 공차(공비)가 d인 등차(등비)수열의 제n항`, or the sum of the first n terms."""
    start = r"첫째항이#(?:이?고|,)공(?:차|비)가#인(등차|등비)수열(?:\\?\{?a_n\\?\}?)?(?:의|에서)"
    found = stem.finds(start + rf"(?:제#항|a_#의값){ASK}")
    if found:
        place = found[4] or found[5]
        first, step = exact(found, 1, 2)
        return value(terms(found[3], first, step, Fraction(place))[-1])
    found = stem.finds(start + rf"첫째항부터제#항까지의합(?:S_\d+)?{ASK}")
    if found:
        first, step, count = exact(found, 1, 2, 4)
        return value(sum(terms(found[3], first, step, count)))
    return None


def by_two_terms(stem: Stem) -> Truth | None:
    """`등차(등비)수열 {a_n}에서 a_i = p, a_j = q일 때, a_k의 값`."""
    term = r"a_#=#"
    found = stem.finds(rf"(등차|등비)수열\\?\{{a_n\\?\}}(?:에서|에대하여),?{term}(?:,|이?고,){term}일때,a_#의값{ASK}")
    if not found:
        return None
    i, p, j, q, k = exact(found, 2, 3, 4, 5, 6)
    if found[1] == "등차":
        return value(p + (q - p) / (j - i) * (k - i))
    step, first = sp.symbols("step first", real=True)
    solved = sp.solve([first * step ** int(i - 1) - p, first * step ** int(j - 1) - q], [first, step], dict=True)
    answers = {sp.simplify(s[first] * s[step] ** int(k - 1)) for s in solved if s[step].is_real}
    return Truth("value", answers.pop()) if len(answers) == 1 else None


def recursive(stem: Stem) -> Truth | None:
    """`a_1 = p, a_{n+1} = (formula of a_n and n)`: followed step by step."""
    text = " ".join(stem.maths)
    found = re.search(
        r"a_\{?1\}?\s*=\s*(-?\d+)[^a]*a_\{?\s*n\s*\+\s*1\s*\}?\s*=\s*([^,(]+?)(?:\(|,|\s{2}|\\quad|$)", text
    )
    asked = re.search(r"a_\{?(\d+)\}?$", stem.maths[-1].strip()) if stem.maths else None
    if not (found and asked and stem.fits(r".*수열.*M의값" + ASK)) or int(asked[1]) > 100:
        return None
    a_n, n = sp.Symbol("a_n", real=True), sp.Symbol("n", real=True)
    rule = expression(found[2])
    if rule.free_symbols - {a_n, n}:
        return None
    current = sp.Integer(found[1])
    for place in range(1, int(asked[1])):
        current = rule.subs({a_n: current, n: place})
    return Truth("value", current)


READERS = (by_first_term, by_two_terms, recursive)
