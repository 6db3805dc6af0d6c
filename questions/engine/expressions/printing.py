"""Prints values: `to_latex` for people's eyes, `to_plain` in the spelling that the plain reader reads."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from questions.engine.expressions.lexemes import GREEK
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
from questions.engine.expressions.values import Value
from questions.engine.expressions.written_form import written

_STATEMENT, _SUM, _PRODUCT, _POWER, _ATOM = range(5)
_LATEX_NAMES: Final = {"pi": r"\pi", "oo": r"\infty", "imaginary": "i", "empty": r"\emptyset"}
_PLAIN_NAMES: Final = {"oo": "∞", "imaginary": "i", "empty": "∅", "pi": "π"}
_GREEK: Final = frozenset(GREEK.values())
_LATEX_RELATIONS: Final = {"!=": r"\ne", "<=": r"\le", ">=": r"\ge", "==": "=", "in": r"\in"}
_PLAIN_RELATIONS: Final = {"!=": "≠", "<=": "≤", ">=": "≥", "==": "=", "in": "∈"}
_ARCS: Final = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_UPRIGHT: Final = frozenset(
    (
        *("sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan"),
        *("sinh", "cosh", "tanh", "coth", "ln", "log"),
    )
)

Piece = tuple[str, int]


def to_latex(value: Value) -> str:
    r"""A value as LaTeX without dollar signs: `\frac{3}{4}`, `x^{2} + 5x + 6`, `-2 < x \le 3`, `\{1, 2\}`.

    Words stay as they are. Raises ExpressionError(type) for a value that school has no writing for.
    """
    return _Printer(latex=True).text(written(value))


def to_plain(value: Value) -> str:
    """A value as people type it (`3/4`, `x^2 + 5x + 6`, `2√3`); the plain reader reads it back."""
    return _Printer(latex=False).text(written(value))


def node_to_latex(node: Node) -> str:
    """A tree as LaTeX, in the shape in which it was written."""
    return _Printer(latex=True).text(node)


def node_to_plain(node: Node) -> str:
    """A tree in the plain spelling, in the shape in which it was written."""
    return _Printer(latex=False).text(node)


def decimal(value: Fraction) -> str | None:
    """The finite decimal of a rational (`0.25`, `3`), or None where it never ends."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


class _Printer:
    def __init__(self, latex: bool) -> None:
        self.latex = latex

    def text(self, node: Node, level: int = _STATEMENT) -> str:
        text, own = self.piece(node)
        return text if own >= level and (text or level == _STATEMENT) else self.bracketed(text)

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)" if self.latex and r"\frac" in text else f"({text})"

    def piece(self, node: Node) -> Piece:
        match node:
            case Number(value, text):
                return (self.repeating(text), _ATOM) if value >= 0 else (text, _SUM)
            case Word(text):
                return text, _ATOM
            case Name(name):
                return self.name(name), _ATOM
            case Negative(operand):
                return "-" + self.text(operand, _PRODUCT), _SUM
            case Arithmetic("*", Negative(operand), right):
                return self.piece(Negative(Arithmetic("*", operand, right)))
            case Arithmetic():
                return self.arithmetic(node)
            case Call():
                return self.call(node)
            case Relation(operators, operands):
                return self.relation(operators, operands), _STATEMENT
            case Logic(operator, operands):
                return self.logic(operator, operands), _STATEMENT
            case Group(kind, items):
                return self.group(kind, items)
            case Span(low, high, left, right):
                inside = f"{self.text(low)}, {self.text(high)}"
                return f"{'[' if left else '('}{inside}{']' if right else ')'}", _ATOM
            case _:
                raise TypeError(f"{type(node).__name__} belongs to formulas and is not printed")

    def repeating(self, text: str) -> str:
        return re.sub("(\\d)\u0307", r"\\dot{\1}", text) if self.latex else text

    def name(self, name: str) -> str:
        if name in (_LATEX_NAMES if self.latex else _PLAIN_NAMES):
            return (_LATEX_NAMES if self.latex else _PLAIN_NAMES)[name]
        base, _, index = name.partition("_")
        if not self.latex or not base:
            return name
        base = "\\" + base if base in _GREEK else base
        return f"{base}_{{{index}}}" if index else base

    def arithmetic(self, node: Arithmetic) -> Piece:
        left, right = node.left, node.right
        match node.operator:
            case "+" | "-":
                return f"{self.text(left, _SUM)} {node.operator} {self.text(right, _PRODUCT)}", _SUM
            case "±":
                sign = r"\pm" if self.latex else "±"
                return f"{self.text(left, _SUM)} {sign} {self.text(right, _PRODUCT)}", _SUM
            case "union":
                sign = r"\cup" if self.latex else "∪"
                return f"{self.text(left, _PRODUCT)} {sign} {self.text(right, _PRODUCT)}", _PRODUCT
            case "/":
                return self.quotient(left, right)
            case "**":
                return self.power(left, right), _POWER
            case "mixed":
                return self.mixed(left, right), _ATOM
            case "*" | "@":
                return self.product(left, right), _PRODUCT
            case _:
                sign = r" \bmod " if self.latex else " mod "
                return f"{self.text(left, _POWER)}{sign}{self.text(right, _POWER)}", _SUM

    def quotient(self, left: Node, right: Node) -> Piece:
        if self.latex:
            return rf"\frac{{{self.text(left)}}}{{{self.text(right)}}}", _PRODUCT
        return f"{self.text(left, _PRODUCT)}/{self.text(right, _POWER)}", _PRODUCT

    def mixed(self, left: Node, right: Node) -> str:
        if self.latex:
            return self.text(left) + self.text(right)
        return f"{self.text(left)} {self.text(right)}"

    def product(self, left: Node, right: Node) -> str:
        first = self.text(left, _PRODUCT)
        second = self.text(right) if isinstance(right, Call) else self.text(right, _POWER)
        if isinstance(right, Arithmetic) and right.operator == "/" and self.latex:
            second = self.text(right)
        sign = r" \times " if self.latex else "*"
        if second[0].isdigit() or (first[-1].isdigit() and second[0] == "."):
            return first + sign + second
        if not self.latex:
            letters = first[-1].isalpha() and second[0].isalpha()
            loose = isinstance(left, Call) and not first.endswith(")")
            fraction = isinstance(left, Arithmetic) and left.operator == "/"
            return f"{first}*{second}" if letters or loose or fraction else first + second
        if second.startswith(r"\frac") and first[-1].isdigit():
            return first + sign + second  # 2\frac{1}{3} would read as a mixed number
        if isinstance(left, Call) and left.function in _UPRIGHT:
            return f"{first} {second}" if first[-1] not in ")}" else first + second
        return f"{first} {second}" if _ends_in_command(first) and second[0].isalpha() else first + second

    def power(self, base: Node, exponent: Node) -> str:
        above = self.text(exponent) if self.latex else self.text(exponent, _POWER)
        above = f"{{{above}}}" if self.latex else above
        if self.latex and isinstance(base, Call) and base.function in _UPRIGHT and len(base.arguments) == 1:
            return rf"\{base.function}^{above} {self.argument(base.arguments[0])}"
        below = self.text(base, _ATOM)
        return f"{below}^{above}"

    def argument(self, node: Node) -> str:
        text, level = self.piece(node)
        simple = level == _ATOM or (level == _POWER and self.latex) or text.startswith(r"\frac")
        return text if simple and not isinstance(node, Call) else self.bracketed(text)

    def call(self, node: Call) -> Piece:
        function, arguments = node.function, node.arguments
        first = arguments[0]
        if function == "abs":
            return (rf"\left|{self.text(first)}\right|" if self.latex else f"|{self.text(first)}|"), _ATOM
        if function == "factorial":
            return self.text(first, _ATOM) + "!", _POWER
        if function == "percent":
            return self.text(first, _ATOM) + (r"\%" if self.latex else "%"), _POWER
        if function == "deg":
            return self.text(first, _ATOM) + (r"^{\circ}" if self.latex else "°"), _POWER
        if function in ("sqrt", "cbrt", "root"):
            return self.root(node)
        if function == "log" and len(arguments) == 2:
            return self.logarithm(first, arguments[1]), _PRODUCT
        name = _ARCS.get(function, function)
        if self.latex and name in _UPRIGHT:
            argument = self.argument(first)
            return rf"\{name}{_apart(argument)}", _PRODUCT
        inside = ", ".join(self.text(argument) for argument in arguments)
        return (rf"\operatorname{{{name}}}({inside})" if self.latex and len(name) > 1 else f"{name}({inside})"), _ATOM

    def root(self, node: Call) -> Piece:
        first = node.arguments[0]
        index = "3" if node.function == "cbrt" else self.text(node.arguments[1]) if len(node.arguments) > 1 else ""
        if self.latex:
            return rf"\sqrt{f'[{index}]' if index else ''}{{{self.text(first)}}}", _POWER
        if index:
            return f"root({self.text(first)}, {index})", _ATOM
        return f"√{self.text(first)}" if isinstance(first, Number) else f"√({self.text(first)})", _POWER

    def logarithm(self, value: Node, base: Node) -> str:
        common = isinstance(base, Number) and base.value == 10
        if self.latex:
            below = "" if common else f"_{{{self.text(base)}}}"
            argument = self.argument(value)
            return rf"\log{below}{_apart(argument)}"
        return f"log({self.text(value)})" if common else f"log({self.text(value)}, {self.text(base)})"

    def relation(self, operators: tuple[str, ...], operands: tuple[Node, ...]) -> str:
        spelled = _LATEX_RELATIONS if self.latex else _PLAIN_RELATIONS
        parts = [self.text(operands[0], _SUM)]
        for operator, operand in zip(operators, operands[1:], strict=True):
            parts += [spelled.get(operator, operator), self.text(operand, _SUM)]
        return " ".join(parts)

    def logic(self, operator: str, operands: tuple[Node, ...]) -> str:
        if operator == "not":
            raise TypeError("a negation belongs to formulas and is not printed")
        word = {"and": "그리고", "or": "또는"}[operator]
        return (rf"\text{{ {word} }}" if self.latex else f" {word} ").join(map(self.text, operands))

    def group(self, kind: str, items: tuple[Node, ...]) -> Piece:
        if kind == "matrix":
            return self.matrix(items), _ATOM
        inside = (" : " if kind == "ratio" else ", ").join(self.text(item) for item in items)
        if kind == "point":
            return self.bracketed(inside), _ATOM
        if kind == "set":
            return (rf"\{{{inside}\}}" if self.latex else f"{{{inside}}}"), _ATOM
        return inside, _STATEMENT

    def matrix(self, rows: tuple[Node, ...]) -> str:
        lines = [[self.text(cell) for cell in row.items] for row in rows if isinstance(row, Group)]
        if self.latex:
            return r"\begin{pmatrix}" + r" \\ ".join(" & ".join(line) for line in lines) + r"\end{pmatrix}"
        return "[" + ", ".join("[" + ", ".join(line) + "]" for line in lines) + "]"


def _apart(argument: str) -> str:
    return argument if argument.startswith(("(", "\\")) else " " + argument


def _ends_in_command(text: str) -> bool:
    tail = text.rpartition("\\")
    return bool(tail[1]) and tail[2].isalpha()


def shown(value: Any) -> str:
    """A value for messages: plain spelling, shortened to 80 characters."""
    text = to_plain(value)
    return text if len(text) <= 80 else text[:77] + "..."
