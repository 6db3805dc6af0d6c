"""Second answers for what follows from a few facts: sets as sets, limits, roots and logarithms by computer algebra."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only
from questions.engine.resolving.reading import turns


def _sets(match: re.Match[str]) -> Any:
    """Each element is asked whether it belongs: the expression shrinks to its truth value."""
    one, two, whole = (
        {int(found) for found in re.findall(r"\d+", match.groupdict().get(name) or "")}
        for name in ("one", "two", "all")
    )
    text = re.sub(r"\^\{?[cC]\}?", "'", match["op"])
    inside = [each for each in sorted(one | two | whole) if _belongs(text, each in one, each in two)]
    return Fraction(sum(inside)) if match.groupdict().get("w") else tuple(map(Fraction, inside))


_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\((\d)\)"), lambda found: found[1]),
    (re.compile(r"(\d)'"), lambda found: str(1 - int(found[1]))),
    (re.compile(r"(\d)∪(\d)"), lambda found: str(int(found[1]) | int(found[2]))),
    (re.compile(r"(\d)∩(\d)"), lambda found: str(int(found[1]) & int(found[2]))),
    (re.compile(r"(\d)-(\d)"), lambda found: str(int(found[1]) & (1 - int(found[2])))),
)


def _belongs(text: str, in_one: bool, in_two: bool) -> bool:
    text = text.replace("A", str(int(in_one))).replace("B", str(int(in_two)))
    while len(text) > 1:
        for step, shrink in _STEPS:
            shorter = step.sub(shrink, text, count=1)
            if shorter != text:
                text = shorter
                break
        else:
            raise ArithmeticError("no expression of sets")
    return text == "1"


def _coefficients(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    found = sympy.Poly(mathematics(match["f"]), letter_of("x"))
    if found.degree() != 1:
        raise ArithmeticError("another degree")
    slope, rest = found.all_coeffs()
    return exact({"합": slope + rest, "차": abs(slope - rest), "곱": slope * rest}[match["w"]])


def _powers(match: re.Match[str]) -> Any:
    """Multiplied out step by step from i itself."""
    sympy = computer_algebra()
    total = sympy.Integer(0)
    for sign, braced, digit in re.findall(r"([-+]?)i\^(?:\{(\d+)\}|(\d))", match["f"]):
        value = sympy.Integer(1)
        for _ in turns(int(braced or digit)):
            value = sympy.expand(value * sympy.I)
        total += -value if sign == "-" else value
    return total if total.has(sympy.I) else exact(total)


def _hole(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = letter_of("x")
    return exact(sympy.limit(mathematics(match["f"]) / mathematics(f"x{match['s']}{match['c']}"), x, int(match["c_2"])))


def _from_roots(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, (p, q, m) = letter_of("x"), (mathematics(match[name]) for name in "pqm")
    b, c = sympy.symbols("b c")
    found = only(sympy.solve([m * root**2 + b * root + c for root in (p, q)], [b, c], dict=True))
    return sympy.Eq(m * x**2 + found[b] * x + found[c], 0)


def _unknown(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    a = sympy.Symbol("a")
    k, p, v, r = (mathematics(match[name]) for name in "kpvr")
    k = -k if match["sg"] == "-" else k
    slope = only(sympy.solve(a * p + k - v, a))
    return exact(slope * r + k)


def _integers(match: re.Match[str]) -> Any:
    text = match.group()
    c = int(match["c"]) * (-1 if f"x+{match['c']}" in text else 1)
    return Fraction(sum(abs(x - c) < int(match["r"]) for x in range(-400, 401)))


def _conjugates(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    z = mathematics(match["a"]) + sympy.I * mathematics(match["b"])
    return exact(sympy.expand(z * sympy.conjugate(z)))


def _letters(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    factors = sympy.factorint(int(match["n"]))
    if set(factors) - {2, 3}:
        raise ArithmeticError("other primes")
    return factors.get(2, 0) * letter_of("a") + factors.get(3, 0) * letter_of("b")


def _exponential(match: re.Match[str]) -> Any:
    """By trying: the left side is zero at exactly two whole places."""
    h, m, b, c = (Fraction(match[name]) for name in "hmbc")
    found = [x for x in range(-9, 10) if h**x - m * b**x + c == 0]
    if len(found) != 2:
        raise ArithmeticError("not two roots")
    return Fraction(sum(found))


def _limit(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, c = letter_of("x"), int(match["c"])
    root = sympy.sqrt(x + (-1 if match["sg"] == "-" else 1) * int(match["a"]))
    return exact(sympy.limit((root - int(match["b"])) / (x - int(match["c_2"])), x, c))


def _tangent(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, k = sympy.symbols("x k")
    slope = -1 if "y=-x" in match.group() else 1
    meeting = sympy.expand(x**2 + (slope * x + k) ** 2 - int(match["r"]))
    return exact(only([root for root in sympy.solve(sympy.discriminant(meeting, x), k) if root > 0]))


def _factorised(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    return Fraction(int(sympy.prod(prime**power for prime, power in sympy.factorint(int(match["n"])).items())))


def _domain_and_range(match: re.Match[str]) -> Any:
    """Where the radicand turns, and the value there: the largest or the smallest by a place beside it."""
    x, y = letter_of("x"), letter_of("y")
    body = mathematics(match.group()[match.group().index("y=") : match.group().index("의정의역")])
    (root,) = body.atoms(computer_algebra().Pow)
    start = only(computer_algebra().solve(root.base, x))
    edge = body.subs(x, start)
    above = body.subs(x, start + 4) > edge
    return (x >= start, y >= edge if above else y <= edge)


SOLVERS: dict[str, Solver] = {
    "sets.listed": _sets,
    "root.domain.range": _domain_and_range,
    "divisors.factorise": _factorised,
    "linear.coefficients": _coefficients,
    "complex.powers": _powers,
    "continuity.hole": _hole,
    "quadratic.from.roots": _from_roots,
    "function.unknown.value": _unknown,
    "modulus.integers": _integers,
    "complex.conjugate.product": _conjugates,
    "logarithm.in.letters": _letters,
    "exponential.quadratic": _exponential,
    "limit.root": _limit,
    "circle.tangent.constant": _tangent,
}
