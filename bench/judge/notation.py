"""The judge's own reader of formulas: a recursive descent over tokens that builds SymPy objects.

Only the table below can be reached from text: no names are looked up anywhere else, nothing is evaluated as
code, and every token must be consumed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from bench.judge.tokens import Token, Unreadable, tokenize

Expr = Any
RELATIONS = {"=", "<", ">", "<=", ">=", "!="}
FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    r"\sin": sp.sin,
    r"\cos": sp.cos,
    r"\tan": sp.tan,
    r"\ln": sp.log,
}
GREEK = {r"\alpha", r"\beta", r"\gamma", r"\theta"}
CONSTANTS = {r"\pi": sp.pi, "π": sp.pi, r"\infty": sp.oo}
LARGEST = 10**15


def rows(text: str) -> list[tuple[list[Expr], list[str]]]:
    """Comma-separated formulas; each is its sides and the relation marks between them."""
    reader = _Reader(tokenize(text))
    found = [reader.relation()]
    while reader.peek() == ",":
        reader.take(",")
        found.append(reader.relation())
    reader.done()
    return found


def expression(text: str, functions: Mapping[str, sp.Lambda] | None = None) -> Expr:
    """One formula without a relation; `functions` gives meaning to `f(…)` and `f'(…)`."""
    reader = _Reader(tokenize(text), functions or {})
    found = reader.sum()
    reader.done()
    return found


def relation(text: str) -> tuple[list[Expr], list[str]]:
    """One formula with its relation marks, e.g. `-3 < x <= 5` → ([-3, x, 5], ['<', '<='])."""
    reader = _Reader(tokenize(text))
    found = reader.relation()
    reader.done()
    return found


class _Reader:
    """One pass over the tokens; every method consumes what it reads or raises Unreadable."""

    def __init__(self, tokens: list[Token], functions: Mapping[str, sp.Lambda] | None = None) -> None:
        self.tokens = tokens
        self.functions = functions or {}
        self.place = 0
        self.depth = 0
        self.bars = 0
        self.integrals = 0

    def peek(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.place].kind if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        mark = self.peek()
        if not mark or (expected and mark != expected):
            raise Unreadable(f"expected {expected or 'more'}, found {mark or 'the end'}")
        self.place += 1
        return mark

    def done(self) -> None:
        if self.peek():
            raise Unreadable(f"left over: {self.peek()}")

    def relation(self) -> tuple[list[Expr], list[str]]:
        sides, marks = [self.sum()], []
        while self.peek() in RELATIONS:
            marks.append(self.take())
            sides.append(self.sum())
        return sides, marks

    def sum(self) -> Expr:
        self.depth += 1
        if self.depth > 40:
            raise Unreadable("too deep")
        total = self.term()
        while self.peek() in ("+", "-"):
            total = total + self.term() if self.take() == "+" else total - self.term()
        self.depth -= 1
        return total

    def term(self) -> Expr:
        product = self.signed()
        while True:
            mark = self.peek()
            if mark in ("*", "/", "/÷"):
                self.take()
                factor = self._divisor() if mark == "/÷" else self.signed()
                if mark != "*" and factor == 0:
                    raise Unreadable("division by zero")
                product = product * factor if mark == "*" else product / factor
            elif self._starts_factor():
                product = product * self.power()
            else:
                return product

    def _divisor(self) -> Expr:
        """Behind ÷ a number with its letters is one divisor: `12x^3 ÷ 4x` is 3x², as schoolbooks write it."""
        divisor = self.signed()
        while self.kind() == "letter" and self._starts_factor():
            divisor = divisor * self.power()
        return divisor

    def signed(self) -> Expr:
        if self.peek() in ("+", "-"):
            return self.signed() if self.take() == "+" else -self.signed()
        return self.power()

    def _starts_factor(self) -> bool:
        mark, kind = self.peek(), self.kind()
        if mark == "|":
            return self.bars == 0
        if mark == r"\pm":
            return False
        if mark == "d" and self.integrals:
            return False
        return kind in ("letter", "command") or mark in ("(", "{", "[", "√", "π") or kind == "number"

    def power(self) -> Expr:
        base = self.atom()
        while self.peek() in ("^", "!"):
            if self.take() == "!":
                base = sp.factorial(_small(base, 0, 20))
                continue
            if self.peek() == r"\circ" or (self.peek() == "{" and self.peek(1) == r"\circ"):
                self._skip_degree()
                base = base * sp.pi / 180
                continue
            exponent = self.argument()
            if self.peek() == "^":
                raise Unreadable("a power of a power without brackets")
            if exponent.is_number and abs(sp.N(exponent)) > 200:
                raise Unreadable("exponent too large")
            base = base**exponent
        return base

    def _skip_degree(self) -> None:
        if self.peek() == "{":
            self.take("{")
            self.take(r"\circ")
            self.take("}")
        else:
            self.take(r"\circ")

    def argument(self) -> Expr:
        """What belongs to ^ or a command: a brace group or a single token, which typed text may sign."""
        if self.peek() == "{":
            return self.group("{", "}")
        if self.peek() == "-":
            self.take()
            return -self.argument()
        if self.kind() == "number":
            return _number(self.take())
        return self.atom()

    def group(self, opening: str, closing: str) -> Expr:
        bars, self.bars = self.bars, 0
        self.take(opening)
        inner = self.sum()
        self.take(closing)
        self.bars = bars
        return inner

    def atom(self) -> Expr:
        mark, kind = self.peek(), self.kind()
        if mark == "(" or mark == "{" or mark == "[":
            return self.group(mark, {"(": ")", "{": "}", "[": "]"}[mark])
        if mark == "|":
            return self._absolute()
        if kind == "number":
            return _number(self.take())
        if mark in CONSTANTS:
            return CONSTANTS[self.take()]
        if mark == "√":
            self.take()
            return sp.sqrt(self.argument())
        if kind == "letter" or mark in GREEK:
            return self._letter()
        if kind == "command":
            return self._command(self.take())
        raise Unreadable(f"unexpected {mark or 'end'}")

    def _absolute(self) -> Expr:
        self.take("|")
        self.bars += 1
        inner = self.sum()
        self.bars -= 1
        self.take("|")
        return sp.Abs(inner)

    def _letter(self) -> Expr:
        name = self.take().lstrip("\\")
        if name in self.functions and self.peek() in ("(", "'"):
            order = 0
            while self.peek() == "'":
                self.take()
                order += 1
            return _apply(self.functions[name], order, self.group("(", ")"))
        if self.peek() == "'":
            raise Unreadable("a prime on a letter")
        if self.peek() == "_":
            self.take()
            name = f"{name}_{self.argument()}"
        return sp.Symbol(name, real=True)

    def _command(self, name: str) -> Expr:
        if name in (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"):
            top, bottom = self.argument(), self.argument()
            if bottom == 0:
                raise Unreadable("division by zero")
            return top / bottom
        if name == r"\sqrt":
            index = self.group("[", "]") if self.peek() == "[" else sp.Integer(2)
            return sp.real_root(self.argument(), index) if index % 2 else self.argument() ** (1 / index)
        if name in FUNCTIONS:
            return self._function(FUNCTIONS[name])
        if name == r"\log":
            return self._logarithm()
        if name == r"\sum":
            return self._series()
        if name == r"\int":
            return self._integral()
        if name == r"\lim":
            return self._limit()
        raise Unreadable(f"unknown command {name}")

    def _function(self, function: Callable[[Expr], Expr]) -> Expr:
        power = sp.Integer(1)
        if self.peek() == "^":
            self.take()
            power = self.argument()
        return function(self._operand()) ** power

    def _operand(self) -> Expr:
        """The argument of sin, log …: a bracket, or factors that stand together (`\\sin 2x`, `60^\\circ`)."""
        operand = self.power()
        while self.kind() in ("number", "letter") or self.peek() == r"\pi":
            operand = operand * self.power()
        return operand

    def _logarithm(self) -> Expr:
        base: Expr = sp.Integer(10)
        if self.peek() == "_":
            self.take()
            base = self.argument()
        operand = self._operand()
        if base.is_number and (base.is_positive is not True or base == 1):
            raise Unreadable("no base of a logarithm")
        if operand.is_number and operand.is_positive is not True:
            raise Unreadable("no logarithm of this number")
        return sp.log(operand, base)

    def _series(self) -> Expr:
        self.take("_")
        self.take("{")
        index = self._letter()
        self.take("=")
        low = self.sum()
        self.take("}")
        self.take("^")
        high = self.argument()
        body = self.term()
        low, high = _small(low, -1000, 1000), _small(high, -1000, 1000)
        return sum((body.subs(index, place) for place in range(low, high + 1)), sp.Integer(0))

    def _integral(self) -> Expr:
        bounds = {}
        while self.peek() in ("_", "^"):
            mark = self.take()
            bounds[mark] = self.argument()
        if set(bounds) != {"_", "^"}:
            raise Unreadable("an integral without bounds")
        self.integrals += 1
        body = self.sum()
        self.integrals -= 1
        self.take("d")
        letter = self._letter()
        return sp.integrate(sp.expand(body), (letter, bounds["_"], bounds["^"]))

    def _limit(self) -> Expr:
        self.take("_")
        self.take("{")
        letter = self._letter()
        if self.take() not in (r"\to", r"\rightarrow"):
            raise Unreadable("a limit without an arrow")
        goal = self.sum()
        self.take("}")
        limit = sp.limit(self.term(), letter, goal, "+-" if goal.is_finite else "-")
        if limit.is_finite is not True:
            raise Unreadable("no finite limit")
        return limit


def _apply(function: sp.Lambda, order: int, argument: Expr) -> Expr:
    letter = function.variables[0]
    return sp.diff(function.expr, letter, order).subs(letter, argument)


def _number(digits: str) -> Expr:
    number = sp.Rational(digits.replace(",", ""))
    if abs(number) > LARGEST:
        raise Unreadable("number too large")
    return number


def _small(number: Expr, low: int, high: int) -> int:
    if not (number.is_Integer and low <= number <= high):
        raise Unreadable("not a whole number of a sensible size")
    return int(number)
