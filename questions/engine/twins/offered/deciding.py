"""Whether an option has what the stem asks for, from exact fractions and from values at places."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from questions.engine.twins.grammar.shape import (
    Shape,
    ShapeError,
    coefficients,
    letters_of,
    polynomial,
    read_formula,
    value_of,
)
from questions.engine.twins.offered.asking import Asking, normal_option, pair, statement

PLACES = (Fraction(3, 7), Fraction(-5, 3), Fraction(23, 11), Fraction(-37, 13))
_CLOSE = 1e-9
Decision = Callable[[Asking, str], bool | float]


def decided(asking: Asking, option: str) -> bool | float:
    """Whether the option has the property, or its size where the largest is asked for. Raises ValueError."""
    try:
        return DECISIONS[asking.kind](asking, normal_option(option))
    except (ArithmeticError, KeyError, TypeError) as error:
        raise ValueError("not decided") from error


def approximate(node: Shape, letters: Mapping[str, Fraction]) -> float:
    """The value of a formula, roots, logarithms and ratios included. Raises ValueError, ArithmeticError."""
    if node.kind == "letter":
        if node.letter == "pi":
            return math.pi
        return float(letters[node.letter])
    if node.kind == "number":
        return float(node.value)
    values = [approximate(part, letters) for part in node.parts]
    return _ONE[node.kind](values[0]) if len(values) == 1 else _TWO[node.kind](values[0], values[1])


def _power(base: float, exponent: float) -> float:
    if base < 0 and exponent != int(exponent):
        raise ValueError("a broken power of a negative number")
    if abs(exponent) > 60:
        raise ValueError("too large")
    return float(base**exponent)


_ONE: dict[str, Callable[[float], float]] = {
    "neg": lambda a: -a, "abs": abs, "sqrt": math.sqrt, "ln": math.log, "log": math.log10, "sin": math.sin,
    "cos": math.cos, "tan": math.tan, "sind": lambda a: math.sin(math.radians(a)),
    "cosd": lambda a: math.cos(math.radians(a)), "tand": lambda a: math.tan(math.radians(a)),
}  # fmt: skip
_TWO: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "**": _power, "root": lambda a, n: _power(a, 1 / n), "log": lambda a, b: math.log(a) / math.log(b),
}  # fmt: skip


def _value(text: str) -> float:
    return approximate(read_formula(text).root, {})


def _close(one: float, other: float) -> bool:
    return abs(one - other) < _CLOSE * max(1.0, abs(one), abs(other))


def _whole(text: str) -> int:
    value = value_of(read_formula(text).root)
    if value.denominator != 1 or not 0 < value < 100_000:
        raise ValueError("no natural number")
    return int(value)


def _prime(asking: Asking, text: str) -> bool:
    number = _whole(text)
    divisors = sum(number % one == 0 for one in range(1, number + 1))
    return divisors == 2 if asking.parts["w"] == "소수" else divisors > 2


def _multiple(asking: Asking, text: str) -> bool:
    number, other = int(asking.parts["n"]), _whole(text)
    return other % number == 0 if asking.parts["w"] == "배수" else number % other == 0


def _class(asking: Asking, text: str) -> bool:
    """Only rationals and single roots: a sum of roots is left to others."""
    word = asking.parts["w"]
    value = _rational(text)
    if value is None:
        return word == "무리수" or (word in ("음수", "양수") and (_value(text) < 0) == (word == "음수"))
    return {
        "무리수": False, "유리수": True, "정수": value.denominator == 1,
        "정수가아닌유리수": value.denominator != 1, "자연수": value.denominator == 1 and value > 0,
        "양의정수": value.denominator == 1 and value > 0, "음의정수": value.denominator == 1 and value < 0,
        "음수": value < 0, "양수": value > 0,
    }[word]  # fmt: skip


def _rational(text: str) -> Fraction | None:
    """The rational value; None for π and for a root that is irrational, possibly with a rational before it."""
    if "\\dot" in text:
        return _repeating(text)
    return _rational_of(read_formula(text).root)


def _rational_of(node: Shape) -> Fraction | None:
    if node.kind == "letter" and node.letter == "pi":
        return None
    if node.kind == "sqrt":
        inside = value_of(node.parts[0])
        if inside < 0:
            raise ValueError("no real number")
        root = Fraction(math.isqrt(inside.numerator), math.isqrt(inside.denominator))
        return root if root * root == inside else None
    if node.kind in ("number", "abs"):
        return value_of(node)
    parts = [_rational_of(part) for part in node.parts]
    if None not in parts:
        return value_of(Shape(node.kind, tuple(Shape("number", value=part or Fraction(0)) for part in parts)))
    if parts.count(None) > 1 or node.kind == "**" or Fraction(0) in parts:
        raise ValueError("roots that may cancel")
    return None


def _repeating(text: str) -> Fraction:
    head, _, tail = text.partition(".")
    digits, first, last = "", -1, -1
    place = 0
    while place < len(tail):
        if tail.startswith("\\dot{", place):
            first, last = (len(digits) if first < 0 else first), len(digits)
            place += 5
            digits += tail[place]
            place += 1
        else:
            digits += tail[place]
        place += 1
    if not (head.lstrip("-") + digits).isdigit() or first < 0 or last != len(digits) - 1:
        raise ValueError("no repeating decimal")
    whole, before = int(head.lstrip("-") + digits), int(head.lstrip("-") + digits[:first])
    size = Fraction(whole - before, (10 ** (len(digits) - first) - 1) * 10**first)
    return -size if head.startswith("-") else size


def _finite(asking: Asking, text: str) -> bool:
    rest = value_of(read_formula(text).root).denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return (rest == 1) is (asking.parts["w"] == "유한소수")


def _holds(asking: Asking, text: str) -> bool:
    left, sign, right = statement(text)
    sides = [read_formula(side).root for side in (left, right)]
    letters = sorted(letters_of(sides[0]) | letters_of(sides[1]))
    if not letters:
        return _compared(sign, *(approximate(side, {}) for side in sides))
    if sign != "=" or len(letters) > 3:
        raise ValueError("no identity")
    same = []
    for turn in range(len(PLACES)):
        at = {letter: PLACES[(turn + index) % len(PLACES)] * (index + 1) for index, letter in enumerate(letters)}
        same.append(_close(*(approximate(side, at) for side in sides)))
    if any(same) and not all(same):
        raise ValueError("true for some values only")
    return all(same)


def _compared(sign: str, left: float, right: float) -> bool:
    equal = _close(left, right)
    return {
        "=": equal, "≠": not equal, "<": not equal and left < right, ">": not equal and left > right,
        "≤": equal or left < right, "≥": equal or left > right,
    }[sign]  # fmt: skip


def _at(text: str, letters: Mapping[str, Fraction]) -> bool:
    """Whether a relation holds with these letters, all of which it may use."""
    left, sign, right = statement(text)
    sides = [value_of(read_formula(side).root, letters) for side in (left, right)]
    return _compared(sign, float(sides[0]), float(sides[1]))


def _solved(asking: Asking, text: str) -> bool:
    letter, _, number = (asking.parts.get("v") or asking.parts["u"]).partition("=")
    return _at(text, {letter: Fraction(number)})


def _inside(asking: Asking, text: str) -> bool:
    if "," in text:
        x, y = (value_of(read_formula(one).root) for one in pair(text))
        return _at(asking.parts["f"], {"x": x, "y": y})
    text = text.removeprefix("x=")
    return _at(asking.parts["f"], {"x": value_of(read_formula(text).root)})


def _passes(asking: Asking, text: str) -> bool:
    x, y = (value_of(read_formula(one).root) for one in pair(text))
    return value_of(read_formula(asking.parts["f"][2:]).root, {"x": x}) == y


def _through(asking: Asking, text: str) -> bool:
    x, y = (Fraction(one) for one in pair(asking.parts["p"]))
    return _at(text, {"x": x, "y": y})


def _equal(asking: Asking, text: str) -> bool:
    return _holds(asking, f"{asking.parts['f']}={text}")


def _odd(asking: Asking, text: str) -> float:
    return _value(text)


def _most(asking: Asking, text: str) -> float:
    word = asking.parts.get("w", "")
    if word == "기울기":
        return float(_line(text)[0])
    value = _value(text)
    size = abs(value) if word == "절댓값" else value
    return size if asking.parts["d"] == "큰" else -size


def _line(text: str) -> tuple[Fraction, Fraction]:
    left, sign, right = statement(text)
    if left != "y" or sign != "=":
        raise ValueError("no function")
    factors = coefficients(read_formula(right).root, "x")
    if max(factors, default=0) > 1:
        raise ValueError("no straight line")
    return factors.get(1, Fraction(0)), factors.get(0, Fraction(0))


def _parabola(text: str) -> Fraction:
    factors = coefficients(read_formula(text.removeprefix("y=")).root, "x")
    if max(factors, default=0) != 2:
        raise ValueError("no parabola")
    return factors[2]


def _roots(asking: Asking, text: str) -> bool:
    left, sign, right = statement(text)
    factors = coefficients(Shape("-", (read_formula(left).root, read_formula(right).root)), "x")
    if sign != "=" or max(factors, default=0) != 2:
        raise ValueError("no quadratic equation")
    a, b, c = (factors.get(power, Fraction(0)) for power in (2, 1, 0))
    sign_of = b * b - 4 * a * c
    word = asking.parts["w"]
    if word.startswith("중근"):
        return sign_of == 0
    if "허근" in word:
        return sign_of < 0
    return sign_of > 0 if "두" in word else sign_of >= 0


def _parallel(asking: Asking, text: str) -> bool:
    (slope, height), (other, there) = _line(asking.parts["f"]), _line(text)
    return slope == other and height != there


def _monotone(asking: Asking, text: str) -> bool:
    slope = _line(text)[0]
    return slope < 0 if asking.parts["w"] == "감소" else slope > 0


def _width(asking: Asking, text: str) -> float:
    size = abs(float(_parabola(text)))
    return -size if asking.parts["d"] == "넓은" else size


def _opens(asking: Asking, text: str) -> bool:
    return (_parabola(text) > 0) is (asking.parts["w"] == "아래")


def _type(asking: Asking, text: str) -> bool:
    word = asking.parts["w"]
    degree = 2 if word.startswith("이차") else 1
    if word in ("일차식", "이차식"):
        return _degree(read_formula(text).root) == degree
    left, sign, right = statement(text)
    gap = Shape("-", (read_formula(left).root, read_formula(right).root))
    if word == "항등식":
        return sign == "=" and _degree(gap) == -1
    if word.endswith("함수"):
        return left == "y" and sign == "=" and _degree(read_formula(right).root) == degree
    equation = word.endswith("방정식")
    return (sign == "=") is equation and sign != "≠" and _degree(gap) == degree


def _degree(node: Shape) -> int:
    """The degree of a polynomial of at most one letter; -1 for zero, 99 for a fraction or two letters."""
    if len(letters_of(node)) > 1:
        return 99
    try:
        return max((sum(power for _, power in powers) for powers in polynomial(node)), default=-1)
    except ShapeError:
        return 99


def _like(asking: Asking, text: str) -> bool:
    terms = [polynomial(read_formula(one).root) for one in (asking.parts["f"], text)]
    if len(terms[0]) != 1 or len(terms[1]) != 1:
        raise ValueError("no single term")
    return set(terms[0]) == set(terms[1])


def _prime_to(asking: Asking, text: str) -> bool:
    return math.gcd(int(asking.parts["n"]), _whole(text)) == 1


def _coprime(asking: Asking, text: str) -> bool:
    return math.gcd(*map(_whole, pair(text))) == 1


DECISIONS: dict[str, Decision] = {
    "prime": _prime, "multiple": _multiple, "class": _class, "finite": _finite, "holds": _holds, "solved": _solved,
    "inside": _inside, "passes": _passes, "through": _through, "equal": _equal, "odd": _odd, "most": _most,
    "roots": _roots, "parallel": _parallel, "monotone": _monotone, "width": _width, "opens": _opens, "type": _type,
    "like": _like, "prime.to": _prime_to, "coprime": _coprime,
}  # fmt: skip
SIZES = frozenset({"odd", "most", "width"})
"""Kinds in which an option has a size, and the largest or the odd one is asked for."""
