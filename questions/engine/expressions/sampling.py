"""Works a tree out at points, in floating point, to reject what cannot be equal. It never confirms."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Call, Name, Negative, Node, Number, names_in, walk

_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "imaginary": 1j}
_POINTS: Final = (0.7310585, 1.9120391, -0.4172022, 2.6180339, -1.3247179, 0.2078796, 3.7390851, -2.5029078)
_TOLERANCE: Final = 1e-7
_FLOOR: Final = 1e-10


_DEEPEST: Final = 20
_STEPPED: Final = frozenset(("floor", "ceil", "mod", "gcd", "lcm"))


class NoSample(Exception):
    """The tree has no finite value at the point."""


def differ(left: Node, right: Node, count: int = 6) -> bool | None:
    """True where the two clearly differ at some point, False where they agree at all, None without a point.

    Points lie on both sides of zero; one where either side has no value, or is not real or was worked out through
    numbers that are not (√x·√y at negative x and y), counts for nothing unless there is no other.
    """
    letters = sorted(names_in(left) | names_in(right))
    agreed: bool | None = None
    unreal = False
    for turn in range(count if letters else 1):
        point = {name: _POINTS[(turn + 3 * i) % len(_POINTS)] + i / 7 for i, name in enumerate(letters)}
        try:
            first, second = sample(left, point), sample(right, point)
        except NoSample:
            continue
        apart = _apart(first, second)
        if letters and (_is_unreal(first) or _is_unreal(second) or (apart and _strays(left, right, point))):
            unreal = unreal or apart
            agreed = agreed if apart else False
        elif apart:
            return True
        else:
            agreed = False
    return True if unreal and agreed is None else agreed


def _is_unreal(value: complex) -> bool:
    return abs(value.imag) > _FLOOR


def _strays(left: Node, right: Node, point: Mapping[str, float]) -> bool:
    """Whether a root, a logarithm or the like inside one of two real sides is not real at the point."""
    parts = [part for side in (left, right) for part in walk(side)]
    if Name("imaginary") in parts:
        return False
    kinds = (
        part for part in parts if isinstance(part, Call) or (isinstance(part, Arithmetic) and part.operator == "**")
    )
    return any(_is_unreal(sample(part, point)) for part in kinds)


def _apart(first: complex, second: complex) -> bool:
    distance = abs(first - second)
    return distance > _FLOOR and distance > _TOLERANCE * max(abs(first), abs(second))


def sample(node: Node, point: Mapping[str, float]) -> complex:
    """The value at a point. Raises NoSample."""
    try:
        value = _value(node, point)
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        raise NoSample from error
    if cmath.isnan(value) or cmath.isinf(value):
        raise NoSample
    return value


def _value(node: Node, point: Mapping[str, float]) -> complex:
    match node:
        case Number(value):
            return complex(float(value))
        case Name(name):
            if name in point:
                return complex(point[name])
            if name in _CONSTANTS:
                return complex(_CONSTANTS[name])
            raise NoSample
        case Negative(operand):
            return -_value(operand, point)
        case Arithmetic("**", left, right):
            return _power(_value(left, point), _value(right, point), right)
        case Arithmetic(operator, left, right) if operator in _OPERATIONS:
            return _OPERATIONS[operator](_value(left, point), _value(right, point))
        case Call("root", (inside, index)):
            exponent = Arithmetic("/", Number(Fraction(1), "1"), index)
            return _power(_value(inside, point), 1 / _value(index, point), exponent)
        case Call(function, arguments):
            return _call(function, [_value(argument, point) for argument in arguments])
        case _:
            raise NoSample


_OPERATIONS: Final[dict[str, Callable[[complex, complex], complex]]] = {
    "+": lambda a, b: a + b,
    "mixed": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def _power(base: complex, exponent: complex, written: Node) -> complex:
    """Real odd roots of negative numbers, as school has them, where the exponent is written as a rational."""
    base = _above_cut(base)
    if base.imag == 0 and base.real < 0 and exponent.imag == 0:
        ratio = _ratio(written)
        if ratio is not None and ratio.denominator > 1 and ratio.denominator % 2:
            size = (-base.real) ** float(ratio)
            return complex(-size if ratio.numerator % 2 else size)
    return base**exponent


def _ratio(node: Node) -> Fraction | None:
    match node:
        case Number(value):
            return value
        case Negative(operand):
            inner = _ratio(operand)
            return None if inner is None else -inner
        case Arithmetic("/", left, right):
            top, bottom = _ratio(left), _ratio(right)
            return top / bottom if top is not None and bottom else None
        case _:
            return None


def _over(function: Callable[[complex], complex]) -> Callable[[complex], complex]:
    return lambda value: 1 / function(value)


_FUNCTIONS: Final[dict[str, Callable[[complex], complex]]] = {
    **{name: getattr(cmath, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "sqrt")},
    **{name: getattr(cmath, name) for name in ("asin", "acos", "atan")},
    "sec": _over(cmath.cos),
    "csc": _over(cmath.sin),
    "cot": _over(cmath.tan),
    "sech": _over(cmath.cosh),
    "csch": _over(cmath.sinh),
    "coth": _over(cmath.tanh),
    "acsc": lambda value: cmath.asin(1 / value),
    "asec": lambda value: cmath.acos(1 / value),
    "acot": lambda value: cmath.atan(1 / value),
    "abs": lambda value: complex(abs(value)),
    "ln": cmath.log,
    "deg": lambda value: value * math.pi / 180,
    "percent": lambda value: value / 100,
    "cbrt": lambda value: _power(value, complex(1 / 3), Number(Fraction(1, 3), "1/3")),
}


def _above_cut(value: complex) -> complex:
    """Without a negative zero, which would put −1 below the cut of roots and logarithms and turn their sign."""
    return complex(value.real, value.imag + 0.0)


def _call(function: str, arguments: list[complex]) -> complex:
    arguments = [_above_cut(argument) for argument in arguments]
    if function == "log":
        return cmath.log(arguments[0]) / cmath.log(arguments[1] if len(arguments) == 2 else 10)
    if function == "factorial":
        number = arguments[0]
        if number.imag or not -_DEEPEST <= number.real <= 170 or (number.real < 0 and number.real.is_integer()):
            raise NoSample
        return complex(math.gamma(number.real + 1))
    if function in ("max", "min"):
        if any(abs(argument.imag) > _FLOOR for argument in arguments):
            raise NoSample
        return complex((max if function == "max" else min)(argument.real for argument in arguments))
    if function in _STEPPED:
        return _stepped(function, arguments)
    if function in _FUNCTIONS:
        return _FUNCTIONS[function](arguments[0])
    return _unknown(function, arguments)


def _stepped(function: str, arguments: list[complex]) -> complex:
    """Functions that jump: no value near a jump, where rounding would decide."""
    if any(abs(argument.imag) > _FLOOR for argument in arguments):
        raise NoSample
    numbers = [argument.real for argument in arguments]
    near = [round(number) for number in numbers]
    if function in ("gcd", "lcm"):
        if any(abs(a - b) > _FLOOR for a, b in zip(numbers, near, strict=True)):
            raise NoSample
        return complex((math.gcd if function == "gcd" else math.lcm)(*near))
    value = numbers[0] if function != "mod" else numbers[0] / numbers[1]
    if value != round(value) and abs(value - round(value)) < _TOLERANCE:
        raise NoSample
    if function == "mod":
        return complex(numbers[0] - numbers[1] * math.floor(value))
    return complex(math.floor(value) if function == "floor" else math.ceil(value))


def _unknown(function: str, arguments: list[complex]) -> complex:
    """A fixed smooth stand-in for an undefined f, different for each name, so that f(2x) and f(x+x) agree."""
    seed = sum(ord(c) for c in function)
    return 1.3 + cmath.sin(sum((i + 1) * a for i, a in enumerate(arguments)) * 0.37 + seed)
