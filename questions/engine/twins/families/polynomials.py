"""Expanding, factorising, simplifying and evaluating polynomials; remainders."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd

from questions.engine.twins.families.factoring import general
from questions.engine.twins.grammar.algebra import (
    Monomial,
    bind,
    by_degree,
    is_square,
    monomials,
    needs,
    place_term,
    square_root,
)
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import (
    Shape,
    coefficients,
    formula_text,
    kinds_of,
    letters_of,
    polynomial,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_WHAT = r"(?:이차식|다항식|식|이차다항식|삼차식|단항식)?"
_NINE = RangeDomain(Fraction(-9), Fraction(9))


def _verbs(noun: str, verb: str, english: str) -> tuple[str, ...]:
    return (
        rf"<lead>{_WHAT}{{f:math}}~을?(?:바르게)?{verb}(?:하시오|하여라|하면|한것|한식|한결과|해라|하세요)?(?:는|은)?<ask>",
        rf"<lead>{_WHAT}(?:~을)?(?:바르게)?{verb}(?:하시오|하여라|하면|해라|하세요|한것)(?:은)?[.:?]*{{f:math}}",
        rf"<lead>{_WHAT}{{f:math}}의{noun}(?:결과)?<ask>",
        rf"{english}:?(?:the)?(?:expression|polynomial|quadratic)?:?{{f:math}}(?:completely)?",
    )


def factorise(reading: Reading, match: Match) -> Sketch | None:
    """Quadratics with rational roots, differences of squares, squares: the factors are drawn, the sum is printed."""
    text, place = match["f"], match.start("f")
    letters = letters_of(read_formula(text).root)
    needs(len(letters) == 1)
    letter = letters.pop()
    terms = by_degree(monomials(text, place), letter)
    needs(max(terms, default=0) == 2)
    factors = coefficients(read_formula(text).root, letter)
    sketch = Sketch(
        "중3.인수분해",
        "polynomial.factorise",
        kind=AnswerKind.EXPRESSION,
        form="factored",
        free=(letter,),
        keeps_size=False,
    )
    a, b, c = (factors.get(power, Fraction(0)) for power in (2, 1, 0))
    needs(a > 0)
    if not c:
        return _common_factor(sketch, terms, factors, letter)
    needs(is_square(b * b - 4 * a * c))
    root = square_root(b * b - 4 * a * c)
    small, large = (-b - root) / (2 * a), (-b + root) / (2 * a)
    m = Fraction(small.denominator)
    n = a / m
    needs(n.denominator == 1 and n % large.denominator == 0 and (n == large.denominator))
    values = {"m": m, "p": -small * m, "n": n, "q": -large * n}
    rule = "square" if not root else "difference" if not b else ""
    sketch.originals = {"p": values["p"], "q": values["q"]} if not rule else {"p": abs(values["p"])}
    sketch.domains = {
        name: (_NINE if not rule else RangeDomain(Fraction(1), Fraction(12))) for name in sketch.originals
    }
    if rule == "square" and values["p"] < 0:
        sketch.originals["p"], sketch.domains["p"] = values["p"], RangeDomain(Fraction(-12), Fraction(-1))
    if a == 1:
        sketch.let += [("m", "1"), ("n", "1")]
    else:
        sketch.originals |= {"m": m} if rule else {"m": m, "n": n}
        sketch.domains |= {name: RangeDomain(Fraction(1), Fraction(5)) for name in "mn"}
        sketch.let += [("n", "m + 0")] if rule else []
    sketch.let += {"": [], "square": [("q", "p + 0")], "difference": [("q", "-p")]}[rule]
    sketch.let += [("a", "m*n"), ("b", "m*q + n*p"), ("c", "p*q")]
    _print_terms(sketch, terms, ((2, "a"), (1, "b"), (0, "c")), monic=a == 1)
    sketch.where += ["p != 0", "q != 0", "gcd(p, m) == 1", "gcd(q, n) == 1"] + (
        [] if rule else ["b != 0", "p*n != q*m", "p < q" if a == 1 and values["p"] < values["q"] else "p != q"]
    )
    _factored(sketch, letter, rule)
    return sketch


def _print_terms(
    sketch: Sketch, terms: dict[int, Monomial], names: tuple[tuple[int, str], ...], *, monic: bool
) -> None:
    """Print the factors under the signs that stand there; a factor 1 that the note leaves out becomes a place too."""
    span = (min(one.first for one in terms.values()), max(one.last for one in terms.values()))
    for degree, name in names:
        if degree not in terms or (degree == 2 and monic):
            continue
        sketch.let.append((f"{name}p", name if terms[degree].sign > 0 else f"-{name}"))
        place_term(sketch, terms[degree], f"{name}p")
        if terms[degree].first == terms[degree].last:
            sketch.wrap.append(span)


def _factored(sketch: Sketch, letter: str, rule: str) -> None:
    """The answer (m x + p)(n x + q) and its slips of sign and order."""
    factor = {name: f"({name[0]}*{letter} {name[1]} {name[2]})" for name in ("m+p", "m-p", "n+q", "n-q")}
    sketch.answer = f"{factor['m+p']}**2" if rule == "square" else f"{factor['m+p']}*{factor['n+q']}"
    sketch.wrong = [
        (f"{factor['m-p']}*{factor['n-q']}", "sign"),
        (f"{factor['m-p']}*{factor['n+q']}", "sign"),
        (f"{factor['m+p']}*{factor['n-q']}", "sign"),
        (f"(m*{letter} + q)*(n*{letter} + p)", "order"),
        (f"({letter} + 1)*(a*{letter} + c)", "other"),
    ]
    sketch.wrong += [(f"{factor['m+p']}**2", "formula")]
    sketch.say = [
        "곱이 ${c}$, 일차항의 계수가 ${b}$가 되도록 두 일차식을 정하면",
        f"$({{m}}{letter} + {{p}})({{n}}{letter} + {{q}})$",
    ]
    sketch.tell = [
        "Choose two linear factors whose constants multiply to ${c}$ and that give ${b}$ in the middle:",
        sketch.say[1],
    ]


def _common_factor(
    sketch: Sketch, terms: dict[int, Monomial], factors: dict[int, Fraction], letter: str
) -> Sketch | None:
    needs(set(terms) == {2, 1})
    a, b = factors[2], factors[1]
    g = Fraction(gcd(int(a), int(b)))
    sketch.originals = {"g": g, "m": a / g, "p": b / g}
    sketch.domains = {
        "g": RangeDomain(Fraction(1), Fraction(6)),
        "m": RangeDomain(Fraction(1), Fraction(5)),
        "p": _NINE,
    }
    sketch.let = [("a", "g*m"), ("b", "g*p")]
    for degree, name in ((2, "a"), (1, "b")):
        sketch.let.append((f"{name}p", name if terms[degree].sign > 0 else f"-{name}"))
        place_term(sketch, terms[degree], f"{name}p")
        if terms[degree].first == terms[degree].last:
            sketch.wrap.append((min(t.first for t in terms.values()), max(t.last for t in terms.values()) + 1))
    sketch.where += ["p != 0", "gcd(m, p) == 1"] + (["g == 1"] if g == 1 else ["g > 1"])
    sketch.answer = f"g*{letter}*(m*{letter} + p)"
    sketch.wrong = [
        (f"g*{letter}*(m*{letter} - p)", "sign"),
        (f"{letter}*(m*{letter} + p)", "partial"),
        (f"g*(m*{letter} + p)", "partial"),
        (f"g*{letter}*({letter} + p)", "other"),
    ]
    sketch.say = [f"공통인수 ${{g}}{letter}$로 묶으면 ${{g}}{letter}({{m}}{letter} + {{p}})$"]
    sketch.tell = [f"Taking out the common factor ${{g}}{letter}$ gives ${{g}}{letter}({{m}}{letter} + {{p}})$."]
    return sketch


def expand(reading: Reading, match: Match) -> Sketch | None:
    """Products and powers of sums multiplied out, like terms collected."""
    text, place = match["f"], match.start("f")
    root = read_formula(text).root
    letters = letters_of(root)
    needs((1 <= len(letters) <= 3 and "(" in text) or "{" in text or len(letters) >= 1)
    expanded = polynomial(root)
    needs(1 <= len(letters) <= 3 and len(expanded) >= 1 and kinds_of(root) & {"*", "+", "-", "**"})
    terms = monomials(text, place)
    needs(terms is None or len({one.powers for one in terms}) < len(terms), "nothing to do")
    sketch = Sketch(
        "중3.다항식의 곱셈",
        "polynomial.expand",
        kind=AnswerKind.EXPRESSION,
        form="expanded",
        free=tuple(sorted(letters)),
        keeps_size=False,
    )
    body = bind(sketch, text, place)
    needs(sketch.originals)
    sketch.answer = body.text()
    flipped = {name: f"(-{name})" for name in sketch.originals}
    for name in list(flipped)[:4]:
        sketch.wrong.append((re.sub(rf"\b{name}\b", f"(-{name})", body.text()), "sign"))
    squared = re.fullmatch(r"\((?P<one>[^()]+)\)\^\{?2\}?", text)
    if squared is not None and len(polynomial(read_formula(squared["one"]).root)) == 2:
        first = monomials(squared["one"], place + 1)
        if first is not None:
            inner = read_formula(squared["one"], place + 1).root
            sketch.wrong.insert(0, (f"({body.text()}) - 2*{_product_of_terms(inner, body.names)}", "formula"))
    letter = sketch.free[0]
    sketch.wrong += [
        (f"-({body.text()})", "sign"),
        (f"2*({body.text()})", "other"),
        (f"{letter}*({body.text()})", "order"),
        (f"3*({body.text()})", "other"),
        (f"({body.text()}) + {letter}", "other"),
    ]
    sketch.say = ["괄호를 풀고 동류항끼리 모아 정리한다."]
    sketch.tell = ["Remove the brackets and collect like terms."]
    return sketch


def _product_of_terms(node: Shape, names: dict[int, str]) -> str:
    """The product of the two terms of a sum, as formula text."""
    first, second = (formula_text(part, names) for part in node.parts)
    return f"({first})*({second})" if node.kind == "+" else f"(-({first})*({second}))"


def evaluate_at(reading: Reading, match: Match) -> Sketch | None:
    """The value of a printed expression at printed values of its letters."""
    text, place = match["f"], match.start("f")
    values = [
        (found[1], found[2], match.start("v") + found.start(2))
        for found in re.finditer(r"([a-zA-Z])=(-?\d+(?:/\d+)?|-?\\frac\{\d+\}\{\d+\})", match["v"])
    ]
    root = read_formula(text).root
    needs(",".join(f"{letter}={shown}" for letter, shown, _ in values) == match["v"])
    needs(values and letters_of(root) == {letter for letter, _, _ in values})
    sketch = Sketch("중1.문자와 식.식의 값", "polynomial.value")
    body = bind(sketch, text, place)
    at = {letter: f"({bind(sketch, shown, begin).text()})" for letter, shown, begin in values}
    sketch.let = [("s", body.text(**at))]
    first = values[0][0]
    sketch.wrong = [(body.text(**{**at, letter: f"(-{at[letter]})"}), "sign") for letter in at]
    sketch.wrong += [
        ("-s", "sign"),
        (body.text(**{**at, first: "1"}), "partial"),
        ("s + 1", "other"),
        ("s - 1", "other"),
    ]
    sketch.say = ["문자에 수를 대입하여 계산하면 ${s}$"]
    sketch.tell = ["Substituting the numbers for the letters gives ${s}$."]
    return sketch


def remainder(reading: Reading, match: Match) -> Sketch | None:
    """The remainder of a polynomial in x divided by x - p."""
    text, place = match["f"], match.start("f")
    for head in ("P(x)=", "f(x)="):
        if text.startswith(head):
            text, place = text[len(head) :], place + len(head)
    root = read_formula(text).root
    divisor = coefficients(read_formula(match["g"]).root, "x")
    needs(letters_of(root) == {"x"} and set(divisor) <= {0, 1} and divisor.get(1) == 1 and divisor.get(0))
    sketch = Sketch("고1.다항식.나머지정리", "polynomial.remainder", keeps_size=False)
    body, low = bind(sketch, text, place), bind(sketch, match["g"], match.start("g"))
    sketch.let = [("at", f"-({low.text(x='0')})"), ("s", body.text(x="at"))]
    sketch.where += ["abs(s) < 200", "at != 0"]
    sketch.wrong = [
        (body.text(x="(-at)"), "sign"),
        ("-s", "sign"),
        (body.text(x="0"), "partial"),
        (body.text(x="1"), "other"),
        ("s + at", "other"),
    ]
    sketch.say = ["나머지정리에 의하여 $x = {at}$을 대입한 값이 나머지이다.", "따라서 나머지는 ${s}$"]
    sketch.tell = ["By the remainder theorem it is the value at $x = {at}$.", "So the remainder is ${s}$."]
    return sketch


_FACTORISE = _verbs("인수분해", "인수분해", "factor(?:ize|ise)?")
_AT = r"(?P<v>[a-zA-Z]=[^가-힣?=]+?(?:,[a-zA-Z]=[^가-힣?=]+?)*)"
FAMILIES = (
    Family("polynomial.factorise", _FACTORISE, factorise),
    Family("polynomial.factorise.common", _FACTORISE, general),
    Family(
        "polynomial.expand",
        (
            *_verbs("전개식", "전개", "expand"),
            *_verbs(
                "간단히한식",
                "(?:전개하여(?:간단히|정리)?|전개한후(?:간단히|정리)?|괄호를풀어(?:간단히|정리)?|간단히정리|계산하여(?:간단히|정리)?|동류항끼리(?:간단히|정리)|계산|간단히|정리)",
                "(?:simplify|expand andsimplify)",
            ),
            r"<lead>(?:식)?(?:~을)?<order>{f:math}",
            rf"<lead>{_WHAT}{{f:math}}<ask>",
        ),
        expand,
    ),
    Family(
        "polynomial.value",
        (
            rf"<lead>{_AT}일때,?(?:다음)?(?:식)?{{f:math}}의값<ask>",
            rf"<lead>{_AT}일때,?(?:식|다음식)의값을<order>{{f:math}}",
            rf"<find>(?:valueof)?{{f:math}}(?:when|if|for|at){_AT}",
        ),
        evaluate_at,
    ),
    Family(
        "polynomial.remainder",
        (
            r"<lead>(?:다항식)?{f:math}(?:을|를)?(?:일차식)?(?:을|를)?\(?(?P<g>x[+-]\d+)\)?(?:로|으로)나누었을때의?나머지<ask>",
            r"<lead>(?:다항식)?{f:math}(?:을|를)(?:일차식)?\(?(?P<g>x[+-]\d+)\)?(?:로|으로)나눈나머지<ask>",
            r"<find>remainderwhen{f:math}isdividedby(?P<g>x[+-]\d+)",
        ),
        remainder,
    ),
)
