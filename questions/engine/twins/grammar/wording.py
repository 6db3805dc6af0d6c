"""What a story says around its numbers: gaps that carry no meaning, and the usual ways to ask.

A gap passes over names, places, particles and connectives, but over no word that bears a quantity, an order, a
comparison or a change: a grammar that wants such a word must spell it. What a gap lets through is checked once more
by the note's printed answer, which the family computes for itself.
"""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Sequence

_LOADED: tuple[str, ...] = (
    "두배", "세배", "네배", "배가", "배를", "배보다", "배의", "배인", "배이", "배만", "배한", "배하", "배로", "반만",
    "절반", "이상", "이하", "미만", "초과", "넘", "이내", "적어도", "최소", "최대", "이웃", "않", "아닌", "아니", "못", "제외",
    "뺀", "빼", "더하", "더한", "더했", "곱", "나눈", "나누", "나머지", "평균", "비율", "마다", "씩", "남고", "남는", "남았",
    "남은", "남게", "남을", "모자라", "모자란", "모자랄", "부족", "늦", "빠르", "빠른", "빨리", "느리", "느린", "먼저", "나중", "왕복",
    "돌아", "반대", "마주", "할인", "이익", "손해", "인상", "인하", "쉬", "쉰", "멈", "정지", "머무", "증발", "섞", "넣", "버리", "퍼내",
    "덜어", "추가", "첨가", "부어", "부었", "부으", "절댓값", "제곱", "홀수", "짝수", "소수", "자리", "숫자", "큰", "크다", "클", "크고",
    "작은", "작다", "작을", "작고", "많", "적은", "적다", "적을", "적고", "긴", "길다", "길고", "길면", "짧", "합이",
    "합은", "합을", "합보다", "합의", "원가", "정가", "내려", "올라", "같은방향", "같은쪽", "순서", "전에", "년전", "후에도",
    "중앙값", "최빈값", "분산", "표준편차", "편차", "반올림", "어림", "뒤집", "바꾸", "바꾼", "양끝", "교대로", "번갈아",
    "매분", "매초", "매시", "초속", "분속", "시속", "둘레", "넓이", "부피", "겉넓이", "인치", "퍼센트", "확률", "경우",
)  # fmt: skip
_ONLY_SO = {
    "이상": r"이상(?![품자인황태])", "할인": r"할인(?!점|매장)", "못": r"(?<!연)못", "원가": r"(?<![공직회병정])원가",
    "긴": r"(?<![생남당옮맡])긴", "곱": r"곱(?!창)", "소수": r"소수(?!민)", "인하": r"인하(?!루)", "인상": r"인상(?!적|깊)",
}  # fmt: skip
"""Loaded words that are none in some surroundings: this product (이 상품), a shop (할인점), a pond (연못)."""
_DIFFERENCE = r"(?<![기열동전마자용물급방람])차[가는를]"
"""The difference, and not the end of a train or a car."""
_FIRST = "차" + "".join(sorted({word[0] for word in _LOADED}))


def gap(*allowed: str, barred: Sequence[str] = ()) -> str:
    """A pattern for as few words as possible without a digit, a sign or a loaded word.

    `allowed` lists words that may pass all the same, `barred` patterns (their first letter last in any lookbehind)
    that may not pass either.
    """
    kept = [re.escape(word) for word in _LOADED if not any(word.startswith(one) for one in allowed)]
    words = "|".join(sorted([*(_ONLY_SO.get(word, word) for word in kept), _DIFFERENCE, *barred]))
    first = _FIRST + "".join(re.sub(r"\(\?<![^)]*\)", "", word)[0] for word in barred)
    return rf"(?-i:(?:(?![{first}])[가-힣A-Z.,'·△]|(?!{words})[{first}])*?)"


G = gap()
"""Words without meaning for the computation, possibly none."""
THEN = r"(?:일때|인데|이다|으로|[라고며면인은는이가을를와과의에로.,])*"
"""Particles and connectives in a row (`이고` is 이 and 고), each readable in one way only."""
PERCENT = r"(?:%|퍼센트)"


def ask(noun: str, unit: str = "", *allowed: str) -> str:
    """The end of a question: what is asked for, perhaps `몇` with a unit (`|` between several), and closing words."""
    how = rf"(?:모두|각각|최대|최소|적어도|총|약|대략)?(?:몇(?:{unit})|얼마)" if unit else "(?:모두|총)?(?:얼마)"
    return rf"(?:{noun})(?:[은는을를이가의도])?(?:{how})?{gap(*allowed)}<ask>"


def how_many(unit: str, after: str = "", *allowed: str) -> str:
    """A question by `몇` with a unit, words `after` it such as the thing counted, and closing words."""
    return rf"(?:모두|최대|최소|총|약|적어도)?몇(?:{unit}){after}{gap(*allowed)}<ask>"


def either(*parts: str) -> str:
    """One of several patterns."""
    return f"(?:{'|'.join(parts)})"


def again(name: str, turn: int = 2) -> str:
    """The number `name` printed a second (third …) time; it changes with the first."""
    return f"(?P<{name}_{turn}>(?P={name}))"
