"""Complex numbers, exponential equations with one base, and expressions in named polynomials."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.closed import VALUE_ASK, primitive
from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match, misconceptions
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

Complex = tuple[str, str]
_LONGEST = 260


def number(reading: Reading, match: Match) -> Sketch | None:
    """The value a + bi of an expression with i, by its real and imaginary parts."""
    text, place = match["f"].rstrip(".,"), match.start("f")
    root = read_formula(text).root
    needs(letters_of(root) == {"i"} and kinds_of(root) <= {"number", "letter", "+", "-", "*", "/", "**", "neg"})
    sketch = Sketch("고1.복소수.사칙연산", "complex.value", kind=AnswerKind.EXPRESSION, keeps_size=False)
    body = bind(sketch, text, place)
    needs(sketch.originals)
    real, imaginary = parts_of(body.formula.root, body.names)
    sketch.let = [("re", real), ("im", imaginary)]
    now = evaluated(sketch)
    for name, value in now.items():
        sketch.where += [f"{name} != 0" if value else f"{name} == 0"] if name == "im" else []
        sketch.where += [f"is_int({name})"] if value.denominator == 1 else []
        sketch.where.append(f"abs({name}) < 100")
    sketch.answer = "re + im*sqrt(-1)"
    sketch.wrong = misconceptions(
        "re - im*sqrt(-1) | sign; -re + im*sqrt(-1) | sign; im + re*sqrt(-1) | order; "
        "-re - im*sqrt(-1) | sign; re + 1 + im*sqrt(-1) | other; "
        "re + (im + 1)*sqrt(-1) | other; re + (im - 1)*sqrt(-1) | other; "
        "2*re + im*sqrt(-1) | other"
    )
    sketch.say = [
        "$i^2 = -1$임을 이용하여 실수부분과 허수부분을 계산한다.",
        "실수부분은 ${re}$, 허수부분은 ${im}$",
    ]
    sketch.tell = [
        "Use $i^2 = -1$ to work out the real and the imaginary part.",
        "The real part is ${re}$, the imaginary part is ${im}$.",
    ]
    return sketch


def parts_of_number(reading: Reading, match: Match) -> Sketch | None:
    """The value of an expression in a and b, where a complex number is printed as a + bi."""
    sketch = number(reading, match)
    needs(sketch is not None)
    assert sketch is not None
    pair = (match["one"], match["two"])
    root = read_formula(match["g"]).root
    needs(letters_of(root) == set(pair) and pair[0] != pair[1])
    sketch.let.append(("s", formula_text(root, {}, {pair[0]: "re", pair[1]: "im"})))
    sketch.answer, sketch.kind, sketch.family = "s", AnswerKind.NUMBER, "complex.parts"
    sketch.wrong = misconceptions(
        "re - im | sign; re + im | sign; -re + im | sign; re*im | misread; re | partial; "
        "im | partial; -s | sign; s + 1 | other; s - 1 | other"
    )
    sketch.say = [*sketch.say, "따라서 구하는 값은 ${s}$"]
    sketch.tell = [*sketch.tell, "So the value is ${s}$."]
    return sketch


def evaluated(sketch: Sketch) -> dict[str, Fraction]:
    from questions.engine.expressions import compile_formula

    found = {name: compile_formula(text)(sketch.originals, ()) for name, text in sketch.let}
    needs(all(isinstance(value, Fraction) for value in found.values()))
    return found  # type: ignore[return-value]


def parts_of(node: Shape, names: dict[int, str]) -> Complex:
    if node.kind == "number":
        return formula_text(node, names), "0"
    if node.kind == "letter":
        return "0", "1"
    if node.kind == "neg":
        real, imaginary = parts_of(node.parts[0], names)
        return f"(-({real}))", f"(-({imaginary}))"
    if node.kind == "**":
        exponent = node.parts[1]
        needs(exponent.kind == "number" and exponent.value.denominator == 1 and 1 <= exponent.value <= 4)
        base = parts_of(node.parts[0], names)
        found = base
        for _ in range(int(exponent.value) - 1):
            found = product_of(found, base)
        return found
    one, other = (parts_of(part, names) for part in node.parts)
    if node.kind in ("+", "-"):
        return sum_of(one, other, node.kind)
    if node.kind == "*":
        return product_of(one, other)
    below = f"(({other[0]})**2 + ({other[1]})**2)"
    real, imaginary = product_of(one, (other[0], f"-({other[1]})"))
    return f"({real})/{below}", f"({imaginary})/{below}"


def sum_of(one: Complex, other: Complex, sign: str) -> Complex:
    return tuple(a if b == "0" else f"({a} {sign} ({b}))" for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def product_of(one: Complex, other: Complex) -> Complex:
    (a, b), (c, d) = one, other

    def times(x: str, y: str) -> str:
        return "0" if "0" in (x, y) else x if y == "1" else y if x == "1" else f"({x})*({y})"

    found = f"({times(a, c)} - {times(b, d)})", f"({times(a, d)} + {times(b, c)})"
    needs(all(len(text) <= _LONGEST for text in found))
    return found


def exponential(reading: Reading, match: Match) -> Sketch | None:
    """b^(linear in x) = a power of the same base: the exponents are equal."""
    left, _, right = match["f"].rstrip(".,").partition("=")
    needs(left and right)
    sketch = Sketch("고1.지수와 로그.지수방정식", "exponential.linear", keeps_size=False)
    sides = [_power_of(text) for text in (left, right)]
    roots = {root for root, _, _ in sides}
    needs(len(roots) == 1 and any(exponent for _, _, exponent in sides))
    base = roots.pop()
    sketch.originals["t"] = Fraction(base)
    sketch.domains["t"] = RangeDomain(Fraction(2), Fraction(max(base, 5)))
    offsets = (match.start("f"), match.start("f") + len(left) + 1)
    gaps: list[tuple[str, str]] = []
    for index, (text, offset, (_, power, exponent)) in enumerate(zip((left, right), offsets, sides, strict=True)):
        gaps.append(_side(sketch, text, offset, power, exponent, str(index)))
    sketch.let += [
        ("c", f"({gaps[1][0]}) - ({gaps[0][0]})"),
        ("m", f"({gaps[0][1]}) - ({gaps[1][1]})"),
        ("s", "c/m"),
    ]
    sketch.where += ["m != 0", "abs(s) <= 20"]
    sketch.wrong = misconceptions(
        "-s | sign; s + 1 | order; s - 1 | order; c | partial; s + 2 | other; s - 2 | other; 2*s | other"
    )
    sketch.say = [
        "양변을 같은 밑의 거듭제곱으로 고치면 지수가 서로 같다.",
        "정리하면 ${m}x = {c}$이므로 $x = {s}$",
    ]
    return sketch


_POWER = re.compile(
    r"(?P<open>\(?)(?P<base>\d+|\\frac\{1\}\{(?P<low>\d+)\})\)?\^(?:\{(?P<exponent>[^{}]*x[^{}]*)\}|(?P<bare>x))"
)
_NUMBER = re.compile(r"(?P<whole>\d+)|\\frac\{1\}\{(?P<low>\d+)\}")


def _power_of(text: str) -> tuple[int, int, bool]:
    """(t, k, whether x stands in the exponent) for (t^k)^(…x…) or t^k."""
    found = _POWER.fullmatch(text)
    if found is not None:
        root, power = primitive(int(found["low"] or found["base"]))
        return root, -power if found["low"] else power, True
    plain = _NUMBER.fullmatch(text)
    needs(plain is not None)
    assert plain is not None
    root, power = primitive(int(plain["low"] or plain["whole"]))
    return root, -power if plain["low"] else power, False


def _side(sketch: Sketch, text: str, offset: int, power: int, exponent: bool, mark: str) -> tuple[str, str]:
    """The exponent of `t` on this side as (constant, factor of x); places the printed numbers."""
    found = _POWER.fullmatch(text) if exponent else _NUMBER.fullmatch(text)
    assert found is not None
    group = "low" if found["low"] else "base" if exponent else "whole"
    name, size = f"n{mark}", abs(power)
    if exponent:
        sketch.let.append((name, f"t**{size}"))
    else:
        sketch.originals[f"e{mark}"] = Fraction(size)
        sketch.domains[f"e{mark}"] = RangeDomain(Fraction(1), Fraction(max(6, size)))
        sketch.let.append((name, f"t**e{mark}"))
    sketch.places.append((name, offset + found.start(group), offset + found.end(group)))
    sketch.where.append(f"{name} < 1300")
    sketch.bounded = False
    sign = "-" if power < 0 else ""
    if not exponent:
        return f"{sign}e{mark}", "0"
    shown = "exponent" if found["exponent"] else "bare"
    factors = coefficients(read_formula(found[shown]).root, "x")
    needs(set(factors) <= {0, 1} and factors.get(1))
    body = bind(sketch, found[shown], offset + found.start(shown))
    start = body.text(x="0")
    return f"({power})*({start})", f"({power})*({body.text(x='1')} - ({start}))"


def named_polynomials(reading: Reading, match: Match) -> Sketch | None:
    """A combination of two or three printed polynomials A, B, C."""
    named = re.findall(r"([A-C])=([^,=]+)", match["l"])
    asked = read_formula(match["g"])
    needs(named and letters_of(asked.root) <= {name for name, _ in named} and 2 <= len(named) <= 3)
    sketch = Sketch(
        "고1.다항식의 연산", "polynomial.named", kind=AnswerKind.EXPRESSION, form="expanded", keeps_size=False
    )
    letters: set[str] = set()
    texts: dict[str, str] = {}
    for name, text in named:
        root = read_formula(text).root
        polynomial(root)
        letters |= letters_of(root)
        place = match.start("l") + match["l"].index(f"{name}={text}") + 2
        texts[name] = bind(sketch, text, place).text()
    needs(1 <= len(letters) <= 2 and not letters & set("ABC"))
    sketch.free = tuple(sorted(letters))
    slots = {index: f"({slot.value})" for index, slot in enumerate(asked.slots)}
    sketch.answer = formula_text(asked.root, slots, texts)
    others = (
        [(Shape("+", asked.root.parts), "sign"), (Shape("-", asked.root.parts), "sign")]
        if len(asked.root.parts) == 2
        else []
    )
    sketch.wrong = [(formula_text(shape, slots, texts), why) for shape, why in others]
    sketch.wrong += [
        (f"-({sketch.answer})", "sign"),
        (f"({sketch.answer}) + {sketch.free[0]}", "other"),
        (f"({sketch.answer}) - 2*{sketch.free[0]}", "other"),
        (f"({sketch.answer}) + 2", "other"),
        (f"({sketch.answer}) - 1", "other"),
    ]
    sketch.say = ["식을 대입하여 괄호를 풀고 동류항끼리 정리한다."]
    return sketch


_NAMED = r"(?P<l>[A-C]=[^가-힣?=]+?(?:,[A-C]=[^가-힣?=]+?){1,2})"
_EXPONENTIAL = r"(?:x에대한)?(?:지수)?방정식"
FAMILIES = (
    Family("complex.value", VALUE_ASK, number),
    Family(
        "complex.parts",
        (
            r"<lead>(?:등식)?{f:math}=(?P<one>[a-z])\+(?P<two>[a-z])i(?:일때|를만족하는|라할때|를만족할때),?(?:두)?(?:실수)?(?:[a-z],[a-z])?(?:에대하여)?,?(?:의)?(?P<g>[^가-힣?]+?)의값<ask>",
            r"<lead>(?:복소수)?{f:math}(?:을|를)(?P<one>[a-z])\+(?P<two>[a-z])i(?:의)?(?:꼴로나타낼때|꼴로나타내면|로나타낼때|라할때),?(?:두)?(?:실수)?(?:[a-z],[a-z]에대하여)?,?(?P<g>[^가-힣?]+?)의값<ask>",
        ),
        parts_of_number,
    ),
    Family(
        "exponential.linear",
        (
            rf"<lead>(?:{_EXPONENTIAL}|등식)?{{f:math}}(?:의해|의근|의실근)?(?:~을)?<ask>",
            rf"<lead>(?:{_EXPONENTIAL}|등식)?{{f:math}}를만족하는(?:실수|상수|미지수)?x의값<ask>",
            r"<lead>{f:math}일때,?(?:실수|상수)?x의값<ask>",
            rf"<lead>{_EXPONENTIAL}(?:~을)?<order>{{f:math}}",
        ),
        exponential,
    ),
    Family(
        "polynomial.named",
        (
            rf"<lead>(?:두|세)?(?:다항식|식)?{_NAMED}(?:에대하여|일때),?{{g:math}}~을?(?:계산|간단히)?(?:하시오|하면|하여라|한것|한식)?<ask>",
        ),
        named_polynomials,
    ),
)
