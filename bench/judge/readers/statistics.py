"""Mean, median, mode, variance and deviation of data that the stem lists."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import sympy as sp

from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem
from bench.judge.truth import Truth, rational, value

ITEM = r"-?\d+(?:\.\d+)?"
LIST = rf"{ITEM}(?:,{ITEM}){{2,}}"
WHAT = r"(평균|중앙값|최빈값|분산|표준편차)"


def listed(stem: Stem) -> Truth | None:
    """One list of data and one measure asked of it."""
    flat = re.sub(r"\(단위:[^)]*\)", "", stem.flat)
    runs = re.findall(rf"(?<![\d,]){LIST}(?![\d,])", flat)
    asked = re.findall(rf"{WHAT}(?:을|를|은|는)(?:구하시오|구하여라|\?)", flat)
    if len(runs) != 1 or len(asked) != 1 or len(re.findall(WHAT, flat)) != 1 or "," in flat.replace(runs[0], "", 1):
        return None
    data = [Fraction(item) for item in runs[0].split(",")]
    rest = flat.replace(runs[0], "", 1)
    counts = [int(number) for number in re.findall(r"(\d+)(?:명|개|회|일|번|주)", rest)]
    if re.findall(r"\d+", rest) != [str(count) for count in counts] or any(count != len(data) for count in counts):
        return None
    return _measure(asked[0], data)


def _measure(asked: str, data: list[Fraction]) -> Truth | None:
    ordered, mean = sorted(data), sum(data, Fraction(0)) / len(data)
    middle = len(ordered) // 2
    variance = sum((number - mean) ** 2 for number in data) / len(data)
    if asked == "최빈값":
        (top, often), *others = Counter(data).most_common()
        return value(top) if often > 1 and (not others or others[0][1] < often) else None
    if asked == "표준편차":
        return Truth("value", sp.sqrt(rational(variance)))
    if asked == "중앙값":
        return value(ordered[middle] if len(data) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)
    return value(mean if asked == "평균" else variance)


def missing(stem: Stem) -> Truth | None:
    """`n개의 변량 6, 8, x, 9의 평균이 m일 때, x의 값`."""
    found = re.fullmatch(
        rf"(?:다음)?(?:(\d+|네|다섯|여섯)개의)?(?:변량|수|자료)((?:{ITEM}|[a-z])(?:,(?:{ITEM}|[a-z]))+)의평균이({ITEM})일때,?([a-z])의값{ASK}",
        stem.flat,
    )
    if not found:
        return None
    items = found[2].split(",")
    count = {"네": 4, "다섯": 5, "여섯": 6}.get(found[1] or "") or int(found[1] or len(items))
    if count != len(items) or items.count(found[4]) != 1 or sum(item.isalpha() for item in items) != 1:
        return None
    return value(Fraction(found[3]) * count - sum(Fraction(item) for item in items if not item.isalpha()))


READERS = (listed, missing)
