"""Linear, inverse and quadratic functions; composition and inverse; points and distances in the plane."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.families.algebra import bind, by_degree, monomials, needs, place_term
from questions.engine.twins.families.family import Family, Match, family
from questions.engine.twins.families.reading import Reading
from questions.engine.twins.families.shape import coefficients, letters_of, read_formula
from questions.engine.twins.families.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

LINE = "중2.일차함수"
PARABOLA = "중3.이차함수"
PLANE = "고1.도형의 방정식.평면좌표"
_P = r"(?:점)?(?:[A-Z])?\({a},{b}\)"
_Q = r"(?:점)?(?:[A-Z])?\({c},{d}\)"
_PQ = rf"(?:좌표평면위의)?(?:두)?{_P}(?:,|와|과){_Q}"
_EQ = r"(?:의방정식|의식|를그래프로하는일차함수의식)?(?:은|는|을|를)?"


def _read(match: Match, group: str = "f") -> tuple[str, int]:
    """The right side of `y = …`, `f(x) = …` or a bare formula in x, with its place."""
    text, start = match[group], match.start(group)
    for head in ("y=", "f(x)="):
        if text.startswith(head):
            return text[len(head) :], start + len(head)
    return text, start


def line_part(asked: str) -> object:
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
        sketch.where = ["a != 0"] + (["b != 0"] if factors.get(0) else [])
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


def inverse_value(reading: Reading, match: Match) -> Sketch | None:
    """The value of the inverse of a printed line at a number."""
    text, place = _read(match)
    factors = coefficients(read_formula(text).root, "x")
    needs(set(factors) <= {0, 1} and factors.get(1))
    sketch = Sketch("고1.함수.역함수", "function.inverse.value")
    body = bind(sketch, text, place)
    at = bind(sketch, match["p"], match.start("p")).text()
    sketch.let = [("at", at), ("b", body.text(x="0")), ("a", f"{body.text(x='1')} - b"), ("m", "at - b"), ("s", "m/a")]
    sketch.where = ["a != 0"]
    sketch.wrong = [("a*at + b", "misread"), ("m", "partial"), ("(at + b)/a", "sign"), ("1/(a*at + b)", "formula")]
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
    sketch.where = ["a != 0", "b != 0"]
    sketch.wrong = [("y = (x + b)/a", "sign"), ("y = 1/(a*x + b)", "formula"), ("y = x/a - b", "order"), ("y = -a*x - b", "sign")]
    sketch.say = ["$x$와 $y$를 바꾸면 $x = {a}y + {b}$", "$y$에 대하여 풀면 $y = \\frac{x - ({b})}{{a}}$"]
    return sketch


def parabola(asked: str) -> object:
    """Vertex, axis, largest or smallest value of y = a x^2 + b x + c or y = a(x - p)^2 + q."""

    def build(reading: Reading, match: Match) -> Sketch | None:
        text, place = _read(match)
        factors = coefficients(read_formula(text).root, "x")
        needs(set(factors) <= {0, 1, 2} and factors.get(2))
        sketch = Sketch(PARABOLA, f"parabola.{asked}", keeps_size=False)
        terms = by_degree(monomials(text, place), "x")
        if terms is not None and set(terms) == {0, 1, 2}:
            a = factors[2]
            sketch.originals = {"a": a, "p": -factors[1] / (2 * a), "q": factors[0] - factors[1] ** 2 / (4 * a)}
            if a == 1:
                del sketch.originals["a"]
                sketch.let.append(("a", "1"))
            sketch.domains = {
                "p": RangeDomain(Fraction(-6), Fraction(6)),
                "q": RangeDomain(Fraction(-12), Fraction(12)),
            }
            if sketch.originals["p"].denominator != 1 or sketch.originals["q"].denominator != 1:
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
                    sketch.wrap.append((place, place + len(text)))
            sketch.where += ["a != 0", "p != 0"]
        else:
            body = bind(sketch, text, place)
            sketch.let = [("c", body.text(x="0")), ("f1", body.text(x="1")), ("f2", body.text(x="(-1)"))]
            sketch.let += [("a", "(f1 + f2)/2 - c"), ("b", "(f1 - f2)/2"), ("p", "-b/(2*a)"), ("q", "c - b*b/(4*a)")]
            sketch.where = ["a != 0"]
        _ask_parabola(sketch, asked, match, factors[2])
        return sketch

    return build


def _ask_parabola(sketch: Sketch, asked: str, match: Match, a: Fraction) -> None:
    sketch.say = ["$y = {a}(x - {p})^2 + {q}$"]
    if asked == "vertex":
        sketch.answer, sketch.wrong = (
            "(p, q)",
            [("(-p, q)", "sign"), ("(p, -q)", "sign"), ("(-p, -q)", "sign"), ("(q, p)", "order")],
        )
        sketch.say.append("꼭짓점의 좌표는 $({p}, {q})$")
    elif asked == "axis":
        sketch.kind, sketch.answer, sketch.free = AnswerKind.EQUATION, "x = p", ("x",)
        sketch.wrong = [("x = -p", "sign"), ("x = 2*p", "formula"), ("x = q", "misread"), ("x = b", "partial")]
        sketch.say.append("축의 방정식은 $x = {p}$")
    else:
        largest = match["extreme"] in ("최댓값", "maximum", "maximumvalue")
        needs((a < 0) == largest)
        sketch.let.append(("s", "q + 0"))
        sketch.wrong = [("-q", "sign"), ("p", "misread"), ("c", "partial"), ("-p", "misread"), ("c + p*p", "sign")]
        sketch.say.append("따라서 구하는 값은 ${s}$")


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
            r"<lead>(?:일차|이차|정비례|반비례)?(?:함수)?(?P<f>f\(x\)=[^가-힣?]+?)(?:에대하여|에서|일때|이면|의)*,?f\((?P<p>-?[\d./]+)\)(?:의값)?<ask>",
            r"(?:if|given|when|let)?(?:that)?(?P<f>f\(x\)=[^가-힣?]+?)(?:,|\.)<find>(?:valueof)?f\((?P<p>-?[\d./]+)\)",
        ),
        function_value,
    ),
    Family(
        "function.composition",
        (
            r"<lead>(?:두)?(?:함수)?f\(x\)=(?P<f>[^가-힣?,]+?),g\(x\)=(?P<g>[^가-힣?,]+?)(?:에대하여|일때|이면|에서)*,?\(?(?P<o>[fg])(?:∘|◦|○|\\circ|°)[fg]\)?\((?P<p>-?\d+)\)(?:의값)?<ask>",
            r"<lead>(?:두)?(?:함수)?f\(x\)=(?P<f>[^가-힣?,]+?),g\(x\)=(?P<g>[^가-힣?,]+?)(?:에대하여|일때|이면|에서)*,?(?P<o>[fg])\([fg]\((?P<p>-?\d+)\)\)(?:의값)?<ask>",
        ),
        lambda reading, match: compose(reading, match),
    ),
    Family(
        "function.inverse.value",
        (
            r"<lead>(?:일차)?(?:함수)?(?P<f>f\(x\)=[^가-힣?]+?)(?:의역함수를f\^\{?-1\}?(?:\(x\))?(?:이라|라)?(?:고)?(?:할때)?|에대하여|에서|일때|이면)*,?f\^\{?-1\}?\((?P<p>-?\d+)\)(?:의값)?<ask>",
        ),
        inverse_value,
    ),
    Family(
        "parabola.vertex",
        (rf"<lead>{_FN}{{f:math}}(?:의그래프)?의꼭짓점(?:의좌표)?<ask>", r"<find>vertex of the parabola {f:math}"),
        parabola("vertex"),
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
    family(
        "line.slope.two.points",
        LINE,
        [
            rf"<lead>{_PQ}(?:를|을|를모두|을모두)?(?:지나는|잇는|이은)(?:직선|일차함수의그래프)의기울기<ask>",
            r"<find>slope of the line (?:passing)?(?:through|thatpassesthrough)(?:the points)? \({a},{b}\) and \({c},{d}\)",
        ],
        let="run = c - a; rise = d - b; s = rise/run",
        wrong="run/rise | order; -rise/run | sign; (d + b)/(c + a) | sign; rise | partial",
        where="a != c; b != d",
        say=["기울기는 $\\frac{{d} - ({b})}{{c} - ({a})} = \\frac{rise}{run} = {s}$"],
        tell=["The slope is $\\frac{rise}{run} = {s}$."],
        keeps_size=False,
    ),
    family(
        "line.two.points",
        LINE,
        [
            rf"<lead>{_PQ}(?:를|을)?(?:지나는|잇는)직선{_EQ}<ask>",
            r"<find>equation of the line (?:passing)?(?:through|thatpassesthrough)(?:the points)? \({a},{b}\) and \({c},{d}\)",
        ],
        let="d = b + m*(c - a); rise = d - b; run = c - a; k = b - m*a",
        hidden="m = (d - b)/(c - a)",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = -m*x + k | sign; y = m*x - k | sign; y = k*x + m | order; y = m*x + b | partial",
        where="a != c; k != 0; m != 0; b != d",
        say=["기울기는 $\\frac{rise}{run} = {m}$", "점 $({a}, {b})$를 지나므로 $y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "line.slope.point",
        LINE,
        [
            rf"<lead>기울기가{{m}}이고(?:,)?{_P}(?:를|을)?지나는직선{_EQ}<ask>",
            rf"<lead>{_P}(?:를|을)?지나고기울기가{{m}}인직선{_EQ}<ask>",
        ],
        let="k = b - m*a",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = m*x + b | partial; y = m*x - k | sign; y = -m*x + k | sign; y = m*x + b + m*a | sign",
        where="m != 0; k != 0",
        say=["$y = {m}x + b$에 점 $({a}, {b})$의 좌표를 대입하면 $b = {k}$", "따라서 $y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "line.slope.intercept",
        LINE,
        [rf"<lead>기울기가{{m}}이고,?y절편이{{k}}인(?:직선|일차함수){_EQ}<ask>"],
        let="t = m*1",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = k*x + m | order; y = m*x - k | sign; y = -m*x + k | sign",
        where="m != 0; k != 0; m != k",
        say=["$y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "points.distance",
        PLANE,
        [
            rf"<lead>{_PQ}(?:사이의거리|의거리|를잇는선분의길이)<ask>",
            r"<find>distance between (?:the points)? \({a},{b}\) and \({c},{d}\)",
        ],
        let="run = c - a; rise = d - b; total = run*run + rise*rise; s = sqrt(total)",
        wrong="total | partial; abs(run) + abs(rise) | formula; abs(run + rise) | formula; sqrt(abs(run*run - rise*rise)) | sign; sqrt((a + c)**2 + (b + d)**2) | sign",
        where="a != c; b != d",
        say=["$\\sqrt{({run})^2 + ({rise})^2} = \\sqrt{total} = {s}$"],
        keeps_size=False,
    ),
    family(
        "points.midpoint",
        PLANE,
        [
            rf"<lead>{_PQ}(?:를|을)?(?:잇는|이은|양끝점으로하는)?(?:선분)?(?:AB|PQ)?의중점(?:M)?(?:의좌표)?<ask>",
            rf"<lead>{_PQ}(?:에대하여|에서),?선분(?:AB|PQ)의중점(?:M)?(?:의좌표)?<ask>",
            r"<find>midpoint of the (?:line)?segment (?:joining|connecting|between|withendpoints) \({a},{b}\) and \({c},{d}\)",
        ],
        let="p = (a + c)/2; q = (b + d)/2",
        answer="(p, q)",
        wrong="(a + c, b + d) | partial; ((c - a)/2, (d - b)/2) | sign; (c - a, d - b) | formula; (q, p) | order",
        where="a != c; b != d; is_int(p); is_int(q)",
        say=["$\\left(\\frac{{a} + {c}}{2}, \\frac{{b} + {d}}{2}\\right) = ({p}, {q})$"],
        keeps_size=False,
    ),
    family(
        "points.internal.division",
        PLANE,
        [
            rf"<lead>{_PQ}(?:에대하여|를이은|를잇는|을이은|을잇는|를양끝점으로하는|,)*,?선분(?:AB)?(?:를|을){{m:int}}:{{n:int}}(?:으로|로)내분하는점(?:P|Q)?(?:의좌표)?<ask>",
        ],
        let="total = m + n; p = (m*c + n*a)/total; q = (m*d + n*b)/total",
        answer="(p, q)",
        wrong="((m*a + n*c)/total, (m*b + n*d)/total) | order; ((m*c - n*a)/total, (m*d - n*b)/total) | sign; (m*c + n*a, m*d + n*b) | partial; ((a + c)/2, (b + d)/2) | formula",
        where="m != n; a != c; b != d; is_int(p); is_int(q); gcd(m, n) == 1",
        domains="m 1..5; n 1..5",
        say=[
            "$x = \\frac{{m} \\times ({c}) + {n} \\times ({a})}{total} = {p}$",
            "$y = \\frac{{m} \\times ({d}) + {n} \\times ({b})}{total} = {q}$",
        ],
        keeps_size=False,
    ),
    family(
        "function.direct",
        "중1.정비례와 반비례",
        [r"<lead>y(?:가|는|이)x에정비례하고,?x={a}일때,?y={b}(?:이다|일때|이면)?[.,]?(?:이때)?,?x={c}일때,?y의값<ask>"],
        let="b = k*a; s = k*c",
        hidden="k = b/a",
        wrong="a*b/c | formula; k | partial; b + c - a | formula; c/k | order",
        where="a != c; a != 0",
        say=["$y = {k}x$이므로 $x = {c}$일 때 $y = {s}$"],
    ),
    family(
        "function.inverse.proportion",
        "중1.정비례와 반비례",
        [r"<lead>y(?:가|는|이)x에반비례하고,?x={a}일때,?y={b}(?:이다|일때|이면)?[.,]?(?:이때)?,?x={c}일때,?y의값<ask>"],
        let="k = a*b; s = k/c",
        wrong="b*c/a | formula; k | partial; b + a - c | formula; k*c | order",
        where="a != c; c != 0",
        say=["$xy = {a} \\times {b} = {k}$이므로 $x = {c}$일 때 $y = {k} \\div {c} = {s}$"],
    ),
)
