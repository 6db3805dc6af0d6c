"""Works rational expressions out exactly modulo large primes, at points drawn from their own text.

Identities of polynomials show at a random point (Schwartz and Zippel): two that differ agree there with a chance of
at most degree / prime, here far below one in 10^60. Powers cost only their number of digits, so `(x − a)^6000` is
told from `(x − a)^5999` without multiplying anything out.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hashlib import blake2b
from typing import Final

from questions.engine.expressions.nodes import CONSTANTS, Arithmetic, Name, Negative, Node, Number, names_in

_PRIMES: Final = (2**127 - 1, 2**107 - 1)  # Mersenne primes
_ROUNDS: Final = 2
_LARGEST_EXPONENT: Final = 10**9


class _NoResidue(Exception):
    """The tree holds more than letters, rationals, + − × ÷ and whole powers, or divides by zero at the point."""


def same_residue(left: Node, right: Node) -> bool | None:
    """Whether two rational expressions are the same; None where one is no such expression.

    False is certain. True is certain but for a chance that no writer of an answer can reach, as the points follow
    from both texts.
    """
    letters = sorted(names_in(left) | names_in(right))
    seed = repr((left, right)).encode()
    try:
        for prime in _PRIMES:
            for turn in range(_ROUNDS if letters else 1):
                point = {name: _drawn(seed, name, turn, prime) for name in letters}
                if _value(left, point, prime) != _value(right, point, prime):
                    return False
    except _NoResidue:
        return None
    return True


def _drawn(seed: bytes, name: str, turn: int, prime: int) -> int:
    digest = blake2b(seed + f"\0{name}\0{turn}".encode(), digest_size=32).digest()
    return int.from_bytes(digest, "big") % prime


def _value(node: Node, point: Mapping[str, int], prime: int) -> int:
    match node:
        case Number(value):
            return value.numerator * _inverse(value.denominator, prime) % prime
        case Name(name) if name not in CONSTANTS:
            return point[name]
        case Negative(operand):
            return -_value(operand, point, prime) % prime
        case Arithmetic("**", left, right):
            return _power(_value(left, point, prime), _whole(right), prime)
        case Arithmetic(operator, left, right) if operator in ("+", "-", "*", "/", "mixed"):
            return _worked(operator, _value(left, point, prime), _value(right, point, prime), prime)
        case _:
            raise _NoResidue


def _worked(operator: str, left: int, right: int, prime: int) -> int:
    match operator:
        case "-":
            return (left - right) % prime
        case "*":
            return left * right % prime
        case "/":
            return left * _inverse(right, prime) % prime
        case _:
            return (left + right) % prime


def _inverse(value: int, prime: int) -> int:
    if value % prime == 0:
        raise _NoResidue
    return pow(value, -1, prime)


def _power(base: int, exponent: int, prime: int) -> int:
    if base == 0 and exponent <= 0:
        raise _NoResidue
    return pow(base, exponent, prime)


def _whole(node: Node) -> int:
    """The exponent as a whole number of bounded size."""
    value = _rational(node)
    if value.denominator != 1 or abs(value) > _LARGEST_EXPONENT:
        raise _NoResidue
    return value.numerator


def _rational(node: Node) -> Fraction:
    match node:
        case Number(value):
            return value
        case Negative(operand):
            return -_rational(operand)
        case Arithmetic("+", left, right):
            return _rational(left) + _rational(right)
        case Arithmetic("-", left, right):
            return _rational(left) - _rational(right)
        case Arithmetic("*", left, right):
            return _rational(left) * _rational(right)
        case _:
            raise _NoResidue
