"""Constants that a condition fixes: from a solution, a remainder, an extreme value, a number of roots, a shape."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import (
    Bound,
    bind,
    by_degree,
    monomials,
    needs,
    place_term,
    sides,
    square_root,
)
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_POSITIVE = RangeDomain(Fraction(1), Fraction(12))
_RELATIONS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}


def _unknown_and_letter(texts: list[str], unknown: str) -> str:
    """The other letter of formulas that are linear in the unknown; ShapeError where they are not."""
    letters: set[str] = set()
    for text in texts:
        root = read_formula(text).root
        letters |= letters_of(root)
        needs(all(power <= 1 for powers in polynomial(root) for name, power in powers if name == unknown))
    needs(unknown in letters and len(letters) == 2)
    return next(iter(letters - {unknown}))


def _solve_for(sketch: Sketch, unknown: str, gaps: tuple[str, str], wanted: str = "0") -> None:
    """`s` from g0 + g1·s = wanted, where the gaps are the left side at unknown 0 and 1."""
    sketch.let += [("g0", gaps[0]), ("g1", f"{gaps[1]} - g0"), ("c", f"{wanted} - g0"), ("s", "c/g1")]
    sketch.where += ["g1 != 0", "abs(s) <= 30"]
    sketch.wrong += misconceptions(
        "-s | sign; c | partial; (c + 2*g0)/g1 | sign; s + 1 | other; s - 1 | other; s + 2 | other"
    )
    sketch.say += [f"정리하면 ${{g1}}{unknown} = {{c}}$", f"따라서 ${unknown} = {{s}}$"]


def inequality(reading: Reading, match: Match) -> Sketch | None:
    """A constant of a linear inequality whose solution is given: its bound solves the equation."""
    parts, unknown = sides(match), match["v"]
    needs(len(parts) == 2 and parts[1][2] in _RELATIONS)
    letter = _unknown_and_letter([text for text, _, _ in parts], unknown)
    bound = re.fullmatch(rf"{letter}(?P<sign>[<>≤≥])(?P<value>.+)", match["g"])
    needs(bound is not None)
    assert bound is not None
    left, right = (coefficients_at(text, letter, unknown) for text, _, _ in parts)
    rise = left - right
    needs(rise and (parts[1][2] in "<≤") == ((bound["sign"] in "<≤") == (rise > 0)))
    needs((parts[1][2] in "<>") == (bound["sign"] in "<>"))
    sketch = Sketch("중2.일차부등식.상수", "inequality.constant", keeps_size=False)
    one, other = (bind(sketch, text, place) for text, place, _ in parts)
    at = bind(sketch, bound["value"], match.start("g") + bound.start("value")).text()
    sketch.let = [("rt", at)]
    steep = f"{_gap(one, other, letter, '1', unknown, '0')} - ({_gap(one, other, letter, '0', unknown, '0')})"
    sketch.where += [f"{steep} > 0" if rise > 0 else f"{steep} < 0"]
    sketch.say = [f"부등식의 해의 끝값 ${letter} = {{rt}}$은 방정식의 해이므로 대입한다."]
    gaps = tuple(_gap(one, other, letter, "rt", unknown, n) for n in "01")
    _solve_for(sketch, unknown, (gaps[0], gaps[1]))
    return sketch


def _gap(one: Bound, other: Bound, letter: str, at: str, unknown: str, value: str) -> str:
    return f"{one.text(**{letter: at, unknown: value})} - ({other.text(**{letter: at, unknown: value})})"


def coefficients_at(text: str, letter: str, unknown: str) -> Fraction:
    """The factor of `letter` in a linear formula where it stands without the unknown."""
    found = polynomial(read_formula(text).root)
    needs(set(found) <= {(), ((letter, 1),), ((unknown, 1),)})
    return found.get(((letter, 1),), Fraction(0))


def remainder(reading: Reading, match: Match) -> Sketch | None:
    """A constant of a polynomial from its remainder (0 where it is divisible) by x - p."""
    text, place, unknown = match["f"], match.start("f"), match["v"]
    if text.startswith(("f(x)=", "P(x)=")):
        text, place = text[5:], place + 5
    letter = _unknown_and_letter([text], unknown)
    divisor = coefficients(read_formula(match["g"]).root, letter)
    needs(divisor.get(1) == 1 and set(divisor) <= {0, 1} and divisor.get(0))
    sketch = Sketch("고1.다항식.나머지정리", "polynomial.constant", keeps_size=False)
    body, low = bind(sketch, text, place), bind(sketch, match["g"], match.start("g"))
    rest = match.groupdict().get("r")
    wanted = bind(sketch, rest, match.start("r")).text() if rest else "0"
    sketch.let = [("at", f"-({low.text(**{letter: '0'})})")]
    sketch.where += ["at != 0"]
    sketch.say = [f"나머지정리에 의하여 ${letter} = {{at}}$을 대입한 값이 나머지이다."]
    gaps = tuple(body.text(**{letter: "at", unknown: n}) for n in "01")
    _solve_for(sketch, unknown, (gaps[0], gaps[1]), f"({wanted})")
    return sketch


def extreme(reading: Reading, match: Match) -> Sketch | None:
    """The constant term of a quadratic function from its largest or smallest value."""
    text, place, unknown = match["f"], match.start("f"), match["v"]
    for head in ("y=", "f(x)="):
        if text.startswith(head):
            text, place = text[len(head) :], place + len(head)
    letter = _unknown_and_letter([text], unknown)
    found = polynomial(read_formula(text).root)
    needs(set(found) <= {(), ((letter, 1),), ((letter, 2),), ((unknown, 1),)})
    a = found.get(((letter, 2),), Fraction(0))
    needs(a and (a < 0) == (match["extreme"] == "최댓값"))
    sketch = Sketch("중3.이차함수.최댓값과 최솟값", "parabola.constant", keeps_size=False)
    body, wanted = bind(sketch, text, place), bind(sketch, match["p"], match.start("p")).text()
    at = {name: body.text(**{letter: name, unknown: "0"}) for name in ("0", "1", "(-1)")}
    sketch.let = [
        ("c0", at["0"]),
        ("f1", at["1"]),
        ("f2", at["(-1)"]),
        ("a", "(f1 + f2)/2 - c0"),
        ("b", "(f1 - f2)/2"),
    ]
    sketch.let += [("h", "-b/(2*a)"), ("low", "c0 - b*b/(4*a)")]
    sketch.where += [
        "a > 0" if a > 0 else "a < 0",
        "b != 0" if found.get(((letter, 1),)) else "b == 0",
        "is_int(h)",
    ]
    sketch.say = [f"${letter} = {{h}}$일 때 {match['extreme']}을 가진다."]
    step = body.text(**{letter: "0", unknown: "1"})
    _solve_for(sketch, unknown, ("low", f"low + {step} - c0"), f"({wanted})")
    return sketch


def _quadratic_parts(at: dict[str, str]) -> list[tuple[str, str]]:
    """`a`, `b`, `c0` of a quadratic from its values at 0, 1 and -1."""
    parts = [("c0", at["0"]), ("f1", at["1"]), ("f2", at["(-1)"])]
    return [*parts, ("a", "(f1 + f2)/2 - c0"), ("b", "(f1 - f2)/2")]


def roots_range(reading: Reading, match: Match) -> Sketch | None:
    """The range of the constant term for two different, any or no real roots."""
    parts, unknown = sides(match), match["v"]
    needs(len(parts) == 2 and parts[1][0] == "0")
    letter = _unknown_and_letter([parts[0][0]], unknown)
    found = polynomial(read_formula(parts[0][0]).root)
    needs(set(found) <= {(), ((letter, 1),), ((letter, 2),), ((unknown, 1),)})
    a, step = found.get(((letter, 2),), Fraction(0)), found.get(((unknown, 1),), Fraction(0))
    needs(a and step and found.get(((letter, 1),)))
    kind = next(name for name in ("two", "none", "any") if match.groupdict().get(name))
    sketch = Sketch(
        "고1.이차방정식.판별식",
        "equation.quadratic.range",
        kind=AnswerKind.INTERVAL,
        free=(unknown,),
        keeps_size=False,
    )
    body = bind(sketch, parts[0][0], parts[0][1])
    at = {name: body.text(**{letter: name, unknown: "0"}) for name in ("0", "1", "(-1)")}
    sketch.let = _quadratic_parts(at)
    sketch.let += [("g1", f"{body.text(**{letter: '0', unknown: '1'})} - c0"), ("s", "(b*b/(4*a) - c0)/g1")]
    sketch.where += [
        "a > 0" if a > 0 else "a < 0",
        "g1 > 0" if step > 0 else "g1 < 0",
        "b != 0",
        "abs(s) <= 40",
        "s != 0",
    ]
    at_s = (Fraction(found[((letter, 1),)]) ** 2 / (4 * a) - found.get((), Fraction(0))) / step
    sketch.where += ["is_int(s)"] if at_s.denominator == 1 else []
    below = {"two": "<", "any": "<=", "none": ">"}[kind]
    flip = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    sign = below if a * step > 0 else flip[below]
    loose = {"<": "<=", ">": ">=", "<=": "<", ">=": ">"}
    sketch.answer = f"{unknown} {sign} s"
    sketch.wrong = [
        (f"{unknown} {flip[sign]} s", "sign"),
        (f"{unknown} {loose[sign]} s", "partial"),
        (f"{unknown} {sign} -s", "sign"),
        (f"{unknown} {flip[sign]} -s", "sign"),
        (f"{unknown} {sign} 4*s", "formula"),
        (f"{unknown} {loose[flip[sign]]} s", "sign"),
    ]
    said = {"two": "판별식이 양수", "any": "판별식이 0 이상", "none": "판별식이 음수"}[kind]
    shown = {"<": "<", ">": ">", "<=": "\\le", ">=": "\\ge"}[sign]
    sketch.say = [f"{said}이어야 한다.", f"따라서 ${unknown} {shown} {{s}}$"]
    return sketch


def other_root(reading: Reading, match: Match) -> Sketch | None:
    """The other root of a quadratic equation with an unknown constant, from one root."""
    parts, root = sides(match), Fraction(match["p"])
    needs(len(parts) == 2 and parts[1][0] == "0")
    terms = monomials(parts[0][0], parts[0][1])
    needs(terms is not None and len(terms) == 3)
    square, middle, last = terms or []
    needs(square.powers == (("x", 2),) and square.factor == square.sign == 1 and root)
    sketch = Sketch("중3.이차방정식.근과 상수", "equation.quadratic.other", keeps_size=False)
    sketch.originals, sketch.domains = {"p": root}, {"p": RangeDomain(Fraction(-9), Fraction(9))}
    sketch.places = [("p", match.start("p"), match.end("p"))]
    unknown = next((name for term in (middle, last) for name, _ in term.powers if name != "x"), "")
    if not last.powers and dict(middle.powers) == {"x": 1, unknown: 1}:
        sketch.originals["w"] = last.sign * last.factor / root
        sketch.let = [("c", "p*w"), ("cp", "c" if last.sign > 0 else "-c")]
        place_term(sketch, last, "cp")
    else:
        needs(middle.powers == (("x", 1),) and last.powers == ((unknown, 1),) and unknown)
        sketch.originals["w"] = -middle.sign * middle.factor - root
        sketch.let = [("b", "-(p + w)"), ("bp", "b" if middle.sign > 0 else "-b")]
        place_term(sketch, middle, "bp")
        sketch.where += ["b != 0"]
        sketch.wrap.append((parts[0][1], parts[0][1] + len(parts[0][0])))
    needs(sketch.originals["w"] and Fraction(sketch.originals["w"]).denominator == 1)
    sketch.domains["w"] = sketch.domains["p"]
    sketch.let.append(("s", "w + 0"))
    sketch.where += ["p != 0", "w != 0", "p != w"]
    sketch.wrong = misconceptions(
        "-w | sign; p + w | misread; p*w | misread; -p | misread; w + 1 | other; w - 1 | other"
    )
    sketch.say = ["주어진 근을 대입하여 상수를 구하고 이차방정식을 푼다.", "다른 한 근은 ${s}$"]
    return sketch


def perfect_square(reading: Reading, match: Match) -> Sketch | None:
    """The constant that makes x^2 + b x + k, or (k positive) x^2 + k x + c, a perfect square."""
    terms, unknown = monomials(match["f"], match.start("f")), match["v"]
    needs(terms is not None and len(terms) == 3)
    square, middle, last = terms or []
    needs(square.factor == square.sign == 1 and square.powers == (("x", 2),) and unknown != "x")
    sketch = Sketch("중3.인수분해.완전제곱식", "polynomial.square.constant", keeps_size=False)
    if last.powers == ((unknown, 1),) and last.factor == last.sign == 1 and middle.powers == (("x", 1),):
        sketch.originals, sketch.domains = {"h": middle.factor / 2}, {"h": _POSITIVE}
        sketch.let = [("b", "2*h"), ("s", "h*h")]
        sketch.wrong = misconceptions("b*b | formula; h | partial; 2*s | formula; b | misread; -s | sign")
        place_term(sketch, middle, "b")
    else:
        needs(match.groupdict().get("plus") and not last.powers and last.sign == middle.sign == 1)
        needs(dict(middle.powers) == {"x": 1, unknown: 1} and middle.factor == 1)
        sketch.originals, sketch.domains = {"h": square_root(last.factor)}, {"h": _POSITIVE}
        sketch.let = [("c", "h*h"), ("s", "2*h")]
        sketch.wrong = misconceptions("h | partial; c | misread; 4*h | formula; c/2 | formula; -s | sign")
        place_term(sketch, last, "c")
    sketch.where += ["h > 1"]
    sketch.say = [
        "완전제곱식이 되려면 상수항이 일차항의 계수의 절반의 제곱이어야 한다.",
        f"따라서 ${unknown} = {{s}}$",
    ]
    return sketch


def completed(reading: Reading, match: Match) -> Sketch | None:
    """x^2 + b x + c = 0 written as (x + p)^2 = q: the value of an expression in p and q."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][0] == "0")
    terms = by_degree(monomials(parts[0][0], parts[0][1]), "x")
    needs(set(terms) == {0, 1, 2} and terms[2].factor == terms[2].sign == 1)
    shape = re.fullmatch(r"\(x([+-])([a-zA-Z])\)\^\{?2\}?=([a-zA-Z])", match["g"])
    needs(shape is not None)
    assert shape is not None
    half = terms[1].factor / 2
    needs(half.denominator == 1)
    sketch = Sketch("중3.이차방정식.완전제곱식", "equation.quadratic.completed", keeps_size=False)
    sketch.originals = {"h": half, "c": terms[0].factor}
    sketch.domains = {"h": RangeDomain(Fraction(1), Fraction(9)), "c": RangeDomain(Fraction(1), Fraction(30))}
    sketch.let = [("b", "2*h"), ("p", f"{'' if (terms[1].sign > 0) == (shape[1] == '+') else '-'}h*1")]
    sketch.let += [("q", f"h*h {'-' if terms[0].sign > 0 else '+'} c")]
    place_term(sketch, terms[1], "b")
    place_term(sketch, terms[0], "c")
    bound = read_formula(match["h"])
    needs(letters_of(bound.root) == {shape[2], shape[3]})
    from questions.engine.twins.grammar.shape import formula_text

    sketch.let.append(("s", formula_text(bound.root, {}, {shape[2]: "p", shape[3]: "q"})))
    sketch.where += ["q > 0", "c > 1"]
    sketch.wrong = [
        (formula_text(bound.root, {}, {shape[2]: "(-p)", shape[3]: "q"}), "sign"),
        ("p", "partial"),
        ("q", "partial"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
    ]
    sketch.say = ["상수항을 옮기고 양변에 ${h}^2$을 더하면 오른쪽은 ${q}$", "따라서 구하는 값은 ${s}$"]
    return sketch


_ASKED = r"(?:상수|실수|정수|미지수|수)?(?P<v>[a-zA-Z])의값<ask>"
_EQ = r"<lead>(?:[a-zA-Z]에대한)?(?:이차)?방정식{f:math}(?:이|가)?"
_WHEN = r"(?:일때|이면|라할때|할때|때),?"
_BY = r"(?:을|를)?(?:일차식|다항식)?\(?{g:math}\)?(?:로|으로)"
FAMILIES = (
    Family(
        "inequality.constant",
        (rf"<lead>(?:x에대한)?(?:일차)?부등식{{f:math}}의해(?:가|는){{g:math}}{_WHEN}{_ASKED}",),
        inequality,
    ),
    Family(
        "polynomial.constant",
        (
            rf"<lead>(?:다항식|식)?{{f:math}}(?:이|가)(?:일차식)?\(?(?P<g>x[+-]\d+)\)?(?:로|으로)나누어떨어(?:질때|지도록하는|지게하는),?{_ASKED}",
            rf"<lead>(?:다항식|식)?{{f:math}}(?:을|를)(?:일차식)?\(?(?P<g>x[+-]\d+)\)?(?:로|으로)나누었을때의?나머지(?:가|이){{r:num}}{_WHEN}{_ASKED}",
            rf"<lead>(?:다항식|식)?{{f:math}}(?:을|를)(?:일차식)?\(?(?P<g>x[+-]\d+)\)?(?:로|으로)나눈나머지(?:가|이){{r:num}}{_WHEN}{_ASKED}",
            rf"<lead>(?:일차식)?\(?(?P<g>x[+-]\d+)\)?(?:이|가)(?:다항식|식)?{{f:math}}의인수{_WHEN}{_ASKED}",
            rf"<lead>(?:다항식|식)?{{f:math}}(?:이|가)(?:일차식)?\(?(?P<g>x[+-]\d+)\)?(?:을|를)인수로(?:가질때|갖도록하는|가지도록하는),?{_ASKED}",
        ),
        remainder,
    ),
    Family(
        "parabola.constant",
        (rf"<lead>(?:이차)?함수{{f:math}}의(?P<extreme>최댓값|최솟값)(?:이|가){{p:num}}{_WHEN}{_ASKED}",),
        extreme,
    ),
    Family(
        "equation.quadratic.range",
        (
            rf"{_EQ}(?:(?P<two>서로다른두(?:개의)?실근)|(?P<none>허근|서로다른두허근)|(?P<any>실근))(?:을|를)(?:가질때|갖도록하는|가지도록하는|갖게하는|가지게하는),?"
            rf"(?:상수|실수)?(?P<v>[a-zA-Z])의값의범위<ask>",
            rf"{_EQ}(?P<none>실근|해|근)(?:을|를)(?:갖지않도록하는|가지지않을때|갖지않을때),?(?:상수|실수)?(?P<v>[a-zA-Z])의값의범위<ask>",
        ),
        roots_range,
    ),
    Family(
        "equation.quadratic.other",
        (
            rf"<lead>(?:x에대한)?(?:이차)?방정식{{f:math}}의한근(?:이|가)(?:x=)?(?P<p>-?\d+){_WHEN}(?:나머지|다른)(?:한)?근(?:의값)?<ask>",
            r"<lead>(?:x에대한)?(?:이차)?방정식{f:math}의한근(?:이|가)(?:x=)?(?P<p>-?\d+)(?:일때|이다),?(?:상수[a-z]의값과)(?:나머지|다른)(?:한)?근",
        ),
        other_root,
    ),
    Family(
        "polynomial.square.constant",
        (
            r"<lead>(?:이차식|다항식|식)?{f:math}(?:이|가)완전제곱식(?:이|으로)(?:되도록하는|되게하는|될때,?|인수분해될때,?|인수분해되도록하는)(?P<plus>양수|양의상수|양의정수|자연수)?"
            r"(?:상수|실수)?{v:letter}의값<ask>",
        ),
        perfect_square,
    ),
    Family(
        "equation.quadratic.completed",
        (
            r"<lead>(?:이차)?방정식{f:math}(?:을|를)(?:완전제곱식을이용하여)?{g:math}(?:의|과같은)?(?:꼴|모양|형태)(?:로|으로)(?:나타낼때|나타내면|고칠때|변형할때|나타내었을때|나타냈을때|변형하면|고치면),?"
            r"(?:상수[a-zA-Z],[a-zA-Z]에대하여,?)?{h:math}의값<ask>",
        ),
        completed,
    ),
)
