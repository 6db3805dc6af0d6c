"""Triangles by sides and special angles: the inequality of sides, laws of sines and cosines, area by two sides."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import THEN, G, gap
from questions.engine.types import AnswerKind

SIDES = "중1.삼각형의 작도"
TRIGONOMETRY = "고2.삼각함수.삼각형"
_LEAD = rf"<lead>{G}"
_ANGLES = (30, 45, 60, 90, 120, 135, 150)


def _angle(name: str, index: str) -> str:
    """A drawn place in the list of special angles and the angle printed from it."""
    return (
        f"{name} = "
        + " else ".join(f"{angle} if {index} == {place}" for place, angle in enumerate(_ANGLES, 1))
        + " else 0"
    )


def _place(name: str, index: str) -> str:
    return (
        f"{index} = "
        + " else ".join(f"{place} if {name} == {angle}" for place, angle in enumerate(_ANGLES, 1))
        + " else 0"
    )


def _sine(name: str) -> str:
    return f"sin({name}*pi/180)"


_ALL = "ABC"
_CORNERS = tuple((v, *(other for other in _ALL if other != v)) for v in _ALL)
_THREE = r"(?:세변의길이|변의길이|길이)(?:가|는)?(?:각각)?"
_OF = r"(?:삼각형(?:ABC)?|△ABC)"


def _sides_and_angle(unit: str) -> list[str]:
    """Two sides and the angle between them, in words, by corners or by opposite sides."""
    said = [
        rf"{_LEAD}두변의길이(?:가|는)?(?:각각)?{{m}}{unit}{THEN}{{n}}{unit}{G}(?:끼인각|사잇각){G}{{t:int}}°{G}",
    ]
    for v, p, q in _CORNERS:
        said.append(
            rf"{_LEAD}\{{?(?:{v}{p}|{p}{v})\}}?=?(?:{THEN})?{{m}}{unit}{THEN}\{{?(?:{v}{q}|{q}{v})\}}?=?(?:{THEN})?{{n}}{unit}{THEN}∠{v}=?(?:의크기가)?{{t:int}}°{G}"
        )
        said.append(
            rf"{_LEAD}∠{v}={{t:int}}°{THEN}\{{?(?:{v}{p}|{p}{v})\}}?={{m}}{unit}{THEN}\{{?(?:{v}{q}|{q}{v})\}}?={{n}}{unit}{G}"
        )
        said.append(
            rf"{_LEAD}(?-i:{p.lower()})={{m}}{unit}{THEN}(?-i:{q.lower()})={{n}}{unit}{THEN}∠?(?-i:{v})={{t:int}}°{G}"
        )
    return said


def _area(name: str, unit: str) -> Family:
    written = "(?P<u>cm|m)" if unit else ""
    first, rest = written, "(?P=u)"
    patterns = []
    for text in _sides_and_angle("UNIT"):
        filled = text.replace("UNIT", first, 1).replace("UNIT", rest if unit else "")
        patterns.append(filled + rf"(?:{_OF}(?:의)?)?{gap('넓이')}넓이{G}(?:몇cm\^2)?{G}<ask>")
    return family(
        name, TRIGONOMETRY, patterns,
        let=f"{_angle('t', 'i')}; s = m*n*{_sine('t')}/2", hidden=_place("t", "i"), domains="i 1..7; m 2..20; n 2..20",
        unit=unit, wrong=f"m*n*{_sine('t')} | partial; m*n*cos(t*pi/180)/2 | formula; m*n/2 | partial; m*n | formula; m*n/4 + 1 | other",
        where="i >= 1; t != 90; is_int(m); is_int(n)",
        say=["$S = \\frac{1}{2} \\times {m} \\times {n} \\times \\sin {t}^\\circ$", "따라서 넓이는 ${s}$"],
        hints="넓이 °", keeps_size=False,
    )  # fmt: skip


def _third_side(name: str, unit: str) -> Family:
    patterns = []
    for v, p, q in _CORNERS:
        for text in (
            rf"{_LEAD}\{{?(?:{v}{p}|{p}{v})\}}?={{m:int}}UNIT{THEN}\{{?(?:{v}{q}|{q}{v})\}}?={{n:int}}UNIT{THEN}∠{v}={{t:int}}°{G}\{{?(?:{p}{q}|{q}{p})\}}?(?:의)?(?:길이|값)?{G}<ask>",
            rf"{_LEAD}(?-i:{p.lower()})={{m:int}}{THEN}(?-i:{q.lower()})={{n:int}}{THEN}∠?(?-i:{v})={{t:int}}°{G}(?-i:{v.lower()})의(?:길이|값){G}<ask>",
        ):
            if bool(unit) == ("UNIT" in text) or not unit:
                patterns.append(
                    text.replace("UNIT", "(?P<u>cm|m)" if unit else "", 1).replace("UNIT", "(?P=u)" if unit else "")
                )
    return family(
        name, TRIGONOMETRY, patterns,
        let=f"{_angle('t', 'i')}; square = m*m + n*n - 2*m*n*cos(t*pi/180); s = sqrt(square)",
        hidden=_place("t", "i"), domains="i 3..5; m 2..20; n 2..20", unit=unit,
        wrong="sqrt(m*m + n*n) | partial; sqrt(m*m + n*n + 2*m*n*cos(t*pi/180)) | sign; square | partial; sqrt(m*m + n*n + m*n + 1) | other; m + n | formula",
        where="i >= 1; t != 90; is_int(square); square > 0; square < 900",
        say=["코사인법칙에서 ${m}^2 + {n}^2 - 2 \\times {m} \\times {n} \\times \\cos {t}^\\circ = {square}$", "따라서 길이는 ${s}$"],
        hints="°", keeps_size=False,
    )  # fmt: skip


def _opposite(corner: str) -> str:
    return "".join(sorted(set(_ALL) - {corner}))


def _law_of_sines(name: str, patterns: list[str], answer: str, wrong: str, say: str) -> Family:
    return family(
        name, TRIGONOMETRY, patterns,
        let=f"{_angle('p', 'i')}" + (f"; {_angle('q', 'j')}" if "q" in answer else "") + f"; s = {answer}",
        hidden=_place("p", "i") + (f"; {_place('q', 'j')}" if "q" in answer else ""),
        domains="i 1..6; j 1..6; m 2..24", wrong=wrong,
        where="i >= 1" + ("; j >= 1; p != q; p + q < 180" if "q" in answer else ""),
        say=["사인법칙을 쓰면 " + say, "따라서 ${s}$"], hints="°", keeps_size=False,
    )  # fmt: skip


_SINE_SIDE = []
_RADIUS = []
for _v in _ALL:
    _opp = _opposite(_v)
    _side = rf"(?:(?-i:{_v.lower()})|\{{?(?:{_opp}|{_opp[::-1]})\}}?)={{m}}(?:cm)?"
    _RADIUS.append(rf"{_LEAD}{_side}{THEN}∠?(?-i:{_v})={{p:int}}°{G}외접원의반지름(?:의길이)?{G}<ask>")
    _RADIUS.append(rf"{_LEAD}∠?(?-i:{_v})={{p:int}}°{THEN}{_side}{G}외접원의반지름(?:의길이)?{G}<ask>")
    for _w in _ALL.replace(_v, ""):
        _far = _opposite(_w)
        _asked = rf"(?:(?-i:{_w.lower()})|\{{?(?:{_far}|{_far[::-1]})\}}?)(?:의)?(?:값|길이)?{G}<ask>"
        _two = rf"∠?(?-i:{_v})={{p:int}}°{THEN}∠?(?-i:{_w})={{q:int}}°"
        _SINE_SIDE.append(rf"{_LEAD}{_side}{THEN}{_two}{G}{_asked}")
        _SINE_SIDE.append(rf"{_LEAD}{_two}{THEN}{_side}{G}{_asked}")
        _turned = rf"∠?(?-i:{_w})={{q:int}}°{THEN}∠?(?-i:{_v})={{p:int}}°"
        _SINE_SIDE.append(rf"{_LEAD}{_turned}{THEN}{_side}{G}{_asked}")
        _SINE_SIDE.append(rf"{_LEAD}{_side}{THEN}{_turned}{G}{_asked}")
_X = r"(?-i:(?P<v>[a-z]))"
_LENGTHS = [
    rf"{_LEAD}{_THREE}{{a:int}}(?:cm)?,{{b:int}}(?:cm)?,{_X}(?:cm)?",
    rf"{_LEAD}{_THREE}{_X}(?:cm)?,{{a:int}}(?:cm)?,{{b:int}}(?:cm)?",
    rf"{_LEAD}{_THREE}{{a:int}}(?:cm)?,{_X}(?:cm)?,{{b:int}}(?:cm)?",
]

FAMILIES = (
    family(
        "triangle.inequality.count",
        SIDES,
        [
            rf"{text}{G}(?:자연수|정수)(?:인)?(?P=v)(?:의)?(?:값)?(?:의)?(?:개수|갯수|(?:은|는|이)?(?:모두)?몇개){G}<ask>"
            for text in _LENGTHS
        ],
        let="low = abs(a - b); top = a + b; s = top - low - 1",
        wrong="s + 1 | order; s + 2 | order; top - low | order; s - 1 | order; top | partial",
        where="a != b; s > 2",
        domains="a 2..20; b 2..20",
        say=["두 변의 차 ${low}$보다 크고 합 ${top}$보다 작아야 한다.", "${low} < LETTER < {top}$인 자연수는 ${s}$개"],
        keeps_size=False,
    ),
    family(
        "triangle.inequality.range",
        SIDES,
        [rf"{text}{G}(?P=v)(?:의)?(?:값의)?범위{G}<ask>" for text in _LENGTHS],
        let="low = abs(a - b); top = a + b",
        answer="low < LETTER < top",
        kind=AnswerKind.INTERVAL,
        free="LETTER",
        wrong="low <= LETTER <= top | order; LETTER < top | partial; LETTER > low | partial; low < LETTER < top + 1 | other",
        where="a != b",
        domains="a 2..20; b 2..20",
        say=["한 변의 길이는 다른 두 변의 차보다 크고 합보다 작다.", "${low} < LETTER < {top}$"],
        keeps_size=False,
    ),
    _area("triangle.area.angle", ""),
    _area("triangle.area.angle.unit", "{u}^2"),
    _third_side("triangle.third.side", ""),
    _third_side("triangle.third.side.unit", "{u}"),
    _law_of_sines(
        "triangle.sines.side", _SINE_SIDE, f"m*{_sine('q')}/{_sine('p')}",
        f"m*{_sine('p')}/{_sine('q')} | order; m*q/p | formula; m*{_sine('q')} | partial; m | misread; 2*m | other",
        "$\\frac{{m}}{\\sin {p}^\\circ} = \\frac{x}{\\sin {q}^\\circ}$",
    ),
    _law_of_sines(
        "triangle.sines.radius", _RADIUS, f"m/(2*{_sine('p')})",
        f"m/{_sine('p')} | partial; m*{_sine('p')} | order; m/2 | formula; m*{_sine('p')}/2 | order; 2*m | other",
        "$\\frac{{m}}{\\sin {p}^\\circ} = 2R$",
    ),
)  # fmt: skip
