"""Constants found by putting in: from a root of an equation, a point of a graph, a double root."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import bind, monomials, needs, place_term, sides, square_root
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import letters_of, polynomial, read_formula, value_of
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import RangeDomain

_NOUN = "(?:[a-zA-Z]에(?:대한|관한))?(?:(?:일차|이차)?방정식|등식)"
_CONSTANT = r"(?:상수|실수|미지수|정수)?{v:letter}의값<ask>"
_TWELVE = RangeDomain(Fraction(1), Fraction(12))


def from_root(reading: Reading, match: Match) -> Sketch | None:
    """A constant of an equation found from one of its roots: put the root in, solve for the constant."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] == "=" and all(part[0] for part in parts))
    unknown, letter = match["v"], "x"
    letters = set().union(*(letters_of(read_formula(text).root) for text, _, _ in parts))
    needs(letters == {unknown, letter} and unknown != letter)
    root = read_formula(match["p"], match.start("p"))
    sketch = Sketch("중1.일차방정식.해와 상수", "equation.constant")
    left, right = (bind(sketch, text, place) for text, place, _ in parts)
    given = bind(sketch, match["p"], match.start("p")).text()
    value = value_of(root.root)
    for text, _, _ in parts:
        powers = polynomial(read_formula(text).root)
        needs(all(power <= 1 for name in powers for one, power in name if one == unknown))
    gap = {n: f"{left.text(**{letter: given, unknown: n})} - {right.text(**{letter: given, unknown: n})}" for n in "01"}
    sketch.let = [("rt", given), ("g0", gap["0"]), ("g1", f"{gap['1']} - g0"), ("c", "-g0"), ("s", "c / g1")]
    sketch.where += ["g1 != 0", "rt != 0" if value else "rt == 0"]
    sketch.wrong = [
        ("-s", "sign"),
        ("c", "partial"),
        ("c - g1", "order"),
        ("g1 / c", "order"),
        ("rt", "misread"),
    ]
    sketch.say = [
        f"${letter} = {{rt}}$을 대입하여 정리하면 ${{g1}}{unknown} = {{c}}$",
        f"따라서 ${unknown} = {{s}}$",
    ]
    return sketch


def through_point(reading: Reading, match: Match) -> Sketch | None:
    """A constant of y = … (or f(x) = …) found from a point of its graph."""
    text, place, unknown = match["f"], match.start("f"), match["v"]
    root = read_formula(text).root
    needs(letters_of(root) == {unknown, "x"} and unknown not in "xy")
    needs(all(power <= 1 for name in polynomial(root) for one, power in name if one == unknown))
    sketch = Sketch("중2.일차함수.상수", "function.constant", keeps_size=False)
    body = bind(sketch, text, place)
    at = bind(sketch, match["p"], match.start("p")).text()
    height = bind(sketch, match["q"], match.start("q")).text() if match.groupdict().get("q") else "0"
    sketch.let = [
        ("at", at),
        ("h", height),
        ("g0", body.text(x="at", **{unknown: "0"})),
        ("g1", f"{body.text(x='at', **{unknown: '1'})} - g0"),
        ("c", "h - g0"),
        ("s", "c / g1"),
    ]
    sketch.where += ["g1 != 0", "at != 0", "abs(s) <= 20"]
    sketch.wrong = [
        ("-s", "sign"),
        ("c", "partial"),
        ("(h + g0)/g1", "sign"),
        ("c - g1", "order"),
        ("h", "misread"),
    ]
    sketch.say = [
        f"$x = {{at}}$, $y = {{h}}$를 대입하여 정리하면 ${{g1}}{unknown} = {{c}}$",
        f"따라서 ${unknown} = {{s}}$",
    ]
    return sketch


def double_root(reading: Reading, match: Match) -> Sketch | None:
    """The constant that makes a root double: x^2 + b x + k, or (k positive) x^2 + k x + c."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][0] == "0")
    unknown = match["v"]
    terms = monomials(parts[0][0], parts[0][1])
    needs(terms is not None and len(terms) == 3)
    square, middle, last = terms or []
    needs(square.factor == square.sign == 1 and square.powers == (("x", 2),) and unknown != "x")
    sketch = Sketch("중3.이차방정식.중근", "equation.quadratic.double", keeps_size=False)
    if last.powers == ((unknown, 1),) and last.factor == last.sign == 1 and middle.powers == (("x", 1),):
        sketch.originals = {"h": middle.factor / 2}
        sketch.domains = {"h": _TWELVE}
        sketch.let = [("b", "2*h"), ("s", "h*h")]
        sketch.wrong = [("b*b", "formula"), ("h", "partial"), ("2*s", "formula"), ("b", "misread")]
        sketch.say = [
            "중근을 가지려면 상수항이 일차항의 계수의 절반의 제곱이어야 한다.",
            "$\\left(\\frac{b}{2}\\right)^2 = {s}$",
        ]
        place_term(sketch, middle, "b")
        return sketch
    needs(last.powers == () and last.sign == 1 and match.groupdict().get("plus"))
    needs(middle.powers in (((unknown, 1), ("x", 1)), (("x", 1), (unknown, 1))) and middle.factor == 1)
    sketch.originals = {"h": square_root(last.factor)}
    sketch.domains = {"h": _TWELVE}
    sketch.let = [("c", "h*h"), ("s", "2*h")]
    sketch.wrong = [("h", "partial"), ("c", "misread"), ("4*h", "formula"), ("c/2", "formula")]
    sketch.say = [
        "중근을 가지려면 판별식이 0이어야 하므로 $" + unknown + "^2 = 4 \\times {c}$",
        "양수이므로 $" + unknown + " = {s}$",
    ]
    place_term(sketch, last, "c")
    return sketch


FAMILIES = (
    Family(
        "equation.constant",
        (
            rf"<lead>(?:{_NOUN}){{f:math}}의(?:한)?(?:해|근)(?:이|가)(?:x=)?{{p:num}}일때,?{_CONSTANT}",
            rf"<lead>(?:{_NOUN}){{f:math}}의(?:한)?(?:해|근)(?:이|가)(?:x=)?{{p:num}}이면,?{_CONSTANT}",
            rf"<lead>(?:x=)?{{p:num}}(?:이|가)(?:{_NOUN}){{f:math}}의(?:한)?(?:해|근)일때,?{_CONSTANT}",
        ),
        from_root,
    ),
    Family(
        "function.constant",
        (
            rf"<lead>(?:일차함수|직선)?y={{f:math}}(?:의그래프)?의x절편이(?P<p>-?\d+)일때,?{_CONSTANT}",
            rf"<lead>(?:일차함수|이차함수|함수|직선|정비례관계|반비례관계)?y={{f:math}}(?:의그래프)?(?:이|가)점(?:[A-Z])?\((?P<p>-?\d+),(?P<q>-?\d+)"
            rf"\)(?:을|를)지날때,?{_CONSTANT}",
            rf"<lead>(?:일차|이차)?함수f\(x\)={{f:math}}(?:에대하여|에서),?f\((?P<p>-?\d+)\)=(?P<q>-?\d+)(?:일때|이면),?"
            rf"{_CONSTANT}",
        ),
        through_point,
    ),
    Family(
        "equation.quadratic.double",
        (
            r"<lead>(?:이차)?방정식{f:math}(?:이|가)중근을(?:가질|갖도록하는|가지도록하는)(?:때,?)?(?P<plus>양수|양의상수)?(?:상수)?"
            r"{v:letter}의값<ask>",
        ),
        double_root,
    ),
)
