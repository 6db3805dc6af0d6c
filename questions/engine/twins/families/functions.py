"""Linear, inverse and quadratic functions; composition and inverse; points and distances in the plane."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import Monomial, bind, by_degree, monomials, needs, place_term
from questions.engine.twins.grammar.family import Build, Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, formula_text, letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

LINE = "중2.일차함수"
PARABOLA = "중3.이차함수"


def _read(match: Match, group: str = "f") -> tuple[str, int]:
    """The right side of `y = …`, `f(x) = …` or a bare formula in x, with its place."""
    text, start = match[group], match.start(group)
    for head in ("y=", "f(x)="):
        if text.startswith(head):
            return text[len(head) :], start + len(head)
    return text, start


def line_part(asked: str) -> Build:
    """Slope, intercepts or a zero of a printed line y = a x + b."""

    def build(reading: Reading, match: Match) -> Sketch | None:
        text, place = _read(match)
        root = read_formula(text).root
        needs(letters_of(root) == {"x"})
        factors = coefficients(root, "x")
        needs(set(factors) <= {0, 1} and factors.get(1))
        sketch = Sketch(LINE, f"line.{asked}")
        line = bind(sketch, text, place)
        sketch.let = [("b", line.text(x="0")), ("a", f"{line.text(x='1')} - b")]
        sketch.where += ["a != 0"] + (["b != 0"] if factors.get(0) else [])
        formula = {"slope": "a", "y": "b", "x": "-b/a"}[asked]
        sketch.let.append(("s", formula if asked == "x" else f"{formula} + 0"))
        sketch.wrong = [
            ("-s", "sign"),
            ("b", "misread"),
            ("a", "misread"),
            ("-b/a", "misread"),
            ("a + b", "other"),
            ("-b", "sign"),
            ("-a/b", "order"),
        ]
        sketch.say = {
            "slope": ["일차함수 $y = ax + b$의 기울기는 $x$의 계수이므로 ${s}$"],
            "y": ["$x = 0$을 대입하면 $y = {s}$"],
            "x": ["$y = 0$을 대입하면 ${a}x = -({b})$이므로 $x = {s}$"],
        }[asked]
        sketch.tell = {
            "slope": ["The slope of $y = ax + b$ is the coefficient of $x$, ${s}$."],
            "y": ["Substituting $x = 0$ gives $y = {s}$."],
            "x": ["Substituting $y = 0$ gives ${a}x = -({b})$, so $x = {s}$."],
        }[asked]
        needs(asked == "slope" or factors.get(0))
        return sketch

    return build


def function_value(reading: Reading, match: Match) -> Sketch | None:
    """f(p) for a printed polynomial or rational f."""
    text, place = _read(match)
    root = read_formula(text).root
    needs(letters_of(root) == {"x"})
    sketch = Sketch("중1.함수.함숫값", "function.value")
    body = bind(sketch, text, place)
    at = bind(sketch, match["p"], match.start("p")).text()
    sketch.let = [("at", at), ("s", body.text(x=f"({at})"))]
    sketch.wrong = [
        (body.text(x=f"(-({at}))"), "sign"),
        ("-s", "sign"),
        (body.text(x="1"), "misread"),
        (body.text(x="0"), "partial"),
        ("s + at", "other"),
    ]
    sketch.say = ["$x = {at}$을 대입하면 ${s}$"]
    sketch.tell = ["Substituting $x = {at}$ gives ${s}$."]
    return sketch


def compose(reading: Reading, match: Match) -> Sketch | None:
    """(f∘g)(p) or f(g(p)), also with f and g exchanged."""
    sketch = Sketch("고1.함수.합성함수", "function.composition", keeps_size=False)
    one, other = bind(sketch, match["f"], match.start("f")), bind(sketch, match["g"], match.start("g"))
    needs(letters_of(one.formula.root) == {"x"} == letters_of(other.formula.root))
    at = bind(sketch, match["p"], match.start("p")).text()
    first, second = (other, one) if match["o"] == "f" else (one, other)
    sketch.let = [("at", at), ("inner", first.text(x=f"({at})")), ("s", second.text(x="inner"))]
    swapped = first.text(x=f"({second.text(x=f'({at})')})")
    sketch.wrong = [
        (swapped, "order"),
        ("inner", "partial"),
        (f"inner * {second.text(x=f'({at})')}", "formula"),
        ("-s", "sign"),
    ]
    sketch.say = ["안쪽 함수의 값은 ${inner}$", "이를 바깥쪽 함수에 대입하면 ${s}$"]
    return sketch


def twice(reading: Reading, match: Match) -> Sketch | None:
    """(f∘f)(p)."""
    sketch = Sketch("고1.함수.합성함수", "function.twice", keeps_size=False)
    body = bind(sketch, match["f"], match.start("f"))
    needs(letters_of(body.formula.root) == {"x"})
    at = bind(sketch, match["p"], match.start("p")).text()
    sketch.let = [("at", at), ("inner", body.text(x="at")), ("s", body.text(x="inner"))]
    sketch.where += ["inner != at", "abs(s) < 500"]
    sketch.wrong = [
        ("inner", "partial"),
        ("inner*inner", "formula"),
        ("2*inner", "formula"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
    ]
    sketch.say = ["안쪽 함수의 값은 ${inner}$", "이를 다시 대입하면 ${s}$"]
    return sketch


def inverse_value(reading: Reading, match: Match) -> Sketch | None:
    """The value of the inverse of a printed line at a number."""
    text, place = _read(match)
    factors = coefficients(read_formula(text).root, "x")
    needs(set(factors) <= {0, 1} and factors.get(1))
    sketch = Sketch("고1.함수.역함수", "function.inverse.value")
    body = bind(sketch, text, place)
    at = bind(sketch, match["p"], match.start("p")).text()
    sketch.let = [
        ("at", at),
        ("b", body.text(x="0")),
        ("a", f"{body.text(x='1')} - b"),
        ("m", "at - b"),
        ("s", "m/a"),
    ]
    sketch.where += ["a != 0"]
    sketch.wrong = [
        ("a*at + b", "misread"),
        ("m", "partial"),
        ("(at + b)/a", "sign"),
        ("1/(a*at + b)", "formula"),
    ]
    sketch.say = ["${a}k + ({b}) = {at}$이 되는 $k$를 구하면 ${a}k = {m}$", "$k = {s}$"]
    return sketch


def inverse_function(reading: Reading, match: Match) -> Sketch | None:
    """The inverse of a printed line, as y = (x - b)/a."""
    text, place = _read(match)
    factors = coefficients(read_formula(text).root, "x")
    needs(set(factors) == {0, 1})
    sketch = Sketch("고1.함수.역함수", "function.inverse", kind=AnswerKind.EQUATION, free=("x", "y"), keeps_size=False)
    body = bind(sketch, text, place)
    sketch.let = [("b", body.text(x="0")), ("a", f"{body.text(x='1')} - b")]
    sketch.answer = "y = (x - b)/a"
    sketch.where += ["a != 0", "b != 0"]
    sketch.wrong = [
        ("y = (x + b)/a", "sign"),
        ("y = 1/(a*x + b)", "formula"),
        ("y = x/a - b", "order"),
        ("y = -a*x - b", "sign"),
    ]
    sketch.say = ["$x$와 $y$를 바꾸면 $x = {a}y + {b}$", "$y$에 대하여 풀면 $y = \\frac{x - ({b})}{{a}}$"]
    sketch.tell = [
        "Exchanging $x$ and $y$ gives $x = {a}y + {b}$.",
        "Solving for $y$ gives $y = \\frac{x - ({b})}{{a}}$.",
    ]
    return sketch


def _from_vertex(
    sketch: Sketch, terms: dict[int, Monomial], factors: dict[int, Fraction], span: tuple[int, int]
) -> None:
    """Draw vertex and leading factor, print the expanded form."""
    a = factors[2]
    sketch.originals = {
        "a": a,
        "p": -factors[1] / (2 * a),
        "q": factors[0] - factors[1] ** 2 / (4 * a),
    }
    if a == 1:
        del sketch.originals["a"]
        sketch.let.append(("a", "1"))
    sketch.domains = {
        "p": RangeDomain(Fraction(-6), Fraction(6)),
        "q": RangeDomain(Fraction(-12), Fraction(12)),
    }
    if any(Fraction(sketch.originals[name]).denominator != 1 for name in "pq"):
        half = Fraction(1, 4 * abs(a.numerator))
        sketch.domains = {
            "p": RangeDomain(Fraction(-6), Fraction(6), half),
            "q": RangeDomain(Fraction(-12), Fraction(12), half),
        }
    sketch.let += [("b", "-2*a*p"), ("c", "a*p*p + q")]
    for degree, name in ((2, "a"), (1, "b"), (0, "c")):
        if degree == 2 and terms[2].factor == 1:
            sketch.where += [f"a == {a}"] if a != 1 else []
            continue
        sketch.let.append((f"{name}p", name if terms[degree].sign > 0 else f"-{name}"))
        place_term(sketch, terms[degree], f"{name}p")
        if terms[degree].first == terms[degree].last:
            sketch.wrap.append(span)
    sketch.where += ["a != 0", "p != 0"]


def parabola(asked: str) -> Build:
    """Vertex, axis, largest or smallest value of y = a x^2 + b x + c or y = a(x - p)^2 + q."""

    def build(reading: Reading, match: Match) -> Sketch | None:
        text, place = _read(match)
        factors = coefficients(read_formula(text).root, "x")
        needs(set(factors) <= {0, 1, 2} and factors.get(2))
        sketch = Sketch(PARABOLA, f"parabola.{asked}", keeps_size=False)
        terms = by_degree(monomials(text, place), "x")
        if set(terms) == {0, 1, 2}:
            _from_vertex(sketch, terms, factors, (place, place + len(text)))
        else:
            body = bind(sketch, text, place)
            sketch.let = [("c", body.text(x="0")), ("f1", body.text(x="1")), ("f2", body.text(x="(-1)"))]
            sketch.let += [
                ("a", "(f1 + f2)/2 - c"),
                ("b", "(f1 - f2)/2"),
                ("p", "-b/(2*a)"),
                ("q", "c - b*b/(4*a)"),
            ]
            sketch.where += ["a != 0"]
        _ask_parabola(sketch, asked, match, factors[2])
        return sketch

    return build


def _ask_parabola(sketch: Sketch, asked: str, match: Match, a: Fraction) -> None:
    sketch.say = ["$y = {a}(x - {p})^2 + {q}$"]
    if asked == "coordinates":
        root, pair = read_formula(match["g"]).root, (match["one"], match["two"])
        needs(letters_of(root) == set(pair))
        sketch.let.append(("s", formula_text(root, {}, {pair[0]: "p", pair[1]: "q"})))
        sketch.wrong = [
            (formula_text(root, {}, {pair[0]: "(-p)", pair[1]: "q"}), "sign"),
            ("p", "partial"),
            ("q", "partial"),
        ]
        sketch.wrong += [
            ("-s", "sign"),
            ("p - q", "sign"),
            ("s + 1", "other"),
            ("s - 1", "other"),
            ("s + 2", "other"),
        ]
        sketch.say.append("꼭짓점의 좌표는 $({p}, {q})$이므로 구하는 값은 ${s}$")
    elif asked == "vertex":
        sketch.answer, sketch.wrong = (
            "(p, q)",
            [("(-p, q)", "sign"), ("(p, -q)", "sign"), ("(-p, -q)", "sign"), ("(q, p)", "order")],
        )
        sketch.say.append("꼭짓점의 좌표는 $({p}, {q})$")
        sketch.tell = [*sketch.say[:1], "The vertex is $({p}, {q})$."]
    elif asked == "axis":
        sketch.kind, sketch.answer, sketch.free = AnswerKind.EQUATION, "x = p", ("x",)
        sketch.wrong = [
            ("x = -p", "sign"),
            ("x = 2*p", "formula"),
            ("x = q", "misread"),
            ("x = b", "partial"),
        ]
        sketch.say.append("축의 방정식은 $x = {p}$")
        sketch.tell = [*sketch.say[:1], "The axis of symmetry is $x = {p}$."]
    else:
        largest = match["extreme"] in ("최댓값", "maximum", "maximumvalue")
        needs((a < 0) == largest)
        sketch.let.append(("s", "q + 0"))
        sketch.wrong = [
            ("-q", "sign"),
            ("p", "misread"),
            ("c", "partial"),
            ("-p", "misread"),
            ("c + p*p", "sign"),
        ]
        sketch.say.append("따라서 구하는 값은 ${s}$")
        sketch.tell = [*sketch.say[:1], "So the value is ${s}$."]


_FN = r"(?:일차함수|이차함수|함수|직선|포물선)?"
FAMILIES = (
    Family(
        "line.slope",
        (rf"<lead>{_FN}{{f:math}}(?:의그래프)?의기울기(?:a)?<ask>", r"<find>slope of the line {f:math}"),
        line_part("slope"),
    ),
    Family(
        "line.y",
        (
            rf"<lead>{_FN}{{f:math}}(?:의그래프)?의y절편<ask>",
            r"<find>y-intercept of (?:the line)?(?:the graph of)? {f:math}",
        ),
        line_part("y"),
    ),
    Family(
        "line.x",
        (
            rf"<lead>{_FN}{{f:math}}(?:의그래프)?의x절편<ask>",
            r"<find>x-intercept of (?:the line)?(?:the graph of)? {f:math}",
        ),
        line_part("x"),
    ),
    Family(
        "function.value",
        (
            r"<lead>(?:일차|이차|정비례|반비례)?(?:함수)?(?P<f>f\(x\)=[^가-힣?]+?)(?:에대하여|에서|일때|이면|의)*,?f\((?P<p>-?[\d./]+)"
            r"\)(?:의값)?<ask>",
            r"(?:if|given|when|let)?(?:that)?(?P<f>f\(x\)=[^가-힣?]+?)(?:,|\.)<find>(?:valueof)?f\((?P<p>-?[\d."
            r"/]+)\)",
        ),
        function_value,
    ),
    Family(
        "function.composition",
        (
            r"<lead>(?:두)?(?:함수)?f\(x\)=(?P<f>[^가-힣?,]+?),g\(x\)=(?P<g>[^가-힣?,]+?)(?:에대하여|일때|이면|에서)*,?\(?(?"
            r"P<o>[fg])(?:∘|◦|○|\\circ|°)[fg]\)?\((?P<p>-?\d+)\)(?:의값)?<ask>",
            r"<lead>(?:두)?(?:함수)?f\(x\)=(?P<f>[^가-힣?,]+?),g\(x\)=(?P<g>[^가-힣?,]+?)(?:에대하여|일때|이면|에서)*,?(?P<o>"
            r"[fg])\([fg]\((?P<p>-?\d+)\)\)(?:의값)?<ask>",
        ),
        compose,
    ),
    Family(
        "function.twice",
        (
            r"<lead>(?:일차)?(?:함수)?f\(x\)=(?P<f>[^가-힣?,=]+?)(?:에대하여|일때|이면|에서)*,?\(?f(?:∘|◦|○|\\circ|°)f\)?\((?P<p>-?\d+)\)(?:의값)?<ask>",
            r"<lead>(?:일차)?(?:함수)?f\(x\)=(?P<f>[^가-힣?,=]+?)(?:에대하여|일때|이면|에서)*,?f\(f\((?P<p>-?\d+)\)\)(?:의값)?<ask>",
        ),
        twice,
    ),
    Family(
        "function.inverse.value",
        (
            r"<lead>(?:일차)?(?:함수)?(?P<f>f\(x\)=[^가-힣?]+?)(?:의역함수(?:를|가)?f\^\{?-1\}?(?:\(x\))?(?:이라|라)?(?:고)?(?:할때|일때)?|"
            r"의역함수에대하여|에대하여|에서|일때|이면)*,?f\^\{?-1\}?\((?P<p>-?\d+)\)(?:의값)?<ask>",
        ),
        inverse_value,
    ),
    Family(
        "parabola.vertex",
        (
            rf"<lead>{_FN}{{f:math}}(?:의그래프)?의꼭짓점(?:의좌표)?<ask>",
            r"<find>vertex of the parabola {f:math}",
        ),
        parabola("vertex"),
    ),
    Family(
        "parabola.coordinates",
        (
            rf"<lead>{_FN}{{f:math}}(?:의그래프)?의꼭짓점의좌표(?:를|가|을)\((?P<one>[a-z]),(?P<two>[a-z])\)(?:라할때|라고할때|이라할때|일때),?(?:상수[a-z],[a-z]에대하여,?)?(?P<g>[^가-힣?]+?)의값<ask>",
        ),
        parabola("coordinates"),
    ),
    Family("parabola.axis", (rf"<lead>{_FN}{{f:math}}(?:의그래프)?의(?:대칭)?축의방정식<ask>",), parabola("axis")),
    Family(
        "parabola.extreme",
        (
            rf"<lead>{_FN}{{f:math}}의(?P<extreme>최댓값|최솟값)<ask>",
            r"<find>(?P<extreme>maximum|minimum)(?:value)? of (?:the)?(?:quadratic)?(?:function)? {f:math}",
        ),
        parabola("extreme"),
    ),
)
