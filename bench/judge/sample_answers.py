"""The right answer of each sample note as a function of the numbers in its stem, in reading order.

Written from the mathematics alone, by note number (the row in `questions/samples/notes_ko.csv`), and used
twice: the printed answers of the samples are checked with it, and so are the variants made from them. The
functions count, enumerate or use SymPy objects; one raises ValueError where the numbers make no sense.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import sympy as sp

from bench.judge.truth import Truth, rational, roots, value

X, Y = sp.symbols("x y", real=True)
Numbers = Sequence[Fraction]


def _whole(number: Fraction) -> int:
    if number.denominator != 1:
        raise ValueError(f"{number} should be whole")
    return int(number)


def _linear(a: object, b: object, c: object, d: object) -> Truth:
    """The solution of ax + b = cx + d."""
    a, b, c, d = (rational(number) for number in (a, b, c, d))
    if a == c:
        raise ValueError("no single solution")
    return roots((d - b) / (a - c))


def _quadratic(a: object, b: object, c: object) -> list[sp.Expr]:
    a, b, c = (rational(number) for number in (a, b, c))
    if b**2 < 4 * a * c:
        raise ValueError("no real solution")
    root = sp.sqrt(b**2 - 4 * a * c)
    return [sp.simplify((-b + root) / (2 * a)), sp.simplify((-b - root) / (2 * a))]


def _mixture(p: Fraction, m: Fraction, q: Fraction, n: Fraction) -> Truth:
    return value((p * m + q * n) / (m + n), "%")


def _blend(n: Numbers) -> Truth:
    """How much of the strength asked for is in n₃ grams of strength n₂ made of strengths n₀ and n₁."""
    first, second, goal, total, asked = n
    if asked not in (first, second) or first == second:
        raise ValueError("another strength is asked for")
    other = second if asked == first else first
    return value(total * (goal - other) / (asked - other), "g")


def _system(a: Numbers) -> tuple[sp.Expr, sp.Expr]:
    """x and y of a₀x + a₁y = a₂, a₃x + a₄y = a₅ by Cramer's rule."""
    p, q, r, s, t, u = (rational(number) for number in a)
    determinant = p * t - q * s
    return (r * t - q * u) / determinant, (p * u - r * s) / determinant


def _two_digits(total: int, more: int) -> int:
    found = [n for n in range(10, 100) if n // 10 + n % 10 == total and (n % 10) * 10 + n // 10 == n + more]
    if len(found) != 1:
        raise ValueError("not exactly one two-digit number")
    return found[0]


def _cards(n: Numbers) -> Truth:
    *digits, many, drawn = (_whole(number) for number in n)
    if len(digits) != many:
        raise ValueError("number of cards does not fit")
    return value(sum(row[0] != 0 for row in itertools.permutations(digits, drawn)), "개")


def _dice(good: Callable[[int, int], bool]) -> Truth:
    faces = range(1, 7)
    return value(Fraction(sum(good(i, j) for i in faces for j in faces), 36))


def _median(n: Numbers) -> Truth:
    many, *data = n
    if many != len(data):
        raise ValueError("number of data does not fit")
    ordered = sorted(data)
    middle = len(ordered) // 2
    return value(ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2, "회")


def _missing(n: Numbers) -> Truth:
    many, *data, mean = n
    if len(data) != many - 1:
        raise ValueError("number of data does not fit")
    return value(many * mean - sum(data))


def _variance(n: Numbers) -> Truth:
    mean = sum(n) / len(n)
    return value(sum((number - mean) ** 2 for number in n) / len(n))


def _recurring(n: Numbers) -> Truth:
    ones, first, second = (_whole(number) for number in n)
    if max(first, second) > 9:
        raise ValueError("not single digits under the dots")
    return value(ones + Fraction(10 * first + second, 99))


def _half_plane(left: sp.Expr, mark: str, right: sp.Expr) -> Truth:
    relation = {"<": sp.Lt, ">": sp.Gt, "<=": sp.Le, ">=": sp.Ge}[mark](left, right)
    if relation in (sp.true, sp.false):
        raise ValueError("no unknown is left")
    return Truth("region", relation.as_set())


def _height(n: Numbers) -> Truth:
    speed, linear, square, power, height = n
    if power != 2 or speed != linear:
        raise ValueError("not this height formula")
    times = [time for time in _quadratic(square, linear, -height) if time.is_real and time >= 0]
    return value(min(times), "초")


def _cubic_maximum(n: Numbers) -> Truth:
    cubic = X ** _whole(n[0]) + rational(n[1]) * X ** _whole(n[2]) + rational(n[3]) * X + rational(n[4])
    slope = sp.diff(cubic, X)
    tops = [place for place in sp.solve(slope, X) if sp.diff(slope, X).subs(X, place) < 0]
    if len(tops) != 1:
        raise ValueError("not one maximum")
    return Truth("value", sp.nsimplify(sp.expand(cubic.subs(X, tops[0]))))


def _polynomial_integral(low: Fraction, high: Fraction, terms: Sequence[tuple[Fraction, int]]) -> Truth:
    """∫ Σ c·xⁿ by the power rule, exact."""
    return value(sum(c * (high ** (n + 1) - low ** (n + 1)) / (n + 1) for c, n in terms))


def _vertex(power: Fraction, a: Fraction, b: Fraction, c: Fraction) -> Truth:
    if power != 2:
        raise ValueError("not a parabola")
    place = -b / (2 * a)
    return Truth("point", (rational(place), rational(a * place**2 + b * place + c)))


def _arithmetic(n: Numbers) -> Truth:
    i, at_i, j, at_j, k = n
    return value(at_i + (at_j - at_i) / (j - i) * (k - i))


def _regular_polygon(angle: Fraction) -> Truth:
    sides = Fraction(360) / (180 - angle)
    return value(_whole(sides), "개")


def _power(base: Fraction, top: Fraction, bottom: Fraction) -> sp.Expr:
    return rational(base) ** rational(top / bottom)


def _log(base: Fraction, number: Fraction) -> sp.Expr:
    if base <= 0 or base == 1 or number <= 0:
        raise ValueError("not a logarithm")
    return sp.log(rational(number), rational(base))


def _degrees(angle: Fraction) -> sp.Expr:
    return rational(angle) * sp.pi / 180


def _factored(square: object, linear: object, constant: object) -> Truth:
    a, b, c = (rational(number) for number in (square, linear, constant))
    return Truth("factored", sp.expand(a * X**2 + b * X + c))


def _fraction_line(n: Numbers) -> Truth:
    """a − b for the intercepts of y = (n₀/n₁)x + n₂."""
    slope = n[0] / n[1]
    return value(-n[2] / slope - n[2])


def _expanded(n: Numbers) -> Truth:
    a, b, c, d, power = (rational(number) for number in n)
    return Truth("value", sp.expand((a * X + b) * (X + c) - (X + d) ** power))


ANSWERS: dict[int, Callable[[Numbers], Truth]] = {
    1: lambda n: _linear(*n),
    2: lambda n: _linear(1 / n[1] + 1 / (n[3]) * -1, n[0] / n[1] - n[2] / n[3], 0, n[4]),
    3: lambda n: value((n[2] * n[3] - n[1]) / (n[0] - n[2])),
    4: lambda n: value(n[2] - (n[2] + n[1]) / n[0]),
    5: lambda n: value((n[1] + n[3]) / (n[0] - n[2])),
    6: lambda n: value(next(k for k in range(-2000, 2001, 2) if k + (k - 2) + (k - 4) == n[0])),
    7: lambda n: value((n[0] - n[2] * n[1]) / (n[2] - 1), "년"),
    8: lambda n: value((n[1] + n[3]) / (n[2] - n[0]), "명"),
    9: lambda n: value(n[1] - n[0] * n[1] / n[2], "g"),
    10: lambda n: _mixture(*n),
    11: lambda n: value(n[2] / (1 / n[0] + 1 / n[1]), "km"),
    12: lambda n: value(n[0] * n[1] / (n[2] - n[1]), "분"),
    13: lambda n: value((n[0] + n[1]) / n[2], "m/초"),
    14: lambda n: value(n[0] * n[1] / 100 - n[2], "원"),
    15: lambda n: _linear(n[3], n[3] * n[0], n[2], n[2] * n[1]),
    16: lambda n: value(n[0] * n[1] / n[2]),
    17: lambda n: value(n[0] ** _whole(n[1]) + n[2] * n[3] / (-n[4] / n[5])),
    18: lambda n: value(math.lcm(_whole(n[0]), _whole(n[1])), "분"),
    19: lambda n: value(sp.pi * rational(n[0] ** 2 * n[1] / 360), "cm^2"),
    20: lambda n: value(sp.pi * rational(n[0] ** 2 * n[1] / 3), "cm^3"),
    21: lambda n: _regular_polygon(n[0]),
    22: _median,
    23: _missing,
    24: _recurring,
    25: lambda n: Truth("assignment", tuple(zip("xy", _system([n[0], 1, n[1], 1, n[2], n[3]]), strict=True))),
    26: lambda n: value(sp.Add(*_system([n[0], n[1], n[2], 1, n[3], n[4]]))),
    27: lambda n: value((n[1] - 2 * n[0]) / 2, "마리"),
    28: lambda n: value(_two_digits(_whole(n[0]), _whole(n[1]))),
    29: _blend,
    30: lambda n: _half_plane(rational(n[0]) * X + rational(n[1]), "<=", rational(n[2]) * X + rational(n[3])),
    31: lambda n: _half_plane((rational(n[0]) * X + rational(n[1])) / n[2], ">", (X + rational(n[3])) / n[4]),
    32: lambda n: value((n[2] - n[1]) // n[0], "송이"),
    33: lambda n: Truth("line", Y - rational(n[2]) - rational(n[0]) * (X - rational(n[1]))),
    34: _fraction_line,
    35: lambda n: _dice(lambda i, j: abs(i - j) == n[0]),
    36: _cards,
    37: lambda n: value(sp.sqrt(rational(n[0] ** 2 + n[1] ** 2)), "cm"),
    38: lambda n: value(
        sp.sqrt(rational(n[0])) - sp.sqrt(rational(n[1])) + rational(n[2]) / sp.sqrt(rational(n[3]))
    ),
    39: _expanded,
    40: lambda n: _factored(1, n[1], n[2]),
    41: lambda n: _factored(n[0], 1, n[2]),
    42: lambda n: value(n[0] ** 2 - 2 * n[1]),
    43: lambda n: roots(*_quadratic(1, n[1], n[2] - n[3])),
    44: lambda n: roots(*_quadratic(n[0], n[2], n[3] - n[4])),
    45: lambda n: value(n[1] ** 2 / 4),
    46: _height,
    47: lambda n: value(max(_quadratic(1, n[0], -n[1])), "cm"),
    48: lambda n: _vertex(n[1], n[0], n[2], n[3]),
    49: _variance,
    50: lambda n: value(sp.sin(_degrees(n[0])) * sp.tan(_degrees(n[1])) + sp.cos(_degrees(n[2]))),
    51: lambda n: value(n[1] ** 2 - 2 * n[2]),
    52: lambda n: _half_plane(X**2 + rational(n[1]) * X + rational(n[2]), "<", rational(n[3])),
    53: lambda n: value(sum(1 for _ in itertools.combinations(range(_whole(n[0])), _whole(n[1]))), "가지"),
    54: lambda n: value(_power(n[0], n[1], n[2]) * _power(n[3], -n[4], n[5])),
    55: lambda n: value(sp.simplify(_log(n[0], n[1]) + _log(n[2], n[3] / n[4]))),
    56: _arithmetic,
    57: lambda n: value(sum(n[2] * k + n[3] for k in range(_whole(n[0]), _whole(n[1]) + 1))),
    58: lambda n: value(rational(n[0] * n[1]) / 2 * sp.sin(_degrees(n[2]))),
    59: _cubic_maximum,
    60: lambda n: _polynomial_integral(n[0], n[1], [(n[2], 2), (n[4], 1), (n[5], 0)]),
    71: lambda n: _linear(n[0], n[1], 1, n[2]),
    72: lambda n: _mixture(*n),
    73: lambda n: _dice(lambda i, j: i + j == n[0]),
    74: lambda n: roots(*_quadratic(1, n[1], n[2] - n[3])),
    75: lambda n: _polynomial_integral(n[0], n[1], [(n[2], 1), (n[3], 0)]),
}  # fmt: skip

FIXED: dict[int, dict[int, int]] = {
    40: {0: 2}, 41: {1: 2}, 42: {2: 2, 3: 2}, 43: {0: 2}, 44: {1: 2}, 45: {0: 2, 2: 0}, 47: {2: 2},
    51: {0: 2, 3: 0, 4: 2, 5: 2}, 52: {0: 2}, 60: {3: 2}, 74: {0: 2},
}  # fmt: skip
"""Places whose number is part of the wording (exponents, a zero on the right): the function holds for no other."""


def answer_of(note: int, numbers: Numbers) -> Truth:
    """The right answer of sample note `note` with these numbers in its stem.

    Raises KeyError for a note without a function, ValueError where the numbers do not fit the wording.
    """
    for place, number in FIXED.get(note, {}).items():
        if numbers[place] != number:
            raise ValueError(f"number {place + 1} must be {number}")
    return ANSWERS[note](numbers)
