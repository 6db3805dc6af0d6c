"""Lines moved, areas between a parabola and a line, logarithmic inequalities."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.factored import print_terms
from questions.engine.twins.grammar.algebra import asks_to_solve, bind, by_degree, monomials, needs, sides
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import coefficients, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}
_SHOWN = {"<": "<", ">": ">", "<=": "\\le", ">=": "\\ge"}


def moved_line(reading: Reading, match: Match) -> Sketch | None:
    """y = a x + b moved along the y-axis."""
    text = match["f"]
    factors = coefficients(read_formula(text).root, "x")
    needs(set(factors) <= {0, 1} and factors.get(1))
    sketch = Sketch("중2.일차함수.평행이동", "line.moved", kind=AnswerKind.EQUATION, free=("x", "y"), keeps_size=False)
    body = bind(sketch, text, match.start("f"))
    step = bind(sketch, match["t"], match.start("t")).text()
    sketch.let = [("c", body.text(x="0")), ("a", f"{body.text(x='1')} - c"), ("t", step), ("k", "c + t")]
    sketch.where += ["a != 0", "k != 0", "t != 0"] + (["c != 0"] if factors.get(0) else [])
    sketch.answer = "y = a*x + k"
    sketch.wrong = misconceptions(
        "y = a*x + c - t | sign; y = (a + t)*x + c | formula; y = a*x - k | sign; y = -a*x + k | sign; y = a*(x - t) + c | formula"
    )
    sketch.say = ["기울기는 그대로이고 상수항에 옮긴 만큼을 더한다.", "$y = {a}x + {k}$"]
    return sketch


def enclosed(reading: Reading, match: Match) -> Sketch | None:
    """The area between y = x^2 + b x + c and y = m x + k, drawn by the two places where they meet."""
    curve = by_degree(monomials(match["f"], match.start("f")), "x")
    line = by_degree(monomials(match["g"], match.start("g")), "x")
    needs(
        curve
        and max(curve) == 2
        and curve[2].factor == 1
        and curve[2].first == curve[2].last
        and line
        and max(line) == 1
    )
    lead = Fraction(curve[2].sign)
    above, below = (coefficients(read_formula(match[group]).root, "x") for group in "fg")
    b, c = above.get(1, Fraction(0)), above.get(0, Fraction(0))
    total, product = -(b - below.get(1, Fraction(0))) / lead, (c - below.get(0, Fraction(0))) / lead
    root = next((Fraction(one) for one in range(1, 13) if one * one == total * total - 4 * product), None)
    needs(root is not None and ((total + (root or 0)) / 2).denominator == 1)
    assert root is not None
    sketch = Sketch("고2.적분.넓이", "calculus.area.line", keeps_size=False)
    sketch.originals = {"p": (total - root) / 2, "q": (total + root) / 2}
    sketch.domains = {name: RangeDomain(Fraction(-5), Fraction(5)) for name in "pq"}
    sketch.let = [("ld", str(lead))]
    for degree, name in ((1, "b"), (0, "c")):
        if degree in curve:
            sketch.originals[name] = curve[degree].factor
            sketch.places.append((name, curve[degree].first, curve[degree].last))
            needs(curve[degree].first != curve[degree].last)
            sketch.let.append((f"s{name}", name if curve[degree].sign > 0 else f"-{name}"))
        else:
            sketch.let.append((f"s{name}", "0"))
    print_terms(sketch, line, {1: "sb + ld*(p + q)", 0: "sc - ld*p*q"}, match.span("g"))
    sketch.let += [("width", "q - p"), ("s", "width**3/6")]
    sketch.where += ["p < q", "width < 8"]
    sketch.wrong = misconceptions(
        "width**3/3 | formula; -s | sign; width**2/6 | formula; width**3/12 | formula; s + 1 | other; 2*s + 1 | other"
    )
    sketch.say = ["두 식을 연립하면 $x = {p}$, $x = {q}$에서 만난다.", "그 사이에서 두 식의 차를 적분하면 넓이는 ${s}$"]
    return sketch


def logarithmic(reading: Reading, match: Match) -> Sketch | None:
    """log_b(x - p) against a whole number: above the edge of the domain, below the power."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] in "<>≤≥")
    left = re.fullmatch(r"log_\{(?P<b>\d)\}(?:\((?P<in>x[+-]\d+)\)|(?P<x>x))", parts[0][0])
    needs(left is not None and re.fullmatch(r"[1-6]", parts[1][0]))
    assert left is not None
    sign = _SIGNS[parts[1][2]]
    sketch = Sketch(
        "고2.로그함수.부등식", "inequality.logarithmic", kind=AnswerKind.INTERVAL, free=("x",), keeps_size=False
    )
    start = parts[0][1]
    sketch.originals = {"b": Fraction(left["b"]), "k": Fraction(parts[1][0])}
    sketch.domains = {"b": RangeDomain(Fraction(2), Fraction(5)), "k": RangeDomain(Fraction(1), Fraction(4))}
    sketch.places = [("b", start + left.start("b"), start + left.end("b")), ("k", parts[1][1], parts[1][1] + 1)]
    if left["in"]:
        digit = left["in"][2:]
        sketch.originals["h"] = Fraction(digit)
        sketch.domains["h"] = RangeDomain(Fraction(1), Fraction(9))
        sketch.places.append(("h", start + left.end("in") - len(digit), start + left.end("in")))
        sketch.let = [("lo", "h + 0" if left["in"][1] == "-" else "-h")]
    else:
        sketch.let = [("lo", "0")]
    sketch.let += [("v", "b**k"), ("hi", "lo + v")]
    sketch.where += ["v < 700", "hi != 0"]
    sketch.answer = f"lo < x {sign} hi" if sign[0] == "<" else f"x {sign} hi"
    sketch.wrong = misconceptions(
        f"x {sign} hi | partial; x {_FLIP[sign]} hi | sign; lo < x {'<=' if sign != '<=' else '<'} hi | sign; x {sign} b*k + lo | formula; x {sign} v - lo | sign"
    )
    if is_korean(reading.source):
        sketch.say = [
            "진수는 양수이어야 하므로 $x > {lo}$",
            f"밑이 1보다 크므로 진수는 ${{b}}^{{k}} = {{v}}$과 같은 방향으로 비교하여 $x {_SHOWN[sign]} {{hi}}$",
        ]
    else:
        sketch.say = ["The argument is positive: $x > {lo}$.", f"The base is above 1, so $x {_SHOWN[sign]} {{hi}}$."]
    return sketch


FAMILIES = (
    Family(
        "line.moved",
        (
            r"<lead>(?:일차함수|직선)?y=(?P<f>[^가-힣?=,]+?)(?:의그래프)?(?:을|를)?y축의?(?:양의)?방향으로(?P<t>-?\d+)만큼평행이동한(?:그래프의식|그래프를나타내는일차함수의식|그래프가나타내는일차함수의식|직선의방정식|그래프를식으로|직선을그래프로하는일차함수의식|일차함수의식|그래프의방정식|직선의식)<ask>",
        ),
        moved_line,
        ("평행이동",),
    ),
    Family(
        "calculus.area.line",
        (
            r"<lead>(?:곡선|포물선|두곡선)?y=(?P<f>[^가-힣?=,]+?)(?:과|와|,)(?:직선)?y=(?P<g>[^가-힣?=,]+?)(?:으로|로|에의하여|에의해)?둘러싸인(?:부분|도형|영역)?의?넓이(?:S)?<ask>",
        ),
        enclosed,
        ("둘러싸인",),
    ),
    Family(
        "inequality.logarithmic",
        tuple(asks_to_solve("(?:[a-zA-Z]에대한)?(?:로그)?부등식", "해|해의범위|x의값의범위|x의범위")),
        logarithmic,
        ("log",),
    ),
)
