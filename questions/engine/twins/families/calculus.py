"""Limits, derivatives, tangents and integrals of polynomials."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import Bound, bind, by_degree, monomials, needs, place_term
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, letters_of, read_formula, value_of
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

DERIVATIVE = "고2.미분"
INTEGRAL = "고2.적분"
MOST_DEGREE = 4


def _polynomial(sketch: Sketch, match: Match, group: str = "f") -> tuple[list[str], Bound]:
    """The factors of a printed polynomial in x, from the constant up, as formula texts of the drawn numbers."""
    text, start = match[group], match.start(group)
    for head in ("f(x)=", "y="):
        if text.startswith(head):
            text, start = text[len(head) :], start + len(head)
    root = read_formula(text).root
    needs(letters_of(root) == {"x"})
    factors = coefficients(root, "x")
    needs(max(factors) <= MOST_DEGREE and max(factors) >= 1)
    body = bind(sketch, text, start)
    terms = by_degree(monomials(text, start), "x")
    needs(terms)
    named = {first: name for name, first, _ in sketch.places}
    texts = []
    for degree in range(max(factors) + 1):
        term = terms.get(degree)
        if term is None:
            texts.append("0")
        else:
            needs(term.first == term.last or term.first in named)
            texts.append(f"{'-' if term.sign < 0 else ''}{named[term.first] if term.first != term.last else '1'}")
    return texts, body


def _sum(parts: list[str]) -> str:
    return " + ".join(parts) or "0"


def derivative_at(reading: Reading, match: Match) -> Sketch | None:
    """f'(p) of a polynomial; also the slope of the tangent at x = p."""
    sketch = Sketch(DERIVATIVE, "derivative.value", keeps_size=False)
    texts, body = _polynomial(sketch, match)
    at = f"({bind(sketch, match['p'], match.start('p')).text()})"
    slope = _sum([f"{n}*({text})*{at}**{n - 1}" for n, text in enumerate(texts) if n and text != "0"])
    unlowered = _sum([f"{n}*({text})*{at}**{n}" for n, text in enumerate(texts) if n and text != "0"])
    bare = _sum([f"({text})*{at}**{n - 1}" for n, text in enumerate(texts) if n and text != "0"])
    sketch.let = [("at", at), ("s", slope)]
    if match.groupdict().get("q"):
        needs(
            value_of(body.formula.root, {"x": value_of(read_formula(match["p"]).root)})
            == value_of(read_formula(match["q"]).root)
        )
        sketch.let.append(("h", body.text(x="at")))
        sketch.places.append(("h", match.start("q"), match.end("q")))
    sketch.wrong = [
        (body.text(x=at), "misread"),
        (unlowered, "formula"),
        (bare, "formula"),
        ("-s", "sign"),
        (f"s + ({texts[0]})", "partial"),
    ]
    sketch.where = ["abs(s) < 500"]
    sketch.say = ["도함수에 $x = {at}$을 대입하면 ${s}$"]
    sketch.tell = ["Substituting $x = {at}$ into the derivative gives ${s}$."]
    return sketch


def tangent_line(reading: Reading, match: Match) -> Sketch | None:
    """The tangent to a polynomial curve at a printed point of it: the point's height follows from the curve."""
    sketch = Sketch(
        "고2.미분.접선의 방정식",
        "derivative.tangent",
        kind=AnswerKind.EQUATION,
        free=("x", "y"),
        keeps_size=False,
    )
    texts, body = _polynomial(sketch, match)
    at = f"({bind(sketch, match['p'], match.start('p')).text()})"
    slope = _sum([f"{n}*({text})*{at}**{n - 1}" for n, text in enumerate(texts) if n and text != "0"])
    sketch.let = [("at", at), ("h", body.text(x="at")), ("m", slope), ("k", "h - m*at")]
    shown = match.groupdict().get("q")
    if shown is not None:
        needs(
            value_of(body.formula.root, {"x": value_of(read_formula(match["p"]).root)})
            == value_of(read_formula(shown).root)
        )
        sketch.places.append(("h", match.start("q"), match.end("q")))
    sketch.answer = "y = m*x + k"
    sketch.where = ["m != 0", "k != 0", "abs(k) < 100"]
    sketch.wrong = [
        ("y = m*x + h", "partial"),
        ("y = m*x - k", "sign"),
        ("y = -m*x + k", "sign"),
        ("y = k*x + m", "order"),
    ]
    sketch.say = ["접선의 기울기는 ${m}$이고 점 $({at}, {h})${을/를} 지난다.", "따라서 $y = {m}x + {k}$"]
    return sketch


def derivative(reading: Reading, match: Match) -> Sketch | None:
    """The derivative of a polynomial, as an expression."""
    sketch = Sketch(DERIVATIVE, "derivative.function", kind=AnswerKind.EXPRESSION, free=("x",), keeps_size=False)
    texts, _ = _polynomial(sketch, match)
    sketch.answer = _sum([f"{n}*({text})*x**{n - 1}" for n, text in enumerate(texts) if n and text != "0"])
    sketch.wrong = [(_sum([f"({text})*x**{n - 1}" for n, text in enumerate(texts) if n and text != "0"]), "formula")]
    sketch.wrong += [
        (_sum([f"{n}*({text})*x**{n}" for n, text in enumerate(texts) if n and text != "0"]), "formula"),
        (f"{sketch.answer} + ({texts[0]})", "partial"),
    ]
    sketch.say = ["$(x^n)' = nx^{n-1}$을 각 항에 적용한다."]
    sketch.tell = ["Applying $(x^n)' = nx^{n-1}$ to each term gives the derivative."]
    return sketch


def integral(reading: Reading, match: Match) -> Sketch | None:
    """A definite integral of a polynomial between printed whole limits."""
    sketch = Sketch(INTEGRAL, "integral.definite", keeps_size=False)
    texts, body = _polynomial(sketch, match)
    ends = []
    for group in ("p", "q"):
        needs("a" not in match[group])
        ends.append(f"({bind(sketch, match[group], match.start(group)).text()})")
    low, high = (value_of(read_formula(match[group]).root) for group in ("p", "q"))
    needs(low < high)
    antiderivative = {
        end: _sum([f"({text})*{end}**{n + 1}/{n + 1}" for n, text in enumerate(texts) if text != "0"]) for end in ends
    }
    sketch.let = [
        ("lo", ends[0]),
        ("hi", ends[1]),
        ("above", antiderivative[ends[1]]),
        ("below", antiderivative[ends[0]]),
        ("s", "above - below"),
    ]
    sketch.where = ["lo < hi", "abs(s) < 500"]
    sketch.wrong = [
        ("above + below", "sign"),
        ("-s", "sign"),
        (f"{body.text(x=ends[1])} - ({body.text(x=ends[0])})", "formula"),
        ("above", "partial"),
        ("s + 1", "other"),
    ]
    for name, value in sketch.originals.items():
        if value in (0, 1, 2, 3, 4):
            sketch.domains[name] = (
                RangeDomain(Fraction(1), Fraction(5)) if value else RangeDomain(Fraction(0), Fraction(5))
            )
    sketch.say = [
        "부정적분에 위끝을 대입하면 ${above}$, 아래끝을 대입하면 ${below}$",
        "따라서 ${above} - ({below}) = {s}$",
    ]
    sketch.tell = [
        "The antiderivative is ${above}$ at the upper limit and ${below}$ at the lower.",
        "So the value is ${above} - ({below}) = {s}$.",
    ]
    return sketch


def antiderivative(reading: Reading, match: Match) -> Sketch | None:
    """An indefinite integral of a polynomial, with the constant C; the factors stay divisible where they were."""
    sketch = Sketch(INTEGRAL, "integral.indefinite", kind=AnswerKind.EXPRESSION, free=("x", "C"), keeps_size=False)
    texts, _ = _polynomial(sketch, match)
    terms = [(n, text) for n, text in enumerate(texts) if text != "0"]
    sketch.answer = _sum([f"({text})/{n + 1}*x**{n + 1}" for n, text in terms]) + " + C"
    values = {**sketch.originals}
    for n, text in terms:
        value = values.get(text.lstrip("-"))
        if isinstance(value, Fraction) and value % (n + 1) == 0:
            sketch.where.append(f"is_int({text}/{n + 1})")
    sketch.wrong = [
        (_sum([f"({text})*x**{n + 1}" for n, text in terms]) + " + C", "formula"),
        (_sum([f"{n}*({text})*x**{max(n - 1, 0)}" for n, text in terms]) + " + C", "misread"),
    ]
    sketch.say = ["$\\int x^n dx = \\frac{1}{n+1}x^{n+1} + C$를 각 항에 적용한다."]
    return sketch


def limit(reading: Reading, match: Match) -> Sketch | None:
    """The limit of a polynomial, or of (x^2 + b x + c)/(x - p) with p a root of the numerator."""
    text, start = match["f"], match.start("f")
    sketch = Sketch("고2.함수의 극한", "limit.value", keeps_size=False)
    found = re.fullmatch(r"\\frac\{(?P<top>[^{}]*(?:\{\d\}[^{}]*)*)\}\{(?P<low>x[+-]\d+)\}", text)
    if found is None:
        root = read_formula(text).root
        needs(letters_of(root) == {"x"})
        coefficients(root, "x")
        body = bind(sketch, text, start)
        at = bind(sketch, match["p"], match.start("p")).text()
        sketch.let = [("at", at), ("s", body.text(x=f"({at})"))]
        sketch.wrong = [
            (body.text(x=f"(-({at}))"), "sign"),
            ("-s", "sign"),
            ("0", "other"),
            (body.text(x="1"), "misread"),
        ]
        sketch.say = ["$x = {at}$을 대입하면 ${s}$"]
        sketch.tell = ["Substituting $x = {at}$ gives ${s}$."]
        return sketch
    return _removable(sketch, match, found, start)


def _removable(sketch: Sketch, match: Match, found: Match, start: int) -> Sketch:
    """(x - p)(x - q)/(x - p): p and q are drawn, the numerator is printed multiplied out."""
    terms = by_degree(monomials(found["top"], start + found.start("top")), "x")
    low = by_degree(monomials(found["low"], start + found.start("low")), "x")
    needs(2 in terms and 0 in low and terms[2].factor == terms[2].sign == 1)
    point = value_of(read_formula(match["p"]).root)
    needs(-low[0].sign * low[0].factor == point and terms.keys() <= {0, 1, 2})
    factors = {degree: term.sign * term.factor for degree, term in terms.items()}
    second = -factors.get(1, Fraction(0)) - point
    needs(point * second == factors.get(0, Fraction(0)))
    sketch.originals = {"p": point, "q": second} if 1 in terms and 0 in terms else {"p": point}
    sketch.domains = {name: RangeDomain(Fraction(-9), Fraction(9)) for name in sketch.originals}
    if "q" not in sketch.originals:
        sketch.let.append(("q", "-p" if 1 not in terms else "0"))
    sketch.let += [("b", "-(p + q)"), ("c", "p*q"), ("r", "-p"), ("t", "p + 0"), ("s", "p - q")]
    for term, name in ((terms.get(1), "b"), (terms.get(0), "c"), (low[0], "r")):
        if term is not None:
            sketch.let.append((f"{name}p", name if term.sign > 0 else f"-{name}"))
            place_term(sketch, term, f"{name}p")
            if term.first == term.last:
                sketch.wrap.append((start, start + len(match["f"])))
    sketch.places.append(("t", match.start("p"), match.end("p")))
    sketch.where = ["p != q", "p != 0"] + (["q != 0"] if 0 in terms else []) + (["b != 0"] if 1 in terms else [])
    sketch.wrong = [
        ("0", "partial"),
        ("p + q", "sign"),
        ("-s", "sign"),
        ("q - p", "sign"),
        ("2*p", "other"),
        ("s + 1", "other"),
    ]
    sketch.say = ["분자를 인수분해하면 $(x - {p})(x - {q})$", "약분하고 $x = {p}$을 대입하면 ${s}$"]
    sketch.tell = ["The numerator is $(x - {p})(x - {q})$.", "Cancelling and substituting $x = {p}$ gives ${s}$."]
    return sketch


_F = r"(?:함수|다항함수|곡선)?"
_SAYS = r"(?:에대하여|에서|일때|의)*,?"
FAMILIES = (
    Family(
        "derivative.value",
        (
            rf"<lead>{_F}(?P<f>f\(x\)=[^가-힣?]+?){_SAYS}f'\((?P<p>-?\d+)\)(?:의값)?<ask>",
            rf"<lead>{_F}(?P<f>f\(x\)=[^가-힣?]+?)(?:의|에대하여|에서),?x=(?P<p>-?\d+)에서의미분계수(?:f'\((?P<p_2>-?\d+)\))?<ask>",
            rf"<lead>{_F}(?P<f>(?:y|f\(x\))=[^가-힣?]+?)(?:위의|의)?(?:점)?(?:x=(?P<p>-?\d+)인점)에서의접선의기울기<ask>",
            rf"<lead>{_F}(?P<f>(?:y|f\(x\))=[^가-힣?]+?)위의점(?:[A-Z])?\((?P<p>-?\d+),(?P<q>-?\d+)\)에서의접선의기울기<ask>",
            r"(?:if|given|let)?(?P<f>f\(x\)=[^가-힣?]+?)(?:,|\.)<find>f'\((?P<p>-?\d+)\)",
        ),
        derivative_at,
    ),
    Family(
        "derivative.tangent",
        (
            rf"<lead>{_F}{{f:math}}위의점\((?P<p>-?\d+),(?P<q>-?\d+)\)에서의접선의방정식<ask>",
            rf"<lead>{_F}{{f:math}}(?:위의|의)x=(?P<p>-?\d+)(?:인점)?에서의접선의방정식<ask>",
        ),
        tangent_line,
    ),
    Family(
        "derivative.function",
        (
            rf"<lead>{_F}{{f:math}}의도함수(?:f'\(x\)|y')?<ask>",
            rf"<lead>{_F}{{f:math}}(?:을|를)(?:x에대하여)?미분(?:하시오|하여라|하면|한것)<ask>",
            r"<find>derivative of {f:math}",
            r"differentiate{f:math}",
        ),
        derivative,
    ),
    Family(
        "integral.definite",
        (
            r"<lead>(?:정적분)?∫_(?:\{(?P<p>-?\d+)\}|(?P<p1>\d))\^(?:\{(?P<q>-?\d+)\}|(?P<q1>\d))\(?(?P<f>[^가-힣?"
            r"]+?)\)?dx(?:의값)?<ask>".replace("(?:\\{(?P<p>-?\\d+)\\}|(?P<p1>\\d))", "\\{?(?P<p>-?\\d+)\\}?")
            .replace("(?:\\{(?P<q>-?\\d+)\\}|(?P<q1>\\d))", "(?:\\{(?P<q>-?\\d+)\\}|(?P<q9>\\d))")
            .replace("(?:\\{(?P<q>-?\\d+)\\}|(?P<q9>\\d))", "\\{?(?P<q>-?\\d)\\}?"),
            r"<find>∫_\{?(?P<p>-?\d+)\}?\^\{?(?P<q>-?\d)\}?\(?(?P<f>[^가-힣?]+?)\)?dx",
        ),
        integral,
    ),
    Family(
        "integral.indefinite",
        (r"<lead>(?:부정적분)?∫\(?(?P<f>[^가-힣?∫_]+?)\)?dx(?:의값)?<ask>",),
        antiderivative,
    ),
    Family(
        "limit.value",
        (
            r"<lead>(?:극한값)?lim_\{x→(?P<p>-?\d+)\}(?P<f>[^가-힣?]+?)(?:의값)?<ask>",
            r"<find>lim_\{x→(?P<p>-?\d+)\}(?P<f>[^가-힣?]+)",
        ),
        limit,
    ),
)
