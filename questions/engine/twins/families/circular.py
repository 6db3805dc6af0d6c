"""Sine, cosine and tangent of an angle in radians: equations over one turn, period and extreme values of a graph."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.family import Build, Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

CIRCULAR = "고2.삼각함수"
_TURNS = {
    ("sin", True): ("t", "pi - t"), ("sin", False): ("pi + t", "2*pi - t"),
    ("cos", True): ("t", "2*pi - t"), ("cos", False): ("pi - t", "pi + t"),
    ("tan", True): ("t", "pi + t"), ("tan", False): ("pi - t", "2*pi - t"),
}  # fmt: skip
_ANGLES = {
    "sin": "(pi/6 if w == 1 else pi/4 if w == 2 else pi/3)",
    "cos": "(pi/3 if w == 1 else pi/4 if w == 2 else pi/6)",
    "tan": "(pi/4 if w == 1 else pi/3)",
}


def equation(reading: Reading, match: Match) -> Sketch | None:
    """m·sin x ± n√w = 0 (or sin x = ±√w/2) over one turn, with w = 1, 2 or 3 (tan: 1 or 3)."""
    name, start = match["fn"], match.start("r")
    found = re.fullmatch(r"(?:\\frac\{(?P<top>√?\{?\d\}?)\}\{2\}|(?P<whole>√?\{?\d\}?))", match["r"])
    needs(found is not None)
    assert found is not None
    group = "top" if found["top"] else "whole"
    number = re.fullmatch(r"√\{?([23])\}?|(\d)", found[group])
    needs(number is not None and (group == "whole" or not match["m"]))
    assert number is not None
    factor = Fraction(match["m"] or 1)
    half = Fraction(1 if name == "tan" else 2)
    if group == "top":
        needs(name != "tan" and (number[1] or number[2] == "1"))
        common = Fraction(1)
    else:
        needs(factor % half == 0 or (name == "tan"))
        common = factor / half
        needs(
            common.denominator == 1
            and (number[1] is None or common == 1)
            and (number[2] is None or common == Fraction(number[2]))
        )
    minus = (match["sign"] == "-") != (match.groupdict().get("zero") is not None)
    sketch = Sketch(f"{CIRCULAR}.방정식", "equation.trigonometric", kind=AnswerKind.SET, keeps_size=False)
    sketch.originals = {"w": Fraction(number[1] or 1)}
    sketch.domains = {"w": RangeDomain(Fraction(1), Fraction(3))}
    sketch.where = ["w != 2"] if name == "tan" else []
    span = (start + found.start(group), start + found.end(group))
    if group == "whole" and match["m"]:
        sketch.originals["k"] = common
        sketch.domains["k"] = RangeDomain(Fraction(1), Fraction(4))
        # As a ratio of an angle, the edge may be rational in the note and a root in a variant.
        sketch.let = [("mm", f"{half}*k"), ("edge", "k*sqrt(w)*cos(0)")]
        sketch.places = [("mm", *match.span("m")), ("edge", *span)]
    else:
        sketch.let = [("edge", "sqrt(w)")]
        sketch.places = [("edge", *span)]
        needs(name != "tan")
    sketch.wrap, sketch.loose = [match.span("f")], ("edge",)
    one, other = _TURNS[name, not minus]
    sketch.let += [("t", _ANGLES[name]), ("u", one), ("z", other)]
    sketch.answer, sketch.unknown = "u, z", "x"
    turns = [pair for pair in _TURNS.values() if pair != (one, other)]
    sketch.wrong = [("u", "partial"), *((f"{first}, {second}", "sign") for first, second in dict.fromkeys(turns))]
    sketch.say = [
        f"정리하면 $\\{name} x$의 값이 되는 각은 한 바퀴 안에 두 개가 있다.",
        "$x = {u}$ 또는 $x = {z}$",
    ]
    return sketch


def _wrong_waves(sketch: Sketch, values: list[str]) -> None:
    wrong = {
        "period": ("2*pi*b", "pi/b", "b", "2*pi"),
        "high": ("a", "low", "a - sh", "-high"),
        "low": ("-a", "high", "-a - sh", "-low"),
    }
    if len(values) == 1:
        sketch.wrong = [(text, "formula") for text in wrong[values[0]]]
        sketch.wrong += (
            misconceptions("high + 1 | other; high - 1 | other") if values[0] != "period" else [("4*pi/b", "other")]
        )
    else:
        sketch.wrong = [(", ".join([text, *values[1:]]), "formula") for text in wrong[values[0]]]
        sketch.wrong += [(", ".join([values[0], text, *values[2:]]), "sign") for text in wrong[values[1]][:3]]
    if len(values) > 1:
        sketch.where += [f"{one} != {other}" for one in values for other in values if one < other]


def wave(asked: tuple[str, ...]) -> Build:
    """Period, largest and smallest value of y = a sin(b x + c) + d, one of them or two together."""

    def build(reading: Reading, match: Match) -> Sketch | None:
        found = re.fullmatch(
            r"(?P<s>-?)(?P<a>\d*)(?P<fn>sin|cos)(?:\((?P<b2>\d*)x(?P<c>[^()]*)\)|(?P<b>\d*)x)(?P<d>[+-]\d+)?",
            match["f"],
        )
        needs(found is not None)
        assert found is not None
        if found["c"]:
            read_formula(f"0{found['c']}")
        sketch = Sketch(f"{CIRCULAR}.그래프", f"wave.{'.'.join(asked)}", keeps_size=False)
        start = match.start("f")
        for key, group in (("a", "a"), ("b", "b2" if found["b2"] else "b")):
            if found[group]:
                sketch.originals[key] = Fraction(found[group])
                sketch.domains[key] = RangeDomain(Fraction(2), Fraction(6))
                sketch.places.append((key, start + found.start(group), start + found.end(group)))
            else:
                sketch.let.append((key, "1"))
        if found["d"]:
            sketch.originals["d"] = Fraction(found["d"][1:])
            sketch.domains["d"] = RangeDomain(Fraction(1), Fraction(9))
            sketch.places.append(("d", start + found.start("d") + 1, start + found.end("d")))
        sketch.let += [("sh", ("-d" if found["d"][0] == "-" else "d + 0") if found["d"] else "0")]
        sketch.let += [("period", "2*pi/b"), ("high", "a + sh"), ("low", "-a + sh")]
        needs(sketch.originals)
        names = {"주기": "period", "최댓값": "high", "최솟값": "low"}
        values = [names[word] for word in asked]
        sketch.answer = ", ".join(values)
        sketch.labels = asked if len(asked) > 1 else ()
        _wrong_waves(sketch, values)
        sketch.say = ["주기는 $\\frac{2\\pi}{{b}} = {period}$", "최댓값은 ${high}$, 최솟값은 ${low}$"]
        sketch.say[0] = "주기는 $2\\pi$를 $x$의 계수 ${b}$로 나눈 ${period}$"
        return sketch

    return build


_F = r"<lead>(?:삼각)?(?:함수)?(?:y|f\(x\))={f:math}(?:의그래프)?(?:의|에서|에대하여)?,?"
_RANGE = r"0≤x(?:<|≤)2π"
_LOOK = r"(?P<f>(?P<m>\d*)(?P<fn>sin|cos|tan)\(?x\)?=(?P<sign>-?)(?P<r>[^가-힣?=+-]+?))"
_ZERO = r"(?P<f>(?P<m>\d*)(?P<fn>sin|cos|tan)\(?x\)?(?P<sign>[+-])(?P<r>[^가-힣?=+-]+?)(?P<zero>=0))"
_EITHER = (_LOOK, _ZERO)
_PAIRS = (("주기", "최댓값"), ("주기", "최솟값"), ("최댓값", "최솟값"), ("최솟값", "최댓값"), ("최댓값", "주기"))
FAMILIES = (
    Family(
        "equation.trigonometric",
        tuple(
            text
            for look in _EITHER
            for text in (
                rf"<lead>(?:{_RANGE})(?:일때|에서|인범위에서|의범위에서|인x에대하여),?(?:삼각)?(?:방정식)?{look}(?:의해|의근)?(?:~을|~은)?<ask>",
                rf"<lead>(?:삼각)?(?:방정식)?{look}(?:의해|의근)?(?:~을|~은)?<ask>?\(단,{_RANGE}\)",
                rf"<lead>(?:삼각)?(?:방정식)?{look}\({_RANGE}\)(?:의해|의근)?(?:~을|~은)?<ask>",
                rf"<lead>(?:{_RANGE})(?:일때|에서|인범위에서|의범위에서),?{look}를?(?:만족하는|만족시키는)(?:모든)?x의값(?:~을|~은)?<ask>",
            )
        ),
        equation,
        ("π",),
    ),
    *(Family(f"wave.{word}", (rf"{_F}{word}<ask>",), wave((word,)), (word,)) for word in ("주기", "최댓값", "최솟값")),
    *(
        Family(f"wave.{one}.{other}", (rf"{_F}{one}(?:과|와|,){other}<ask>",), wave((one, other)), (one, other))
        for one, other in _PAIRS
    ),
    Family(
        "wave.주기.최댓값.최솟값",
        (rf"{_F}주기(?:과|와|,)최댓값(?:과|와|,)최솟값<ask>", rf"{_F}주기,최댓값,최솟값<ask>"),
        wave(("주기", "최댓값", "최솟값")),
        ("주기", "최솟값"),
    ),
)
