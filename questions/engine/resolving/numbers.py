"""Whole numbers: divisors, multiples, primes, remainders; found by trying, not by formula."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.resolving.reading import LIST, NUMBER, Resolution, exactly, number, rule
from questions.engine.resolving.reading import numbers as numbers_of

MAX = 1_000_000
_SEPARATED = rf"(?P<l>{NUMBER}(?:(?:,|와|과|및|and){NUMBER})+)"


def _wholes(text: str) -> list[int] | None:
    values = numbers_of(re.sub(r"와|과|및|and", ",", text))
    if any(v.denominator != 1 or not 0 < v <= MAX for v in values):
        return None
    return [int(v) for v in values]


def _common_divisor(found: re.Match[str]) -> Resolution | None:
    values = _wholes(found["l"])
    if not values:
        return None
    best = next(d for d in range(min(values), 0, -1) if all(v % d == 0 for v in values))
    return exactly(Fraction(best), "공약수를 큰 수부터 찾았음")


def _common_multiple(found: re.Match[str]) -> Resolution | None:
    values = _wholes(found["l"])
    if not values:
        return None
    top = max(values)
    for multiple in range(top, top * MAX // top + top, top):
        if all(multiple % v == 0 for v in values):
            return exactly(Fraction(multiple), "공배수를 작은 수부터 찾았음")
    return None


def _divisors(text: str) -> list[int] | None:
    value = number(text)
    if value.denominator != 1 or not 0 < value <= MAX:
        return None
    whole = int(value)
    small = [d for d in range(1, int(whole**0.5) + 1) if whole % d == 0]
    return sorted({*small, *(whole // d for d in small)})


def _divisor_count(found: re.Match[str]) -> Resolution | None:
    divisors = _divisors(found["n"])
    return exactly(Fraction(len(divisors)), "약수를 모두 세었음") if divisors else None


def _divisor_sum(found: re.Match[str]) -> Resolution | None:
    divisors = _divisors(found["n"])
    return exactly(Fraction(sum(divisors)), "약수를 모두 더했음") if divisors else None


def _remainder(found: re.Match[str]) -> Resolution | None:
    first, second = number(found["a"]), number(found["b"])
    if first.denominator != 1 or second.denominator != 1 or second <= 0:
        return None
    return exactly(first - second * (first // second), "몫을 빼고 남은 수를 구했음")


_ENGLISH = r"(?:find|whatis|calculate|determine)the"
RULES = (
    rule(rf"(?:두수|세수)?(?:자연수)?{_SEPARATED}의최대공약수(?:을|를|는)?", _common_divisor),
    rule(rf"(?:두수|세수)?(?:자연수)?{_SEPARATED}의최소공배수(?:을|를|는)?", _common_multiple),
    rule(
        rf"{_ENGLISH}(?:greatestcommon(?:divisor|factor)|highestcommonfactor|gcd|gcf|hcf)of{_SEPARATED}",
        _common_divisor,
    ),
    rule(rf"{_ENGLISH}(?:least|lowest)commonmultipleof{_SEPARATED}", _common_multiple),
    rule(rf"{_ENGLISH}lcmof{_SEPARATED}", _common_multiple),
    rule(r"(?:자연수)?<N:n>의약수의개수(?:을|를|는)?", _divisor_count),
    rule(r"(?:자연수)?<N:n>의(?:모든)?약수의합(?:을|를|은)?", _divisor_sum),
    rule(r"<N:a>(?:을|를)<N:b>(?:으로|로)나눈나머지(?:을|를|는)?", _remainder),
    rule(r"(?:findthe|whatisthe)remainderwhen<N:a>isdividedby<N:b>", _remainder),
)
__all__ = ["LIST", "RULES"]
