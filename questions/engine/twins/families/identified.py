"""Constants by comparing: identities, lines that coincide after a move, parabolas by their vertex and a point."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import Monomial, bind, by_degree, monomials, needs, place_term, sides
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import (
    Shape,
    coefficients,
    formula_text,
    letters_of,
    polynomial,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_SMALL = RangeDomain(Fraction(-9), Fraction(9))


def identity(reading: Reading, match: Match) -> Sketch | None:
    """Constants a, b (c) of an identity in x: one side holds them linearly, the other is written by powers of x."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] == "=")
    roots = [read_formula(text).root for text, _, _ in parts]
    unknown = set().union(*(letters_of(root) for root in roots)) - {"x"}
    needs(1 <= len(unknown) <= 3 and letters_of(roots[0]) & letters_of(roots[1]) <= {"x"})
    holder = 0 if letters_of(roots[0]) - {"x"} else 1
    letters = sorted(unknown)
    values = _solved(roots[holder], roots[1 - holder], letters)
    sketch = Sketch("고1.다항식.항등식", "identity.constants", keeps_size=False)
    body = bind(sketch, parts[holder][0], parts[holder][1])
    for letter, value in zip(letters, values, strict=True):
        sketch.originals[f"u{letter}"], sketch.domains[f"u{letter}"] = value, _SMALL
    inside = {letter: f"u{letter}" for letter in letters}
    at = {name: body.text(x=name, **inside) for name in ("0", "1", "(-1)", "2")}
    sketch.let = [
        ("q0", at["0"]),
        ("f1", at["1"]),
        ("f2", at["(-1)"]),
        ("q2", "(f1 + f2)/2 - q0"),
        ("q1", "(f1 - f2)/2"),
    ]
    sketch.where.append(f"4*q2 + 2*q1 + q0 - ({at['2']}) == 0")
    text, start, _ = parts[1 - holder]
    if text != "0":
        terms = by_degree(monomials(text, start), "x")
        needs(terms)
        for degree in range(3):
            _print(sketch, terms.get(degree), f"q{degree}", (start, start + len(text)))
    sketch.where += [f"u{letter} != 0" for letter in letters]
    sketch.where += [f"u{letters[0]} != u{letters[1]}"] if len(letters) > 1 else []
    ask_constants(sketch, match, letters, is_korean(reading.source))
    return sketch


def _solved(holder: Shape, plain: Shape, letters: list[str]) -> list[Fraction]:
    """The constants by elimination over the powers of x; ShapeError unless there is exactly one solution."""
    rows: dict[int, dict[str, Fraction]] = {}
    for powers, factor in polynomial(holder).items():
        inside = dict(powers)
        degree = inside.pop("x", 0)
        needs(sum(inside.values()) <= 1 and degree <= 2)
        name = next(iter(inside), "")
        row = rows.setdefault(degree, {})
        row[name] = row.get(name, Fraction(0)) + factor
    for degree, factor in coefficients(plain, "x").items():
        row = rows.setdefault(degree, {})
        row[""] = row.get("", Fraction(0)) - factor
    table = [
        [row.get(letter, Fraction(0)) for letter in letters] + [-row.get("", Fraction(0))] for row in rows.values()
    ]
    size = len(letters)
    for column in range(size):
        pivot = next((row for row in table[column:] if row[column]), None)
        needs(pivot is not None)
        assert pivot is not None
        table.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        table = [
            [value - row[column] * lead for value, lead in zip(row, pivot, strict=True)] if row[column] else row
            for row in table
        ]
        table.insert(column, pivot)
    needs(all(row[-1] == 0 for row in table[size:]))
    return [table[place][-1] for place in range(size)]


def _print(sketch: Sketch, term: Monomial | None, name: str, span: tuple[int, int]) -> None:
    if term is None:
        sketch.where.append(f"{name} == 0")
        return
    sketch.let.append((f"{name}p", name if term.sign > 0 else f"-{name}"))
    place_term(sketch, term, f"{name}p")
    if term.first == term.last:
        sketch.wrap.append(span)


def ask_constants(sketch: Sketch, match: Match, letters: list[str], korean: bool) -> None:
    shown = ", ".join(f"${letter} = {{u{letter}}}$" for letter in letters)
    sketch.say = [
        "양변에서 같은 차수의 항의 계수를 비교하여 연립방정식을 푼다."
        if korean
        else "Compare the factors of like powers.",
        shown,
    ]
    asked = match.groupdict().get("g")
    if asked and "," not in asked and asked not in letters:
        root = read_formula(asked).root
        needs(letters_of(root) <= set(letters))
        sketch.let.append(("s", formula_text(root, {}, {letter: f"u{letter}" for letter in letters})))
        first, last = f"u{letters[0]}", f"u{letters[-1]}"
        sketch.wrong = misconceptions(
            f"{first} - {last} | sign; {first} + {last} | sign; -s | sign; {first} | partial; {last} | partial; s + 1 | other; s - 1 | other; s + 2 | other"
        )
        sketch.say.append("따라서 구하는 값은 ${s}$" if korean else "So the value is ${s}$.")
        return
    if asked in letters:
        sketch.let.append(("s", f"u{asked} + 0"))
        sketch.wrong = misconceptions(
            "-s | sign; s + 1 | other; s - 1 | other; s + 2 | other; q0 | misread; q1 | misread"
        )
        return
    needs(asked is None or sorted(asked.split(",")) == letters)
    sketch.kind, sketch.free = AnswerKind.EQUATION, tuple(letters)
    sketch.answer = ", ".join(f"{letter} = u{letter}" for letter in letters)
    for changed in letters:
        sketch.wrong.append((", ".join(f"{one} = {'-' if one == changed else ''}u{one}" for one in letters), "sign"))
    turned = letters[1:] + letters[:1]
    sketch.wrong.append((", ".join(f"{one} = u{other}" for one, other in zip(letters, turned, strict=True)), "order"))
    sketch.wrong.append((", ".join(f"{one} = -u{one}" for one in letters), "sign"))


def same_line(reading: Reading, match: Match) -> Sketch | None:
    """y = a x + k moved by p along the y-axis coincides with y = m x + b: a, b, or an expression in them."""
    terms = [monomials(match[group], match.start(group)) for group in ("f", "h")]
    needs(all(one is not None and len(one) <= 2 for one in terms))
    first, second = ({tuple(sorted(dict(term.powers))): term for term in one or []} for one in terms)
    letters = sorted({name for term in (*first, *second) for name in term} - {"x"})
    slope = next((key for key in ((letters[0], "x"), ("x", letters[0])) if key in first), None) if letters else None
    needs(
        len(letters) == 2 and slope == ("a", "x") and set(second) == {("x",), ("b",)} and set(first) <= {("a", "x"), ()}
    )
    line, rest, m, b = first["a", "x"], first.get(()), second[("x",)], second["b",]
    needs(line.sign == line.factor == 1 and b.sign == b.factor == 1)
    sketch = Sketch("중2.일차함수.평행이동", "line.moved.constants", keeps_size=False)
    sketch.originals = {"m": m.factor, "p": Fraction(match["p"])}
    sketch.domains = {"p": _SMALL, "m": RangeDomain(Fraction(2), Fraction(9))}
    needs(m.first != m.last)
    place_term(sketch, m, "m")
    sketch.places.append(("p", *match.span("p")))
    sketch.let = [("ua", "m + 0" if m.sign > 0 else "-m")]
    if rest is not None:
        sketch.originals["k"] = rest.factor
        place_term(sketch, rest, "k")
        sketch.let.append(("ub", f"{'-' if rest.sign < 0 else ''}k + p"))
    else:
        sketch.let.append(("ub", "p + 0"))
    sketch.where += ["p != 0", "ub != 0"]
    ask_constants(sketch, match, ["a", "b"], True)
    sketch.say[0] = "$y$축의 방향으로 평행이동하면 상수항만 ${p}$만큼 달라지므로 두 식의 계수를 비교한다."
    return sketch


_ASKED = r"(?:(?:일때|이되도록하는|이되도록|가되도록하는|이될때|이다\.|이면|라할때),?)(?:이때,?)?(?:상수|실수|두상수|세상수)?(?:[a-d](?:,[a-d])+에대하여,?)?(?P<g>[^가-힣?=]+?)의값<ask>"
_COEFFICIENTS = {
    "x": r"<lead>(?:x의값에관계없이|모든실수x에대하여|임의의실수x에대하여|x의값에상관없이)(?:항상)?,?(?:등식)?{f:math}(?:이|가|을|를)?(?:항상)?(?:성립할때|성립하도록하는|성립하도록|성립하면|성립하는|일때),?(?:상수|실수)?(?:[a-d](?:,[a-d])+에대하여,?)?(?P<g>[^가-힣?=]+?)의값<ask>",
    "y": r"<lead>(?:등식)?{f:math}(?:이|가|은|는)?(?:x의값에관계없이|모든실수x에대하여|임의의실수x에대하여|x의값에상관없이)(?:항상)?(?:성립할때|성립하도록하는|성립하도록|성립하면|성립하는),?(?:상수|실수)?(?:[a-d](?:,[a-d])+에대하여,?)?(?P<g>[^가-힣?=]+?)의값<ask>",
}
_PARABOLA = r"(?:포물선|이차함수의그래프|이차함수|포물선을그래프로하는이차함수)(?:의그래프)?(?:를나타내는이차함수)?(?:의식|의방정식)(?:을|를)?(?:y=ax\^\{?2\}?\+bx\+c(?:의)?(?:꼴|형태)(?:로|으로))?"
_VERTEX = r"꼭짓점(?:의좌표)?(?:이|가)(?:점)?(?:[A-Z])?\({p:int},{q:int}\)"
_POINT = r"점(?:[A-Z])?\({c:int},{d:int}\)(?:을|를)지나는"
FAMILIES = (
    Family(
        "identity.constants",
        (
            rf"<lead>(?:등식)?{{f:math}}(?:이|가|은|는)x에대한항등식{_ASKED}",
            r"<lead>(?:x에대한)?항등식{f:math}(?:에서|일때|을만족하는|이성립할때),?(?:상수|실수)?(?P<g>[^가-힣?=]+?)의값<ask>",
            *_COEFFICIENTS.values(),
        ),
        identity,
    ),
    Family(
        "line.moved.constants",
        (
            r"<lead>일차함수y=(?P<f>[^가-힣?=]+?)의그래프를y축의?방향으로(?P<p>-?\d+)만큼평행이동(?:하였더니|했더니|하면|한그래프가|하니|한것이)(?:일차함수)?y=(?P<h>[^가-힣?=]+?)의그래프(?:와|가)(?:일치하였다|일치한다|일치할때|겹쳐졌다|겹쳐진다|되었다|된다|될때)[.,]?(?:이때,?)?(?:상수[a-z],[a-z]에대하여,?)?(?P<g>[^가-힣?=]+?)의값<ask>",
            r"<lead>일차함수y=(?P<f>[^가-힣?=]+?)의그래프를y축의?방향으로(?P<p>-?\d+)만큼평행이동한그래프의식이y=(?P<h>[^가-힣?=]+?)일때,?(?:상수[a-z],[a-z]에대하여,?)?(?P<g>[^가-힣?=]+?)의값<ask>",
        ),
        same_line,
        ("평행이동",),
    ),
    family(
        "parabola.vertex.form",
        "중3.이차함수.식 구하기",
        [
            rf"<lead>{_VERTEX}(?:이고|이며|인|,)*,?{_POINT}{_PARABOLA}<ask>",
            rf"<lead>{_POINT.replace('지나는', '지나고,?')}{_VERTEX}인{_PARABOLA}<ask>",
        ],
        let="d = a*(c - p)**2 + q; b = -2*a*p; k = a*p*p + q",
        hidden="a = (d - q)/(c - p)**2",
        kind=AnswerKind.EQUATION,
        answer="y = a*x**2 + b*x + k",
        free="x y",
        wrong="y = a*x**2 - b*x + k | sign; y = -a*x**2 + b*x + k | sign; y = x**2 - 2*p*x + p*p + q | partial; y = a*x**2 + b*x + k + 1 | other; y = a*x**2 + b*x + q | formula",
        where="a != 0; is_int(a); c != p; p != 0; abs(c - p) <= 4; k != 0",
        domains="a -4..4; p -6..6; q -9..9; c -6..6",
        say=[
            "$y = a(x - ({p}))^2 + ({q})$에 점 $({c}, {d})$의 좌표를 대입하면 $a = {a}$",
            "따라서 $y = {a}x^2 + {b}x + {k}$",
        ],
        tell=[
            "Putting $({c}, {d})$ into $y = a(x - ({p}))^2 + ({q})$ gives $a = {a}$.",
            "So $y = {a}x^2 + {b}x + {k}$.",
        ],
        keeps_size=False,
        hints="꼭짓점",
    ),
)
