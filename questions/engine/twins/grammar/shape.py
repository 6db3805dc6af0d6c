"""Formulas as they stand in a stem: read with the place of every printed number, written as formula text.

A deliberately small reader: what it does not know it refuses, so that a family never works on half a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.texts.effort import MOST_DIGITS
from questions.engine.twins.grammar.polynomials import Polynomial, added, multiplied

MOST_TERMS = 60
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+)|(?P<name>sin|cos|tan|log|ln|\\frac|√)|(?P<letter>"
    r"[a-zA-Zπαβ])|(?P<mark>[-+×·÷*/^(){}⦃⦄|\[\]_°])"
)
_CLOSERS = {"(": ")", "{": "}", "|": "|", "⦃": "⦄", "[": "]"}


class ShapeError(ValueError):
    """The text is not a formula that the families read."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A node: `kind` is number, letter, one of + - * / **, neg, or a function's name; `slot` counts printed numbers."""

    kind: str
    parts: tuple[Shape, ...] = ()
    value: Fraction = Fraction(0)
    letter: str = ""
    slot: int = -1


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed number of a formula: its value and its place in the normal text of the stem."""

    value: Fraction
    first: int
    last: int
    exponent: bool = False


@dataclass(slots=True)
class _Reader:
    tokens: list[tuple[str, str, int, int]]
    place: int = 0
    slots: list[Slot] = field(default_factory=list)
    in_exponent: int = 0
    in_bars: int = 0

    def peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> tuple[str, str, int, int]:
        if self.place >= len(self.tokens) or (expected and self.peek() != expected):
            raise ShapeError(f"expected {expected or 'more'}")
        self.place += 1
        return self.tokens[self.place - 1]

    def sum(self) -> Shape:
        sign = self.take()[1] if self.peek() in ("+", "-") else ""
        node = self.product()
        if sign == "-":
            node = Shape("neg", (node,))
        while self.peek() in ("+", "-"):
            operator = self.take()[1]
            node = Shape(operator, (node, self.product()))
        return node

    def product(self) -> Shape:
        """Factors joined by printed signs; `4xy` belongs together, so that `÷ 4xy` divides by all of it."""
        node = self.beside()
        while (mark := self.peek()) and mark in "×·*÷/":
            self.take()
            factor = self.signed()
            if mark == "/" and factor.kind == "*":
                raise ShapeError("a letter after a slash can be read in two ways")
            node = Shape("*" if mark in "×·*" else "/", (node, factor))
        return node

    def beside(self) -> Shape:
        node = self.power()
        while (
            self.kind() in ("letter", "name")
            or self.peek() in ("(", "{", "⦃", "[")
            or (self.peek() == "|" and not self.in_bars)
        ):
            node = Shape("*", (node, self.power()))
        return node

    def signed(self) -> Shape:
        if self.peek() == "-":
            self.take()
            return Shape("neg", (self.beside(),))
        return self.beside()

    def power(self) -> Shape:
        node = self.atom()
        while self.peek() == "^":
            self.take()
            self.in_exponent += 1
            node = Shape("**", (node, self.exponent()))
            self.in_exponent -= 1
        return node

    def exponent(self) -> Shape:
        if self.peek() == "-":
            self.take()
            return Shape("neg", (self.atom(),))
        return self.atom()

    def group(self) -> Shape:
        opener = self.take()[1]
        if opener not in _CLOSERS:
            raise ShapeError(f"{opener!r} opens no group")
        closer = _CLOSERS[opener]
        bars, self.in_bars = self.in_bars, int(closer == "|")
        node = self.sum()
        self.in_bars = bars
        self.take(closer)
        return node

    def atom(self) -> Shape:
        kind, text, first, last = self.tokens[self.place] if self.place < len(self.tokens) else ("", "", 0, 0)
        if kind == "number":
            self.take()
            if sum(map(str.isdigit, text)) > MOST_DIGITS:
                raise ShapeError("a number too long")
            self.slots.append(Slot(Fraction(text.replace(",", "")), first, last, self.in_exponent > 0))
            return Shape("number", value=self.slots[-1].value, slot=len(self.slots) - 1)
        if kind == "letter":
            self.take()
            return Shape("letter", letter="pi" if text == "π" else text)
        if text in ("(", "{", "⦃", "["):
            return self.group()
        if text == "|":
            return Shape("abs", (self.group(),))
        if kind == "name":
            return self.function()
        raise ShapeError(f"cannot read {text or 'an empty formula'}")

    def function(self) -> Shape:
        name = self.take()[1]
        if name == "\\frac":
            return Shape("/", (self.group(), self.group()))
        if name == "√" and self.peek() == "[":
            index = self.group()
            return Shape("root", (self.atom(), index))
        if name == "√":
            return Shape("sqrt", (self.atom(),))
        if name == "log" and self.peek() == "_":
            self.take()
            base = self.atom()
            return Shape("log", (self.power(), base))
        if name in ("sin", "cos", "tan"):
            argument = self.power()
            if self.peek() == "°":
                self.take()
                return Shape(name + "d", (argument,))
            return Shape(name, (argument,))
        return Shape(name, (self.power(),))


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of the stem and its printed numbers, whose places count from the stem's normal text."""

    root: Shape
    slots: tuple[Slot, ...]


def read_formula(text: str, offset: int = 0) -> Formula:
    """Read all of `text` (normal spelling, no relation sign), which starts at `offset` of the stem. ShapeError."""
    tokens: list[tuple[str, str, int, int]] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or len(tokens) > 120:
            raise ShapeError(f"cannot read {text[place]!r}")
        tokens.append((found.lastgroup or "", found.group(), offset + found.start(), offset + found.end()))
        place = found.end()
    reader = _Reader(tokens)
    try:
        root = reader.sum()
    except RecursionError as error:
        raise ShapeError("nested too deeply") from error
    if reader.place != len(tokens):
        raise ShapeError(f"cannot read {reader.peek()!r}")
    return Formula(root, tuple(reader.slots))


def formula_text(node: Shape, names: Mapping[int, str], letters: Mapping[str, str] | None = None) -> str:
    """The formula in the formula language: slots by name (their own digits where unnamed), letters replaced."""
    if node.kind == "number":
        return names.get(node.slot) or plain_number(node.value)
    if node.kind == "letter":
        return (letters or {}).get(node.letter, node.letter)
    texts = [formula_text(part, names, letters) for part in node.parts]
    if node.kind == "neg":
        return f"(-{texts[0]})"
    if node.kind in ("+", "-", "*", "/", "**"):
        return f"({texts[0]} {node.kind} {texts[1]})"
    if node.kind in ("sind", "cosd", "tand"):
        return f"{node.kind[:3]}({texts[0]} * pi / 180)"
    return f"{node.kind}({', '.join(texts)})"


def plain_number(value: Fraction) -> str:
    """A rational as formula text, negative and broken ones in brackets."""
    if value.denominator == 1:
        return str(value.numerator) if value >= 0 else f"({value.numerator})"
    return f"({value.numerator}/{value.denominator})"


def letters_of(node: Shape) -> set[str]:
    """The letters of a formula, π left out."""
    if node.kind == "letter":
        return set() if node.letter == "pi" else {node.letter}
    return set().union(*(letters_of(part) for part in node.parts)) if node.parts else set()


def kinds_of(node: Shape) -> set[str]:
    """The kinds of all nodes."""
    return {node.kind}.union(*(kinds_of(part) for part in node.parts))


def polynomial(node: Shape) -> Polynomial:
    """The formula multiplied out, by the powers of its letters; ShapeError where it is no polynomial or too large."""
    if node.kind == "number":
        return {(): node.value} if node.value else {}
    if node.kind == "letter":
        if node.letter == "pi":
            raise ShapeError("π is no rational number")
        return {((node.letter, 1),): Fraction(1)}
    if node.kind == "neg":
        return {powers: -factor for powers, factor in polynomial(node.parts[0]).items()}
    if node.kind in ("+", "-"):
        return added(polynomial(node.parts[0]), polynomial(node.parts[1]), 1 if node.kind == "+" else -1)
    if node.kind == "*":
        return _multiply(polynomial(node.parts[0]), polynomial(node.parts[1]))
    if node.kind == "/":
        return _divide(polynomial(node.parts[0]), polynomial(node.parts[1]))
    if node.kind == "**":
        return _raise(polynomial(node.parts[0]), polynomial(node.parts[1]))
    raise ShapeError(f"{node.kind} is no polynomial")


def _multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    product = multiplied(left, right)
    if len(product) > MOST_TERMS:
        raise ShapeError("too large")
    return product


def _divide(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(right) != 1:
        raise ShapeError("divided by zero or by a sum")
    ((below, divisor),) = right.items()
    quotient: Polynomial = {}
    for powers, factor in left.items():
        rest = dict(powers)
        for letter, power in below:
            rest[letter] = rest.get(letter, 0) - power
        if min(rest.values(), default=0) < 0:
            raise ShapeError("no polynomial")
        quotient[tuple(sorted((letter, power) for letter, power in rest.items() if power))] = factor / divisor
    return quotient


def _raise(base: Polynomial, exponent: Polynomial) -> Polynomial:
    power = exponent.get((), Fraction(0))
    if set(exponent) - {()} or power.denominator != 1 or not 0 <= power <= 8:
        raise ShapeError("no whole exponent from 0 to 8")
    result: Polynomial = {(): Fraction(1)}
    for _ in range(int(power)):
        result = _multiply(result, base)
    return result


def coefficients(node: Shape, letter: str) -> dict[int, Fraction]:
    """The factors by power of `letter`, when the formula is a polynomial of it alone; ShapeError otherwise."""
    found: dict[int, Fraction] = {}
    for powers, factor in polynomial(node).items():
        if any(name != letter for name, _ in powers):
            raise ShapeError("another letter")
        found[powers[0][1] if powers else 0] = factor
    return found


def value_of(node: Shape, letters: Mapping[str, Fraction] | None = None) -> Fraction:
    """The rational value with the given letters; ShapeError where there is none."""
    if node.kind == "number":
        return node.value
    if node.kind == "letter":
        if letters is None or node.letter not in letters:
            raise ShapeError(f"{node.letter} has no value")
        return letters[node.letter]
    values = [value_of(part, letters) for part in node.parts]
    if node.kind == "neg":
        return -values[0]
    if node.kind == "abs":
        return abs(values[0])
    if node.kind == "/" and values[1] == 0:
        raise ShapeError("divided by zero")
    if node.kind == "**":
        if values[1].denominator != 1 or abs(values[1]) > 20 or (values[0] == 0 and values[1] <= 0):
            raise ShapeError("no whole exponent")
        return Fraction(values[0] ** int(values[1]))
    operations = {
        "+": Fraction.__add__,
        "-": Fraction.__sub__,
        "*": Fraction.__mul__,
        "/": Fraction.__truediv__,
    }
    if node.kind not in operations:
        raise ShapeError(f"{node.kind} has no rational value")
    return Fraction(operations[node.kind](values[0], values[1]))


Path = tuple[int, ...]


def paths(node: Shape, kinds: tuple[str, ...]) -> list[Path]:
    """Where nodes of these kinds stand, each as the way down from the root."""
    own: list[Path] = [()] if node.kind in kinds else []
    return own + [(i, *path) for i, part in enumerate(node.parts) for path in paths(part, kinds)]


def node_at(node: Shape, path: Path) -> Shape:
    """The node at the end of a way down."""
    return node_at(node.parts[path[0]], path[1:]) if path else node


def changed(node: Shape, path: Path, change: Callable[[Shape], Shape]) -> Shape:
    """The formula with one node exchanged for what `change` makes of it."""
    if not path:
        return change(node)
    parts = list(node.parts)
    parts[path[0]] = changed(parts[path[0]], path[1:], change)
    return Shape(node.kind, tuple(parts), node.value, node.letter, node.slot)
