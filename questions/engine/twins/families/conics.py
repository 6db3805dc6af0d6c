"""Parabolas and circles from what determines them: a form to be found, a vertex and a point, two roots, a centre."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.inequalities import quadratic as quadratic_inequality
from questions.engine.twins.grammar.algebra import bind, is_square, needs, sides, square_root
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, formula_text, letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_CIRCLE = "고1.도형의 방정식.원"
_NINE = RangeDomain(Fraction(-9), Fraction(9))


def vertex_form(reading: Reading, match: Match) -> Sketch | None:
    """y = a x^2 + b x + c written as y = a(x - p)^2 + q: a value in the new letters."""
    text, place = match["f"].removeprefix("y="), match.start("f") + 2
    factors = coefficients(read_formula(text).root, "x")
    form = re.fullmatch(
        r"y=(?P<a>-?\d*|[a-z])\(x(?P<sign>[-+])(?P<p>[a-z])\)\^\{?2\}?(?P<last>[-+])(?P<q>[a-z])", match["h"]
    )
    needs(form is not None and match["f"].startswith("y=") and set(factors) <= {0, 1, 2} and factors.get(2))
    assert form is not None
    sketch = Sketch("중3.이차함수.표준형", "parabola.form", keeps_size=False)
    body = bind(sketch, text, place)
    sketch.let = [("c0", body.text(x="0")), ("f1", body.text(x="1")), ("f2", body.text(x="(-1)"))]
    sketch.let += [("la", "(f1 + f2)/2 - c0"), ("lb", "(f1 - f2)/2")]
    sketch.let += [
        ("h", f"{'-' if form['sign'] == '-' else ''}lb/(2*la)"),
        ("v", f"{'-' if form['last'] == '-' else ''}(c0 - lb*lb/(4*la))"),
    ]
    letters = {form["p"]: "h", form["q"]: "v"} | ({form["a"]: "la"} if form["a"].isalpha() else {})
    asked = read_formula(match["g"]).root
    needs(letters_of(asked) <= set(letters) and len(letters) == 2 + form["a"].isalpha())
    needs(form["a"].isalpha() or Fraction({"": "1", "-": "-1"}.get(form["a"], form["a"])) == factors[2])
    sketch.let.append(("s", formula_text(asked, {}, letters)))
    sketch.where += ["la != 0", "lb != 0", "is_int(h)", "is_int(v)", "abs(v) < 60"]
    sketch.where += [] if form["a"].isalpha() else [f"la == {factors[2]}"]
    sketch.wrong = [(formula_text(asked, {}, {**letters, form["p"]: "(-h)"}), "sign")]
    sketch.wrong += misconceptions("h | partial; v | partial; -s | sign; s + 1 | other; s - 1 | other; s + 2 | other")
    sketch.say = ["완전제곱식으로 고치면 꼭짓점의 $y$좌표는 ${v}$이다.", "따라서 구하는 값은 ${s}$"]
    return sketch


def from_roots(reading: Reading, match: Match) -> Sketch | None:
    """x^2 + a x + b = 0 with two printed roots: a value in a and b."""
    parts = sides(match)
    form = re.fullmatch(r"x\^\{?2\}?(?P<one>[-+])(?P<a>[a-z])x(?P<two>[-+])(?P<b>[a-z])", parts[0][0])
    needs(len(parts) == 2 and parts[1][0] == "0" and form is not None)
    assert form is not None
    sketch = Sketch("중3.이차방정식.근과 계수의 관계", "equation.quadratic.from.roots", keeps_size=False)
    for name in "pq":
        sketch.originals[name], sketch.domains[name] = Fraction(match[name]), _NINE
        sketch.places.append((name, match.start(name), match.end(name)))
    sketch.let = [
        ("ra", f"{'-' if form['one'] == '+' else ''}(p + q)"),
        ("rb", f"{'-' if form['two'] == '-' else ''}(p*q)"),
    ]
    asked = read_formula(match["g"]).root
    needs(letters_of(asked) == {form["a"], form["b"]} and form["a"] != form["b"])
    names = {form["a"]: "ra", form["b"]: "rb"}
    sketch.let.append(("s", formula_text(asked, {}, names)))
    sketch.where += ["p != q", "p != 0", "q != 0", "p + q != 0"]
    sketch.wrong = [
        (formula_text(asked, {}, {**names, form["a"]: "(-ra)"}), "sign"),
        (formula_text(asked, {}, {**names, form["b"]: "(-rb)"}), "sign"),
    ]
    sketch.wrong += misconceptions("-s | sign; ra | partial; rb | partial; s + 1 | other; s - 1 | other; s + 2 | other")
    sketch.say = ["두 근의 합은 ${p} + ({q})$, 곱은 ${p} \\times ({q})$이다.", "따라서 구하는 값은 ${s}$"]
    return sketch


def whole_between(reading: Reading, match: Match) -> Sketch | None:
    """How many whole numbers solve a quadratic inequality between its two roots."""
    sketch = quadratic_inequality(reading, match)
    needs(sketch is not None and sketch.answer.startswith("lo <"))
    assert sketch is not None
    open_ends = "<=" not in sketch.answer
    sketch.let.append(("s", "ceil(hi) - floor(lo) - 1" if open_ends else "floor(hi) - ceil(lo) + 1"))
    sketch.kind, sketch.answer, sketch.free = AnswerKind.NUMBER, "s", ()
    sketch.family = "inequality.quadratic.count"
    sketch.where += ["s > 1", "s < 30"]
    sketch.wrong = misconceptions(
        "s + 1 | order; s - 1 | order; s + 2 | order; s - 2 | other; s + 3 | other; 2*s | other"
    )
    sketch.say = [*sketch.say, "이 범위의 정수를 세면 ${s}$"]
    return sketch


def circle_part(reading: Reading, match: Match) -> Sketch | None:
    """Centre or radius of a circle printed as (x - a)^2 + (y - b)^2 = r^2."""
    form = re.fullmatch(
        r"\(x(?P<one>[-+])(?P<a>\d+)\)\^\{?2\}?\+\(y(?P<two>[-+])(?P<b>\d+)\)\^\{?2\}?=(?P<r>\d+)", match["f"]
    )
    needs(form is not None)
    assert form is not None
    start = match.start("f")
    sketch = Sketch(_CIRCLE, "circle.centre" if match["part"] == "중심" else "circle.radius", keeps_size=False)
    sketch.originals = {"a": Fraction(form["a"]), "b": Fraction(form["b"])}
    sketch.places = [(name, start + form.start(name), start + form.end(name)) for name in "ab"]
    sketch.places.append(("sq", start + form.start("r"), start + form.end("r")))
    if is_square(Fraction(form["r"])):
        sketch.originals["r"], sketch.domains["r"] = (
            square_root(Fraction(form["r"])),
            RangeDomain(Fraction(2), Fraction(12)),
        )
        sketch.let, radius = [("sq", "r*r")], "r"
    else:
        sketch.originals["n"] = Fraction(form["r"])
        sketch.let, radius = [("sq", "n + 0")], "sqrt(n)"
        sketch.where += ["sum(1 for i in range(1, 40) if i*i == n) == 0"]
    if sketch.family == "circle.radius":
        sketch.let.append(("s", radius))
        sketch.wrong = misconceptions(
            "sq | partial; sq/2 | formula; 2*s | other; s + 1 | other; s + 2 | other; 3*s | other"
        )
    else:
        one, two = ("-" if form[group] == "+" else "" for group in ("one", "two"))
        sketch.answer = f"({one}a, {two}b)"
        sketch.where.append("a != b")
        sketch.wrong = [
            (f"(-({one}a), -({two}b))", "sign"),
            (f"(-({one}a), {two}b)", "sign"),
            (f"({one}a, -({two}b))", "sign"),
            (f"({two}b, {one}a)", "order"),
            (f"({one}a + 1, {two}b)", "other"),
        ]
    sketch.say = ["원의 방정식의 표준형과 비교한다."]
    return sketch


_WHEN = r"(?:일때|라할때),?"
_FORM = r"(?:의)?(?:꼴|모양)(?:로|으로)(?:나타낼때|나타내면|고칠때|고치면|변형할때|변형하면),?"
FAMILIES = (
    Family(
        "parabola.form",
        (
            rf"<lead>(?:이차함수)?{{f:math}}(?:을|를){{h:math}}{_FORM}(?:상수[a-z](?:,[a-z])+에대하여,?)?{{g:math}}의값<ask>",
        ),
        vertex_form,
    ),
    Family(
        "equation.quadratic.from.roots",
        (
            rf"<lead>(?:이차)?방정식{{f:math}}의두근(?:이|가)(?:x=)?(?P<p>-?\d+)(?:,|와|과|또는)(?:x=)?(?P<q>-?\d+){_WHEN}"
            rf"(?:상수[a-z],[a-z]에대하여,?)?{{g:math}}의값<ask>",
            rf"<lead>(?:이차)?방정식{{f:math}}의(?:해|근)(?:가|이)x=(?P<p>-?\d+)또는x=(?P<q>-?\d+){_WHEN}"
            rf"(?:상수[a-z],[a-z]에대하여,?)?{{g:math}}의값<ask>",
        ),
        from_roots,
    ),
    Family(
        "inequality.quadratic.count",
        (
            r"<lead>(?:이차)?부등식{f:math}를만족하는(?:모든)?정수x의(?P<what>개수)<ask>",
            r"<lead>(?:이차)?부등식{f:math}의해중(?:에서)?정수(?:인것)?의(?P<what>개수)<ask>",
        ),
        whole_between,
    ),
    Family(
        "circle.centre",
        (
            r"<lead>원(?:의방정식)?{f:math}의(?P<part>중심)(?:의좌표)?<ask>",
            r"<lead>(?:방정식)?{f:math}(?:이|가)나타내는원의(?P<part>중심)(?:의좌표)?<ask>",
        ),
        circle_part,
    ),
    Family(
        "circle.radius",
        (
            r"<lead>원(?:의방정식)?{f:math}의(?P<part>반지름)(?:의길이)?<ask>",
            r"<lead>(?:방정식)?{f:math}(?:이|가)나타내는원의(?P<part>반지름)(?:의길이)?<ask>",
        ),
        circle_part,
    ),
    family(
        "parabola.vertex.point",
        "중3.이차함수.식 구하기",
        [
            r"<lead>(?:그래프의)?꼭짓점(?:의좌표)?(?:가|이)(?:점)?\({p:int},{q:int}\)이고,?점(?:[A-Z])?\({c:int},{d:int}\)(?:을|를)지나는"
            r"(?:포물선|이차함수의그래프)?(?:을|를)?(?:그래프로하는)?(?:이차함수|포물선)(?:의식|의방정식)<ask>",
            r"<lead>꼭짓점(?:의좌표)?(?:가|이)(?:점)?\({p:int},{q:int}\)이고,?점(?:[A-Z])?\({c:int},{d:int}\)(?:을|를)지나는(?:포물선|이차함수)(?:의식|의방정식)<ask>",
        ],
        let="d = q + a*(c - p)**2; run = c - p",
        hidden="a = (d - q)/((c - p)**2)",
        kind=AnswerKind.EQUATION,
        answer="y = a*(x - p)**2 + q",
        free="x y",
        wrong="y = a*(x + p)**2 + q | sign; y = -a*(x - p)**2 + q | sign; y = a*(x - p)**2 - q | sign; "
        "y = (x - p)**2 + q | partial; y = a*(x - q)**2 + p | order; y = 2*a*(x - p)**2 + q | other",
        where="a != 0; p != 0; c != p; abs(d) < 60",
        domains="p -6..6; q -9..9; c -6..6",
        say=["$y = a(x - {p})^2 + {q}$에 점 $({c}, {d})$의 좌표를 대입하면 $a = {a}$"],
        keeps_size=False,
    ),
)
