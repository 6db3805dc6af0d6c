"""Polynomials drawn by their roots: cubic equations and factorisations, division by x - p, completed squares, zeros."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import (
    Monomial,
    asks_to_solve,
    by_degree,
    monomials,
    needs,
    place_term,
    sides,
)
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import coefficients, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_SMALL = RangeDomain(Fraction(-5), Fraction(5))


def _terms(text: str, start: int, degree: int) -> tuple[dict[int, Monomial], dict[int, Fraction]]:
    terms = by_degree(monomials(text, start), "x")
    needs(terms and max(terms) == degree)
    return terms, coefficients(read_formula(text).root, "x")


def print_terms(sketch: Sketch, terms: dict[int, Monomial], formulas: dict[int, str], span: tuple[int, int]) -> None:
    """Each factor of the printed polynomial follows from a formula; a power that is absent stays absent."""
    for degree, formula in formulas.items():
        term = terms.get(degree)
        sketch.let.append((f"c{degree}", formula))
        if term is None:
            sketch.where.append(f"c{degree} == 0")
            continue
        sketch.where.append(f"c{degree} != 0")
        sketch.let.append((f"c{degree}p", f"c{degree} + 0" if term.sign > 0 else f"-c{degree}"))
        place_term(sketch, term, f"c{degree}p")
        if term.first == term.last:
            sketch.wrap.append(span)


def _whole_roots(factors: dict[int, Fraction]) -> list[Fraction]:
    """The three whole roots of a cubic with leading factor 1; ShapeError where it has no three."""
    needs(factors[3] == 1)
    found: list[Fraction] = []
    rest = [factors.get(degree, Fraction(0)) for degree in (3, 2, 1, 0)]
    for candidate in sorted(range(-12, 13), key=abs):
        while len(rest) > 1:
            row = [rest[0]]
            for value in rest[1:]:
                row.append(value + candidate * row[-1])
            if row[-1] != 0:
                break
            found.append(Fraction(candidate))
            rest = row[:-1]
    needs(len(found) == 3)
    return found


def cubic(reading: Reading, match: Match) -> Sketch | None:
    """x^3 + … with three whole roots, factorised or solved."""
    parts = sides(match) if "=" in match["f"].removeprefix("P(x)=").removeprefix("f(x)=") else []
    text, start = match["f"].rstrip(".,"), match.start("f")
    for head in ("P(x)=", "f(x)="):
        if text.startswith(head):
            text, start = text[len(head) :], start + len(head)
    if parts:
        needs(len(parts) == 2 and parts[1][2] == "=" and parts[1][0] == "0")
        text, start = parts[0][0], parts[0][1]
    terms, factors = _terms(text, start, 3)
    needs(terms[3].sign == terms[3].factor == 1)
    roots = _whole_roots(factors)
    zero = 0 in roots
    sketch = Sketch("고1.방정식.삼차방정식", "equation.cubic", keeps_size=False)
    drawn = [root for root in roots if root]
    needs(len(drawn) >= 2 and len(set(roots)) == 3)
    names = ("p", "q", "r")[: len(drawn)]
    sketch.originals = dict(zip(names, drawn, strict=True))
    sketch.domains = dict.fromkeys(names, _SMALL)
    if zero:
        sketch.let.append(("r", "0"))
    if sum(roots) == 0 and 2 not in terms:
        del sketch.originals["q"]
        sketch.let.append(("q", "-p - r" if not zero else "-p"))
    print_terms(sketch, terms, {2: "-(p + q + r)", 1: "p*q + q*r + r*p", 0: "-p*q*r"}, (start, start + len(text)))
    sketch.where += ["p != q", "q != r", "p != r", "p != 0", "q != 0"] + ([] if zero else ["r != 0"])
    if parts:
        sketch.kind, sketch.answer, sketch.unknown = AnswerKind.SET, "p, q, r", "x"
        sketch.wrong = misconceptions(
            "-p, -q, -r | sign; p, q, -r | sign; p, -q, r | sign; -p, q, r | sign; p, q, r + 1 | other"
        )
        tail = (
            "$x = {p}$ 또는 $x = {q}$ 또는 $x = {r}$"
            if is_korean(reading.source)
            else "$x = {p}$, $x = {q}$ or $x = {r}$"
        )
    else:
        sketch.kind, sketch.free, sketch.form = AnswerKind.EXPRESSION, ("x",), "factored"
        sketch.family = "polynomial.factorise.cubic"
        sketch.answer = "(x - p)*(x - q)*(x - r)"
        sketch.wrong = misconceptions(
            "(x + p)*(x + q)*(x + r) | sign; (x - p)*(x - q)*(x + r) | sign; (x - p)*(x + q)*(x - r) | sign; (x + p)*(x - q)*(x - r) | sign"
        )
        tail = "$(x - {p})(x - {q})(x - {r})$"
    sketch.say = ["인수정리를 이용하여 $x = {p}$일 때 0이 됨을 찾고 조립제법으로 나눈다.", tail]
    if not is_korean(reading.source):
        sketch.say[0] = "By the factor theorem $x = {p}$ is a root; divide by $x - {p}$."
    return sketch


def division(reading: Reading, match: Match) -> Sketch | None:
    """Quotient and remainder of a polynomial of degree two or three divided by x - p."""
    text, start = match["f"], match.start("f")
    for head in ("P(x)=", "f(x)="):
        if text.startswith(head):
            text, start = text[len(head) :], start + len(head)
    root = coefficients(read_formula(text).root, "x")
    degree = max(root)
    needs(degree in (2, 3))
    terms, factors = _terms(text, start, degree)
    low = by_degree(monomials(match["g"], match.start("g")), "x")
    needs(set(low) == {0, 1} and low[1].factor == low[1].sign == 1 and terms[degree].sign > 0)
    at = -low[0].sign * low[0].factor
    sketch = Sketch("고1.다항식.나눗셈", "polynomial.division", keeps_size=False)
    sketch.originals = {"p": at}
    sketch.domains = {"p": RangeDomain(Fraction(1), Fraction(4)) if at > 0 else RangeDomain(Fraction(-4), Fraction(-1))}
    sketch.let = [("pp", "-p" if low[0].sign > 0 else "p + 0")]
    place_term(sketch, low[0], "pp")
    row = Fraction(0)
    formulas, before = {}, "0"
    for step in range(degree, -1, -1):
        row = row * at + factors.get(step, Fraction(0))
        name = f"q{step}"
        if step == degree and terms[degree].first == terms[degree].last:
            sketch.let.append((name, "1"))
        else:
            sketch.originals[name] = row
            sketch.domains[name] = (
                RangeDomain(Fraction(1), Fraction(4)) if step == degree else RangeDomain(Fraction(-6), Fraction(6))
            )
            formulas[step] = f"{name} - ({before})"
        before = f"p*{name}"
    print_terms(sketch, terms, formulas, (start, start + len(text)))
    powers = [f"q{step}*x**{step - 1}" for step in range(degree, 0, -1)]
    quotient = " + ".join(powers)
    sketch.kind, sketch.free, sketch.labels = AnswerKind.EXPRESSION, ("x",), ("몫", "나머지")
    sketch.answer = f"{quotient}, q0"
    sketch.where += [f"q{degree} != 0", "q1 != 0", "q0 != 0"]
    flipped = " + ".join([powers[0], *(f"(-1)*{one}" for one in powers[1:])])
    sketch.wrong = [
        (f"{quotient}, -q0", "sign"),
        (f"{flipped}, q0", "sign"),
        (f"{quotient} + 1, q0", "other"),
        (f"{quotient}, q0 + 1", "other"),
    ]
    shown = {3: "{q3}x^2 + {q2}x + {q1}", 2: "{q2}x + {q1}"}[degree]
    sketch.say = ["조립제법을 이용하여 나눈다.", f"몫은 ${shown}$, 나머지는 ${{q0}}$"]
    if not is_korean(reading.source):
        sketch.say = ["Divide by synthetic division.", f"The quotient is ${shown}$, the remainder ${{q0}}$."]
    return sketch


def completed(reading: Reading, match: Match) -> Sketch | None:
    """y = a x^2 + b x + c written as y = a(x - p)^2 + q."""
    text, start = match["f"], match.start("f")
    terms, factors = _terms(text, start, 2)
    needs(set(terms) == {0, 1, 2})
    a = factors[2]
    sketch = Sketch(
        "중3.이차함수.식의 변형", "parabola.completed", kind=AnswerKind.EQUATION, free=("x", "y"), keeps_size=False
    )
    p, q = -factors[1] / (2 * a), factors[0] - factors[1] ** 2 / (4 * a)
    needs(p.denominator == q.denominator == 1)
    sketch.originals, sketch.domains = (
        {"p": p, "q": q},
        {"p": RangeDomain(Fraction(-6), Fraction(6)), "q": RangeDomain(Fraction(-12), Fraction(12))},
    )
    if terms[2].first == terms[2].last:
        sketch.let.append(("a", str(a)))
    else:
        sketch.originals["m"] = abs(a)
        sketch.domains["m"] = RangeDomain(Fraction(2), Fraction(4))
        place_term(sketch, terms[2], "m")
        sketch.let.append(("a", "-m" if a < 0 else "m + 0"))
    print_terms(sketch, terms, {1: "-2*a*p", 0: "a*p*p + q"}, (start, start + len(text)))
    sketch.where += ["p != 0", "q != 0", "p != q"]
    sketch.answer = "y = a*(x - p)**2 + q"
    sketch.wrong = misconceptions(
        "y = a*(x + p)**2 + q | sign; y = a*(x - p)**2 - q | sign; y = a*(x + p)**2 - q | sign; y = a*(x - 2*p)**2 + q | formula; y = a*(x - p)**2 + c0 | partial"
    )
    sketch.say = ["이차항의 계수로 묶고 일차항의 계수의 절반의 제곱을 더하고 뺀다.", "$y = {a}(x - {p})^2 + {q}$"]
    return sketch


_DIVIDED = r"(?:로|으로)(?:나누었을때|나눌때|나눈|나누어)?의?,?(?:그)?(?P<both>몫과나머지)<ask>"
_FACTOR = r"(?:을|를)?(?:인수정리와조립제법을이용하여|조립제법을이용하여|인수정리를이용하여)?인수분해(?:하시오|하여라|하면|한것|하세요|하라)?<ask>"
FAMILIES = (
    Family(
        "equation.cubic", tuple(asks_to_solve("(?:[a-zA-Z]에대한)?(?:삼차)?방정식", "해|근|세근|실근")), cubic, ("x^",)
    ),
    Family(
        "polynomial.factorise.cubic",
        (
            rf"<lead>(?:다항식|식|삼차식)?{{f:math}}{_FACTOR}",
            r"<lead>(?:다항식|식)?(?:을|를)?인수분해(?:하시오|하여라)[.:]?{f:math}",
        ),
        cubic,
        ("인수분해", "x^"),
    ),
    Family(
        "polynomial.division",
        (rf"<lead>(?:다항식|식)?{{f:math}}(?:을|를)(?:일차식)?\(?(?P<g>x[+-]\d+)\)?{_DIVIDED}",),
        division,
        ("나머지", "몫"),
    ),
    Family(
        "parabola.completed",
        (
            r"<lead>(?:이차함수)?(?:의식)?y={f:math}(?:을|를)y=(?:a|k|m)?\(x-p\)\^\{?2\}?\+q(?:의)?(?:꼴|형태|모양)?(?:로|으로)(?:고치|나타내|변형하)?(?:면|시오|어라|여라)?<ask>",
        ),
        completed,
        ("(x-p)",),
    ),
)
