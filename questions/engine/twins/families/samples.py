"""Statistics of data listed in a story, with units or an unknown datum; numbers from remainders and shared things."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.lists import STATISTICS, fillers
from questions.engine.twins.grammar.family import Family, Match, family, printed_number
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.grammar.wording import THEN, G, gap
from questions.engine.types import RangeDomain

_UNIT = r"(?:점|회|시간|분|초|cm|kg|mm|m|개|명|권|세|살|번|편|일|잔|건|쪽|골|°C|℃|원|만원|g)"
_NUMBER = r"-?\d+(?:\.\d+)?"
_DATA = rf"(?P<l>{_NUMBER}{_UNIT}?(?:[,、]{_NUMBER}{_UNIT}?)+)"
_HOLED = rf"(?P<l>(?:{_NUMBER}{_UNIT}?[,、])*(?-i:(?P<v>[a-z])){_UNIT}?(?:[,、]{_NUMBER}{_UNIT}?)*)"
_MANY = rf"(?:{G}\d{{1,2}}(?:명|개|회|일|가지|번|과목|경기|주)(?:의|이|인)?)?{G}"
_IN = r"(?:\(단위:[가-힣A-Za-z%°℃]+\)[.:]?)?"
_NAMED = gap("중앙값", "평균", "최빈값", "분산", "표준편차")


def _stems(word: str) -> tuple[str, ...]:
    return (
        rf"<lead>{_MANY}{_DATA}{_IN}{_MANY}(?:의)?{word}(?:은|는|을|를|이|가)?(?:몇{_UNIT})?{G}<ask>",
        rf"<lead>{_MANY}{word}(?:을|를|은|는)?<order>{_IN}(?:자료:|변량:)?{_DATA}{_IN}",
        rf"<lead>{_MANY}{_DATA}{_IN}{_MANY}(?:의)?{word}(?:을|를|은|는)?<order>{_IN}",
    )


def _unit_of(match: Match) -> str:
    found = re.search(rf"\d({_UNIT})(?:,|$)", match["l"]) or re.search(r"\(단위:([가-힣A-Za-z%°℃]+)\)", match.string)
    return found[1] if found else ""


def _listed(name: str, most: int = 10) -> Family:
    fill = fillers()[name]

    def build(reading: Reading, match: Match) -> Sketch | None:
        sketch = Sketch(STATISTICS, f"statistics.{name}.told", keeps_size=False)
        names = _read(sketch, match)
        if not 3 <= len(names) <= most or any("." in text for text in sketch.texts.values()):
            return None
        counted = re.search(r"(\d{1,2})(?:명|개의(?:변량|자료|수))", match.string)
        if counted is not None and name != "mode" and int(counted[1]) not in (len(names), 1):
            return None
        values = [value for value in sketch.originals.values() if isinstance(value, Fraction)]
        if name == "median" and not 0 <= min(values) <= max(values) < 200:
            return None
        sketch.unit = _unit_of(match) if name in ("mean", "median", "mode", "range") else ""
        return sketch if fill(sketch, names) is not False else None

    words = {
        "mean": "평균",
        "median": "중앙값",
        "mode": "최빈값",
        "variance": "분산",
        "deviation": "표준편차",
        "range": "범위",
    }
    return Family(f"statistics.{name}.told", _stems(words[name]), build, (words[name],))


def _read(sketch: Sketch, match: Match) -> list[str]:
    start = match.start("l")
    names: list[str] = []
    for found in re.finditer(r"-?\d+(?:\.\d+)?", match["l"]):
        names.append(f"d{len(names) + 1}")
        sketch.originals[names[-1]] = printed_number(found.group()) or Fraction(0)
        sketch.texts[names[-1]] = found.group()
        sketch.places.append((names[-1], start + found.start(), start + found.end()))
    _keep_near(sketch)
    return names


def _keep_near(sketch: Sketch) -> None:
    """New data lie as near together as the note's: heights stay heights, points at most a hundred."""
    data = [value for value in sketch.originals.values() if isinstance(value, Fraction)]
    if not data or any(value.denominator != 1 for value in data):
        return
    spread = max(max(data) - min(data), Fraction(3))
    step = next(step for step in (100, 10, 5, 1) if all(value % step == 0 for value in data))
    low, high = min(data) - spread / 2, max(data) + spread / 2
    low = max(low, Fraction(step)) if min(data) > 0 else low
    high = min(high, Fraction(100)) if 50 < max(data) <= 100 else high
    wide = RangeDomain(Fraction(low // step * step), Fraction(high // step * step), Fraction(step))
    sketch.domains |= dict.fromkeys(sketch.originals, wide)


def mean_with_a_hole(reading: Reading, match: Match) -> Sketch | None:
    """An unknown datum from the printed mean of all."""
    sketch = Sketch(STATISTICS, "statistics.hole.mean", keeps_size=False)
    names = _read(sketch, match)
    mean = printed_number(match["m"])
    if not 2 <= len(names) <= 9 or mean is None or match["l"].count(match["v"]) != 1:
        return None
    counted = re.search(r"(\d{1,2})(?:명|개의(?:변량|자료|수))", match.string[: match.start("l")])
    count = len(names) + 1
    if counted is not None and int(counted[1]) != count:
        return None
    known = [value for value in sketch.originals.values() if isinstance(value, Fraction)]
    sketch.originals["m"], sketch.texts["m"] = mean, match["m"]
    if mean.denominator == 1:
        sketch.domains["m"] = RangeDomain(min(*known, mean), max(*known, mean))
    sketch.places.append(("m", *match.span("m")))
    sketch.let = [("part", " + ".join(names)), ("total", f"{count}*m"), ("s", "total - part")]
    sketch.where = ["s > 0", f"2*s > min({', '.join(names)})", f"s < 2*max({', '.join(names)})"]
    sketch.wrong = [
        ("m", "misread"),
        (f"{len(names)}*m - part", "order"),
        (f"part/{len(names)}", "formula"),
        ("total", "partial"),
        ("s + 1", "other"),
        ("s - 1", "other"),
    ]
    sketch.unit = _unit_of(match)
    sketch.say = [
        f"전체의 합은 ${count} \\times {{m}} = {{total}}$",
        "나머지의 합은 ${part}$이므로 ${total} - {part} = {s}$",
    ]
    return sketch


_SHARE = gap("나누", "남", "많", "최대", "똑같", "배")
_CUT = gap("않", "남", "길", "둘레")
_SIDE_BY = r"가로(?:와세로)?(?:의길이)?(?:가|는|이)?(?:각각)?{a:int}(?:cm|m),?(?:이고|,|와|과|인)*(?:세로(?:의길이)?(?:가|는|이)?)?{b:int}(?P<u>cm|m)"
_AGAIN = gap("다시", "처음", "마다")
_FACTORS = (
    family(
        "factors.share",
        "중1.최대공약수의 활용",
        [
            rf"<lead>{G}{{a:int}}(?:개|권|자루|장|송이|명){G}{{b:int}}(?:개|권|자루|장|송이|명)(?:을|를|이|가)?{_SHARE}(?:똑같이|똑같은|같은수|남김없이){_SHARE}(?:최대)?(?:(?:학생|사람|아이|친구|모둠|조|어린이|바구니|봉지|상자|꽃다발)(?:들)?(?:의)?(?:수|개수)?(?:는|은|를)?)?{_SHARE}(?:몇(?:명|모둠|조|개|팀|다발))?{_SHARE}<ask>",
        ],
        let="s = gcd(a, b)",
        wrong="lcm(a, b) | misread; s/2 | partial; abs(a - b) | formula; 2*s | other; s + 1 | other; s/3 | other",
        where="a != b; s > 2; s < a; s < b",
        say=["남김없이 똑같이 나눌 수 있는 수는 {a}{과/와} {b}의 공약수이다.", "가장 큰 것은 최대공약수 ${s}$"],
        keeps_size=False,
    ),
    family(
        "factors.square.least",
        "중1.최소공배수의 활용",
        [rf"<lead>{G}{_SIDE_BY}{_CUT}가장작은정사각형{_CUT}한변의길이{G}(?:몇(?P=u))?{G}<ask>"],
        let="s = lcm(a, b)",
        unit="{u}",
        wrong="gcd(a, b) | misread; a*b | formula; a + b | formula; 2*s | other",
        where="a != b; s < a*b; s > a; s > b",
        say=["정사각형의 한 변의 길이는 {a}{과/와} {b}의 최소공배수이므로 ${s}$"],
        keeps_size=False,
    ),
    family(
        "factors.square.greatest",
        "중1.최대공약수의 활용",
        [
            rf"<lead>{G}{_SIDE_BY}{_CUT}(?:가장큰|가능한한큰|되도록큰|될수있는대로큰|최대한큰|남김없이|빈틈없이){_CUT}(?:정사각형|타일){_CUT}한변의길이{G}(?:몇(?P=u))?{G}<ask>"
        ],
        let="s = gcd(a, b)",
        unit="{u}",
        wrong="lcm(a, b) | misread; s/2 | partial; abs(a - b) | formula; 2*s | other",
        where="a != b; s > 2; s < a; s < b",
        say=["한 변의 길이는 {a}{과/와} {b}의 최대공약수이므로 ${s}$"],
        keeps_size=False,
    ),
    *(
        family(
            f"factors.again.{name}",
            "중1.최소공배수의 활용",
            [
                rf"<lead>{G}{{a:int}}{unit}(?:마다|간격|에한번|에한바퀴)?{_AGAIN}{{b:int}}{unit}(?:마다|간격|에한번|에한바퀴)?{_AGAIN}(?:(?:오전|오후)?{{h:int}}시(?:{{mi:int}}분)?(?:에)?)?{_AGAIN}(?:동시에|함께|같이|다시만나|다시출발점)(?!.*[몇]시(?!간)){_AGAIN}몇{unit}(?:후|뒤|만에|이지나|마다)?{_AGAIN}<ask>"
            ],
            let="s = lcm(a, b)",
            unit=unit,
            fixed="h mi",
            wrong="gcd(a, b) | misread; a*b | formula; a + b | formula; 2*s | other",
            where="a != b; s < a*b; s > a; s > b",
            say=["다시 함께 하는 때는 {a}{과/와} {b}의 최소공배수이므로 ${s}$" + unit + " 후"],
            keeps_size=False,
        )
        for name, unit in (("minutes", "분"), ("days", "일"), ("seconds", "초"))
    ),
    family(
        "factors.remainders",
        "중1.최대공약수의 활용",
        [
            rf"<lead>{G}(?:어떤(?:자연)?수로|어떤자연수로)?{{a:int}}(?:을|를)나누면{{p:int}}(?:이|가)남고,?{{b:int}}(?:을|를)나누면{{q:int}}(?:이|가)남{gap('큰')}(?:가장큰)(?:수|것|자연수){G}<ask>",
            rf"<lead>{G}(?:어떤(?:자연)?수로|어떤자연수로){{a:int}}(?:을|를)나누면{{p:int}}(?:이|가)남고,?{{b:int}}(?:을|를)나누면{{q:int}}(?:이|가)남{gap('큰')}(?:중|중에서)?가장큰(?:수|것|자연수){G}<ask>",
        ],
        let="a = s1*x1 + p; b = s1*x2 + q; one = a - p; two = b - q; s = gcd(one, two)",
        hidden="s1 = gcd(a - p, b - q); x1 = (a - p)/gcd(a - p, b - q); x2 = (b - q)/gcd(a - p, b - q)",
        wrong="gcd(a, b) | partial; gcd(a + p, b + q) | sign; lcm(one, two) | misread; s/2 | other",
        where="s > p; s > q; x1 != x2; p > 0; q > 0; a < 400; b < 400",
        domains="s1 4..30; x1 2..9; x2 2..9; p 1..9; q 1..9",
        say=["${a} - {p} = {one}$, ${b} - {q} = {two}$의 공약수이다.", "가장 큰 것은 최대공약수 ${s}$"],
        keeps_size=False,
    ),
)  # fmt: skip

FAMILIES = (
    *(_listed(name) for name in ("mean", "median", "mode", "variance", "deviation", "range")),
    Family(
        "statistics.hole.mean",
        (
            rf"<lead>{_MANY}{_HOLED}{_IN}{THEN}(?:의)?평균(?:이|은)?(?P<m>{_NUMBER}){_UNIT}?{G}(?P=v)의값{G}<ask>",
            rf"<lead>{_MANY}{_HOLED}{_IN}{_NAMED}평균(?:이|은)?(?P<m>{_NUMBER}){_UNIT}?{G}(?P=v)(?:의값)?{G}<ask>",
            rf"<lead>{_MANY}평균(?:이|은)?(?P<m>{_NUMBER}){_UNIT}?{G}(?P=v)의값{G}<order>{_IN}{_HOLED}".replace(
                "(?P=v)의값", "[a-z]의값"
            ),
        ),
        mean_with_a_hole,
        ("평균",),
    ),
    *_FACTORS,
)
