"""Where a cubic rises and falls, the largest and smallest values on an interval, constants that make a limit exist."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.families.curves import draw_cubic, print_terms, terms_of
from questions.engine.twins.families.identified import ask_constants
from questions.engine.twins.grammar.algebra import bind, needs, square_root
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_FX = r"(?:(?:이차|삼차|다항)?함수|곡선)?(?:f\(x\)|y)=(?P<f>[^가-힣?=,≤]+?)"
_SMALL = RangeDomain(Fraction(-9), Fraction(9))


def _turns(factors: dict[int, Fraction]) -> tuple[Fraction, Fraction]:
    """The two places where the derivative of a cubic is nothing; ShapeError where they are not rational."""
    needs(max(factors) == 3)
    lead, square, linear = factors[3], factors.get(2, Fraction(0)), factors.get(1, Fraction(0))
    total, product = -2 * square / (3 * lead), linear / (3 * lead)
    root = square_root(total * total - 4 * product)
    needs(root > 0)
    return (total - root) / 2, (total + root) / 2


def _cubic(sketch: Sketch, match: Match) -> Fraction:
    """Draw a cubic by the places of its extremes `p < q`; its leading factor."""
    terms, factors = terms_of(match)
    draw_cubic(sketch, terms, _turns(factors), factors[3], factors)
    print_terms(sketch, match, terms, {2: "-3*ld*(p + q)/2", 1: "3*ld*p*q", 0: "k"})
    sketch.let.append(("ldp", "ld" if terms[3].sign > 0 else "-ld"))
    if terms[3].first != terms[3].last:
        sketch.places.append(("ldp", terms[3].first, terms[3].last))
    sketch.where.append("p < q")
    return factors[3]


def monotone(reading: Reading, match: Match) -> Sketch | None:
    """The interval on which a cubic falls, or the two on which it rises (the other way round for a negative factor)."""
    sketch = Sketch(
        "수학Ⅱ.미분.증가와 감소", "calculus.monotone", kind=AnswerKind.INTERVAL, free=("x",), keeps_size=False
    )
    lead = _cubic(sketch, match)
    inside = (match["way"] == "감소") == (lead > 0)
    within, beside = "p <= x <= q", "x <= p or x >= q"
    sketch.answer = within if inside else beside
    sketch.wrong = [
        (beside if inside else within, "sign"), ("-q <= x <= -p", "sign"), ("x <= -q or x >= -p", "sign"),
        ("p <= x <= q + 1", "other"), ("p - 1 <= x <= q", "other"), ("x <= q", "partial"),
    ]  # fmt: skip
    sketch.where.append("p != -q")
    sketch.say = [
        "$f'(x) = 0$의 두 근은 $x = {p}$, $x = {q}$이다.",
        "$f'(x)$의 부호를 조사하면 구하는 범위는 "
        + ("${p} \\le x \\le {q}$" if inside else "$x \\le {p}$ 또는 $x \\ge {q}$"),
    ]
    return sketch


def on_interval(reading: Reading, match: Match) -> Sketch | None:
    """The largest or smallest value of a quadratic or cubic function on a closed interval."""
    what = match["what"]
    sketch = Sketch("수학Ⅱ.미분.최대와 최소", "calculus.range", keeps_size=False)
    _, factors = terms_of(match)
    if max(factors) == 3:
        _cubic(sketch, match)
        formula, corners = "(ld*{x}**3 - 3*ld*(p + q)/2*{x}**2 + 3*ld*p*q*{x} + k)", ["p", "q"]
    else:
        needs(max(factors) == 2)
        body = bind(sketch, match["f"], match.start("f"))
        formula = body.text(x="{x}")
        sketch.let += [("c0", body.text(x="0")), ("aa", f"({body.text(x='1')} + {body.text(x='(-1)')})/2 - c0")]
        sketch.let += [("bb", f"({body.text(x='1')} - {body.text(x='(-1)')})/2"), ("h", "-bb/(2*aa)")]
        sketch.where += ["is_int(h)"]
        corners = ["h"]
    for name in ("lo", "hi"):
        ends = Fraction(match[name])
        sketch.originals[name], sketch.domains[name] = ends, _SMALL
        sketch.places.append((name, *match.span(name)))
    needs(Fraction(match["lo"]) < Fraction(match["hi"]))
    sketch.where += ["lo < hi"]
    _compare(sketch, formula, corners, what)
    return sketch


def _compare(sketch: Sketch, formula: str, corners: list[str], what: str) -> None:
    """The values at both ends and at the corners inside; a corner outside counts as an end."""
    for name in ("lo", "hi", *corners):
        at = name if name in ("lo", "hi") else f"({name} if lo <= {name} <= hi else lo)"
        sketch.let.append((f"f{name}", formula.replace("{x}", f"({at})")))
    values = ", ".join(f"f{name}" for name in ("lo", "hi", *corners))
    sketch.let += [("high", f"max({values})"), ("low", f"min({values})")]
    sketch.let.append(("s", "high + 0" if what == "최댓값" else "low + 0"))
    sketch.where += ["abs(high) < 300", "abs(low) < 300", "high != low"]
    sketch.wrong = misconceptions(
        "flo | partial; fhi | partial; high | misread; low | misread; -s | sign; s + 1 | other; s - 1 | other"
    )
    sketch.wrong = [(wrong, why) for wrong, why in sketch.wrong if wrong != ("high" if what == "최댓값" else "low")]
    sketch.say = [
        "구간의 양 끝 값과 구간 안에서 그래프의 방향이 바뀌는 점의 함숫값을 비교한다.",
        f"{what}은 ${{s}}$",
    ]


def limit_constants(reading: Reading, match: Match) -> Sketch | None:
    """a and b of x^2 + a x + b, or of a x + b beside a root, from the limit of its quotient by x - c."""
    c, value = Fraction(match["c"]), Fraction(match["l"])
    low = Fraction(match["d"]) * (-1 if match["s"] == "+" else 1)
    needs(low == c and c)
    sketch = Sketch("수학Ⅱ.극한.미정계수", "limit.constants", keeps_size=False)
    sketch.originals = {"c": c, "l": value}
    sketch.domains = dict.fromkeys("cl", _SMALL)
    sketch.let = [("shown", "c + 0" if c > 0 else "-c"), ("ua", "l - 2*c"), ("ub", "c*c - c*l")]
    sketch.places = [("c", *match.span("c")), ("shown", *match.span("d")), ("l", *match.span("l"))]
    sketch.where = ["c != 0", "l != 0", "ua != 0", "ub != 0", "ua != ub"]
    ask_constants(sketch, match, ["a", "b"], True)
    sketch.wrong = [(one.replace("q0", "l").replace("q1", "c"), why) for one, why in sketch.wrong]
    sketch.say[0] = "분모가 0으로 가므로 분자도 0이 되어야 한다. 분자를 인수분해하여 약분하고 극한값을 비교한다."
    return sketch


_BETWEEN = (
    r"<lead>(?:x의값의범위가)?(?P<lo>-?\d+)≤x≤(?P<hi>-?\d+)(?:에서|일때),?" + _FX + r"의(?P<what>최댓값|최솟값)<ask>",
    r"<lead>(?:닫힌)?구간\[(?P<lo>-?\d+),(?P<hi>-?\d+)\]에서(?:의)?" + _FX + r"의(?P<what>최댓값|최솟값)<ask>",
    r"<lead>" + _FX + r"[,(]?(?P<lo>-?\d+)≤x≤(?P<hi>-?\d+)\)?의(?P<what>최댓값|최솟값)<ask>",
    r"<lead>"
    + _FX
    + r"(?:의|에대하여,?)(?:닫힌)?구간\[(?P<lo>-?\d+),(?P<hi>-?\d+)\]에서의?(?P<what>최댓값|최솟값)<ask>",
    r"<lead>정의역이⦃x\|(?P<lo>-?\d+)≤x≤(?P<hi>-?\d+)⦄인" + _FX + r"의(?P<what>최댓값|최솟값)<ask>",
)
_MOVES = r"(?P<way>증가|감소)하는(?:닫힌|열린)?(?:구간|실수x의값의범위|x의값의범위|x의범위)"
_ASKED = r"(?:(?:이|가)?성립할때|을만족할때|를만족하는|을만족하는|이되도록하는|가되도록하는|일때|이면),?(?:두)?(?:상수|실수)?(?:a,b에대하여,?)?(?P<g>[^가-힣?=]+?)(?:의값)?<ask>"
FAMILIES = (
    Family(
        "calculus.monotone",
        (rf"<lead>{_FX}(?:이|가|의|은|는)(?:그래프가)?{_MOVES}<ask>",),
        monotone,
        ("하는",),
    ),
    Family("calculus.range", _BETWEEN, on_interval, ("최",)),
    Family(
        "limit.constants",
        (
            rf"<lead>(?:등식)?lim_\{{x→(?P<c>-?\d+)\}}\\frac\{{x\^\{{?2\}}?\+ax\+b\}}\{{x(?P<s>[-+])(?P<d>\d+)\}}=(?P<l>-?\d+){_ASKED}",
        ),
        limit_constants,
        ("lim",),
    ),
)
