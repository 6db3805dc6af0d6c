"""Reads the formula language: a subset of Python expressions that blueprints are written in.

Precedence is Python's (`-2**2` is −4). Beyond Python: `^` for `**`, `× ÷ · − ≤ ≥ ≠`, `=` for an equation,
a top-level comma for a list, `(p, q)` for a point, `{p, q}` for a set. Nothing is multiplied silently:
`2a` is refused.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NoReturn

from questions.engine.expressions.functions import ARITIES, REDUCTIONS
from questions.engine.expressions.limits import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    MAX_SCIENTIFIC_EXPONENT,
    Budget,
    ExpressionError,
    check_digits,
    check_length,
)
from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Choose,
    Each,
    Group,
    Logic,
    Loop,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Word,
)

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<word>'[^'\\\n]*'|\"[^\"\\\n]*\")|(?P<operator>\*\*|//|==|!=|<=|>=|[-+*/%^<>=(),\[\]{}×÷·−≤≥≠])|(?P<end>$))",
)
_SAME: Final = {"^": "**", "×": "*", "·": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!="}
_RELATIONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">=", "="})
_RESERVED: Final = frozenset({"if", "else", "for", "in", "and", "or", "not", "lambda", "import", "is", "None"})
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_GROUP: Final = {"(": "point", "[": "list", "{": "set"}
_WORD_LENGTH: Final = 60

Token = tuple[str, str, int]


def read_formula(text: str) -> Node:
    """The tree of a formula. Raises ExpressionError (`syntax` or `limit`) unless all of the text was read."""
    check_length(text)
    return _Reader(_tokens(text)).whole()


def number(text: str, position: int, limit: int) -> Number:
    """A literal's exact value; raises ExpressionError(limit) for too many digits or too large an exponent."""
    mantissa, _, exponent = text.lower().partition("e")
    check_digits(mantissa, limit, position)
    if exponent and (len(exponent) > 4 or abs(int(exponent)) > MAX_SCIENTIFIC_EXPONENT):
        raise ExpressionError("limit", f"an exponent beyond {MAX_SCIENTIFIC_EXPONENT}", position)
    value = Fraction(mantissa.rstrip(".") if mantissa.endswith(".") else mantissa)
    return Number(value * Fraction(10) ** int(exponent) if exponent else value, text)


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while True:
        match = _TOKEN.match(text, position)
        if match is None:
            place = len(text) - len(text[position:].lstrip())
            raise ExpressionError("syntax", f"'{text[place]}' cannot be read here", place)
        kind = match.lastgroup or "end"
        value = match[kind]
        tokens.append((kind, _SAME.get(value, value), match.start(kind)))
        if kind == "end":
            return tokens
        position = match.end()


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.nodes = Budget(MAX_NODES, "parts in one expression")

    def whole(self) -> Node:
        node = self.items("end", "list")
        if self.tokens[self.at][0] != "end":
            self.refuse()
        return node

    def refuse(self, expected: str = "") -> NoReturn:
        kind, text, position = self.tokens[self.at]
        found = "the end" if kind == "end" else f"'{text}'"
        wanted = f", {expected} was expected" if expected else ""
        raise ExpressionError("syntax", f"{found} cannot be read here{wanted}", position)

    def peek(self, *texts: str) -> bool:
        kind, text, _ = self.tokens[self.at]
        return kind in ("operator", "name") and text in texts

    def take(self, *texts: str) -> str:
        if not self.peek(*texts):
            return ""
        self.at += 1
        return self.tokens[self.at - 1][1]

    def need(self, text: str) -> None:
        if not self.take(text):
            self.refuse(f"'{text}'")

    def made(self, node: Node) -> Node:
        self.nodes.spend()
        return node

    def items(self, closing: str, kind: str) -> Node:
        """Comma-separated values; one alone is itself unless the brackets say otherwise."""
        found = [self.conditional()]
        while self.take(","):
            found.append(self.conditional())
        if len(found) == 1 and kind == "point":
            return found[0]
        return found[0] if len(found) == 1 and closing == "end" else self.made(Group(kind, tuple(found)))

    def conditional(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("limit", f"nested deeper than {MAX_DEPTH}", self.tokens[self.at][2])
        chosen = self.disjunction()
        if self.take("if"):
            condition = self.disjunction()
            self.need("else")
            chosen = self.made(Choose(condition, chosen, self.conditional()))
        self.depth -= 1
        return chosen

    def disjunction(self) -> Node:
        found = [self.conjunction()]
        while self.take("or"):
            found.append(self.conjunction())
        return found[0] if len(found) == 1 else self.made(Logic("or", tuple(found)))

    def conjunction(self) -> Node:
        found = [self.negation()]
        while self.take("and"):
            found.append(self.negation())
        return found[0] if len(found) == 1 else self.made(Logic("and", tuple(found)))

    def negation(self) -> Node:
        count = 0
        while self.take("not"):
            count += 1
        node = self.relation()
        for _ in range(count):
            node = self.made(Logic("not", (node,)))
        return node

    def relation(self) -> Node:
        operands = [self.sum()]
        operators: list[str] = []
        while operator := self.take(*_RELATIONS):
            operators.append(operator)
            operands.append(self.sum())
        return self.made(Relation(tuple(operators), tuple(operands))) if operators else operands[0]

    def sum(self) -> Node:
        node = self.term()
        while operator := self.take("+", "-"):
            node = self.made(Arithmetic(operator, node, self.term()))
        return node

    def term(self) -> Node:
        node = self.signed()
        while operator := self.take("*", "/", "//", "%"):
            node = self.made(Arithmetic(operator, node, self.signed()))
        return node

    def signed(self) -> Node:
        signs = ""
        while sign := self.take("-", "+"):
            signs += sign
            if len(signs) > MAX_DEPTH:
                raise ExpressionError("limit", "too many signs", self.tokens[self.at][2])
        node = self.power()
        for _ in range(signs.count("-")):
            node = self.made(Negative(node))
        return node

    def power(self) -> Node:
        base = self.atom()
        if not self.take("**"):
            return base
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("limit", f"nested deeper than {MAX_DEPTH}", self.tokens[self.at][2])
        exponent = self.signed()
        self.depth -= 1
        return self.made(Arithmetic("**", base, exponent))

    def atom(self) -> Node:
        kind, text, position = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return self.made(number(text, position, MAX_DIGITS))
        if kind == "word":
            self.at += 1
            return self.made(self.word(text[1:-1], position))
        if kind == "name" and text not in _RESERVED:
            self.at += 1
            return self.call(text, position) if self.take("(") else self.made(Name(text))
        if kind == "operator" and text in _CLOSING:
            self.at += 1
            if text != "(" and self.take(_CLOSING[text]):
                return self.made(Group(_GROUP[text], ()))
            node = self.items(_CLOSING[text], _GROUP[text])
            self.need(_CLOSING[text])
            return node
        self.refuse("a value")

    @staticmethod
    def word(text: str, position: int) -> Word:
        if len(text) > _WORD_LENGTH or any(ord(c) < 32 for c in text):
            raise ExpressionError("limit", f"a word longer than {_WORD_LENGTH} characters", position)
        return Word(text)

    def call(self, function: str, position: int) -> Node:
        if function not in ARITIES:
            raise ExpressionError("name", f"there is no function '{function}'", position)
        if self.take(")"):
            raise ExpressionError("syntax", f"{function} needs a value", position)
        first = self.conditional()
        if self.peek("for"):
            return self.each(function, first, position)
        arguments = [first]
        while self.take(","):
            arguments.append(self.conditional())
        self.need(")")
        low, high = ARITIES[function]
        if not low <= len(arguments) <= high:
            raise ExpressionError("syntax", f"{function} cannot take {len(arguments)} values", position)
        return self.made(Call(function, tuple(arguments)))

    def each(self, function: str, body: Node, position: int) -> Node:
        if function not in REDUCTIONS:
            raise ExpressionError("syntax", f"{function} cannot take a sequence", position)
        loops: list[Loop] = []
        while self.take("for"):
            loops.append(self.loop())
        self.need(")")
        return self.made(Each(function, body, tuple(loops)))

    def loop(self) -> Loop:
        kind, name, _ = self.tokens[self.at]
        if kind != "name" or name in _RESERVED:
            self.refuse("a name")
        self.at += 1
        for text in ("in", "range", "("):
            self.need(text)
        bounds = [self.sum()]
        while self.take(","):
            bounds.append(self.sum())
        self.need(")")
        if len(bounds) > 3:
            self.refuse("at most three bounds")
        conditions: list[Node] = []
        while self.take("if"):
            conditions.append(self.disjunction())
        self.nodes.spend()
        return Loop(name, tuple(bounds), tuple(conditions))
