"""Statistics of listed data, greatest common divisors and least common multiples, divisors."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from questions.engine.twins.grammar.family import Family, Match, family, printed_number
from questions.engine.twins.grammar.patterns import NUMBER
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import RangeDomain

STATISTICS = "중3.통계.대푯값과 산포도"
DIVISORS = "중1.소인수분해"
LARGEST = 200
_LIST = r"(?P<l>-?\d+(?:[가-힣]{0,2}[,、]-?\d+)+)"
_DATA = r"(?:다음)?(?:은|는)?(?:자료|변량|수|점수|값|성적|데이터)?"


def _asked(word: str) -> list[str]:
    return [
        rf"<lead>{_DATA}(?:의)?{_LIST}(?:점|회|시간|cm|kg|개|명|분)?(?:의|에서|일때,?|인자료의)?{word}<ask>",
        rf"<lead>(?:자료|변량|수|점수|값|데이터)(?:의|들의)?{word}(?:을|를)?<order>(?:자료:)?{_LIST}",
        rf"<lead>(?:(?:은|는)?[가-힣0-9]{{1,20}}?(?:이다|점수|성적|자료|기록|횟수|나이)[.:]?)(?:이자료의|이들의)?{word}(?:을|를)?<order>"
        rf"{_LIST}",
        rf"<lead>{_DATA}{_LIST}(?:이|가)?(?:있다|이다|일때|주어졌을때)[.,]?(?:이자료의|이들의)?{word}<ask>",
        rf"<lead>(?:[0-9]+개의)?(?:자료|변량|수){_LIST}(?:의|에대하여|에서){word}<ask>",
        rf"<lead>[가-힣0-9]{{1,18}}?(?:이|가|은|는)(?:각각)?(?:다음과같이)?{_LIST}(?:점|회|시간|cm|kg|개|명|분|권|세)?(?:일때|이다|"
        rf"이라고할때|였다)[.,]?(?:이때)?,?(?:이자료의|이들의|이학생들의|수학점수의|점수의)?{word}<ask>",
        rf"<find>{word}of(?:the)?(?:data|numbers|following)*(?:set)?:?{_LIST}",
    ]


def _data(match: Match, concept: str, name: str) -> tuple[Sketch, list[str]]:
    sketch = Sketch(concept, name)
    start = match.start("l")
    names = []
    for index, found in enumerate(re.finditer(NUMBER[2:] if "," not in match["l"] else r"-?\d+", match["l"])):
        names.append(f"d{index + 1}")
        sketch.originals[names[-1]] = printed_number(found.group()) or Fraction(0)
        sketch.places.append((names[-1], start + found.start(), start + found.end()))
    return sketch, names


def _mean(sketch: Sketch, names: list[str]) -> None:
    count = len(names)
    sketch.let = [("total", " + ".join(names)), ("s", f"total/{count}")]
    sketch.wrong = [
        ("total", "partial"),
        (f"total/{count - 1}", "order"),
        (f"total/{count + 1}", "order"),
        (f"({names[0]} + {names[-1]})/2", "formula"),
    ]
    sketch.say = ["자료의 합은 ${total}$", "평균은 $\\frac{total}{" + str(count) + "} = {s}$"]
    sketch.tell = ["The sum of the data is ${total}$.", "The mean is $\\frac{total}{" + str(count) + "} = {s}$."]


def _variance(sketch: Sketch, names: list[str]) -> None:
    count = len(names)
    squares = " + ".join(f"({name} - mean)**2" for name in names)
    sketch.let = [("mean", f"({' + '.join(names)})/{count}"), ("q", squares), ("s", f"q/{count}")]
    sketch.where = ["is_int(mean)"] if sum(Fraction(one) for one in sketch.originals.values()) % count == 0 else []
    sketch.wrong = [
        ("q", "partial"),
        ("sqrt(s)", "misread"),
        (f"q/{count - 1}", "formula"),
        ("mean", "misread"),
    ]
    sketch.say = ["평균은 ${mean}$, 편차의 제곱의 합은 ${q}$", "분산은 $\\frac{q}{" + str(count) + "} = {s}$"]
    sketch.tell = [
        "The mean is ${mean}$, and the squared deviations add up to ${q}$.",
        "The variance is $\\frac{q}{" + str(count) + "} = {s}$.",
    ]


def _deviation(sketch: Sketch, names: list[str]) -> None:
    _variance(sketch, names)
    sketch.let = [*sketch.let[:2], ("va", f"q/{len(names)}"), ("s", "sqrt(va)")]
    sketch.wrong = [("va", "partial"), ("q", "partial"), ("sqrt(q)", "order"), ("mean", "misread")]
    sketch.say = ["평균은 ${mean}$, 분산은 ${va}$", "표준편차는 분산의 음이 아닌 제곱근이므로 ${s}$"]
    sketch.tell = ["The mean is ${mean}$ and the variance ${va}$.", "The standard deviation is its square root, ${s}$."]
    sketch.where.append("va > 0")


def _median(sketch: Sketch, names: list[str]) -> None:
    """The k-th smallest whole number is how many i from 0 on have fewer than k of the data at or below them."""

    def ranked(k: int) -> str:
        below = " + ".join(f"(1 if {name} <= i else 0)" for name in names)
        return f"sum(1 for i in range(0, {LARGEST}) if {below} < {k})"

    count = len(names)
    middle = [(count + 1) // 2] if count % 2 else [count // 2, count // 2 + 1]
    sketch.let = [(f"m{place}", ranked(rank)) for place, rank in enumerate(middle)]
    sketch.let.append(("s", "m0" if count % 2 else "(m0 + m1)/2"))
    sketch.wrong = [
        (names[(count - 1) // 2], "order"),
        (f"({' + '.join(names)})/{count}", "misread"),
        (names[-1], "other"),
        (names[0], "other"),
    ]
    sketch.say = ["작은 값부터 크기순으로 나열하면 가운데 값은 ${s}$"]
    sketch.tell = ["In order from the least to the greatest, the middle value is ${s}$."]
    sketch.where = [f"{one} != {other}" for place, one in enumerate(names) for other in names[place + 1 :]]


def _range(sketch: Sketch, names: list[str]) -> None:
    sketch.let = [
        ("most", f"max({', '.join(names)})"),
        ("least", f"min({', '.join(names)})"),
        ("s", "most - least"),
    ]
    sketch.wrong = [("most", "partial"), ("least", "partial"), ("most + least", "sign")]
    sketch.say = ["가장 큰 값은 ${most}$, 가장 작은 값은 ${least}$", "${most} - {least} = {s}$"]
    sketch.tell = ["The greatest value is ${most}$, the least is ${least}$.", "${most} - {least} = {s}$"]


def _gcd(sketch: Sketch, names: list[str]) -> None:
    sketch.let = [
        (
            "s",
            f"gcd({', '.join(names)})" if len(names) < 3 else f"gcd(gcd({names[0]}, {names[1]}), {names[2]})",
        )
    ]
    sketch.wrong = [
        (f"lcm({names[0]}, {names[1]})", "misread"),
        ("s/2", "partial"),
        ("2*s", "other"),
        (f"abs({names[0]} - {names[1]})", "formula"),
        ("1", "other"),
    ]
    sketch.where = ["s > 1"] + [f"{one} != {other}" for one, other in pairwise(names)]
    sketch.say = ["공통으로 나누는 가장 큰 수는 ${s}$"]
    sketch.tell = ["The greatest number that divides them all is ${s}$."]


def _lcm(sketch: Sketch, names: list[str]) -> None:
    sketch.let = [
        (
            "s",
            f"lcm({', '.join(names)})" if len(names) < 3 else f"lcm(lcm({names[0]}, {names[1]}), {names[2]})",
        )
    ]
    sketch.wrong = [
        (f"gcd({names[0]}, {names[1]})", "misread"),
        ("*".join(names), "formula"),
        ("2*s", "other"),
        ("s/2", "partial"),
    ]
    sketch.where = [f"{one} != {other}" for one, other in pairwise(names)] + [f"s < {'*'.join(names)}"]
    sketch.say = ["공통인 배수 가운데 가장 작은 수는 ${s}$"]
    sketch.tell = ["The least of their common multiples is ${s}$."]


def _listed(
    concept: str, name: str, fill: Callable[[Sketch, list[str]], None], most: int, least_size: int = 0
) -> Callable[[Reading, Match], Sketch | None]:
    def build(reading: Reading, match: Match) -> Sketch | None:
        sketch, names = _data(match, concept, name)
        if not 2 <= len(names) <= most:
            return None
        fill(sketch, names)
        values = [value for value in sketch.originals.values() if isinstance(value, Fraction)]
        if (least_size and min(values) < least_size) or (
            name.endswith("median") and not 0 <= min(values) <= max(values) < LARGEST
        ):
            return None
        return sketch

    return build


def most_frequent(sketch: Sketch, names: list[str]) -> bool:
    """The only most frequent value of the listed names; False where there is none. Equal values share a name."""
    values = [sketch.originals[name] for name in names]
    top = max(values, key=values.count)
    if values.count(top) < 2 or sum(values.count(one) == values.count(top) for one in set(values)) != 1:
        return False
    first = {value: names[values.index(value)] for value in values}
    sketch.places = [(first[value], begin, end) for value, (_, begin, end) in zip(values, sketch.places, strict=True)]
    sketch.originals = {name: value for value, name in first.items()}
    kept = list(first.values())
    sketch.let = [("s", f"{first[top]} + 0")]
    sketch.where = [f"{one} != {other}" for place, one in enumerate(kept) for other in kept[place + 1 :]]
    sketch.wrong = [(name, "misread") for value, name in first.items() if value != top][:4]
    sketch.say = ["가장 많이 나타나는 값은 ${s}$"]
    sketch.tell = ["The value that appears most often is ${s}$."]
    return True


def mode(reading: Reading, match: Match) -> Sketch | None:
    """The only most frequent value: equal values get one name, so that they stay equal."""
    sketch, names = _data(match, STATISTICS, "statistics.mode")
    return sketch if most_frequent(sketch, names) else None


def fillers() -> dict[str, Callable[[Sketch, list[str]], bool | None]]:
    """What a list's names are made into, by the statistic asked for; False where the data have no such value."""
    return {
        "mean": _mean, "median": _median, "variance": _variance, "deviation": _deviation, "range": _range,
        "mode": most_frequent,
    }  # fmt: skip


_POWER = r"\d+(?:\^\{?\d\}?)?"


def _of_powers(sketch: Sketch, text: str, start: int) -> Sketch | None:
    """The number of divisors of a printed product of prime powers, by its exponents."""
    primes, factors, shown = set(), [], []
    for index, power in enumerate(re.finditer(r"(\d+)(?:\^\{?(\d)\}?)?", text)):
        primes.add(int(power[1]))
        name = "abc"[index]
        if power[2]:
            sketch.originals[name] = Fraction(int(power[2]))
            sketch.domains[name] = RangeDomain(Fraction(2), Fraction(6))
            sketch.places.append((name, start + power.start(2), start + power.end(2)))
        else:
            sketch.let.append((name, "1"))
        factors.append(f"({name} + 1)")
        shown.append(f"({{{name}}} + 1)")
    if len(primes) != len(factors) or not primes <= {2, 3, 5, 7, 11, 13}:
        return None
    names = "abc"[: len(factors)]
    sketch.let.append(("s", "*".join(factors)))
    sketch.wrong = [("*".join(names), "order"), (" + ".join(names), "formula"), (" + ".join(factors), "formula")]
    sketch.wrong += [("s - 1", "order"), ("s + 1", "other"), ("s + 2", "other")]
    sketch.say = ["약수의 개수는 $" + " \\times ".join(shown) + " = {s}$"]
    sketch.tell = ["The number of divisors is $" + " \\times ".join(shown) + " = {s}$."]
    return sketch


def divisors(reading: Reading, match: Match) -> Sketch | None:
    """How many divisors a printed power product or number has."""
    sketch = Sketch(DIVISORS, "divisors.count", keeps_size=False)
    start = match.start("f")
    if re.fullmatch(rf"{_POWER}(?:[×·]{_POWER}){{0,2}}", match["f"]) and "^" in match["f"]:
        return _of_powers(sketch, match["f"], start)
    if re.fullmatch(r"\d{1,3}", match["f"]) is None:
        return None
    sketch.originals = {"n": Fraction(int(match["f"]))}
    sketch.places = [("n", start, match.end("f"))]
    below = "sum(2 for i in range(1, 32) if i*i < n and mod(n, i) == 0)"
    sketch.let = [("s", f"{below} + sum(1 for i in range(1, 32) if i*i == n)")]
    sketch.where = ["s > 3", "n < 1000"]
    sketch.wrong = [("s - 2", "order"), ("s - 1", "order"), ("s + 1", "other"), ("s + 2", "other")]
    sketch.say = ["{n}의 약수를 모두 세면 {s}개"]
    sketch.tell = ["Counting the divisors of {n} gives {s}."]
    return sketch


FAMILIES = (
    Family(
        "statistics.mean",
        tuple(_asked("(?:평균|mean|average)")),
        _listed(STATISTICS, "statistics.mean", _mean, 8),
    ),
    Family(
        "statistics.median",
        tuple(_asked("(?:중앙값|median)")),
        _listed(STATISTICS, "statistics.median", _median, 8),
    ),
    Family("statistics.mode", tuple(_asked("(?:최빈값|mode)")), mode),
    Family(
        "statistics.variance",
        tuple(_asked("(?:분산|variance)")),
        _listed(STATISTICS, "statistics.variance", _variance, 8),
    ),
    Family(
        "statistics.deviation",
        tuple(_asked("(?:표준편차|standarddeviation)")),
        _listed(STATISTICS, "statistics.deviation", _deviation, 8),
    ),
    Family(
        "statistics.range",
        tuple(_asked("(?:범위|range)")),
        _listed(STATISTICS, "statistics.range", _range, 8),
    ),
    Family(
        "divisors.gcd",
        (
            r"<lead>(?:두수|세수|두자연수|세자연수)?(?P<l>\d+(?:(?:,|와|과)\d+)+)의최대공약수<ask>",
            r"<find>(?:greatestcommon(?:divisor|factor)|gcd|gcf|highestcommonfactor)of(?P<l>\d+(?:(?:,and|,|"
            r"and)\d+)+)",
        ),
        _listed(DIVISORS, "divisors.gcd", _gcd, 3, 4),
    ),
    Family(
        "divisors.lcm",
        (
            r"<lead>(?:두수|세수|두자연수|세자연수)?(?P<l>\d+(?:(?:,|와|과)\d+)+)의최소공배수<ask>",
            r"<find>(?:leastcommonmultiple|lcm|lowestcommonmultiple)of(?P<l>\d+(?:(?:,and|,|and)\d+)+)",
        ),
        _listed(DIVISORS, "divisors.lcm", _lcm, 3, 2),
    ),
    Family(
        "divisors.count",
        (
            r"<lead>(?:자연수)?(?P<f>[\d^{}×·]+)의약수의?(?:총)?(?:개수|갯수|는모두몇개|는몇개)<ask>",
            r"<find>numberof(?:positive)?(?:divisors|factors)of(?P<f>\d+)",
        ),
        divisors,
    ),
    family(
        "divisors.tiles",
        "중1.최대공약수의 활용",
        [
            r"<lead>가로(?:의길이)?(?:가|이)?{a:int}{u:unit},세로(?:의길이)?(?:가|이)?{b:int}{u:unit}인직사각형(?:모양)?(?:의)?(?:벽|"
            r"바닥|종이|땅|벽면|타일판|꽃밭|천)?(?:에|을|를)?(?:가능한한|되도록)?(?:큰|가장큰|크기가같은)?(?:정사각형)?(?:모양의)?(?:타일|색종이|조각|정사각형)?"
            r"(?:을|를)?(?:가능한한큰정사각형모양의타일을|되도록큰정사각형모양의타일을|빈틈없이|겹치지않게|남김없이|으로)*(?:붙이려고한다|붙이려고할때|채우려고한다|덮으려고한다|"
            r"채울때|붙일때|나누려고한다)[.,]?(?:이때)?,?(?:(?:가장큰)?(?:정사각형)?(?:모양의)?타일의)?한변의길이(?:는|은)?(?:몇{u:unit})?<ask>",
        ],
        let="s = gcd(a, b)",
        unit="{u}",
        wrong="lcm(a, b) | misread; s/2 | partial; abs(a - b) | formula; 2*s | other",
        where="a != b; s > 2; s < a; s < b",
        say=["한 변의 길이는 {a}{과/와} {b}의 최대공약수이므로 ${s}$"],
    ),
)
