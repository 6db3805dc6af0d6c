"""Expressions: read text into trees of ours, work them out exactly, compare and print them.

    node = parse("(a + b) / 2")
    evaluate(node, {"a": Fraction(3), "b": Fraction(4)})   # Fraction(7, 2)
    compile_formula("a * x + b")({"a": Fraction(2), "b": Fraction(1)}, free=("x",))

Nothing outside this package turns text into mathematics. No text is ever executed, and every bound is checked
before anything is built (`limits`).
"""

from __future__ import annotations

from typing import Literal

from questions.engine.expressions.equality import equivalent, same_value
from questions.engine.expressions.evaluation import Formula, compile_formula, evaluate
from questions.engine.expressions.formula import read_formula
from questions.engine.expressions.limits import ExpressionError
from questions.engine.expressions.nodes import Node, names_in
from questions.engine.expressions.printing import decimal, node_to_latex, node_to_plain, to_latex, to_plain
from questions.engine.expressions.values import Point, Value
from questions.engine.expressions.written import read_latex, read_plain

Spelling = Literal["formula", "plain", "latex"]


def parse(text: str, spelling: Spelling = "formula") -> Node:
    """The tree of a text: all of it is read, or ExpressionError says what could not be and where.

    `formula` is the blueprint's language (a Python subset), `plain` what people type (`3x+2`, `½`,
    `x=2 또는 3`), `latex` what stands between dollar signs.
    """
    if spelling == "formula":
        return read_formula(text)
    return read_plain(text) if spelling == "plain" else read_latex(text)


__all__ = [
    "ExpressionError",
    "Formula",
    "Node",
    "Point",
    "Spelling",
    "Value",
    "compile_formula",
    "decimal",
    "equivalent",
    "evaluate",
    "names_in",
    "node_to_latex",
    "node_to_plain",
    "parse",
    "same_value",
    "to_latex",
    "to_plain",
]
