"""Digits and whole parts, exponential and logarithmic inequalities, rules of proportion."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import Bound, asks_to_solve, bind, needs, sides
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import (
    Shape,
    coefficients,
    formula_text,
    letters_of,
    polynomial,
    read_formula,
    value_of,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, ChoiceDomain, RangeDomain

_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">=", "=": "="}
_SHOWN = {"<": "<", ">": ">", "<=": "\\le", ">=": "\\ge", "=": "="}
_NO_SQUARE = tuple(str(one) for one in range(2, 100) if int(one**0.5 + 0.5) ** 2 != one)


def whole_part(reading: Reading, match: Match) -> Sketch | None:
    """An expression in the whole part a and the broken part b of √n, p + √n or p - √n."""
    sketch = Sketch("중3.실수.정수 부분과 소수 부분", "radical.parts", kind=AnswerKind.EXPRESSION, keeps_size=False)
    found = re.fullmatch(
        r"(?:(?P<p>\d+)(?P<sign>[+-]))?√\{?(?P<n>\d+)\}?|√\{?(?P<n2>\d+)\}?(?P<sign2>[+-])(?P<p2>\d+)", match["f"]
    )
    needs(found is not None)
    assert found is not None
    two, start = ("2" if found["n2"] else ""), match.start("f")
    sketch.originals = {"n": Fraction(found[f"n{two}"])}
    sketch.domains = {"n": ChoiceDomain(_NO_SQUARE)}
    sketch.places = [("n", start + found.start(f"n{two}"), start + found.end(f"n{two}"))]
    front, factor = "0", "1"
    if found[f"p{two}"]:
        sketch.originals["p"] = Fraction(found[f"p{two}"])
        sketch.domains["p"] = RangeDomain(Fraction(1), Fraction(9))
        sketch.places.append(("p", start + found.start(f"p{two}"), start + found.end(f"p{two}")))
        front = "-p" if two and found["sign2"] == "-" else "p"
        factor = "(-1)" if not two and found["sign"] == "-" else "1"
    root = read_formula(match["g"]).root
    pair = (match["a"], match["b"])
    needs(pair[0] != pair[1] and letters_of(root) <= set(pair) and letters_of(root))
    floor = "sum(1 for i in range(1, 12) if i*i <= n)"
    sketch.let = [("fl", floor), ("wh", f"{front} + fl" if factor == "1" else f"{front} - fl - 1")]
    whole, broken = "wh", f"({front} + {factor}*sqrt(n) - wh)"
    base = f"({front} - wh)"
    for name, shift in (("h0", base), ("h1", f"({base} + 1)"), ("h2", f"({base} - 1)")):
        sketch.let.append((name, formula_text(root, {}, {pair[0]: whole, pair[1]: shift})))
    value = polynomial(root)
    needs(all(sum(power for letter, power in powers if letter == pair[1]) <= 2 for powers in value))
    sketch.let += [
        ("g2", "(h1 + h2)/2 - h0"), ("g1", f"{factor}*(h1 - h2)/2"), ("g0", "h0 + g2*n"),
        ("s", "g0 + g1*sqrt(n)"),
    ]  # fmt: skip
    sketch.where += ["wh >= 0", "sum(1 for i in range(2, 10) if is_int(n/(i*i))) == 0"]
    wrong = formula_text(root, {}, {pair[0]: f"({whole} + 1)", pair[1]: f"({broken} - 1)"})
    sketch.wrong = [(wrong, "order"), ("-s", "sign"), ("s + 1", "other"), ("s - 1", "other"), ("s + 2", "other")]
    sketch.say = [
        "${fl} < \\sqrt{n} < {fl} + 1$이므로 정수 부분은 ${wh}$이고, 소수 부분은 수에서 정수 부분을 뺀 것이다.",
        "따라서 구하는 값은 ${s}$",
    ]
    sketch.let.append(("up", "fl + 1"))
    sketch.say[0] = sketch.say[0].replace("{fl} + 1", "{up}")
    return sketch


def how_many_digits(reading: Reading, match: Match) -> Sketch | None:
    """How many digits 2^a × 5^b (or 5^b × 2^a, with a factor in front) has."""
    start = match.start("f")
    sketch = Sketch("중2.지수법칙.자릿수", "digits.count", keeps_size=False)
    two, five, factor = "", "", "1"
    for index, part in enumerate(re.finditer(r"[^×·]+", match["f"])):
        power = re.fullmatch(r"([25])\^\{?(\d+)\}?", part.group())
        if power is None:
            needs(re.fullmatch(r"[1-9]", part.group()) and factor == "1")
            name = f"k{index}"
            sketch.originals[name] = Fraction(part.group())
            sketch.domains[name] = RangeDomain(Fraction(2), Fraction(9))
            sketch.places.append((name, start + part.start(), start + part.end()))
            factor = name
            continue
        name = "a" if power[1] == "2" else "b"
        needs(name not in sketch.originals)
        sketch.originals[name] = Fraction(power[2])
        sketch.domains[name] = RangeDomain(Fraction(3), Fraction(25))
        sketch.places.append((name, start + part.start() + power.start(2), start + part.start() + power.end(2)))
        two, five = (name, five) if power[1] == "2" else (two, name)
    needs(two and five)
    above = Fraction(sketch.originals["a"]) >= Fraction(sketch.originals["b"])
    sketch.let = [("t", "min(a, b)"), ("rest", f"{factor}*{'2**(a - b)' if above else '5**(b - a)'}")]
    sketch.let += [("more", "sum(1 for i in range(0, 9) if 10**i <= rest)"), ("s", "t + more")]
    sketch.where += ["a >= b" if above else "b >= a", "rest < 100000", "abs(a - b) <= 5"]
    sketch.where += ["a != b"] if sketch.originals["a"] != sketch.originals["b"] else []
    sketch.wrong = misconceptions(
        "t | partial; s + 1 | order; s - 1 | order; a + b | formula; max(a, b) | misread; s + 2 | other"
    )
    sketch.unit = "자리" if "몇자리" in match.string else ""
    sketch.say = ["$2 \\times 5 = 10$이므로 ${rest} \\times 10^{{t}}$으로 고칠 수 있다.", "따라서 {s}자리의 수"]
    return sketch


def _power_side(text: str, start: int) -> tuple[Shape, Shape] | None:
    """Base and exponent of a printed side; a plain number is its own first power."""
    root = read_formula(text, start).root
    return (root.parts[0], root.parts[1]) if root.kind == "**" else None


def exponential_inequality(reading: Reading, match: Match) -> Sketch | None:
    """b^{a x + c} against a power of b printed as a number, or against b^{…}; b a whole number or a unit fraction."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] in "<>≤≥")
    left = _power_side(parts[0][0], parts[0][1])
    needs(left is not None)
    assert left is not None
    base, exponent = left
    value = value_of(base)
    small = value < 1
    whole = 1 / value if small else value
    needs(whole.denominator == 1 and 2 <= whole <= 7 and letters_of(exponent) == {"x"})
    needs(re.match(r"\d\^|\(\\frac\{1\}\{\d\}\)\^", parts[0][0]))
    sketch = Sketch(
        "고2.지수함수.부등식", "inequality.exponential", kind=AnswerKind.INTERVAL, free=("x",), keeps_size=False
    )
    digit = parts[0][1] + (parts[0][0].index("}{") + 2 if small else 0)
    sketch.originals, sketch.domains = {"b": whole}, {"b": RangeDomain(Fraction(2), Fraction(5))}
    sketch.places = [("b", digit, digit + 1)]
    caret = parts[0][0].index("^") + 1
    inner = parts[0][0][caret:]
    cut = int(inner.startswith("{"))
    body = bind(sketch, inner[cut : len(inner) - cut], parts[0][1] + caret + cut)
    factors = coefficients(body.formula.root, "x")
    needs(set(factors) <= {0, 1} and factors.get(1))
    return _against_power(sketch, reading, parts[1], body, factors, small=small)


def _against_power(
    sketch: Sketch,
    reading: Reading,
    side: tuple[str, int, str],
    body: Bound,
    factors: dict[int, Fraction],
    *,
    small: bool,
) -> Sketch:
    """The other side as a power of the same base, and the inequality of the exponents."""
    whole = Fraction(sketch.originals["b"])
    right, place, sign = side[0], side[1], _SIGNS[side[2]]
    fraction = re.fullmatch(r"\\frac\{1\}\{(\d+)\}", right)
    shown = fraction[1] if fraction else right
    needs(re.fullmatch(r"\d+", shown))
    power = next((k for k in range(1, 9) if whole**k == int(shown)), 0)
    needs(power)
    sketch.originals["k"] = Fraction(power)
    sketch.domains["k"] = RangeDomain(Fraction(2), Fraction(6))
    at = place + (fraction.start(1) if fraction else 0)
    sketch.places.append(("v", at, at + len(shown)))
    level = "k + 0" if bool(fraction) == small else "-k"
    sketch.let = [
        ("v", "b**k"),
        ("g", level),
        ("c", body.text(x="0")),
        ("m", f"{body.text(x='1')} - c"),
        ("s", "(g - c)/m"),
    ]
    turned = _FLIP[sign] if small != (factors[1] < 0) else sign
    sketch.where += ["v < 1300", "m > 0" if factors[1] > 0 else "m < 0", "abs(s) <= 20"]
    level_now = Fraction(power if bool(fraction) == small else -power)
    sketch.where += ["is_int(s)"] if ((level_now - factors.get(0, Fraction(0))) / factors[1]).denominator == 1 else []
    sketch.answer = f"x {turned} s"
    sketch.wrong = misconceptions(
        f"x {_FLIP[turned]} s | sign; x {turned} -s | sign; x {_FLIP[turned]} -s | sign; x {turned} g | partial; x {turned} s + 1 | other"
    )
    told = (
        "밑이 1보다 작으므로 지수의 부등호의 방향이 바뀐다."
        if small
        else "밑이 1보다 크므로 지수의 부등호의 방향은 그대로이다."
    )
    english = "The base is below 1, so the sign turns." if small else "The base is above 1, so the sign stays."
    sketch.say = [told if is_korean(reading.source) else english, f"$x {_SHOWN[turned]} {{s}}$"]
    return sketch


_NOUN = "(?:[a-zA-Z]에대한)?(?:지수)?부등식"
_PARTS = r"(?:의)?정수부분(?:을|를|은|이|가)?(?P<a>[a-z])?,?(?:이고|라하고|라고하고|이라하고)?,?소수부분(?:을|를|은|이|가)?(?P<b>[a-z])(?:라할때|이라할때|라고할때|이라고할때|일때|라하면),?(?P<g>[^가-힣?=]+?)의값<ask>"
_BOTH = r"(?:의)?정수부분(?:과|,)소수부분(?:을|를|이)?(?:각각)?(?P<a>[a-z]),(?P<b>[a-z])(?:라할때|이라할때|라고할때|이라고할때|일때|라하면),?(?P<g>[^가-힣?=]+?)의값<ask>"
_RULE = r"(?:x와y사이의|y와x사이의|x,y사이의)?(?:관계식|관계를나타내는식|관계를식)"
_GIVEN = r"(?:이고|하고|하며|이며)?,?x={a}일때,?y={b}(?:이다|일때|이면|일때의|인)?[.,]?(?:이때)?,?"
FAMILIES = (
    Family(
        "radical.parts",
        (
            rf"<lead>(?P<f>[\d√{{}}+-]+){_PARTS.replace('(?P<a>[a-z])?', '(?P<a>[a-z])')}",
            rf"<lead>(?P<f>[\d√{{}}+-]+){_BOTH}",
        ),
        whole_part,
        ("정수부분", "소수부분"),
    ),
    Family(
        "digits.count",
        (
            r"<lead>(?:수)?(?P<f>[\d^{}×·]+)(?:은|는|이|가)몇자리의?(?:자연수|수|정수)<ask>",
            r"<lead>(?P<f>[\d^{}×·]+)(?:이|가)n자리의?(?:자연수|수|정수)일때,?(?:자연수)?n의값<ask>",
            r"<lead>(?:수)?(?P<f>[\d^{}×·]+)의자릿수<ask>",
        ),
        how_many_digits,
        ("자",),
    ),
    Family(
        "inequality.exponential",
        tuple(asks_to_solve(_NOUN, "해|해의범위|x의값의범위|x의범위")),
        exponential_inequality,
        ("^",),
    ),
    family(
        "function.direct.rule",
        "중1.정비례와 반비례",
        [rf"<lead>y(?:가|는|이)x에정비례{_GIVEN}{_RULE}<ask>"],
        let="b = k*a; t = k*1",
        hidden="k = b/a",
        kind=AnswerKind.EQUATION,
        answer="y = k*x",
        free="x y",
        wrong="y = -k*x | sign; y = a*b/x | formula; y = x/k | order; y = a*x | misread; y = (k + 1)*x | other",
        where="a != 0; b != 0; k != 1; a != 1; k != -1",
        say=["$y = ax$에 $x = {a}$, $y = {b}$를 대입하면 $a = {k}$", "따라서 $y = {k}x$"],
        keeps_size=False,
        hints="정비례",
    ),
    family(
        "function.inverse.rule",
        "중1.정비례와 반비례",
        [rf"<lead>y(?:가|는|이)x에반비례{_GIVEN}{_RULE}<ask>"],
        let="k = a*b; t = k*1",
        kind=AnswerKind.EQUATION,
        answer="y = k/x",
        free="x y",
        wrong="y = -k/x | sign; y = k*x | formula; y = b/x | misread; y = b*x/a | formula; y = a/x | misread",
        where="a != 0; b != 0; a != 1",
        say=["$y = \\frac{a}{x}$에 $x = {a}$, $y = {b}$를 대입하면 $a = {k}$", "따라서 $y = \\frac{k}{x}$"],
        keeps_size=False,
        hints="반비례",
    ),
)
