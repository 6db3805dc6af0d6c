"""Counting and probability: every case is written down and counted."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, permutations, product

from questions.engine.resolving.reading import Resolution, exactly, number, rule

MAX_CASES = 400_000
MAX_THINGS = 1000
_METHOD = "모든 경우를 하나씩 세었음"
_WORDS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "two": 2, "three": 3}


def _whole(text: str) -> int:
    value = number(text)
    if value.denominator != 1 or not 0 <= value <= 60:
        raise ArithmeticError("not a small whole number")
    return int(value)


def _size(cases: Iterator[object]) -> int | None:
    count = 0
    for _ in cases:
        count += 1
        if count > MAX_CASES:
            return None
    return count


def _counted(make: Callable[[int, int], Iterator[object]]) -> Callable[[re.Match[str]], Resolution | None]:
    def solve(found: re.Match[str]) -> Resolution | None:
        total, taken = _whole(found["n"]), _whole(found["r"])
        count = _size(make(total, taken)) if taken <= total <= MAX_THINGS else None
        return exactly(Fraction(count), _METHOD) if count is not None else None

    return solve


def _choose(total: int, taken: int) -> Iterator[object]:
    return combinations(range(total), taken)


def _arrange(total: int, taken: int) -> Iterator[object]:
    return permutations(range(total), taken)


def _all_in_row(found: re.Match[str]) -> Resolution | None:
    total = _whole(found["n"])
    count = _size(permutations(range(total))) if total <= 9 else None
    return exactly(Fraction(count), _METHOD) if count is not None else None


def _dice(found: re.Match[str]) -> Resolution | None:
    dice = _WORDS.get(found["k"].lower())
    if not dice or dice > 4:
        return None
    wanted, cases = _whole(found["s"]), list(product(range(1, 7), repeat=dice))
    what = found["what"].lower()
    measure: dict[str, Callable[[tuple[int, ...]], int]] = {
        "합": sum, "sum": sum, "곱": _times, "product": _times, "차": lambda c: max(c) - min(c), "difference": lambda c: max(c) - min(c),
    }  # fmt: skip
    test = _comparison(found.groupdict().get("how") or "")
    if what in ("차", "difference") and dice != 2:
        return None
    hits = sum(test(measure[what](case), wanted) for case in cases)
    asks_count = "경우의수" in found.string[found.end("s") :]
    return exactly(Fraction(hits) if asks_count else Fraction(hits, len(cases)), _METHOD)


def _times(case: tuple[int, ...]) -> int:
    value = 1
    for eyes in case:
        value *= eyes
    return value


def _comparison(how: str) -> Callable[[int, int], bool]:
    if how in ("이상", "atleast"):
        return lambda a, b: a >= b
    if how in ("이하", "atmost"):
        return lambda a, b: a <= b
    if how in ("미만", "lessthan"):
        return lambda a, b: a < b
    if how in ("초과", "greaterthan"):
        return lambda a, b: a > b
    if how in ("의배수",):
        return lambda a, b: b > 0 and a % b == 0
    return lambda a, b: a == b


def _coins(found: re.Match[str]) -> Resolution | None:
    coins = _WORDS.get(found["k"]) or _whole(found["k"])
    heads = _whole(found["h"])
    if coins > 12:
        return None
    cases = list(product((0, 1), repeat=coins))
    hits = sum(sum(case) == heads for case in cases)
    return exactly(Fraction(hits, len(cases)), _METHOD)


def _balls(found: re.Match[str]) -> Resolution | None:
    """One ball from a bag with two colours."""
    counts = {found["c1"]: number(found["a"]), found["c2"]: number(found["b"])}
    wanted = counts.get(found["w"])
    if wanted is None or len(counts) != 2 or sum(counts.values()) <= 0:
        return None
    return exactly(wanted / sum(counts.values()), _METHOD)


_HOW = r"(?P<how>이상|이하|미만|초과|의배수)?"
_DICE = r"(?:서로다른)?(?P<k>한|두|세|네|\d)(?:개의?|의)?주사위(?P<g>\d개|두개|세개)?(?:를|을)?(?:동시에|차례로|한번|한꺼번에)?던(?:질|졌을)때,?"
_DICE_TAIL = rf"(?:두|세)?(?:나오는|나온)?(?:두|세)?(?:눈|주사위)?(?:의)?(?:눈)?(?:의)?(?:수)?(?:의)?(?P<what>합|곱|차)(?:이|가)?<N:s>{_HOW}(?:이|가)?(?:일|인|될|이될|가될|되는)?"
RULES = (
    rule(rf"{_DICE}{_DICE_TAIL}확률(?:을|를|은)?", _dice),
    rule(rf"{_DICE}{_DICE_TAIL}경우의수(?:을|를|는)?", _dice),
    rule(
        r"(?:if|when)?(?P<k>two|three)(?:fair)?(?:six-sided)?dicearerolled,?(?:what|find)(?:is)?theprobabilitythatthe(?P<what>sum|product)(?:ofthenumbers)?(?:is)?(?P<how>atleast|atmost|lessthan|greaterthan)?<N:s>",
        _dice,
    ),
    rule(
        r"(?:서로다른)?<N:n>(?:명|개)(?:의[가-힣]{1,4})?(?:중에서|에서|중)(?:서로다른)?(?:대표|위원)?<N:r>(?:명|개)(?:의대표)?(?:을|를)?(?:뽑는|택하는|고르는|선택하는)(?:조합의수|경우의수|방법의수)(?:을|를|는)?",
        _counted(_choose),
    ),
    rule(
        r"(?:서로다른)?<N:n>(?:명|개)(?:의[가-힣]{1,4})?(?:중에서|에서|중)<N:r>(?:명|개)(?:을|를)?(?:뽑아|택하여|택해|골라)(?:일렬로|한줄로|차례로)(?:나열하는|세우는|배열하는)(?:경우의수|방법의수|순열의수)(?:을|를|는)?",
        _counted(_arrange),
    ),
    rule(
        r"<N:n>(?:명|개|권|장)(?:의[가-힣]{1,4})?(?:을|를|이|가)?(?:일렬로|한줄로)(?:나열하는|세우는|배열하는|서는|꽂는)(?:경우의수|방법의수)(?:을|를|는)?",
        _all_in_row,
    ),
    rule(r"\{?\}?_\{?<N:n>\}?(?:\\mathrm\{C\}|\\text\{C\}|C)_\{?<N:r>\}?(?:의값)?(?:을|를|은)?", _counted(_choose)),
    rule(r"\{?\}?_\{?<N:n>\}?(?:\\mathrm\{P\}|\\text\{P\}|P)_\{?<N:r>\}?(?:의값)?(?:을|를|은)?", _counted(_arrange)),
    rule(
        r"(?:서로다른)?(?:동전)?(?P<k>\d+|한|두|세|네|다섯)개의?(?:동전)?(?:을|를)?(?:동시에)?던질때,?앞면이(?:정확히)?<N:h>(?:개|번)나올확률(?:을|를|은)?",
        _coins,
    ),
    rule(
        r"(?:주머니|상자)(?:속|안)?에(?P<c1>[가-힣]{1,2})(?:공|구슬)<N:a>개(?:와|,|과)(?P<c2>[가-힣]{1,2})(?:공|구슬)<N:b>개가?(?:들어있다\.|들어있을때,?|있다\.)(?:이주머니에서|이상자에서|임의로)*(?:공|구슬)?(?:한|1)개(?:의공)?(?:을|를)?(?:임의로)?꺼낼때,?(?P<w>[가-힣]{1,2})(?:공|구슬)일확률(?:을|를|은)?",
        _balls,
    ),
    rule(
        r"(?:in)?howmanywayscan<N:r>(?:people|students|books|objects)bechosenfrom<N:n>(?:people|students|books|objects)?",
        _counted(_choose),
    ),
)
