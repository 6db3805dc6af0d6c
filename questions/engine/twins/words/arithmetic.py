"""Small expression trees over the literals of a solution, read without running anything.

A tree is `Literal | Operation`; literals are numbered so that each can be aligned with its own source. Values are
exact fractions. Besides `+ - * /` there are the operators of sharing: `//` full shares, `⌈` shares that take all, `∣`
what is left over, `∧` the greatest common divisor, `∨` the least common multiple.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d*|\.\d+|\d+)(?P<percent>\s?%)?|(?P<op>\*\*|//|[-+*/()^@⌈∣∧∨])|(?P<end>$))"
)
_SPELLINGS = str.maketrans(
    {
        "×": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "∙": "*",
        "·": "*",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "＝": "=",
    }
)
MOST_LITERALS = 24


class Unreadable(Exception):
    """The text is no arithmetic expression over numbers; the message says what stood in the way."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as the solution writes it. `percent` marks a `%` sign behind it (its value is then n/100)."""

    value: Fraction
    percent: bool = False
    key: int = -1


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier step, by its place."""

    step: int


@dataclass(frozen=True, slots=True)
class Operation:
    """`operator` is one of `+ - * / // ⌈ ∣ ∧ ∨`."""

    operator: str
    left: Tree
    right: Tree


Tree = Literal | Reference | Operation


def plain_spelling(text: str) -> str:
    """`×`, `÷`, `−`, brackets and the letter x between numbers in their keyboard spelling."""
    text = text.translate(_SPELLINGS).replace("\\times", "*").replace("\\div", "/").replace("\\cdot", "*")
    text = re.sub(r"\\d?frac\s?\((\d+)\)\s?\((\d+)\)", r"(\1/\2)", text)
    return re.sub(r"(?<=[\d)%])\s*[xX]\s*(?=[\d(.$])", "*", text)


def read(text: str) -> Tree:
    """The tree of `text`, all of it; raises Unreadable. Powers with a small whole exponent become products."""
    tokens = _tokens(plain_spelling(text))
    reader = _Reader(tokens)
    tree = reader.sum()
    if reader.peek():
        raise Unreadable(f"unexpected {reader.peek()!r}")
    return tree


def _tokens(text: str) -> list[str]:
    if len(text) > 300:
        raise Unreadable("too long")
    tokens: list[str] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise Unreadable(f"cannot read {text[position : position + 12]!r}")
        if match.group("end") is not None:
            break
        number = match.group("number")
        tokens.append(
            (number.replace(",", "") + ("%" if match.group("percent") else "")) if number else match.group("op")
        )
        position = match.end()
    return tokens


class _Reader:
    """Recursive descent over `+ -`, `* / // @ ⌈ ∣ ∧ ∨`, unary sign, power, parentheses."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    def peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self._place += 1
        return token

    def sum(self) -> Tree:
        self._depth += 1
        if self._depth > 20:
            raise Unreadable("too deep")
        tree = self.product()
        while self.peek() in ("+", "-"):
            tree = Operation(self.take(), tree, self.product())
        self._depth -= 1
        return tree

    def product(self) -> Tree:
        tree = self.power()
        while self.peek() in ("*", "/", "//", "@", "⌈", "∣", "∧", "∨"):
            operator = self.take()
            tree = Operation("//" if operator == "@" else operator, tree, self.power())
        return tree

    def power(self) -> Tree:
        tree = self.atom()
        if self.peek() in ("^", "**"):
            self.take()
            exponent = self.atom()
            if not isinstance(exponent, Literal) or exponent.value not in (2, 3):
                raise Unreadable("power")
            base, tree = tree, Operation("*", tree, tree)
            tree = Operation("*", tree, base) if exponent.value == 3 else tree
        return tree

    def atom(self) -> Tree:
        token = self.take()
        if token == "(":
            tree = self.sum()
            if self.take() != ")":
                raise Unreadable("a parenthesis is not closed")
            return tree
        if token[:1].isdigit() or token[:1] == ".":
            digits = token.removesuffix("%")
            if len(digits) > 15:
                raise Unreadable("too many digits")
            value = Fraction(digits.rstrip(".") or "0")
            return Literal(value / 100, True) if token.endswith("%") else Literal(value)
        raise Unreadable(f"unexpected {token!r}")


def literals(tree: Tree) -> Iterator[Literal]:
    """Every literal from left to right."""
    if isinstance(tree, Literal):
        yield tree
    elif isinstance(tree, Operation):
        yield from literals(tree.left)
        yield from literals(tree.right)


def operations(tree: Tree) -> Iterator[Operation]:
    """Every operation, inner ones first."""
    if isinstance(tree, Operation):
        yield from operations(tree.left)
        yield from operations(tree.right)
        yield tree


def replaced(tree: Tree, change: Callable[[Literal], Tree]) -> Tree:
    """The tree with each literal exchanged for what `change` returns."""
    if isinstance(tree, Literal):
        return change(tree)
    if isinstance(tree, Reference):
        return tree
    return Operation(tree.operator, replaced(tree.left, change), replaced(tree.right, change))


def apply(operator: str, left: Fraction, right: Fraction) -> Fraction:
    """One operation, exact. Raises ZeroDivisionError."""
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right if operator == "/" else _shared(operator, left, right)


def _shared(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator == "//":
        return Fraction(left // right)
    if operator == "⌈":
        return Fraction(-(-left // right))
    if operator == "∣":
        return left % right
    below = left.denominator * right.denominator
    common = Fraction(gcd(left.numerator * right.denominator, right.numerator * left.denominator), below)
    return common if operator == "∧" else left * right / common


def value_of(tree: Tree, leaf: Callable[[Literal | Reference], Fraction]) -> Fraction:
    """The tree's value when `leaf` tells each literal's and reference's. Raises ZeroDivisionError."""
    if isinstance(tree, Operation):
        return apply(tree.operator, value_of(tree.left, leaf), value_of(tree.right, leaf))
    return leaf(tree)
