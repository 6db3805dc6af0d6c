"""Reads whole answers as people write them: relations, points, sets, intervals, ratios, and lists of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from questions.engine.expressions.arithmetic_reader import ArithmeticReader
from questions.engine.expressions.latex import latex_tokens
from questions.engine.expressions.nodes import (
    Arithmetic,
    Each,
    Group,
    Logic,
    Loop,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Span,
    replaced,
)
from questions.engine.expressions.plain import plain_tokens

_RELATIONS: Final = ("=", "!=", "<", "<=", ">", ">=", "∈", "≈")
_COMMAS: Final = (",", ";", "and")


def read_plain(text: str, *, grouped: bool = True) -> Node:
    """The tree of typed text. Raises ExpressionError unless all was read. `grouped`: 1,234 is one number."""
    return WrittenReader(plain_tokens(text, grouped=grouped)).whole()


def read_latex(text: str, *, grouped: bool = True) -> Node:
    """The tree of LaTeX mathematics. Raises ExpressionError unless all was read."""
    return WrittenReader(latex_tokens(text, grouped=grouped)).whole()


class WrittenReader(ArithmeticReader):
    """The upper half of the reader."""

    def whole(self) -> Node:
        node = self.alternatives()
        if self.token.kind != "end":
            self.refuse()
        return node

    def alternatives(self) -> Node:
        """Clauses joined by `또는`: an alternative of statements, or one list of values."""
        found = [self.conjunction()]
        while self.take("or"):
            found.append(self.conjunction())
        if len(found) == 1:
            return found[0]
        if all(map(_may_be_a_statement, found)):
            return self.made(Logic("or", tuple(found)))
        if not any(_states(part) for part in found):
            return self.made(Group("list", tuple(item for part in found for item in _members(part))))
        return self.made(Logic("or", tuple(_completed(found))))

    def conjunction(self) -> Node:
        """Clauses joined by commas (a list) or `그리고` (between statements, a conjunction)."""
        found = [self.clause()]
        joins = []
        while join := self.take(*_COMMAS):
            if self.token.kind == "end" and join == ";":
                break
            if self.peek("or", "and"):
                self.at += self.peek("and")
                if self.peek("or"):
                    break
            joins.append(join)
            found.append(self.clause())
        if len(found) == 1:
            return found[0]
        if "and" in joins and (
            all(isinstance(part, Relation) for part in found) or all(map(_may_be_a_statement, found))
        ):
            return self.made(Logic("and", tuple(found)))
        return self.made(Group("list", tuple(_completed(found))))

    def clause(self) -> Node:
        if self.names_a_point():
            name = self.made(Name(self.token.text))
            self.at += 1
            return self.made(Relation(("=",), (name, self.bracketed())))
        operands = [self.value()]
        operators = []
        while operator := self.take(*_RELATIONS):
            operators.append({"∈": "in"}.get(operator, operator))
            operands.append(self.value())
        return self.made(Relation(tuple(operators), tuple(operands))) if operators else operands[0]

    def names_a_point(self) -> bool:
        """Whether `P(2, 3)` stands here: a capital letter, then two values or more in brackets, then nothing else."""
        if self.token.kind != "letter" or not self.token.text.isupper() or self.tokens[self.at + 1].text != "(":
            return False
        depth, commas = 0, 0
        for place, token in enumerate(self.tokens[self.at + 1 :], self.at + 1):
            depth += (token.text in "([{" or token.kind == "open") - (token.text in ")]}" or token.kind == "close")
            commas += depth == 1 and token.text == ","
            if depth == 0 or token.kind == "end":
                after = self.tokens[min(place + 1, len(self.tokens) - 1)]
                return bool(commas) and (after.kind == "end" or after.text in _COMMAS)
        return False

    def value(self) -> Node:
        """A sum, a ratio of sums, or a union of sets."""
        node = self.united()
        if not self.peek(":"):
            return node
        items = [node]
        while self.take(":"):
            items.append(self.united())
        return self.made(Group("ratio", tuple(items)))

    def united(self) -> Node:
        node = self.set_or_sum()
        while self.take("∪"):
            node = self.made(Arithmetic("union", _as_set(node), _as_set(self.set_or_sum())))
        return node

    def set_or_sum(self) -> Node:
        if self.take("{"):
            return self.braces()
        if self.peek("["):
            return self.sum() if self.tokens[self.at + 1].text == "rows" else self.span()
        if self.peek("(") and self.states_inside():
            return self.statement_in_brackets()
        if self.token.kind == "interval":
            return self.named_span()
        if self.token.kind == "command" and self.token.text == "union":
            return self.named_union()
        return self.sum()

    def states_inside(self) -> bool:
        """Whether the bracket that opens here holds a relation of its own: `(x = 1 and y = 2)`."""
        depth = 0
        for token in self.tokens[self.at :]:
            depth += (token.text in "([{" or token.kind == "open") - (token.text in ")]}" or token.kind == "close")
            if depth == 1 and token.kind == "operator" and token.text in _RELATIONS:
                return True
            if not depth:
                break
        return False

    def statement_in_brackets(self) -> Node:
        self.need("(")
        self.deeper()
        bars, self.bars = self.bars, 0
        node = self.alternatives()
        self.bars = bars
        self.depth -= 1
        self.need(")")
        return node

    def primary(self) -> Node:
        if self.peek("[") and self.tokens[self.at + 1].text == "rows":
            self.at += 2
            node = self.rows()
            self.need("]")
            return node
        return super().primary()

    def command(self, name: str) -> Node:
        if name == "rows":
            return self.rows()
        if name in ("sum", "prod"):
            return self.series(name)
        return self.named_matrix() if name == "matrix" else super().command(name)

    def series(self, name: str) -> Node:
        """`sum(k^2, k, 1, n)`, or a Σ with its ends below and above and a product behind it."""
        if self.peek("("):
            values = self.arguments()
            if len(values) != 4:
                self.refuse(f"{name} needs a term, an index and two ends")
            body, index, low, high = values
        else:
            index, low = self.lower_end()
            if not self.take("^"):
                self.refuse("'^' was expected")
            high = self.argument()
            self.deeper()
            body = self.term()
            self.depth -= 1
            if self.peek("+", "-", "±", "∓"):
                self.refuse("brackets are needed to say what is summed")
        if not isinstance(index, Name):
            self.refuse("an index was expected")
        counter = Name("i") if index == Name("imaginary") else index
        bounds = (low, self.made(Arithmetic("+", high, Number(Fraction(1), "1"))))
        return self.made(Each(name, replaced(body, index, counter), (Loop(counter.name, bounds, ()),)))

    def lower_end(self) -> tuple[Node, Node]:
        """`_{k = 1}`."""
        if not self.take("_") or not (self.take_kind("open") or self.take("{")):
            self.refuse("an index was expected")
        start = self.clause()
        if not (self.take_kind("close") or self.take("}")) or not isinstance(start, Relation):
            self.refuse("an index was expected")
        return start.operands[0], start.operands[-1]

    def rows(self) -> Node:
        """The rows of a LaTeX matrix: cells apart by `&`, rows by `;`."""
        self.deeper()
        found = [self.cells()]
        while self.take(";") and not self.peek("end rows"):
            found.append(self.cells())
        self.need("end rows")
        self.depth -= 1
        return self.table(found)

    def cells(self) -> Node:
        found = [self.sum()]
        while self.take("&"):
            found.append(self.sum())
        return self.made(Group("point", tuple(found)))

    def table(self, rows: list[Node]) -> Node:
        if len({len(row.items) for row in rows if isinstance(row, Group)}) != 1:
            self.refuse("rows of different lengths")
        return self.made(Group("matrix", tuple(rows)))

    def named_span(self) -> Node:
        """`co(0, 1)` is [0, 1): each letter says whether an end is open or closed."""
        ends = self.token.text
        self.at += 1
        values = self.arguments()
        if len(values) != 2:
            self.refuse("an interval has two ends")
        return self.made(Span(values[0], values[1], ends[0] == "c", ends[1] == "c"))

    def named_matrix(self) -> Node:
        """`matrix([1, 2], [3, 4])`."""
        self.need("(")
        found = [self.row()]
        while self.take(","):
            found.append(self.row())
        self.need(")")
        return self.table(found)

    def named_union(self) -> Node:
        """`union(A, B)`."""
        self.at += 1
        self.need("(")
        self.deeper()
        found = [self.set_or_sum()]
        while self.take(","):
            found.append(self.set_or_sum())
        self.need(")")
        self.depth -= 1
        joined = _as_set(found[0])
        for part in found[1:]:
            joined = self.made(Arithmetic("union", joined, _as_set(part)))
        return joined

    def row(self) -> Node:
        self.need("[")
        found = [self.sum()]
        while self.take(","):
            found.append(self.sum())
        self.need("]")
        return self.made(Group("point", tuple(found)))

    def braces(self) -> Node:
        self.deeper()
        if self.take("}"):
            self.depth -= 1
            return self.made(Name("empty"))
        mark = self.at
        if self.token.kind == "letter" and self.tokens[mark + 1].text in ("|", ":"):
            self.at += 2
            items: Node = self.alternatives()
            self.need("}")
            self.depth -= 1
            return items
        found = [self.clause()]
        while self.take(",", ";"):
            found.append(self.clause())
        self.need("}")
        self.depth -= 1
        return self.made(Group("set", tuple(found)))

    def span(self) -> Node:
        """`[a, b]` or `[a, b)`; statements in brackets are a list, three values and more an ordered one."""
        self.need("[")
        self.deeper()
        bars, self.bars = self.bars, 0
        found = [self.clause()]
        while self.take(",", ";"):
            found.append(self.clause())
        stated = any(isinstance(part, Relation) for part in found)
        right = bool(self.take("]"))
        if not right:
            self.need(")")
        self.bars = bars
        self.depth -= 1
        if any(isinstance(part, Span) for part in found):
            found = [_as_point(part) for part in found]
            stated = False
        elif len(found) == 2 and not stated:
            return self.made(Span(found[0], found[1], True, right))
        if right and stated and len(found) == 1:
            return found[0]
        if not right or (len(found) < 2 and not isinstance(found[0], Group)):
            self.refuse("an interval has two ends")
        if stated and any(_is_system_part(part) for part in found):
            return self.made(Logic("and", tuple(found)))
        return self.made(Group("list" if stated else "point", tuple(found)))

    def bracketed(self) -> Node:
        """`( )`: a value in brackets, a point (a, b), or a half-open interval (a, b]."""
        self.need("(")
        bars, self.bars = self.bars, 0
        found = [self.sum()]
        while self.take(",", ";"):
            found.append(self.sum())
        self.bars = bars
        if len(found) == 2 and self.take("]"):
            return self.made(Span(found[0], found[1], False, True))
        self.need(")")
        if len(found) == 1:
            return found[0]
        if len(found) == 2 and any(_endless(end) for end in found):
            return self.made(Span(found[0], found[1], False, False))
        return self.made(Group("point", tuple(found)))


def _endless(node: Node) -> bool:
    return node == Name("oo") or (isinstance(node, Negative) and node.operand == Name("oo"))


def _may_be_a_statement(node: Node) -> bool:
    """A bare letter: `p and q`."""
    return isinstance(node, Name) and node.name.isalpha() and len(node.name) == 1


def _as_set(node: Node) -> Node:
    if isinstance(node, Group) and node.kind == "point" and len(node.items) == 2:
        return Span(node.items[0], node.items[1], False, False)
    return node


def _is_system_part(node: Node) -> bool:
    """An equation that gives no letter's value: computer algebra writes systems as `[x + y = 5, x − y = 1]`."""
    return isinstance(node, Relation) and node.operators == ("=",) and not isinstance(node.operands[0], Name)


def _as_point(node: Node) -> Node:
    """A row `[1, 2]` inside brackets is no interval."""
    return Group("point", (node.low, node.high)) if isinstance(node, Span) and node.left and node.right else node


def _states(node: Node) -> bool:
    """Whether a clause says something (`x = 2`) rather than being a value."""
    if isinstance(node, Group) and node.kind == "list":
        return any(_states(item) for item in node.items)
    return isinstance(node, Relation | Logic)


def _members(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Group) and node.kind == "list" else (node,)


def _completed(found: list[Node]) -> list[Node]:
    """`x = 2 또는 3` says `x = 2 또는 x = 3`: a bare value takes the name of the equation before it."""
    completed: list[Node] = []
    name: Node | None = None
    for part in found:
        if isinstance(part, Relation) and part.operators == ("=",) and isinstance(part.operands[0], Name):
            name = part.operands[0]
        elif isinstance(part, Relation | Logic | Group):
            name = None
        elif name is not None:
            part = Relation(("=",), (name, part))
        completed.append(part)
    return completed
