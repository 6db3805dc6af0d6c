"""Reads sums, products, powers and functions as people write them, with multiplication signs left out.

Division and multiplication share one level, so `1/2x` is (1/2)·x; where two readings are both usual
(`1/xy`, `sin x/2`) the text is refused and brackets are asked for.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NoReturn

from questions.engine.expressions.lexemes import Token, literal, repeating
from questions.engine.expressions.limits import MAX_DEPTH, MAX_NODES, Budget, ExpressionError
from questions.engine.expressions.nodes import Arithmetic, Call, Group, Name, Negative, Node, Number, replaced

_STARTERS: Final = frozenset(("number", "repeating", "fraction", "letter", "constant", "function", "command", "open"))
_IMAGINARY: Final = Name("imaginary")
_UNKNOWN: Final = frozenset("fghFGH")
_INVERSES: Final = {"sin": "asin", "cos": "acos", "tan": "atan"}
_BARE: Final = frozenset(("number", "repeating", "letter", "constant", "command", "open"))
_TWO_VALUES: Final = frozenset(("max", "min", "log", "lg", "root", "binomial", "permutations", "mod"))
_MANY_VALUES: Final = frozenset(("max", "min", "gcd", "lcm", "diff", "int", "limit"))


class ArithmeticReader:
    """The lower half of the reader: everything below a relation."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.nodes = Budget(MAX_NODES, "parts in one expression")

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def refuse(self, message: str = "") -> NoReturn:
        kind, text, position, _ = self.token
        found = "the end" if kind == "end" else f"'{text}'"
        raise ExpressionError("syntax", message or f"{found} cannot be read here", position)

    def peek(self, *texts: str) -> bool:
        return self.token.kind == "operator" and self.token.text in texts

    def take(self, *texts: str) -> str:
        if not self.peek(*texts):
            return ""
        self.at += 1
        return self.tokens[self.at - 1].text

    def take_kind(self, kind: str) -> bool:
        if self.token.kind != kind:
            return False
        self.at += 1
        return True

    def need(self, text: str) -> None:
        if not self.take(text):
            self.refuse(f"'{text}' was expected")

    def made(self, node: Node) -> Node:
        self.nodes.spend()
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("limit", f"nested deeper than {MAX_DEPTH}", self.token.position)

    def sum(self) -> Node:
        self.deeper()
        sign = self.take("±", "∓")
        node = self.signed_pair(sign, Number(Fraction(0), "0")) if sign else self.term()
        while operator := self.take("+", "-", "±", "∓"):
            if operator in "±∓":
                node = self.signed_pair(operator, node)
            else:
                node = self.made(Arithmetic(operator, node, self.term()))
        self.depth -= 1
        return node

    def signed_pair(self, sign: str, left: Node) -> Node:
        right = self.term()
        return self.made(Arithmetic("±", left, right if sign == "±" else self.made(Negative(right))))

    def term(self) -> Node:
        node = self.signed()
        divided_by: Node | None = None
        joined = False
        while True:
            if not joined and self.take("분의"):
                return self.above(node)
            joined = joined or self.peek("*", "/", "@")
            if operator := self.take("*", "/", "@"):
                right = self.signed()
                node = self.made(Arithmetic(operator, node, right))
                divided_by = right if operator == "/" else None
            elif self.starts_factor():
                if divided_by is not None and not isinstance(divided_by, Number):
                    self.refuse("brackets are needed to say what is divided")
                self.check_side_by_side(node)
                right = self.power()
                node = self.made(Arithmetic("@" if _is_matrix(node) and _is_matrix(right) else "*", node, right))
            else:
                return node

    def above(self, bottom: Node) -> Node:
        """The numerator that is said after `3분의`."""
        self.deeper()
        top = self.term()
        self.depth -= 1
        if self.peek("+", "-") and not isinstance(top, Number):
            self.refuse("brackets are needed to say what is divided")
        return self.made(Arithmetic("/", top, bottom))

    def starts_factor(self) -> bool:
        if self.token.kind in _STARTERS:
            return True
        return self.peek("(", "√", "∛") or (self.peek("|") and self.bars == 0)

    def check_side_by_side(self, left: Node) -> None:
        """Refuses two numbers side by side (`2 3`) and a number after a letter (`x2`): likely slips."""
        if self.token.kind in ("number", "repeating", "fraction") and self.tokens[self.at - 1].kind != "close":
            self.refuse("a sign is missing before the number")

    def signed(self) -> Node:
        signs = 0
        while sign := self.take("-", "+"):
            signs += sign == "-"
            self.nodes.spend()
        node = self.power()
        for _ in range(signs):
            node = Negative(node)
        return node

    def power(self) -> Node:
        node = self.postfix(self.primary())
        if not self.take("^"):
            return node
        self.deeper()
        node = self.made(Arithmetic("**", node, self.exponent()))
        self.depth -= 1
        return self.postfix(node)

    def exponent(self) -> Node:
        if not self.take("-"):
            self.take("+")
            return self.power()
        self.deeper()
        node = self.made(Negative(self.exponent()))
        self.depth -= 1
        return node

    def postfix(self, node: Node) -> Node:
        while sign := self.take("!", "°", "%"):
            function = {"!": "factorial", "°": "deg", "%": "percent"}[sign]
            node = self.made(Call(function, (node,)))
        return node

    def primary(self) -> Node:
        kind, text, _, _ = self.token
        match kind:
            case "number" | "repeating":
                return self.number()
            case "fraction":
                self.at += 1
                return self.vulgar(text)
            case "constant":
                self.at += 1
                return self.made(Name(text))
            case "letter":
                self.at += 1
                return self.letter(text)
            case "function":
                self.at += 1
                return self.function(text)
            case "command":
                self.at += 1
                return self.command(text)
            case "open":
                return self.braced()
        if text == "(" and kind == "operator":
            return self.bracketed()
        if self.take("|"):
            return self.absolute()
        if sign := self.take("√", "∛"):
            self.deeper()
            inside = self.root_of_sign()
            self.depth -= 1
            return self.made(Call("sqrt" if sign == "√" else "cbrt", (inside,)))
        self.refuse()

    def command(self, name: str) -> Node:
        """`\\frac`, `\\binom` or a root; the upper half knows more of them."""
        if name == "frac":
            return self.fraction()
        if name == "root sign":
            return self.indexed_root()
        return self.selections([self.argument(), self.argument()]) if name == "binom" else self.root()

    def indexed_root(self) -> Node:
        """`³√x`, whose index comes first."""
        index = self.made(Number(literal(self.token.text, self.token.position), self.token.text))
        self.at += 1
        self.deeper()
        inside = self.root_of_sign()
        self.depth -= 1
        return self.made(Call("root", (inside, index)))

    def number(self) -> Node:
        kind, text, position, _ = self.token
        self.at += 1
        if kind == "repeating":
            whole, fixed, cycle = text.split(".")
            dotted = f"{cycle[0]}\u0307" + (f"{cycle[1:-1]}{cycle[-1]}\u0307" if len(cycle) > 1 else "")
            return self.made(Number(repeating(whole, fixed, cycle), f"{whole or 0}.{fixed}{dotted}"))
        node = self.made(Number(literal(text, position), text))
        if self.take("분의"):
            return self.above(node)
        return self.mixed(node) if text.isdigit() else node

    def mixed(self, whole: Node) -> Node:
        """`3½`, `3 1/2` and `3\\frac{1}{2}`: a whole number directly before a proper fraction."""
        if self.token.kind == "fraction":
            text = self.token.text
            self.at += 1
            return self.made(Arithmetic("mixed", whole, self.vulgar(text)))
        start = self.at
        texts = [token.text for token in self.tokens[start : start + 7]]
        kinds = [token.kind for token in self.tokens[start : start + 7]]
        if kinds[:3] == ["number", "operator", "number"] and texts[1] == "/" and self.token.spaced:
            parts, length = (texts[0], texts[2]), 3
        elif kinds == ["command", "open", "number", "close", "open", "number", "close"] and texts[0] == "frac":
            parts, length = (texts[2], texts[5]), 7
        elif kinds[:3] == ["command", "number", "number"] and texts[0] == "frac":
            parts, length = (texts[1], texts[2]), 3
        else:
            return whole
        if not all(part.isdigit() for part in parts) or int(parts[0]) >= int(parts[1]):
            return whole
        self.at = start + length
        return self.made(Arithmetic("mixed", whole, self.vulgar("/".join(parts))))

    def vulgar(self, text: str) -> Node:
        top, _, bottom = text.partition("/")
        numbers = [self.made(Number(Fraction(part), part)) for part in (top, bottom)]
        return self.made(Arithmetic("/", numbers[0], numbers[1]))

    def letter(self, text: str) -> Node:
        if self.peek("_"):
            self.at += 1
            text = f"{text}_{self.index()}"
        while self.take("'"):
            text += "'"
        if text[0] in _UNKNOWN and text.strip("'").partition("_")[0] in _UNKNOWN and self.peek("("):
            return self.made(Call(text, tuple(self.arguments())))
        return self.made(Name(text))

    def index(self) -> str:
        braced = self.take_kind("open") or bool(self.take("{"))
        parts = []
        while self.token.kind in ("letter", "number", "constant") or (braced and self.peek("+", "-")):
            parts.append(self.token.text)
            self.at += 1
            if not braced:
                break
        if not parts or (braced and not (self.take_kind("close") or self.take("}"))):
            self.refuse("an index was expected")
        return "".join(parts)

    def arguments(self) -> list[Node]:
        self.need("(")
        found = [self.sum()]
        while self.take(","):
            found.append(self.sum())
        self.need(")")
        return found

    def fraction(self) -> Node:
        return self.made(Arithmetic("/", self.argument(), self.argument()))

    def root(self) -> Node:
        if self.take("["):
            index = self.sum()
            self.need("]")
            return self.made(Call("root", (self.argument(), index)))
        return self.made(Call("sqrt", (self.argument(),)))

    def argument(self) -> Node:
        """A command's argument: a group in braces, or one sign."""
        if self.token.kind == "open":
            return self.braced()
        if self.token.kind not in ("number", "letter", "constant"):
            self.refuse()
        if self.token.kind == "number":
            return self.number()
        return self.primary()

    def braced(self) -> Node:
        self.at += 1
        bars, self.bars = self.bars, 0
        node = self.sum()
        self.bars = bars
        if not self.take_kind("close"):
            self.refuse("'}' was expected")
        return node

    def bracketed(self) -> Node:
        """Overridden by the upper half, which knows points and intervals."""
        self.need("(")
        node = self.sum()
        self.need(")")
        return node

    def absolute(self) -> Node:
        self.bars += 1
        node = self.sum()
        self.need("|")
        self.bars -= 1
        return self.made(Call("abs", (node,)))

    def root_of_sign(self) -> Node:
        if self.peek("("):
            node = self.bracketed()
            if isinstance(node, Group):
                self.refuse("a root of several values")
            return node
        if self.token.kind == "number":
            return self.number()
        return self.primary()

    def function(self, name: str) -> Node:
        self.deeper()
        base = self.logarithm_base() if name == "log" else None
        exponent = None
        if self.take("^"):
            exponent = self.exponent()
        if isinstance(exponent, Negative) and name in _INVERSES and exponent.operand == Number(Fraction(1), "1"):
            name, exponent = _INVERSES[name], None
        arguments = self.function_arguments(name)
        self.depth -= 1
        if base is not None:
            arguments.append(base)
        if name == "lg":
            name, arguments = "log", arguments if len(arguments) == 2 else [*arguments, Number(Fraction(10), "10")]
        if name in ("binomial", "permutations"):
            return self.selections(arguments, name == "binomial")
        if name == "conjugate":
            return replaced(arguments[0], _IMAGINARY, Negative(_IMAGINARY))
        if name == "root" and len(arguments) == 1:
            name = "sqrt"
        if name in ("mod", "diff", "int", "limit") and len(arguments) == 1:
            self.refuse(f"{name} needs two values or more")
        node = self.made(Call(name, tuple(arguments)))
        return node if exponent is None else self.made(Arithmetic("**", node, exponent))

    def selections(self, arguments: list[Node], unordered: bool = True) -> Node:
        """n! / (k! (n − k)!), or n! / (n − k)! where the order counts."""
        if len(arguments) != 2:
            self.refuse("two values are needed")
        whole, part = arguments
        rest = self.made(Arithmetic("-", whole, part))
        above, below, beside = (self.made(Call("factorial", (node,))) for node in (whole, part, rest))
        return self.made(Arithmetic("/", above, self.made(Arithmetic("*", below, beside)) if unordered else beside))

    def logarithm_base(self) -> Node | None:
        if self.token.kind == "number" and self.tokens[self.at + 1][1:] == ("(", self.token.position + 2, False):
            if self.token.text != "10" or self.token.spaced:
                self.refuse("brackets are needed to say what the function applies to")
            return self.number()
        if not self.take("_"):
            return None
        return self.argument() if not self.peek("(") else self.bracketed()

    def function_arguments(self, name: str) -> list[Node]:
        if self.peek("("):
            found = self.arguments()
            if len(found) > (20 if name in _MANY_VALUES else 2 if name in _TWO_VALUES else 1):
                self.refuse(f"{name} cannot take {len(found)} values")
            return found
        if self.take("|"):
            return [self.absolute()]
        if self.token.kind == "function":
            return [self.power()]
        node = self.postfix(self.signed())
        while self.token.kind in _BARE:
            self.check_side_by_side(node)
            node = self.made(Arithmetic("*", node, self.power()))
        if self.peek("/") and self.tokens[self.at + 1].kind != "function":
            self.refuse("brackets are needed to say what the function applies to")
        return [node]


def _is_matrix(node: Node) -> bool:
    return isinstance(node, Group) and node.kind == "matrix"
