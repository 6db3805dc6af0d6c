"""Factorising with a common monomial and with two letters: `6x^2y - 12xy`, `4x^2 - 25y^2`, `x^2 + 5xy + 6y^2`."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from questions.engine.twins.grammar.algebra import (
    Monomial,
    is_square,
    monomials,
    needs,
    place_term,
    square_root,
)
from questions.engine.twins.grammar.family import Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

Powers = dict[str, int]
_NINE = RangeDomain(Fraction(-9), Fraction(9))


def general(reading: Reading, match: Match) -> Sketch | None:
    """A common monomial times a sum of two terms, a difference of squares, a square, or a product of two sums."""
    terms = monomials(match["f"], match.start("f"))
    needs(terms is not None and 2 <= len(terms) <= 3)
    assert terms is not None
    letters = sorted({name for term in terms for name, _ in term.powers})
    needs(1 <= len(letters) <= 3)
    shared = {name: min(dict(term.powers).get(name, 0) for term in terms) for name in letters}
    rest = [{name: dict(term.powers).get(name, 0) - shared[name] for name in letters} for term in terms]
    factor = gcd(*(int(term.factor) for term in terms))
    needs(terms[0].sign > 0)
    sketch = Sketch(
        "중3.인수분해",
        "polynomial.factorise.common",
        kind=AnswerKind.EXPRESSION,
        form="factored",
        keeps_size=False,
    )
    sketch.free = tuple(letters)
    front = _product("g" if factor > 1 else "", shared)
    sketch.let.append(("one", "1"))
    if factor > 1:
        sketch.originals["g"], sketch.domains["g"] = (
            Fraction(factor),
            RangeDomain(Fraction(2), Fraction(max(6, factor))),
        )
    if len(terms) == 2 and not _both_square(rest, terms, factor):
        needs(factor > 1 or any(shared.values()))
        _two_terms(sketch, terms, rest, factor, front)
    elif len(terms) == 2:
        _squares(sketch, terms, rest, factor, front)
    else:
        needs(len(letters) > 1 or front)
        _three_terms(sketch, terms, rest, factor, front)
    return sketch


def _product(factor: str, powers: Powers) -> str:
    parts = [factor] if factor else []
    parts += [name if power == 1 else f"{name}**{power}" for name, power in powers.items() if power]
    return "*".join(parts)


def _times(front: str, body: str) -> str:
    return f"{front}*{body}" if front else body


def _both_square(rest: list[Powers], terms: list[Monomial], factor: int) -> bool:
    even = all(power % 2 == 0 for powers in rest for power in powers.values())
    squares = all(is_square(Fraction(int(term.factor) // factor)) for term in terms)
    return even and squares and terms[1].sign < 0


def _print(sketch: Sketch, term: Monomial, name: str, formula: str) -> None:
    sketch.let.append((name, formula))
    place_term(sketch, term, name)


def _two_terms(sketch: Sketch, terms: list[Monomial], rest: list[Powers], factor: int, front: str) -> None:
    g = "g*" if factor > 1 else ""
    for name, term in zip("mp", terms, strict=True):
        sketch.originals[name], sketch.domains[name] = (
            Fraction(int(term.factor) // factor),
            RangeDomain(Fraction(1), Fraction(9)),
        )
        if term.first == term.last:
            sketch.domains[name] = RangeDomain(Fraction(1), Fraction(1))
        _print(sketch, term, f"{name}n", f"{g}{name}*one")
    sign = "+" if terms[1].sign > 0 else "-"
    one, other = (_product(name, powers) for name, powers in zip("mp", rest, strict=True))
    sketch.where += ["gcd(m, p) == 1"]
    body, flipped = f"({one} {sign} {other})", f"({one} {'-' if sign == '+' else '+'} {other})"
    sketch.answer = _times(front, body)
    letter = sketch.free[0]
    sketch.wrong = [
        (_times(front, flipped), "sign"),
        (f"{letter}*{front}*{body}", "other"),
        (f"2*{_times(front, body)}", "other"),
        (f"{front}*({one} {sign} {other}*{letter})", "partial"),
        (f"{front}*({one} {sign} 2*{other})", "other"),
        (f"-{front}*{flipped}", "sign"),
    ]
    sketch.say = ["모든 항에 공통인 인수를 찾아 묶어 낸다."]
    sketch.tell = ["Take out the factor that all terms share."]


def _squares(sketch: Sketch, terms: list[Monomial], rest: list[Powers], factor: int, front: str) -> None:
    g = "g*" if factor > 1 else ""
    for name, term in zip("mp", terms, strict=True):
        root = square_root(Fraction(int(term.factor) // factor))
        sketch.originals[name], sketch.domains[name] = root, RangeDomain(Fraction(1), Fraction(9))
        if term.first == term.last:
            sketch.domains[name] = RangeDomain(Fraction(1), Fraction(1))
        _print(sketch, term, f"{name}n", f"{g}{name}*{name}")
    halves = [{name: power // 2 for name, power in powers.items()} for powers in rest]
    one, other = (_product(name, powers) for name, powers in zip("mp", halves, strict=True))
    sketch.where += ["gcd(m, p) == 1"]
    sketch.answer = _times(front, f"({one} + {other})*({one} - {other})")
    sketch.wrong = [
        (_times(front, f"({one} - {other})**2"), "formula"),
        (_times(front, f"({one} + {other})**2"), "formula"),
        (_times(front, f"({one} + 2*{other})*({one} - 2*{other})"), "other"),
        (f"-({_times(front, f'({one} + {other})*({one} - {other})')})", "sign"),
        (_times(front, f"(2*{one} + {other})*(2*{one} - {other})"), "other"),
    ]
    sketch.say = ["제곱의 차는 합과 차의 곱으로 인수분해된다."]
    sketch.tell = ["A difference of squares is the sum times the difference."]


def _three_terms(sketch: Sketch, terms: list[Monomial], rest: list[Powers], factor: int, front: str) -> None:
    """a X^2 + b X Y + c Y^2 with two rational linear factors; X and Y are letters, or Y is 1."""
    first, middle, last = rest
    x = next((name for name, power in first.items() if power == 2), "")
    y = next((name for name, power in last.items() if power == 2), "")
    needs(x and sum(first.values()) == 2 and sum(last.values()) == (2 if y else 0))
    needs(middle == {name: int(name in (x, y)) for name in middle})
    a, b, c = (Fraction(term.sign * int(term.factor) // factor) for term in terms)
    needs(is_square(b * b - 4 * a * c))
    root = square_root(b * b - 4 * a * c)
    small, large = (-b - root) / (2 * a), (-b + root) / (2 * a)
    m = Fraction(small.denominator)
    n = a / m
    needs(n.denominator == 1 and n == large.denominator)
    sketch.originals |= {"p": -small * m} if not root else {"p": -small * m, "q": -large * n}
    sketch.domains |= {"p": _NINE, "q": _NINE}
    if a == 1:
        sketch.let += [("m", "1"), ("n", "1")]
    else:
        sketch.originals |= {"m": m} if not root else {"m": m, "n": n}
        sketch.domains |= {name: RangeDomain(Fraction(1), Fraction(5)) for name in "mn"}
        sketch.let += [] if root else [("n", "m + 0")]
    sketch.let += [] if root else [("q", "p + 0")]
    g = "g*" if factor > 1 else ""
    for name, term, text in zip("abc", terms, ("m*n", "(m*q + n*p)", "p*q"), strict=True):
        if name == "a" and a == 1 and factor == 1:
            continue
        _print(sketch, term, f"{name}n", f"{'' if term.sign > 0 else '-'}{g}{text}")
    sketch.where += ["p != 0", "q != 0", "gcd(p, m) == 1", "gcd(q, n) == 1"] + (
        ["p*n != q*m", "m*q + n*p != 0"] if root else []
    )
    tail = f"*{y}" if y else ""
    one, other = f"(m*{x} + p{tail})", f"(n*{x} + q{tail})"
    sketch.answer = _times(front, f"{one}*{other}" if root else f"{one}**2")
    minus, swapped = f"(m*{x} - p{tail})*(n*{x} - q{tail})", f"(m*{x} + q{tail} + {x})*(n*{x} + p{tail})"
    sketch.wrong = [
        (_times(front, minus), "sign"),
        (_times(front, f"(m*{x} - p{tail})*{other}"), "sign"),
        (_times(front, f"{one}*(n*{x} - q{tail})"), "sign"),
        (_times(front, swapped), "order"),
        (_times(front, f"(m*{x} + 2*p{tail})*{other}"), "other"),
        (_times(front, f"{one}*(n*{x} + 2*q{tail})"), "other"),
    ]
    sketch.say = ["공통인수로 묶고, 곱과 합이 맞는 두 식을 찾는다."]
    sketch.tell = ["Take out the common factor, then find two factors with the right product and sum."]
