"""Relations read otherwise: proportions, whole solutions of inequalities, systems with constants, symmetric values."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.inequalities import linear as linear_inequality
from questions.engine.twins.grammar.algebra import (
    bind,
    in_sum_and_product,
    monomials,
    needs,
    place_term,
    sides,
    square_root,
)
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import Shape, formula_text, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_SMALL = RangeDomain(Fraction(-9), Fraction(9))


def proportion(reading: Reading, match: Match) -> Sketch | None:
    """a : b = c : d, linear in the letter once the outer and the inner terms are multiplied."""
    texts = re.split(r"[:=]", match["f"])
    letters = set().union(*(letters_of(read_formula(text).root) for text in texts))
    needs(len(texts) == 4 and len(letters) == 1 and match.groupdict().get("v") in (None, *letters))
    letter = letters.pop()
    sketch, place = Sketch("중1.일차방정식.비례식", "equation.proportion"), match.start("f")
    bound = []
    for text in texts:
        bound.append(bind(sketch, text, place))
        place += len(text) + 1
    outer = polynomial(Shape("*", (bound[0].formula.root, bound[3].formula.root)))
    inner = polynomial(Shape("*", (bound[1].formula.root, bound[2].formula.root)))
    square = ((letter, 2),)
    needs(outer.get(square, 0) == inner.get(square, 0) and not outer.get(square))
    at = {(i, n): f"({bound[i].text(**{letter: n})})" for i in range(4) for n in "01"}
    sketch.let = [("oc", f"{at[0, '0']}*{at[3, '0']}"), ("ic", f"{at[1, '0']}*{at[2, '0']}")]
    sketch.let += [
        ("m", f"{at[0, '1']}*{at[3, '1']} - oc - ({at[1, '1']}*{at[2, '1']} - ic)"),
        ("c", "ic - oc"),
        ("s", "c/m"),
    ]
    sketch.where += ["m != 0", "c != 0"]
    sketch.wrong = misconceptions(
        "-s | sign; (ic + oc)/m | sign; c | partial; m/c | order; s + 1 | other; s - 1 | other"
    )
    sketch.say = [
        "외항의 곱과 내항의 곱이 같으므로 정리하면 ${m}" + letter + " = {c}$",
        "따라서 $" + letter + " = {s}$",
    ]
    return sketch


def whole_solutions(reading: Reading, match: Match) -> Sketch | None:
    """The least or largest whole solution of a linear inequality, or how many natural numbers solve it."""
    sketch = linear_inequality(reading, match)
    needs(sketch is not None)
    assert sketch is not None
    found = re.match(r"[a-zA-Z] ([<>]=?) s", sketch.answer)
    needs(found is not None)
    assert found is not None
    sign, what = found[1], match["what"]
    below = sign[0] == "<"
    edge = {"<": "ceil(s) - 1", "<=": "floor(s)", ">": "floor(s) + 1", ">=": "ceil(s)"}[sign]
    sketch.kind, sketch.free, sketch.family = AnswerKind.NUMBER, (), "inequality.whole"
    sketch.where = [one for one in sketch.where if one != "is_int(s)"]
    if "개수" in what or what == "수":
        needs(below)
        sketch.let.append(("t", edge))
        sketch.where += ["t > 0", "t < 40"]
    elif what == "합":
        needs(below)
        sketch.let += [("e", edge), ("t", "e*(e + 1)/2")]
        sketch.where += ["e > 0", "e < 15"]
    else:
        needs(below == ("큰" in what))
        sketch.let.append(("t", edge))
        sketch.where += ["t > 0"] if "자연수" in what else []
    sketch.answer = "t"
    sketch.wrong = misconceptions(
        "t + 1 | order; t - 1 | order; -t | sign; t + 2 | other; t - 2 | other; t + 3 | other"
    )
    sketch.say = [*sketch.say, "이 범위에서 조건에 맞는 수를 찾으면 ${t}$"]
    return sketch


def leading_constant(reading: Reading, match: Match) -> Sketch | None:
    """a x + b > c with the solution x > p: the constant in front of x."""
    parts, unknown = sides(match), match["v"]
    needs(len(parts) == 2 and parts[1][2] in "<>≤≥")
    bound = re.fullmatch(r"x(?P<sign>[<>≤≥])(?P<value>-?\d+)", match["g"])
    terms = monomials(parts[0][0], parts[0][1])
    needs(bound is not None and terms is not None and terms[0].sign == 1 and terms[0].factor == 1)
    assert bound is not None and terms is not None
    needs(
        dict(terms[0].powers) == {"x": 1, unknown: 1} and all(not term.powers for term in terms[1:]) and len(terms) <= 2
    )
    sketch = Sketch("중2.일차부등식.상수", "inequality.leading", keeps_size=False)
    same = bound["sign"] == parts[1][2]
    needs(same or bound["sign"] == {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[parts[1][2]])
    at = Fraction(bound["value"])
    needs(at)
    sketch.originals["p"], sketch.domains["p"] = (
        at,
        RangeDomain(Fraction(1), Fraction(9)) if at > 0 else RangeDomain(Fraction(-9), Fraction(-1)),
    )
    start = match.start("g") + bound.start("value")
    sketch.places.append(("p", start, start + len(bound["value"])))
    right = Fraction(parts[1][0]) if re.fullmatch(r"-?\d+", parts[1][0]) else None
    needs(right is not None)
    assert right is not None
    start = parts[1][1]
    shift = "0"
    low = Fraction(0)
    if len(terms) == 2:
        low = terms[1].sign * terms[1].factor
        sketch.originals["b"], sketch.domains["b"] = terms[1].factor, RangeDomain(Fraction(1), Fraction(12))
        place_term(sketch, terms[1], "b")
        shift = "b" if terms[1].sign > 0 else "-b"
    value = (right - low) / at
    needs(value.denominator == 1 and value and (value > 0) == same)
    sketch.originals["k"] = value
    sketch.domains["k"] = (
        RangeDomain(Fraction(2), Fraction(9)) if value > 0 else RangeDomain(Fraction(-9), Fraction(-2))
    )
    if value in (1, -1):
        sketch.domains["k"] = RangeDomain(min(value, 9 * value), max(value, 9 * value))
    sketch.let = [("r", f"k*p + ({shift})"), ("s", "k + 0")]
    sketch.places.append(("r", start, start + len(parts[1][0])))
    sketch.where += ["r != 0"]
    sketch.wrong = misconceptions("-s | sign; r | misread; s + 1 | other; s - 1 | other; s + 2 | other; r - k | other")
    sketch.say = [
        f"해의 부등호의 방향을 살펴 ${unknown}$의 부호를 정하고 $x = {{p}}$을 대입한다.",
        f"따라서 ${unknown} = {{s}}$",
    ]
    return sketch


def double_in_middle(reading: Reading, match: Match) -> Sketch | None:
    """x^2 + (k - 1) x + 9 = 0 with a double root and a positive (or negative) constant."""
    parts, unknown = sides(match), match["v"]
    needs(len(parts) == 2 and parts[1][0] == "0")
    shape = re.fullmatch(
        rf"x\^\{{?2\}}?(?P<sign>[-+])(?P<two>2?)\({unknown}(?P<shift>[-+])(?P<n>\d+)\)x\+(?P<c>\d+)",
        parts[0][0],
    )
    needs(shape is not None and match.groupdict().get("plus"))
    assert shape is not None
    half, place = square_root(Fraction(shape["c"])), parts[0][1]
    sketch = Sketch("중3.이차방정식.중근", "equation.quadratic.double.shifted", keeps_size=False)
    sketch.originals, sketch.domains = (
        {"h": half, "n": Fraction(shape["n"])},
        {"h": RangeDomain(Fraction(2), Fraction(9))},
    )
    sketch.let = [("c", "h*h"), ("wide", "h" if shape["two"] else "2*h")]
    sketch.let += [
        ("s", f"wide {'+' if shape['shift'] == '-' else '-'} n"),
        ("z", f"-wide {'+' if shape['shift'] == '-' else '-'} n"),
    ]
    sketch.places = [
        ("c", place + shape.start("c"), place + shape.end("c")),
        ("n", place + shape.start("n"), place + shape.end("n")),
    ]
    sketch.where += ["s > 0", "z < 0"]
    sketch.wrong = misconceptions(
        "z | sign; -s | sign; h | partial; wide | partial; s + 1 | other; c | misread; s + 2 | other"
    )
    sketch.say = ["중근을 가지려면 판별식이 0이어야 한다.", f"양수이므로 ${unknown} = {{s}}$"]
    return sketch


def symmetric(reading: Reading, match: Match) -> Sketch | None:
    """A symmetric expression from x + y (or x - y) and xy."""
    given = re.fullmatch(
        r"(?P<x>[a-z])(?P<sign>[-+])(?P<y>[a-z])=(?P<p>-?\d+)(?:,|이고,?|이며,?)(?P=x)(?P=y)=(?P<q>-?\d+)",
        match["l"],
    )
    needs(given is not None)
    assert given is not None
    minus = given["sign"] == "-"
    text = match["f"].replace(given["x"], "α")
    text = re.sub(given["y"], "(-β)" if minus else "β", text)
    sketch = Sketch("중3.다항식의 곱셈.곱셈 공식의 변형", "identity.symmetric", keeps_size=False)
    for name in "pq":
        sketch.originals[name] = Fraction(given[name])
        sketch.places.append((name, match.start("l") + given.start(name), match.start("l") + given.end(name)))
    sketch.let = [("sm", "p + 0"), ("pr", "-q" if minus else "q + 0"), ("s", in_sum_and_product(text))]
    sketch.where += ["abs(s) < 500", "s != 0", "sm*sm - 4*pr >= 0"]
    if Fraction(given["p"]) ** 2 < 4 * (-1 if minus else 1) * Fraction(given["q"]):
        sketch.where.pop()
    sketch.wrong = misconceptions(
        "sm*sm | partial; sm*sm + 2*pr | sign; sm*sm - pr | formula; -s | sign; "
        "sm*sm + 4*pr | sign; s + pr | other; sm*sm - 2*pr | formula; s + 1 | other"
    )
    sketch.say = ["곱셈 공식을 변형하여 주어진 두 값을 대입한다.", "따라서 구하는 값은 ${s}$"]
    return sketch


def constants_of_system(reading: Reading, match: Match) -> Sketch | None:
    """Two equations linear in constants a and b (as their letters), whose solution x = p, y = q is given."""
    texts = [part for part in re.split("[;,]", match["f"].strip("⦃⦄{")) if part]
    needs(len(texts) == 2 and all(text.count("=") == 1 for text in texts))
    listed = re.fullmatch(r"([a-z]),([a-z])", match["g"])
    asked = read_formula(match["g"].replace(",", "+") if listed else match["g"]).root
    unknowns = sorted(letters_of(asked))
    needs(len(unknowns) == 2 and not set(unknowns) & {"x", "y"})
    one, other = unknowns
    sketch = Sketch("중2.연립방정식.상수", "system.constants", keeps_size=False)
    xs = {name: bind(sketch, match[name], match.start(name)).text() for name in "pq"}
    place = match.start("f")
    for number, text in enumerate(texts, 1):
        place = match.start("f") + match["f"].index(text, place - match.start("f"))
        left, _, right = text.partition("=")
        bound = [(bind(sketch, left, place)), bind(sketch, right, place + len(left) + 1)]
        place += len(text)
        letters = set().union(*(letters_of(part.formula.root) for part in bound))
        needs(letters <= {"x", "y", one, other} and letters & {one, other})
        for part in bound:
            needs(
                all(
                    sum(power for name, power in powers if name in unknowns) <= 1
                    for powers in polynomial(part.formula.root)
                )
            )
        gap = [
            " - ".join(f"({part.text(x=xs['p'], y=xs['q'], **{one: m, other: n})})" for part in bound)
            for m, n in (("0", "0"), ("1", "0"), ("0", "1"))
        ]
        sketch.let += [
            (f"c{number}", f"-({gap[0]})"),
            (f"a{number}", f"{gap[1]} + c{number}"),
            (f"b{number}", f"{gap[2]} + c{number}"),
        ]
    sketch.let += [("det", "a1*b2 - a2*b1"), ("u", "(c1*b2 - c2*b1)/det"), ("w", "(a1*c2 - a2*c1)/det")]
    if listed:
        sketch.kind, sketch.free, sketch.answer = AnswerKind.EQUATION, (one, other), f"{one} = u, {other} = w"
    sketch.let += [] if listed else [("s", formula_text(asked, {}, {one: "u", other: "w"}))]
    sketch.where += ["det != 0", "is_int(u)", "is_int(w)", "abs(u) <= 12", "abs(w) <= 12", "u != 0", "w != 0"]
    sketch.wrong = misconceptions(
        "u - w | sign; u + w | sign; u*w | misread; u | partial; w | partial; -s | sign; s + 1 | other"
    )
    if listed:
        sketch.wrong = [(f"{one} = {a}, {other} = {b}", "sign") for a, b in (("-u", "w"), ("u", "-w"), ("w", "u"))]
    sketch.say = [
        f"해를 두 방정식에 대입하여 풀면 ${one} = {{u}}$, ${other} = {{w}}$",
        "따라서 구하는 값은 ${s}$",
    ][: 1 if listed else 2]
    return sketch


_LESS = r"(?:x에대한)?(?:일차)?부등식"
_WHAT = r"(?P<what>가장(?:작은|큰)(?:정수|자연수)|(?:자연수|양의정수)의개수|모든자연수의합)"
FAMILIES = (
    Family(
        "equation.proportion",
        (
            r"<lead>(?:비례식)?(?P<f>[^가-힣?:=]+:[^가-힣?:=]+=[^가-힣?:=]+:[^가-힣?:=]+)(?:~을)?를만족하는(?:미지수)?{v:letter}의값<ask>",
            r"<lead>(?:비례식)?(?P<f>[^가-힣?:=]+:[^가-힣?:=]+=[^가-힣?:=]+:[^가-힣?:=]+)(?:~을)?(?:일때|에서),?(?:미지수)?{v:letter}의값<ask>",
            r"<lead>비례식(?P<f>[^가-힣?:=]+:[^가-힣?:=]+=[^가-힣?:=]+:[^가-힣?:=]+)(?:~을)?<ask>",
        ),
        proportion,
    ),
    Family(
        "inequality.whole",
        (
            rf"<lead>(?:{_LESS})?{{f:math}}를만족하는(?:{{v:letter}}의값중(?:에서)?|{{v_1:letter}}중(?:에서)?)?(?P<what>가장(?:작은|큰)(?:정수|자연수))(?:{{v_2:letter}}|인{{v_3:letter}})?(?:의값)?<ask>",
            rf"<lead>(?:{_LESS})?{{f:math}}를만족하는(?:자연수|양의정수){{v:letter}}(?:의값)?의(?P<what>개수)<ask>",
            rf"<lead>(?:{_LESS})?{{f:math}}를만족하는(?:모든)?(?:자연수|양의정수){{v:letter}}(?:의값)?의(?P<what>합)<ask>",
            rf"<lead>(?:{_LESS})?{{f:math}}의해중(?:에서)?(?P<what>가장(?:작은|큰)(?:정수|자연수))<ask>",
            rf"<lead>(?:{_LESS})?{{f:math}}의해중(?:에서)?(?:자연수|양의정수)(?:인것)?의(?P<what>개수)<ask>",
        ),
        whole_solutions,
    ),
    Family(
        "inequality.leading",
        (rf"<lead>{_LESS}{{f:math}}의해(?:가|는){{g:math}}(?:일때|라할때),?(?:상수|실수)?(?P<v>[a-zA-Z])의값<ask>",),
        leading_constant,
    ),
    Family(
        "equation.quadratic.double.shifted",
        (
            r"<lead>(?:x에대한)?(?:이차)?방정식{f:math}(?:이|가)중근을(?:가질때,?|갖도록하는|가지도록하는|갖게하는)(?P<plus>양수|양의상수|양의정수|자연수)(?:상수)?{v:letter}의값<ask>",
        ),
        double_in_middle,
    ),
    Family(
        "identity.symmetric",
        (
            r"<lead>(?:두수|두실수)?(?:[a-z],[a-z]에대하여,?)?(?P<l>[a-z][-+][a-z]=-?\d+(?:,|이고,?|이며,?)[a-z]{2}=-?\d+)일때,?{f:math}의값<ask>",
        ),
        symmetric,
    ),
    Family(
        "system.constants",
        (
            r"<lead>(?:x,y에대한)?(?:연립|연립일차|일차연립)?방정식{f:math}의해(?:가|는)(?:x={p:int},y={q:int})(?:일때|라할때),?(?:상수[a-z],[a-z]에대하여,?)?{g:math}의값<ask>",
            r"<lead>(?:x,y에대한)?(?:연립|연립일차|일차연립)?방정식{f:math}의해(?:가|는)(?:\({p:int},{q:int}\))(?:일때|라할때),?(?:상수[a-z],[a-z]에대하여,?)?{g:math}의값<ask>",
        ),
        constants_of_system,
    ),
)
