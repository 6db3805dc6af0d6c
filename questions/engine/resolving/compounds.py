"""Composed questions solved a second time: each simple question by its own second solver.

The stem is cut as its author cuts it; the answers are values here, not formulas, and SymPy compares them with the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value, to_plain
from questions.engine.expressions.values import Point
from questions.engine.resolving.algebraic import computer_algebra, exact, letter_of, mathematics
from questions.engine.resolving.reading import Resolution, declined, same
from questions.engine.twins.facts.composing import Composed, composed
from questions.engine.twins.facts.compounds import question, with_greek
from questions.engine.twins.grammar.phrasing import readings
from questions.engine.twins.grammar.reading import Reading

Solve = Callable[[str], Resolution | None]
Found = dict[str, Any]
_UNIT = re.compile(r"(?<=[a-zπ])(?:cm|mm|km)(?:\^\{?[23]\}?)?$|(?<=[a-zπ])m\^\{?[23]\}?$|(?<=[a-zπ])°$")
_RELATION = re.compile(r"[≤≥<>]")


def resolve_compound(reading: Reading, solve: Solve) -> Resolution | None:
    """The second solution of a composed question; of the first cut that gives one, else None."""
    for spelt in readings(reading):
        way = with_greek(spelt)
        for found in composed(way.text):
            try:
                value = _value(way, found, solve)
            except declined():
                continue
            if value is not None:
                return _resolution(value)
    return None


def _resolution(value: Value) -> Resolution:
    printed = value if isinstance(value, str) else to_plain(value)
    return Resolution(printed, "물은 것을 하나씩 따로 풀어 합쳤음", lambda given: same(given, value), value)


def _value(way: Reading, found: Composed, solve: Solve) -> Value | None:
    letters: Found = {}
    for part in found.parts:
        resolution = solve(question(way, part).text)
        answer = resolution.value if resolution else None
        if answer is None:
            return None
        named = _named(part.form, answer)
        if named is None or set(named) & set(letters):
            return None
        letters |= named
    if found.order:
        letters = _ordered(letters, found.order)
    return _asked(found, letters)


def _asked(found: Composed, letters: Found) -> Value | None:
    sympy = computer_algebra()
    if found.labels:
        forms = re.findall(r"\([a-z],[a-z]\)|[a-z]", found.asked)
        return tuple(_point(form, letters) if "(" in form else exact(letters[form]) for form in forms)
    if "," in found.asked:
        names = found.asked.split(",")
        if sorted(names) != sorted(letters):
            return None
        return tuple(sympy.Eq(mathematics(name), letters[name]) for name in names)
    body = mathematics(found.asked)
    values = {mathematics(name): value for name, value in letters.items()}
    if not body.free_symbols or not body.free_symbols <= set(values):
        return None
    first = exact(body.subs(values, simultaneous=True))
    if not found.order and any(re.fullmatch(r".,.", part.form) for part in found.parts):
        one, other = values
        turned = {one: values[other], other: values[one]}
        if sympy.simplify(first - body.subs(turned, simultaneous=True)) != 0:
            return None
    return first  # type: ignore[no-any-return]


def _point(form: str, letters: Found) -> Point:
    return Point(exact(letters[name]) for name in re.findall("[a-z]", form))


def _ordered(letters: Found, order: str) -> Found:
    sympy = computer_algebra()
    low, _, high = order.partition("<")
    one, other = letters[low], letters[high]
    return {low: sympy.Min(one, other), high: sympy.Max(one, other)}


def _rational(value: Any) -> Any:
    if isinstance(value, Fraction):
        return computer_algebra().Rational(value.numerator, value.denominator)
    return value


def _named(form: str, answer: Any) -> Found | None:
    """The letters' values, so that the form equals the answer."""
    if isinstance(answer, tuple):
        return _from_tuple(form, tuple(_rational(one) for one in answer))
    value = _rational(answer)
    if getattr(value, "is_Boolean", False) or getattr(value, "is_Relational", False):
        return _from_relation(form, value)
    if re.search(r"\d\^\{?[a-z]", form) and value.is_Integer:
        return _exponents(form, int(value))
    form = _UNIT.sub("", form)
    lowest = re.fullmatch(r"\\frac\{[a-z]\}\{(\d+)\}", form)
    if lowest and value.is_Rational and value.q != int(lowest[1]):
        return None
    letter = form.removeprefix("x=")
    if re.fullmatch("[a-zA-Zα-γ]", letter) and letter != "x" and not value.free_symbols:
        return {letter: value}
    if re.fullmatch("[a-zA-Zα-γ]", letter):
        return None
    return _compared(form, value)


def _exponents(form: str, number: int) -> Found | None:
    """Each printed prime is divided out as often as it goes; nothing may remain."""
    found: Found = {}
    for factor in re.split("[×·]", form):
        prime, power = re.fullmatch(r"(\d+)(?:\^\{?([a-z]|\d)\}?)?", factor).groups()  # type: ignore[union-attr]
        count = 0
        while number % int(prime) == 0:
            number //= int(prime)
            count += 1
        if power and power.isalpha():
            found[power] = computer_algebra().Integer(count)
        elif count != int(power or 1):
            return None
    return found if number == 1 else None


def _from_tuple(form: str, values: tuple[Any, ...]) -> Found | None:
    sides = [getattr(one, "lhs", None) for one in values]
    named = dict(re.findall(r"([xy])=([a-z])", form))
    if all(side is not None for side in sides):
        stated = {str(one.lhs): one.rhs for one in values}
        pair = re.fullmatch(r"\((.),(.)\)", form)
        if pair and set(stated) == {"x", "y"}:
            return {pair[1]: stated["x"], pair[2]: stated["y"]}
        return {letter: stated[name] for name, letter in named.items()} if set(named) == set(stated) else None
    pair = re.fullmatch(r"\(?([a-zA-Zα-γ]),([a-zA-Zα-γ])\)?", form)
    return {pair[1]: values[0], pair[2]: values[1]} if pair and len(values) == 2 else None


def _from_relation(form: str, relation: Any) -> Found | None:
    """The ends of the set that a relation describes, read from left to right."""
    sympy = computer_algebra()
    if getattr(relation, "is_Equality", False):
        head, _, right = form.rpartition("=")
        if head == "x" and str(relation.lhs) == "x" and relation.rhs.is_number:
            return {right: relation.rhs}
        return _compared(right, relation.rhs) if head and str(relation.lhs) == head else None
    ends = _ends(relation)
    closed = re.fullmatch(r"\[([a-z]),([a-z])\]", form)
    form = f"{closed[1]}≤x≤{closed[2]}" if closed else form
    wanted = [end for piece in form.split("∨∨") for end in _ends_of(piece)]
    if len(ends) != len(wanted) or any(one[:2] != other[:2] for one, other in zip(ends, wanted, strict=True)):
        return None
    return {other[2]: one[2] for one, other in zip(ends, wanted, strict=True) if one[2] not in (sympy.oo, -sympy.oo)}


def _ends(relation: Any) -> list[tuple[str, bool, Any]]:
    """The bounds that the relations of x with numbers state, from left to right; ArithmeticError for anything else."""
    sympy = computer_algebra()
    pieces = relation.args if isinstance(relation, sympy.Or) else (relation,)
    found = [
        sorted(map(_end, piece.args if isinstance(piece, sympy.And) else (piece,)), key=_place) for piece in pieces
    ]
    return [end for piece in sorted(found, key=lambda ends: ends[0][2]) for end in piece if end[2].is_finite]


def _place(end: tuple[str, bool, Any]) -> Any:
    return end[2]


def _end(relation: Any) -> tuple[str, bool, Any]:
    sympy = computer_algebra()
    if not relation.gts.is_Symbol and not relation.lts.is_Symbol:
        raise ArithmeticError("no bound of a letter")
    below = relation.gts.is_Symbol
    loose = isinstance(relation, (sympy.Ge, sympy.Le))
    return ("low" if below else "high"), loose, (relation.lts if below else relation.gts)


def _ends_of(piece: str) -> list[tuple[str, bool, str]]:
    """The bounds that a printed piece (`a≤x<b`, `x>b`) states."""
    sides, signs = _RELATION.split(piece), _RELATION.findall(piece)
    found = []
    for left, sign, right in zip(sides, signs, sides[1:], strict=False):
        upward = sign in "<≤"
        letter = left if right == "x" else right
        below = (right == "x") == upward
        found.append(("low" if below else "high", sign in "≤≥", letter))
    return found


def _compared(form: str, value: Any) -> Found | None:
    """The letters by comparing coefficients: of the powers of x, of i, or of the roots that the form prints."""
    sympy = computer_algebra()
    head, _, right = form.rpartition("=")
    if head not in ("", "y"):
        return None
    shape = sympy.expand(mathematics(right))
    x = letter_of("x")
    unknown = sorted(shape.free_symbols - {x}, key=str)
    if not unknown or len(unknown) > 4:
        return None
    gap = sympy.expand(shape - sympy.expand(value))
    equations = [gap]
    if x in gap.free_symbols:
        equations = sympy.Poly(gap, x).all_coeffs()
    equations = [part for one in equations for part in _parts(one, unknown)]
    solutions = sympy.solve(equations, unknown, dict=True)
    if len(solutions) != 1 or set(solutions[0]) != set(unknown):
        return None
    return {str(name): found for name, found in solutions[0].items()}


def _parts(equation: Any, unknown: list[Any]) -> list[Any]:
    """One equation for each root (and for i) in it, since the letters stand for rational numbers."""
    sympy = computer_algebra()
    roots = {power for power in equation.atoms(sympy.Pow) if power.base.is_number and not power.exp.is_Integer}
    rows: dict[Any, Any] = {}
    for term in sympy.Add.make_args(sympy.expand(equation)):
        kind = sympy.Integer(1)
        for factor in sympy.Mul.make_args(term):
            if factor in roots or factor == sympy.I:
                kind *= factor
        rows[kind] = rows.get(kind, 0) + term / kind
    return list(rows.values())
