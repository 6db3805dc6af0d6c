"""Tales of named points: centres of triangles, midpoints, tangents, angles in circles, likeness, heights seen."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from itertools import permutations, product

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.counted import Case, counted

CENTRES = "중2.삼각형의 성질"
LIKENESS = "중2.도형의 닮음"
CIRCLES = "중3.원의 성질"
SEEN = "중3.삼각비"
_PLACED = re.compile(r"«([a-z.]+)»")
_TRI = r"(?:삼각형|△)"
_BE = r"(?:<be>|이?라고?(?:할때|하자|하면|한다))"
_CM = r"(?P<unit>cm|m)"
_SIZE = r"(?:의크기)?(?:=|가|는|은|이)?"
_LONG = r"(?:의길이)?(?:=|가|는|은|이)?"
_HOW_BIG = r"(?:의크기)?(?:는|은|를|을)?(?:몇도)?<q>"
_HOW_LONG = r"(?:의길이)?(?:는|은|를|을)?(?:몇(?:cm|m))?<q>"
_CIRC = r"^\circ"


def lettered(*texts: str) -> tuple[str, ...]:
    """The patterns in which corners stand as `«abc»` in any order, and arms of an angle `«b.a.c»` in either."""
    found: list[str] = []
    for text in texts:
        ways = [_orders(one[1]) for one in _PLACED.finditer(text)]
        for chosen in product(*ways):
            seen: set[str] = set()
            orders = iter(chosen)
            found.append(_PLACED.sub(lambda _, o=orders, s=seen: _named(next(o), s), text))  # type: ignore[misc]
    return tuple(found)


def _orders(letters: str) -> list[str]:
    if "." in letters:
        parts = letters.replace(".", "")
        return [parts, parts[::-1]]
    return ["".join(one) for one in permutations(letters)]


def _named(letters: str, seen: set[str]) -> str:
    pieces = []
    for letter in letters:
        pieces.append(f"(?P=p{letter})" if letter in seen else f"{{p{letter}:pt}}")
        seen.add(letter)
    return "".join(pieces)


def _angle(name: str, *texts: str) -> tuple[str, ...]:
    return lettered(*(rf"∠{text}{_SIZE}{{{name}}}°(?:{_BE}|(?=[,∠]))" for text in texts))


def _asked_angle(*texts: str) -> tuple[str, ...]:
    return lettered(*(rf"∠{text}{_HOW_BIG}" for text in texts))


def _side(name: str, *texts: str) -> tuple[str, ...]:
    return lettered(*(rf"(?:선분|변)?{text}{_LONG}{{{name}}}{_CM}(?:{_BE}|(?=[,A-Z]))" for text in texts))


def _asked_side(*texts: str) -> tuple[str, ...]:
    return lettered(*(rf"(?:선분|변)?{text}{_HOW_LONG}" for text in texts))


def _centre(word: str, letter: str) -> tuple[str, ...]:
    return lettered(
        rf"점?«{letter}»(?:는|은|가|이){_TRI}«abc»의{word}{_BE}",
        rf"{_TRI}«abc»의{word}(?:을|를|이|가)?(?:점)?«{letter}»{_BE}",
        rf"{_TRI}«abc»에서(?:점)?«{letter}»(?:는|은|가|이){word}{_BE}",
        rf"점?«{letter}»(?:를|을)?{word}(?:으로하는|인){_TRI}«abc»에서",
    )


_TRIANGLE = lettered(rf"{_TRI}«abc»(?:에서|에대하여|의|가있다|이있다)?")
_A = ("«a»", "«b.a.c»")


def _degrees(text: str, formula: str, *, where: str = "", wrong: str = "") -> Case:
    """An angle by a formula of the printed ones, with the rule that it follows from."""
    shown = re.sub(r"\b([a-d])\b", r"{\1}^\\circ", formula).replace("*", r" \times ")
    shown = re.sub(r"(?<![\w^{/])(\d+)(?=\s*[-+)]|$)", r"\1^\\circ", shown)
    shown = re.sub(r"(\{\w\}\^\\circ)/2", r"\\frac{1}{2} \\times \1", shown)
    return Case(
        formula, unit="°", where=where, keeps_size=False, say=(text, rf"따라서 ${shown} = {{s}}^\circ$"),
        wrong=wrong or "180 - s | misread; 2*s | partial; s/2 | partial; 90 - s | formula; s + 10 | other",
    )  # fmt: skip


_INCENTRE = {
    "in": _centre("내심", "i"),
    "": _TRIANGLE,
    "at a": _angle("A", *_A),
    "half b": _angle("B", "«i.b.c»", "«i.b.a»"),
    "half c@B": _angle("C", "«i.c.b»", "«i.c.a»"),
    "far": _angle("D", "«b.i.c»"),
    "?far": _asked_angle("«b.i.c»"),
    "?at a": _asked_angle(*_A),
    "?half a": _asked_angle("«i.a.b»", "«i.a.c»"),
}
_HALVES = "내심은 세 내각의 이등분선의 교점이므로 절반의 각 셋의 합은 $90^\\circ$이다."
_INCENTRE_CASES = {
    "in+at a+?far": _degrees("내심과 두 꼭짓점이 이루는 각은 $90^\\circ$에 나머지 내각의 절반을 더한 것이다.", "90 + a/2", where="a < 150"),
    "in+far+?at a": _degrees("내심과 두 꼭짓점이 이루는 각은 $90^\\circ$에 나머지 내각의 절반을 더한 것이다.", "2*(d - 90)", where="d > 100; d < 160"),
    "in+half b+half c+?half a": _degrees(_HALVES, "90 - b - c", where="b + c < 80"),
    "in+half b+half c+?far": _degrees("삼각형의 세 내각의 합은 $180^\\circ$이다.", "180 - b - c", where="b + c < 80"),
    "in+half b+half c+?at a": _degrees(_HALVES, "2*(90 - b - c)", where="b + c < 80"),
}  # fmt: skip
_OUTCENTRE = {
    "out": _centre("외심", "o"),
    "": _TRIANGLE,
    "at a": _angle("A", *_A),
    "far": _angle("D", "«b.o.c»"),
    "base bc": _angle("B", "«o.b.c»", "«o.c.b»"),
    "base ab@B": _angle("C", "«o.a.b»", "«o.b.a»"),
    "?far": _asked_angle("«b.o.c»"),
    "?at a": _asked_angle(*_A),
    "?base bc": _asked_angle("«o.b.c»", "«o.c.b»"),
    "?base ac": _asked_angle("«o.a.c»", "«o.c.a»"),
}
_TWICE = "외심에서 본 중심각의 크기는 원주각의 크기의 2배이다."
_EQUAL = "외심에서 세 꼭짓점에 이르는 거리가 같으므로 이등변삼각형의 밑각의 크기가 같다."
_OUTCENTRE_CASES = {
    "out+at a+?far": _degrees(_TWICE, "2*a", where="a < 85"),
    "out+far+?at a": _degrees(_TWICE, "d/2", where="d < 170"),
    "out+at a+?base bc": _degrees(_TWICE + " " + _EQUAL, "90 - a", where="a < 85"),
    "out+base bc+?far": _degrees(_EQUAL, "180 - 2*b", where="b < 80"),
    "out+base bc+?at a": _degrees(_TWICE + " " + _EQUAL, "90 - b", where="b < 80"),
    "out+base bc+base ab+?base ac": _degrees(_EQUAL + " 세 밑각의 합은 $90^\\circ$이다.", "90 - b - c", where="b + c < 80"),
    "out+far+?base bc": _degrees(_EQUAL, "90 - d/2", where="d < 170"),
}  # fmt: skip
_AND = r"(?:,|와|과|와변|과변)"
_MIDDLES = {
    "mid": lettered(
        rf"(?:두)?변?«ab»{_AND}(?:변)?«ac»의중점(?:을|이)?(?:각각)?(?:점)?«m»,«n»{_BE}",
        rf"(?:두)?점«m»,«n»(?:은|는|이|가)(?:각각)?(?:두)?(?:변)?«ab»{_AND}(?:변)?«ac»의중점{_BE}",
    ),
    "": _TRIANGLE,
    "base": _side("B", "«bc»"),
    "link": _side("D", "«mn»"),
    "foot": _angle("E", "«a.b.c»", "«b»"),
    "?link": _asked_side("«mn»"),
    "?base": _asked_side("«bc»"),
    "?turn": _asked_angle("«a.m.n»"),
}


def _length(formula: str, text: str, *, square: bool = False) -> Case:
    shown = re.sub(r"\b([a-d])\b", r"{\1}", formula).replace("*", r" \times ")
    shown = re.sub(r"(\{\w\})/(\d)", r"\\frac{1}{\2} \\times \1", shown)
    return Case(
        formula, unit="{unit}^2" if square else "{unit}", say=(text, rf"따라서 ${shown} = {{s}}$"),
        wrong="2*s | partial; s/2 | partial; 3*s | misread; s + 2 | other",
    )  # fmt: skip


_HALF_BASE = "두 변의 중점을 이은 선분은 나머지 변과 평행하고 길이는 그 절반이다."
_MIDDLES_CASES = {
    "mid+base+?link": _length("b/2", _HALF_BASE),
    "mid+link+?base": _length("2*d", _HALF_BASE),
}
_MIDDLE_CASES = {
    **_MIDDLES_CASES,
    "mid+foot+?turn": _degrees(_HALF_BASE + " 동위각의 크기가 같다.", "e*1", where="e < 120"),
}
_LINE = r"(?:직선|반직선|선분)?"
_CENTROID = {
    "heavy": _centre("무게중심", "g"),
    "": _TRIANGLE,
    "foot": lettered(
        rf"{_LINE}«a»«g»(?:의연장선)?(?:와|과|이|가)변?«bc»(?:의교점|의교점을|와만나는점|와의교점|와만나는점)(?:을|이|를)?(?:점)?«d»{_BE}",
        rf"{_LINE}«ag»(?:의연장선)?(?:와|과|이|가)변?«bc»(?:의교점|와만나는점|의교점을|와의교점|과만나는점)(?:을|이|를)?(?:점)?«d»{_BE}",
        rf"변?«bc»의중점(?:을|이)?(?:점)?«d»{_BE}",
        rf"점«d»(?:는|은|가|이)변?«bc»의중점{_BE}",
        rf"(?:선분)?«a.d»(?:는|가|은|이)중선{_BE}",
    ),
    "whole": _side("A", "«ad»"),
    "long": _side("B", "«ag»"),
    "short": _side("C", "«gd»"),
    "full": lettered(rf"{_TRI}«abc»의넓이(?:=|가|는){{D}}(?P<unit>cm|m)\^2(?:{_BE})?"),
    "?whole": _asked_side("«ad»"),
    "?long": _asked_side("«ag»"),
    "?short": _asked_side("«gd»"),
    "?third": lettered(rf"{_TRI}«gbc»의넓이<q>", rf"{_TRI}«gab»의넓이<q>"),
    "?sixth": lettered(rf"{_TRI}«gbd»의넓이<q>"),
}
_TWO_ONE = "무게중심은 중선을 꼭짓점으로부터 2 : 1로 나눈다."
_CENTROID_CASES = {
    "heavy+foot+whole+?long": _length("2*a/3", _TWO_ONE),
    "heavy+foot+whole+?short": _length("a/3", _TWO_ONE),
    "heavy+foot+long+?whole": _length("3*b/2", _TWO_ONE),
    "heavy+foot+long+?short": _length("b/2", _TWO_ONE),
    "heavy+foot+short+?whole": _length("3*c", _TWO_ONE),
    "heavy+foot+short+?long": _length("2*c", _TWO_ONE),
    "heavy+full+?third": _length("d/3", "무게중심과 세 꼭짓점을 이으면 넓이가 같은 세 삼각형이 된다.", square=True),
    "heavy+foot+full+?sixth": _length("d/6", "세 중선은 삼각형을 넓이가 같은 여섯 삼각형으로 나눈다.", square=True),
}
_TANGENT = {
    "touch": lettered(
        rf"원«o»의?(?:밖|외부)의?(?:한|에있는한)?점«p»에서(?:이?원(?:(?P=po))?에)?그은(?:한)?접선의접점(?:을|이)?«a»{_BE}",
        rf"(?:선분|직선|반직선)?«p.a»(?:는|은|가|이)원«o»의접선이고점?(?:(?P=pa))(?:는|은|가|이)접점{_BE}",
    ),
    "far": _side("D", "«op»"),
    "way": _side("C", "«pa»"),
    "round": lettered(
        rf"(?:이)?(?:원«o»의|원의)?반지름(?:의길이)?(?:가|는|=){{K}}{_CM}(?:<be>)?",
        rf"«oa»{_LONG}{{K}}{_CM}(?:<be>|(?=,))",
    ),
    "?way": _asked_side("«pa»"),
    "?far": _asked_side("«op»"),
    "?round": (*_asked_side("«oa»"), rf"(?:이)?원(?:O)?의반지름{_HOW_LONG}"),
}
_RIGHT = "원의 접선은 접점을 지나는 반지름에 수직이다. 피타고라스 정리에서 제곱은 ${t}$이다."
_TANGENT_CASES = {
    f"touch+{two}+?{asked}": Case(
        "sqrt(t)", unit="{unit}", let=f"t = {square}", where=where, keeps_size=False,
        say=(_RIGHT, r"따라서 구하는 길이는 ${s}$"), wrong="t | partial; t/2 | formula",
    )
    for two, asked, square, where in (
        ("far+round", "way", "d**2 - k**2", "d > k"),
        ("round+way", "far", "c**2 + k**2", ""),
        ("far+way", "round", "d**2 - c**2", "d > c"),
    )
}  # fmt: skip
_ARC = r"(?:원O에서|원에서)?(?:한|어떤|이|그)?(?:호[A-Z]{2}|호)에대한"
_INSCRIBED = {
    "centre": (rf"{_ARC}중심각{_SIZE}{{A}}°{_BE}",),
    "edge": (rf"{_ARC}원주각{_SIZE}{{B}}°{_BE}",),
    "?edge": (rf"(?:{_ARC})?원주각{_HOW_BIG}",),
    "?centre": (rf"(?:{_ARC})?중심각{_HOW_BIG}",),
}
_INSCRIBED_CASES = {
    "centre+?edge": _degrees("한 호에 대한 원주각의 크기는 중심각의 크기의 반이다.", "a/2", where="a < 360"),
    "edge+?centre": _degrees("한 호에 대한 중심각의 크기는 원주각의 크기의 2배이다.", "2*b", where="b < 180"),
}
_HALF_CIRCLE = {
    "across": lettered(
        r"(?:선분)?«ab»(?:를|을)지름으로하는원(?:O)?위의(?:한)?점«c»에(?:대하여|대해)",
        rf"(?:선분)?«ab»(?:가|는|이)원O?의지름(?:이고|일때)(?:점)?«c»(?:가|는)(?:이|그)?원위의(?:한)?점{_BE}",
    ),
    "at a": _angle("A", "«b.a.c»"),
    "?at b": _asked_angle("«a.b.c»"),
}
_HALF_CIRCLE_CASES = {
    "across+at a+?at b": _degrees("반원에 대한 원주각의 크기는 $90^\\circ$이다.", "90 - a", where="a < 90")
}
_SOLID = (
    r"(?:원기둥|원뿔|사각뿔|삼각뿔|정사면체|삼각기둥|사각기둥|직육면체|정육면체|각뿔|구|입체도형|물통|그릇|상자|컵|병)"
)
_FLAT = r"(?:삼각형|사각형|직사각형|오각형|육각형|다각형|평면도형|원|부채꼴|사다리꼴|평행사변형)"
_LINEAR = r"(?:밑면의(?:반지름|지름)의길이|반지름의길이|높이|모선의길이|한변의길이|한모서리의길이|대응변의길이|지름의길이|닮음비|둘레의길이)"
_WHICH = r"(?:입체도형|도형|{thing:word})"


def _sized(size: str, kind: str, name: str, unit: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for who, word in (("small", "작은"), ("large", "큰")):
        one = rf"(?:이때)?{word}(?:쪽의?)?{kind}의{size}"
        found[f"{who} {name}"] = (rf"{one}(?:가|는|이){{V}}(?P<unit>cm|m){unit}{_BE}",)
        found[f"{who} {name} pi"] = (rf"{one}(?:가|는|이){{V}}π(?P<unit>cm|m){unit}{_BE}",)
        found[f"?{who} {name}"] = (rf"{one}(?:은|는|를|을)?<q>",)
    return found


_KIND = rf"(?:{_SOLID}|{_FLAT})"
_SIMILAR = {
    "pair": (rf"(?:서로)?닮은두{_KIND}(?:[A-Z](?:,|와|과)[A-Z])?(?:가있다|이있다|에서|에대하여|의|가|이)?",),
    "lengths": (
        rf"(?:두{_KIND}의)?{_LINEAR}(?:가|는|이)(?:각각)?{{A}}(?:cm|m),{{B}}(?:cm|m){_BE}",
        rf"(?:두{_KIND}의)?{_LINEAR}(?:의비)?(?:가|는|이){{A}}:{{B}}{_BE}",
    ),
    **_sized("부피", _KIND, "volume", r"\^3"),
    **_sized("(?:겉넓이|옆넓이|밑넓이|넓이)", _KIND, "area", r"\^2"),
}


def _similar_cases() -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for name, power, unit in (("volume", 3, "{unit}^3"), ("area", 2, "{unit}^2")):
        for who, other, up, down in (("small", "large", "b", "a"), ("large", "small", "a", "b")):
            for pi in ("", " pi"):
                text = f"닮음비가 $m : n$이면 {'부피' if power == 3 else '넓이'}의 비는 $m^{power} : n^{power}$이다."
                line = rf"따라서 ${{v}} \times \frac{{{{{up}}}^{power}}}{{{{{down}}}^{power}}} = {{w}}$" + (
                    r"이고, 답은 ${w}\pi$" if pi else ""
                )
                cases[f"pair+lengths+{who} {name}{pi}+?{other} {name}"] = Case(
                    "w*pi" if pi else "w*1",
                    unit=unit,
                    let=f"g = gcd(a, b); v = k*({down}/g)**{power}; w = k*({up}/g)**{power}",
                    hidden=f"k = v*gcd(a, b)**{power}/{down}**{power}",
                    where="a < b",
                    keeps_size=False,
                    say=(text, line),
                    wrong=f"v*{up}/{down}{'*pi' if pi else ''} | formula; v*2{'*pi' if pi else ''} | other",
                )
    return cases  # fmt: skip


_TOP = r"(?:꼭대기|끝|꼭대기부분|윗부분|끝부분|맨꼭대기)"
_TALL = r"(?P<tall>나무|건물|탑|전봇대|등대|빌딩|깃대|가로등|국기게양대|굴뚝|산)"
_SEEN = {
    "stands": (
        rf"(?:어떤|한|지면에수직으로서있는)?{_TALL}(?:의밑)?(?:에서|로부터){{D}}m(?:만큼)?떨어진(?:지점|곳|위치)(?:에서|에서서|에서있는[가-힣]{{1,3}}(?:이|가))",
    ),
    "angle": (
        rf"(?:이|그)?{_TALL}?(?:의)?{_TOP}?(?:을|를)올려(?:다)?본각의크기(?:가|는|를재었더니|를쟀더니){{A}}°(?:{_BE})?",
    ),
    "eyes": (
        r"(?:[가-힣]{1,4}의)?눈높이(?:가|는|까지의높이가){H}m(?:<be>)?",
        r"지면에서눈까지의높이(?:가|는){H}m(?:<be>)?",
    ),
    "?height": (rf"(?:이|이때)?{_TALL}의높이(?:는|를)?(?:몇m)?<q>",),
}
_TAN = "tan(a*pi/180)"
_SEEN_SAY = r"${d} \times \tan {a}^\circ$"
_SEEN_CASES = {
    "stands+angle+?height": Case(
        f"d*{_TAN}", unit="m", where="a < 90", say=(f"높이는 {_SEEN_SAY}로 계산한다.", "따라서 ${s}$ m"),
        wrong="d/tan(a*pi/180) | order; d*sin(a*pi/180) | misread; d*cos(a*pi/180) | misread", keeps_size=False,
    ),
    "stands+angle+eyes+?height": Case(
        f"d*{_TAN} + h", unit="m", where="a < 90",
        say=(f"눈높이 위의 높이는 {_SEEN_SAY}이다.", "여기에 눈높이 ${h}$ m를 더하면 ${s}$ m"),
        wrong=f"d*{_TAN} | partial; d/{_TAN} + h | order; d*{_TAN} - h | sign; d*sin(a*pi/180) + h | misread", keeps_size=False,
    ),
}  # fmt: skip

FAMILIES: tuple[Family, ...] = (
    counted("tale.incentre", CENTRES, _INCENTRE, _INCENTRE_CASES, domains="a 30..110 step 2; b 15..45; c 15..45; d 105..145", hints="내심"),
    counted("tale.outcentre", CENTRES, _OUTCENTRE, _OUTCENTRE_CASES, domains="a 30..80; b 15..45; c 15..45; d 60..160 step 2", hints="외심"),
    counted("tale.middles", LIKENESS, _MIDDLES, _MIDDLE_CASES, domains="b 6..40 step 2; d 3..20; e 30..100", hints="중점"),
    counted("tale.centroid", LIKENESS, _CENTROID, _CENTROID_CASES, domains="a 6..45 step 3; b 4..30 step 2; c 2..15", hints="무게중심"),
    counted("tale.tangent", CIRCLES, _TANGENT, _TANGENT_CASES, domains="k 3..15; c 3..24; d 5..30", hints="접선"),
    counted("tale.inscribed", CIRCLES, _INSCRIBED, _INSCRIBED_CASES, domains="a 40..170 step 2; b 20..85", hints="원주각 중심각"),
    counted("tale.half.circle", CIRCLES, _HALF_CIRCLE, _HALF_CIRCLE_CASES, domains="a 20..70", hints="지름 ∠"),
    counted("tale.similar", LIKENESS, _SIMILAR, _similar_cases(), domains="a 2..6; b 3..9; k 1..12", hints="닮은두"),
    counted("tale.seen", SEEN, _SEEN, _SEEN_CASES, domains="d 4..30; a 30|45|60; h 1.2|1.4|1.5|1.6|1.7|1.8", hints="본각"),
)  # fmt: skip
