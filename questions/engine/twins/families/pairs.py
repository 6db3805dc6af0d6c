"""Questions for two things at once, and graphs with their edges: intercepts, divisors and multiples, asymptotes, domains."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.functions import inverse_function
from questions.engine.twins.families.graphs import line_terms
from questions.engine.twins.grammar.algebra import bind, by_degree, monomials, needs
from questions.engine.twins.grammar.family import Build, Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import coefficients, formula_text, letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

DIVISORS = "중1.소인수분해"
_PRIMES = {2, 3, 5, 7, 11, 13}


def both_intercepts(reading: Reading, match: Match) -> Sketch | None:
    """The x- and the y-intercept of a printed line, in the order asked."""
    sketch = Sketch("중2.일차함수.절편", "line.intercepts.both", keeps_size=False)
    found = line_terms(sketch, match["f"], match.start("f"))
    sketch.let = [(f"l{name}", found[name]) for name in ("a", "b", "c")] + [("xi", "lc/la"), ("yi", "lc/lb")]
    sketch.where += [
        "la != 0",
        "lb != 0",
        "lc != 0",
        "xi != yi",
        "is_int(xi)",
        "is_int(yi)",
        "abs(xi) <= 20",
        "abs(yi) <= 20",
    ]
    sketch.labels = ("x절편", "y절편") if match["one"] == "x" else ("y절편", "x절편")
    first, last = ("xi", "yi") if match["one"] == "x" else ("yi", "xi")
    sketch.answer = f"{first}, {last}"
    sketch.wrong = misconceptions(
        f"-{first}, {last} | sign; {first}, -{last} | sign; -{first}, -{last} | sign; {first} + 1, {last} | other"
    )
    sketch.say = ["$y = 0$을 대입하면 $x = {xi}$, $x = 0$을 대입하면 $y = {yi}$"]
    return sketch


def gcd_and_lcm(reading: Reading, match: Match) -> Sketch | None:
    """Both the greatest common divisor and the least common multiple of two printed numbers or power products."""
    sketch = Sketch(DIVISORS, "divisors.both", keeps_size=False)
    values = []
    for number, group in enumerate(("f", "g"), 1):
        factors = re.fullmatch(r"(?:\d+(?:\^\{?\d\}?)?)(?:[×·]\d+(?:\^\{?\d\}?)?)*", match[group])
        needs(factors is not None)
        values.append(_product(sketch, match[group], match.start(group), number))
    one, other = values
    sketch.let = [("va", one), ("vb", other), ("g", "gcd(va, vb)"), ("l", "lcm(va, vb)")]
    sketch.where += ["g > 1", "va != vb", "l != va", "l != vb", "l < 100000"]
    sketch.labels = ("최대공약수", "최소공배수") if match["one"] == "최대공약수" else ("최소공배수", "최대공약수")
    sketch.answer = "g, l" if match["one"] == "최대공약수" else "l, g"
    first, last = sketch.answer.split(", ")
    sketch.wrong = misconceptions(
        f"{first}, va*vb | formula; 2*{first}, {last} | other; {first}, 2*{last} | other; 1, va*vb | formula; 2*{first}, 2*{last} | other"
    )
    sketch.say = [
        "공통인 소인수의 작은 지수를 택하면 최대공약수는 ${g}$",
        "모든 소인수의 큰 지수를 택하면 최소공배수는 ${l}$",
    ]
    return sketch


def _product(sketch: Sketch, text: str, start: int, number: int) -> str:
    """The formula of a printed power product whose exponents are drawn, or of a plain number."""
    if re.fullmatch(r"\d+", text):
        name = f"n{number}"
        sketch.originals[name] = Fraction(text)
        sketch.places.append((name, start, start + len(text)))
        return f"{name} + 0"
    parts = []
    for index, factor in enumerate(re.finditer(r"(\d+)(?:\^\{?(\d)\}?)?", text)):
        needs(int(factor[1]) in _PRIMES)
        if factor[2]:
            name = f"e{number}{index}"
            sketch.originals[name] = Fraction(factor[2])
            sketch.domains[name] = RangeDomain(Fraction(2), Fraction(4))
            sketch.places.append((name, start + factor.start(2), start + factor.end(2)))
            parts.append(f"{factor[1]}**{name}")
        else:
            parts.append(factor[1])
    return "*".join(parts)


def point_to_line(reading: Reading, match: Match) -> Sketch | None:
    """The distance of a point from a printed line; it stays whole, or a multiple of the same root, where it was."""
    sketch = Sketch("고1.도형의 방정식.점과 직선", "point.line.distance", keeps_size=False)
    px, py = (bind(sketch, match[name], match.start(name)).text() for name in "pq")
    found = line_terms(sketch, match["f"], match.start("f"))
    sketch.let = [(f"l{name}", found[name]) for name in ("a", "b", "c")]
    sketch.let += [("up", f"abs(la*({px}) + lb*({py}) - lc)"), ("low", "la*la + lb*lb"), ("s", "up/sqrt(low)")]
    sketch.where += ["up > 0", "la != 0", "lb != 0", "is_int(up*up/low)"]
    sketch.wrong = misconceptions(
        "up | partial; up/low | formula; s + 1 | other; 2*s | other; s/2 | other; sqrt(low) | misread"
    )
    sketch.say = ["분자는 ${up}$, 분모는 $\\sqrt{low}$이므로 거리는 ${s}$"]
    return sketch


def asymptotes(reading: Reading, match: Match) -> Sketch | None:
    """The two asymptotes of y = (a x + b)/(c x + d) or y = k/(x - p) + q, or an expression in their places."""
    sketch = Sketch("고1.함수.유리함수", "rational.asymptotes", keeps_size=False)
    found = re.fullmatch(
        r"(?P<s>-?)\\frac\{(?P<top>[^{}]+)\}\{(?P<low>[^{}]+)\}(?P<q>[+-]\d+)?|\((?P<top2>[^()]+)\)/\((?P<low2>[^()]+)\)(?P<q2>[+-]\d+)?|(?P<top3>\d+)/\((?P<low3>[^()]+)\)(?P<q3>[+-]\d+)?",
        match["f"],
    )
    needs(found is not None)
    assert found is not None
    kind = next(end for end in ("", "2", "3") if found[f"low{end}"])
    start = match.start("f")
    top = bind(sketch, found[f"top{kind}"], start + found.start(f"top{kind}"))
    low = bind(sketch, found[f"low{kind}"], start + found.start(f"low{kind}"))
    rows = [coefficients(side.formula.root, "x") for side in (top, low)]
    needs(set(rows[0]) <= {0, 1} and set(rows[1]) <= {0, 1} and rows[1].get(1))
    needs(rows[0].get(1, Fraction(0)) * rows[1].get(0, Fraction(0)) != rows[0].get(0, Fraction(0)) * rows[1][1])
    lift = "0"
    if found[f"q{kind}"]:
        text = found[f"q{kind}"]
        sketch.originals["v"] = Fraction(text[1:])
        sketch.places.append(("v", start + found.start(f"q{kind}") + 1, start + found.end(f"q{kind}")))
        lift = "-v" if text[0] == "-" else "v"
    sketch.let = [
        ("b", top.text(x="0")), ("a", f"{top.text(x='1')} - b"), ("d", low.text(x="0")), ("c", f"{low.text(x='1')} - d"),
        ("p", "-d/c"), ("q", f"{'-' if found['s'] else ''}a/c + {lift}"),
    ]  # fmt: skip
    sketch.where += ["c != 0", "a*d != b*c", "is_int(p)", "is_int(q)", "p != q", "p != 0"]
    sketch.say = ["분모가 0이 되는 $x = {p}$과, $x$가 한없이 커질 때 가까워지는 $y = {q}$이 점근선이다."]
    asked = match.groupdict().get("g")
    if asked:
        letters = (match["m"], match["n"])
        root = read_formula(asked).root
        needs(letters_of(root) == set(letters))
        sketch.let.append(("s", formula_text(root, {}, {letters[0]: "p", letters[1]: "q"})))
        sketch.wrong = misconceptions(
            "q - p | sign; p - q | sign; p + q | sign; -s | sign; p | partial; q | partial; s + 1 | other; s - 1 | other"
        )
        return sketch
    sketch.kind, sketch.free, sketch.answer = AnswerKind.EQUATION, ("x", "y"), "x = p, y = q"
    sketch.wrong = misconceptions(
        "x = -p, y = q | sign; x = p, y = -q | sign; x = -p, y = -q | sign; x = q, y = p | order"
    )
    return sketch


def root_edge(what: str) -> Build:
    """The domain or the range of y = ±√(a x + b) + c."""

    def build(reading: Reading, match: Match) -> Sketch | None:
        found = re.fullmatch(r"(?P<s>-?)√(?:\{(?P<in>[^{}]+)\}|\((?P<in2>[^()]+)\))(?P<q>[+-]\d+)?", match["f"])
        needs(found is not None)
        assert found is not None
        group, start = ("in" if found["in"] else "in2"), match.start("f")
        needs(set(by_degree(monomials(found[group], 0), "x")) <= {0, 1})
        letter = "x" if what == "domain" else "y"
        sketch = Sketch(
            "고1.함수.무리함수", f"radical.{what}", kind=AnswerKind.INTERVAL, free=(letter,), keeps_size=False
        )
        body = bind(sketch, found[group], start + found.start(group))
        factors = coefficients(body.formula.root, "x")
        needs(set(factors) <= {0, 1} and factors.get(1))
        if found["q"]:
            sketch.originals["v"] = Fraction(found["q"][1:])
            sketch.places.append(("v", start + found.start("q") + 1, start + found.end("q")))
        sketch.let = [
            ("b", body.text(x="0")), ("a", f"{body.text(x='1')} - b"), ("p", "-b/a"),
            ("q", ("-v" if found["q"][0] == "-" else "v + 0") if found["q"] else "0"),
        ]  # fmt: skip
        sketch.where += ["a > 0" if factors[1] > 0 else "a < 0", "is_int(p)"] + (["p != 0"] if factors.get(0) else [])
        edge, sign = (
            ("p", ">=" if factors[1] > 0 else "<=") if what == "domain" else ("q", "<=" if found["s"] else ">=")
        )
        other = {">=": "<=", "<=": ">="}[sign]
        sketch.answer = f"{letter} {sign} {edge}"
        sketch.wrong = misconceptions(
            f"{letter} {other} {edge} | sign; {letter} {sign} -{edge} | sign; {letter} {other} -{edge} | sign; {letter} {sign} {edge} + 1 | other; {letter} {sign} {edge} - 1 | other"
        )
        shown = {">=": "\\ge", "<=": "\\le"}[sign]
        told = "근호 안이 0 이상이어야 하므로" if what == "domain" else "근호의 값은 0 이상이므로"
        sketch.say = (
            [f"{told} ${letter} {shown} {{{edge}}}$"]
            if is_korean(reading.source)
            else [f"${letter} {shown} {{{edge}}}$"]
        )
        return sketch

    return build


_LINE = r"<lead>(?:일차함수|함수|직선|일차방정식)?{f:math}(?:의그래프)?(?:의|에서|가)?"
_F = r"<lead>(?:유리|분수)?(?:함수)?(?:y|f\(x\))={f:math}(?:의그래프)?의점근선"
_R = r"<lead>(?:무리)?(?:함수)?(?:y|f\(x\))={f:math}(?:의그래프)?의"
_NUMBERS = r"<lead>(?:두)?(?:수|자연수)?(?P<f>[\d×·^{}]+?)(?:,|과|와)(?P<g>[\d×·^{}]+?)의"
FAMILIES = (
    Family(
        "line.intercepts.both",
        (rf"{_LINE}(?P<one>[xy])절편(?:과|와|,)(?P<two>[xy])절편<ask>",),
        both_intercepts,
        ("절편",),
    ),
    Family(
        "divisors.both",
        (rf"{_NUMBERS}(?P<one>최대공약수|최소공배수)(?:과|와|,)(?P<two>최대공약수|최소공배수)<ask>",),
        gcd_and_lcm,
        ("최대공약수", "최소공배수"),
    ),
    Family(
        "point.line.distance",
        (
            r"<lead>점(?:[A-Z])?\(?(?<=\()(?P<p>-?\d+),(?P<q>-?\d+)\)(?:과|와|에서)직선{f:math}(?:사이의|까지의|에이르는|와의|과의)거리<ask>",
        ),
        point_to_line,
        ("거리", "직선"),
    ),
    Family(
        "rational.asymptotes",
        (
            rf"{_F}(?:의방정식)?<ask>",
            rf"{_F}(?:의방정식)?(?:이|은)x=(?P<m>[a-z]),y=(?P<n>[a-z])(?:일때|라할때|이라할때|라고할때),?(?:상수[a-z],[a-z]에대하여,?)?(?P<g>[^가-힣?=]+?)의값<ask>",
        ),
        asymptotes,
        ("점근선",),
    ),
    Family("radical.domain", (rf"{_R}정의역<ask>",), root_edge("domain"), ("정의역",)),
    Family("radical.range", (rf"{_R}치역<ask>",), root_edge("range"), ("치역",)),
    Family(
        "function.inverse",
        (
            r"<lead>(?:일차)?(?:함수)?(?P<f>(?:y|f\(x\))=[^가-힣?=]+?)의역함수(?:y|f\^\{?-1\}?\(x\))?<ask>",
            r"<find>inverse(?:function)?of(?:the)?(?:function)?(?P<f>(?:y|f\(x\))=[^가-힣?=]+)",
        ),
        inverse_function,
    ),
)
