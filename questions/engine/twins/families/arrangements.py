"""Rows, choices, groups and digit cards, in any usual wording."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.family import Family, Match, family
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.grammar.wording import G, again, gap
from questions.engine.types import ChoiceDomain, RangeDomain

CASES = "중2.경우의 수"
PERMUTATION = "고1.경우의 수.순열"
COMBINATION = "고1.경우의 수.조합"
_LEAD = rf"<lead>{G}"
_WAYS = rf"(?:모든|총)?(?:경우|방법)(?:의)?(?:수|가짓수|은모두몇가지|는모두몇가지|은몇가지|는몇가지|은|는){G}(?:몇가지{G})?<ask>"
_C = r"(?:명|개|권|장|송이|사람|가지|자루|곡|팀|종류|대|과목)"
_PICK = r"(?:뽑|택하|고르|골라|선택하|선출하|꺼내|뽑아|고를|택해|선택할|뽑을)"
_ROW = r"(?:한줄|일렬)(?:로)?"
_BOYS, _GIRLS = r"(?:남학생|남자|남자아이|남자선수|남자회원)", r"(?:여학생|여자|여자아이|여자선수|여자회원)"
_MEN = rf"{_BOYS}(?:은|이)?{{a:int}}명{G}{_GIRLS}(?:은|이)?{{b:int}}명"
_NEXT = gap("이웃")
_TOGETHER = r"이웃(?:하여|하게|하도록|하는|해서|할|하며)"
_APART = r"(?:이웃하지않|이웃하지않게|이웃하지않도록)"


def _men_and_women(kind: str, girls: bool, apart: bool) -> Family:
    group, others = ("b", "a") if girls else ("a", "b")
    who = _GIRLS if girls else _BOYS
    side = _APART + gap("이웃", "않") if apart else _TOGETHER + G
    answer = (
        f"factorial({others})*factorial({others} + 1)/factorial({others} + 1 - {group})"
        if apart
        else f"factorial({others} + 1)*factorial({group})"
    )
    return family(
        f"rows.{kind}.{'girls' if girls else 'boys'}",
        PERMUTATION,
        [rf"{_LEAD}{_MEN}{G}{_ROW}{G}{who}(?:끼리|{again(group)}명(?:이|을|끼리)?)?{_NEXT}{side}{_WAYS}"],
        let=f"whole = factorial(a + b); s = {answer}",
        domains="a 2..5; b 2..4",
        wrong="factorial(a + 1)*factorial(b + 1) | other; factorial(a)*factorial(b) | order; whole | misread; whole - s | sign; s/2 | order",
        where="whole < 50000; s != whole" + (f"; {group} <= {others} + 1" if apart else ""),
        say=[
            f"이웃하지 않아야 할 사람을 나머지 {{{others}}}명의 사이와 양 끝 자리에 세운다."
            if apart
            else f"이웃하는 {{{group}}}명을 한 사람으로 보고 세운 뒤 그 안에서 자리를 바꾼다.",
            "경우의 수는 ${s}$",
        ],
        keeps_size=False,
    )


FIXED = (
    _men_and_women("together", True, False),
    _men_and_women("together", False, False),
    _men_and_women("apart", True, True),
    _men_and_women("apart", False, True),
    family(
        "choices.groups",
        COMBINATION,
        [
            rf"{_LEAD}{_MEN}{G}(?:중에서|가운데에서|중|에서|가운데)?{G}{_BOYS}{{c:int}}명{G}{_GIRLS}{{d:int}}명(?:을|의)?{G}{_PICK}(?:는|을|ㄹ)?{G}{_WAYS}"
        ],
        let="one = comb(a, c); two = comb(b, d); s = one*two",
        wrong="one + two | formula; comb(a + b, c + d) | formula; a*c*b*d | formula; s*2 | order; factorial(c)*factorial(d)*s | order",
        where="c < a; d < b",
        domains="a 3..8; b 3..8; c 1..3; d 1..3",
        say=["각각 ${one}$가지, ${two}$가지이므로 ${one} \\times {two} = {s}$"],
        keeps_size=False,
    ),
    family(
        "choices.row",
        PERMUTATION,
        [
            rf"{_LEAD}(?:서로다른)?{G}{{n:int}}{_C}(?:의)?{G}(?:중에서|중|가운데에서|가운데|에서){G}{{r:int}}{_C}(?:을|를)?{G}{_PICK}(?:아|여|서)*{G}{_ROW}{G}{_WAYS}",
        ],
        let="low = n - r; s = factorial(n)/factorial(low)",
        domains="n 4..9; r 2..4",
        where="r < n",
        wrong="comb(n, r) | formula; n**r | formula; factorial(r) | partial; n*r | formula; factorial(n) | misread",
        say=["뽑아서 한 줄로 세우는 경우의 수는 $\\frac{{n}!}{{low}!} = {s}$"],
        keeps_size=False,
    ),
    family(
        "choices.set",
        COMBINATION,
        [
            rf"{_LEAD}(?:서로다른)?{G}{{n:int}}{_C}(?:의)?{G}(?:중에서|중|가운데에서|가운데|에서)(?:대표|위원|당번|선수|[가-힣]{{0,5}}?)?{{r:int}}{_C}(?:의)?(?:대표|위원)?(?:을|를)?(?:동시에|한꺼번에|임의로)?{_PICK}(?:는|을|ㄹ)?{_WAYS}",
        ],
        let="up = factorial(n)/factorial(n - r); low = factorial(r); s = up/low",
        domains="n 4..12; r 2..4",
        where="r < n",
        wrong="up | formula; n*r | formula; n**r | formula; comb(n, r - 1) | order; up/2 | partial; comb(n - 1, r) | other",
        say=["순서를 생각하지 않으므로 $\\frac{up}{low} = {s}$"],
        keeps_size=False,
    ),
    family(
        "rows.all",
        CASES,
        [rf"{_LEAD}(?:서로다른)?{G}{{n:int}}{_C}(?:의)?{G}{_ROW}{G}{_WAYS}"],
        let="s = factorial(n)",
        domains="n 3..7",
        wrong="n*n | formula; n*(n + 1)/2 | formula; factorial(n - 1) | order; n*(n - 1) | partial; 2*n | other",
        say=["${n}! = {s}$"],
        keeps_size=False,
    ),
    family(
        "rows.pair.together",
        PERMUTATION,
        [
            rf"{_LEAD}(?P<one>[가-힣A-Z]{{1,3}}?)(?:와|과|,)(?P<two>[가-힣A-Z]{{1,3}}?)(?:를|을)포함(?:한|하여){G}{{n:int}}명{G}{_ROW}{G}(?P=one)(?:와|과|,)(?P=two)(?:가|이)?{_NEXT}{_TOGETHER}{G}{_WAYS}",
        ],
        let="low = n - 1; s = 2*factorial(low)",
        domains="n 4..7",
        wrong="factorial(low) | partial; factorial(n) | misread; factorial(n) - s | sign; 2*factorial(n - 2) | order",
        say=["두 사람을 한 사람으로 보면 ${low}!$가지, 두 사람의 자리를 바꾸면 ${s}$"],
        keeps_size=False,
    ),
)
_LISTS = {
    zero: tuple(", ".join(str(d) for d in range(0 if zero else 1, top + 1)) for top in range(3, 10))
    for zero in (False, True)
}
_DIGITS = r"(?P<l>[01](?:,\d)+|[01]부터\d까지)"
_WORDS = {"두": 2, "세": 3, "네": 4}


def cards(reading: Reading, match: Match) -> Sketch | None:
    """Numbers of two to four digits laid with cards 0 … n or 1 … n, perhaps only the even ones."""
    ends = [int(one) for one in re.findall(r"\d", match["l"])]
    listed = "," in match["l"]
    digits = ends if listed else list(range(ends[0], ends[-1] + 1))
    if not digits:
        return None
    zero = digits[0] == 0
    start, end = reading.span(*match.span("l"))
    lists = _LISTS[zero] if listed else tuple(f"{int(not zero)}부터 {top}까지" for top in range(3, 10))
    if digits != list(range(digits[0], len(digits) + digits[0])) or reading.source[start:end] not in lists:
        return None
    places = _WORDS.get(match["w"], 0)
    if match.groupdict().get("n") and int(match["n"]) != len(digits):
        return None
    if match.groupdict().get("r") and int(match["r"]) != places:
        return None
    even = "짝수" in match.string
    sketch = Sketch(CASES, f"cards.{'even' if even else 'all'}", keeps_size=False)
    sketch.originals = {"l": reading.source[start:end], "r": Fraction(places)}
    sketch.domains = {"l": ChoiceDomain(lists), "r": RangeDomain(Fraction(2), Fraction(4))}
    sketch.places = [("l", *match.span("l")), ("w", *match.span("w"))]
    sketch.places += [(name, *match.span(name)) for name in ("n", "r") if match.groupdict().get(name)]
    if match.groupdict().get("w_2"):
        sketch.places.append(("w", *match.span("w_2")))
    sizes = " ".join(f"{size} if l == '{one}' else" for size, one in enumerate(lists, 4 if zero else 3)) + " 0"
    sketch.let = [("n", sizes), ("w", "'두' if r == 2 else '세' if r == 3 else '네'"), *_count(zero, even)]
    sketch.where = ["r < n", "s < 4000"]
    sketch.wrong = [
        ("n**r", "order"), ("comb(n, r)", "formula"), ("factorial(n)/factorial(n - r)", "misread"),
        ("(n - 1)**r", "order"), ("n*r", "formula"), ("s - 1", "other"), ("s + 2", "other"),
    ]  # fmt: skip
    if even:
        sketch.say = ["일의 자리에 올 수 있는 짝수를 먼저 정하고 남은 카드를 앞자리부터 놓으며 모두 세면 ${s}$개"]
    else:
        sketch.let += [("first", "n - 1" if zero else "n + 0"), ("rest", "s/first")]
        sketch.say = [
            "맨 앞자리에는 {first}가지, 남은 자리에는 남은 카드를 차례로 놓아 {rest}가지가 있다.",
            "${first} \\times {rest} = {s}$",
        ]
    return sketch


def _count(zero: bool, even: bool) -> list[tuple[str, str]]:
    def fall(top: str, count: str) -> str:
        return f"factorial({top})/factorial({top} - ({count}))"

    if not even:
        return [("s", f"(n - 1)*{fall('(n - 1)', 'r - 1')}" if zero else fall("n", "r"))]
    if not zero:
        return [("ev", "floor(n/2)"), ("s", f"ev*{fall('(n - 1)', 'r - 1')}")]
    return [
        ("ev", "floor((n - 1)/2)"),
        ("s", f"{fall('(n - 1)', 'r - 1')} + ev*(n - 2)*{fall('(n - 2)', 'r - 2')}"),
    ]


_CARD = gap("숫자", "자리", "씩")
_WHOLE = r"(?:자연수|정수|수)"
_LAID = rf"{_LEAD}{_DIGITS}{_CARD}(?:(?P<n>\d)장(?:의)?{_CARD})?카드{_CARD}(?:(?P<r>\d)장|두장|세장|네장)?{_CARD}(?P<w>두|세|네)자리(?:의)?"
FAMILIES = (
    *FIXED,
    Family(
        "cards.all",
        (
            rf"{_LAID}{_WHOLE}(?:의)?(?:개수|갯수|는(?:모두)?몇개|은(?:모두)?몇개|수){G}<ask>",
            rf"{_LAID}{_WHOLE}{_CARD}(?:만들수있는|만들어지는)(?:(?P<w_2>(?P=w))자리(?:의)?)?{_WHOLE}(?:의)?(?:개수|갯수|는(?:모두)?몇개|수){G}<ask>",
            rf"{_LAID}{_WHOLE}(?:를|을)만드는{_WAYS}",
        ),
        cards,
        ("카드",),
    ),
    Family(
        "cards.even",
        (
            rf"{_LAID}짝수(?:의)?(?:개수|갯수|는(?:모두)?몇개|수){G}<ask>",
            rf"{_LAID}{_WHOLE}{_CARD}짝수(?:인것)?(?:의)?(?:개수|갯수|는(?:모두)?몇개|수){G}<ask>",
        ),
        cards,
        ("카드", "짝수"),
    ),
)
