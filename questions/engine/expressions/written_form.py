"""Turns a value back into a tree, in the order and shape in which school writes it."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from questions.engine.expressions import symbolic
from questions.engine.expressions.limits import ExpressionError
from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Group,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Span,
    Word,
)
from questions.engine.expressions.values import Point

ONE: Final = Number(Fraction(1), "1")
_RELATIONS: Final = {
    "Equality": "=",
    "Unequality": "!=",
    "StrictLessThan": "<",
    "LessThan": "<=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
}
_FUNCTIONS: Final = {"Abs": "abs", "ceiling": "ceil", "Min": "min", "Max": "max", "log": "ln"}
_FLIPPED: Final = {">": "<", ">=": "<="}


def written(value: Any) -> Node:
    """The tree of a value: descending powers, a positive denominator, roots as roots, chains as chains.

    Raises ExpressionError(type) for a SymPy object that school has no writing for.
    """
    if isinstance(value, bool):
        return Name("True" if value else "False")
    if isinstance(value, str):
        return Word(value)
    if isinstance(value, int | Fraction):
        return _rational(Fraction(value))
    if isinstance(value, tuple):
        return Group("point" if isinstance(value, Point) else "list", tuple(written(item) for item in value))
    try:
        return _symbolic(value)
    except symbolic.FAULTS as fault:
        raise ExpressionError("type", "a value that cannot be written") from fault


def _rational(value: Fraction) -> Node:
    size = Number(Fraction(abs(value.numerator)), str(abs(value.numerator)))
    node: Node = size
    if value.denominator != 1:
        node = Arithmetic("/", size, Number(Fraction(value.denominator), str(value.denominator)))
    return Negative(node) if value < 0 else node


@lru_cache(maxsize=1024)
def _symbolic(value: Any) -> Node:
    sympy = symbolic.library()
    if value.is_Rational:
        return _rational(Fraction(int(value.p), int(value.q)))
    if value.is_Symbol:
        return Name(value.name)
    if value in (sympy.pi, sympy.E, sympy.I, sympy.oo, -sympy.oo, sympy.S.EmptySet):
        return _constant(value)
    if value.is_Add:
        return _sum(value)
    if value.is_Mul:
        return _product(value)
    if isinstance(value, sympy.exp):
        return _power(sympy.E, value.args[0])
    if value.is_Pow:
        return _power(*value.as_base_exp()) if value.exp.is_Rational is not True else _power(value.base, value.exp)
    if isinstance(value, sympy.Set):
        return _set(value)
    if value.is_Relational or isinstance(value, sympy.logic.boolalg.Boolean):
        return _statement(value)
    if value.is_Function:
        name = value.func.__name__
        return Call(_FUNCTIONS.get(name, name), tuple(_symbolic(a) for a in value.args))
    raise ExpressionError("type", "a value that cannot be written")


def _constant(value: Any) -> Node:
    sympy = symbolic.library()
    if value == -sympy.oo:
        return Negative(Name("oo"))
    names = {sympy.pi: "pi", sympy.E: "e", sympy.I: "imaginary", sympy.oo: "oo", sympy.S.EmptySet: "empty"}
    return Name(names[value])


def _sum(value: Any) -> Node:
    terms = value.as_ordered_terms(order="lex")
    if not value.free_symbols:
        terms = [t for t in terms if t.is_Rational] + [t for t in terms if not t.is_Rational]
    node = _symbolic(terms[0])
    for term in terms[1:]:
        part = _symbolic(term)
        sign, size = ("-", part.operand) if isinstance(part, Negative) else ("+", part)
        node = Arithmetic(sign, node, size)
    return node


def _product(value: Any) -> Node:
    sympy = symbolic.library()
    coefficient = sympy.Integer(1)
    above: list[Any] = []
    below: list[Any] = []
    for factor in sympy.Mul.make_args(value):
        if factor.is_Rational:
            coefficient *= factor
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative:
            below.append(sympy.Pow(factor.base, -factor.exp))
        else:
            above.append(factor)
    node = _logarithm(above, below) or _quotient(coefficient, _ordered(above), _ordered(below))
    if node is None:
        raise ExpressionError("type", "a value that cannot be written")
    if isinstance(node, Call) and abs(coefficient) != 1:
        node = Arithmetic("*", _rational(Fraction(int(abs(coefficient).p), int(coefficient.q))), node)
    return Negative(node) if coefficient < 0 else node


def _ordered(factors: list[Any]) -> list[Any]:
    numbers = [f for f in factors if not f.free_symbols]
    letters = [f for f in factors if f.free_symbols and not f.is_Add and not (f.is_Pow and f.base.is_Add)]
    rest = [f for f in factors if f not in numbers and f not in letters]
    return [f for group in (numbers, letters, rest) for f in sorted(group, key=_reading_order)]


def _reading_order(factor: Any) -> tuple[bool, str]:
    return (factor.is_Function, str(factor))


def _logarithm(above: list[Any], below: list[Any]) -> Node | None:
    sympy = symbolic.library()
    if len(above) == len(below) == 1 and all(isinstance(f, sympy.log) for f in (above[0], below[0])):
        return Call("log", (_symbolic(above[0].args[0]), _symbolic(below[0].args[0])))
    return None


def _quotient(coefficient: Any, above: list[Any], below: list[Any]) -> Node:
    top, bottom = abs(int(coefficient.p)), int(coefficient.q)
    lettered = [f for f in above if f.free_symbols]
    if not below and bottom != 1 and any(not f.is_Add for f in lettered):
        front = _quotient(coefficient, [f for f in above if not f.free_symbols], [])
        return _multiplied([front, *map(_symbolic, lettered)])  # ½x rather than x/2: school's coefficient
    upper = [_symbolic(f) for f in above]
    lower = [_symbolic(f) for f in below]
    if top != 1 or not upper:
        upper.insert(0, _rational(Fraction(top)))
    if bottom != 1:
        lower.insert(0, _rational(Fraction(bottom)))
    return Arithmetic("/", _multiplied(upper), _multiplied(lower)) if lower else _multiplied(upper)


def _multiplied(factors: list[Node]) -> Node:
    node = factors[0]
    for factor in factors[1:]:
        node = Arithmetic("*", node, factor)
    return node


def _power(base: Any, exponent: Any) -> Node:
    if exponent.is_Rational and exponent < 0:
        return Arithmetic("/", ONE, _power(base, -exponent))
    if exponent == 1:
        return _symbolic(base)
    if exponent.is_Rational and exponent.q != 1:
        inside = _symbolic(base) if exponent.p == 1 else _power(base, exponent * exponent.q)
        if exponent.q == 2:
            return Call("sqrt", (inside,))
        return Call("root", (inside, _rational(Fraction(int(exponent.q)))))
    return Arithmetic("**", _symbolic(base), _symbolic(exponent))


def _set(value: Any) -> Node:
    sympy = symbolic.library()
    if isinstance(value, sympy.FiniteSet):
        return Group("set", tuple(_symbolic(item) for item in sorted(value.args, key=_number_order)))
    if isinstance(value, sympy.Interval):
        low, high = _symbolic(value.start), _symbolic(value.end)
        return Span(low, high, not value.left_open, not value.right_open)
    if isinstance(value, sympy.Union):
        parts = sorted(value.args, key=lambda part: _number_order(part.inf))
        node = _set(parts[0])
        for part in parts[1:]:
            node = Arithmetic("union", node, _set(part))
        return node
    raise ExpressionError("type", "a set that cannot be written")


def _number_order(value: Any) -> tuple[int, float, str]:
    if value.is_number and value.is_extended_real:
        return (0, float(value), "")
    return (1, 0.0, str(value))


def _statement(value: Any) -> Node:
    sympy = symbolic.library()
    if value.is_Relational:
        operator = _RELATIONS[type(value).__name__]
        return Relation((operator,), (_symbolic(value.lhs), _symbolic(value.rhs)))
    parts = [_statement(part) for part in value.args]
    if isinstance(value, sympy.And) and len(parts) == 2:
        chain = _chain(parts[0], parts[1]) or _chain(parts[1], parts[0])
        if chain:
            return chain
    parts.sort(key=_leftmost)
    if isinstance(value, sympy.And | sympy.Or):
        return Logic("and" if isinstance(value, sympy.And) else "or", tuple(parts))
    raise ExpressionError("type", "a statement that cannot be written")


def _leftmost(node: Node) -> int:
    """Sorts `x < 1` before `x > 3`, as the line is read."""
    return int(not (isinstance(node, Relation) and node.operators[0] in ("<", "<=")))


def _chain(first: Node, second: Node) -> Node | None:
    """`a < x` and `x < b` as one chain `a < x < b`, or None where they do not meet."""
    left, right = _ascending(first), _ascending(second)
    if left is None or right is None or left.operands[1] != right.operands[0]:
        return None
    return Relation((*left.operators, *right.operators), (*left.operands, right.operands[1]))


def _ascending(node: Node) -> Relation | None:
    if not isinstance(node, Relation) or len(node.operators) != 1:
        return None
    if node.operators[0] in _FLIPPED:
        return Relation((_FLIPPED[node.operators[0]],), (node.operands[1], node.operands[0]))
    return node if node.operators[0] in ("<", "<=") else None
