"""Brings a tree into one exact form, a quotient of polynomials, so that equal expressions become identical.

Complete for rational expressions in letters and for sums of roots of rationals; for sines and powers with
letters in the exponent it knows their usual relations; what it does not know (a root of a sum, a logarithm of
a product) becomes a generator of its own, and then only equality is certain, never inequality.
"""

from __future__ import annotations

from fractions import Fraction

from questions.engine.expressions import polynomials as poly
from questions.engine.expressions.function_forms import call
from questions.engine.expressions.nodes import Arithmetic, Call, Name, Negative, Node, Number, names_in
from questions.engine.expressions.quotients import (
    UNIT,
    NoNormalForm,
    Quotient,
    added,
    inverse,
    multiplied,
    power,
)


def normal_form(node: Node) -> Quotient:
    """The exact form. Raises NoNormalForm or TooLarge."""
    match node:
        case Number(value):
            return Quotient(poly.constant(value), UNIT)
        case Name("oo" | "empty" | "True" | "False"):
            raise NoNormalForm
        case Name(name):
            return Quotient(poly.generator(name), UNIT)
        case Negative(operand):
            over, under, certain = normal_form(operand)
            return Quotient(poly.scaled(over, Fraction(-1)), under, certain)
        case Arithmetic("+" | "mixed", left, right):
            return added(normal_form(left), normal_form(right), 1)
        case Arithmetic("-", left, right):
            return added(normal_form(left), normal_form(right), -1)
        case Arithmetic("*", left, right):
            return multiplied(normal_form(left), normal_form(right))
        case Arithmetic("/", left, right):
            return multiplied(normal_form(left), inverse(normal_form(right)))
        case Arithmetic("**", Arithmetic("**", base, inner), outer) if names_in(inner):
            return normal_form(Arithmetic("**", base, Arithmetic("*", inner, outer)))
        case Arithmetic("**", Call("exp", (inner,)), outer) if names_in(outer):
            return normal_form(Arithmetic("**", Name("e"), Arithmetic("*", inner, outer)))
        case Arithmetic("**", left, right):
            return power(normal_form(left), normal_form(right))
        case Call(function, arguments):
            return call(function, [normal_form(argument) for argument in arguments])
        case _:
            raise NoNormalForm
