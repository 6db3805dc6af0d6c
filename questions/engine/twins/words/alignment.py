"""Where each literal of a solution comes from, and which printed numbers of the stem change because of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal, Reference, Tree, literals, operations, value_of
from questions.engine.twins.words.solutions import Step
from questions.engine.twins.words.spans import NumberSpan


@dataclass(frozen=True, slots=True)
class Source:
    """Where a literal comes from: `kind` is `span`, `step` or `constant`; `index` which one.

    For a span, the literal is `offset + factor * value` of it (a percent as a rate, or what it leaves of 100).
    """

    kind: str
    index: int = -1
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


CONSTANT = Source("constant")
Reading = Mapping[int, Source]


class Ambiguous(Exception):
    """The solution's numbers cannot be placed safely; `code` and a sentence for the teacher."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Alignment:
    """The chosen reading, and for every span whether it changes (`free`) and whose value it repeats (`leader`)."""

    steps: tuple[Step, ...]
    spans: tuple[NumberSpan, ...]
    reading: dict[int, Source]
    free: set[int]
    leader: dict[int, int]
    used: frozenset[int]
    constants: frozenset[Fraction] = field(default=frozenset())
    offset: dict[int, Fraction] = field(default_factory=dict)

    def worth(self, index: int, values: Mapping[int, Fraction]) -> Fraction:
        """What span `index` prints when the leading spans are worth `values`."""
        if index not in self.free:
            return self.spans[index].value
        return values[self.leader[index]] + self.offset.get(index, 0)

    def compute(self, values: Mapping[int, Fraction], reading: Reading | None = None) -> list[Fraction]:
        """Every step's value when span i (where free) is worth `values[leader of i]`. Raises ZeroDivisionError."""
        chosen = self.reading if reading is None else reading
        results: list[Fraction] = []

        def leaf(node: Literal | Reference) -> Fraction:
            if isinstance(node, Reference):
                return results[node.step]
            source = chosen[node.key]
            if source.kind == "step":
                return results[source.index]
            if source.kind == "span" and source.index in self.free:
                return source.offset + source.factor * self.worth(source.index, values)
            return node.value

        for step in self.steps:
            results.append(value_of(step.tree, leaf))
        return results


def each_literal(steps: Sequence[Step]) -> Iterator[tuple[int, Literal]]:
    for place, step in enumerate(steps):
        for literal in literals(step.tree):
            yield place, literal


def freeze(alignment: Alignment, spans: set[int]) -> None:
    """Keeps these numbers and all that are tied to them."""
    leaders = {alignment.leader[i] for i in spans}
    alignment.free -= {i for i in alignment.free if alignment.leader[i] in leaders}


def feeding_numbers(alignment: Alignment, merged: Mapping[int, set[Source]], step: int) -> set[int]:
    """Every printed number that could flow into a step."""
    found: set[int] = set()
    waiting, seen = [step], {step}
    while waiting:
        tree = alignment.steps[waiting.pop()].tree
        nodes = [s for literal in literals(tree) for s in merged[literal.key]]
        nodes += [Source("step", reference) for reference in _references(tree)]
        for source in nodes:
            if source.kind == "span":
                found.add(source.index)
            elif source.kind == "step" and source.index not in seen:
                seen.add(source.index)
                waiting.append(source.index)
    return found


def _references(tree: Tree) -> Iterator[int]:
    if isinstance(tree, Reference):
        yield tree.step
    for node in operations(tree):
        for side in (node.left, node.right):
            if isinstance(side, Reference):
                yield side.step


def combinations(a: Fraction, b: Fraction) -> set[Fraction]:
    """What one operation makes of two numbers."""
    found = {a + b, a - b, b - a, a * b}
    if a:
        found.add(b / a)
    if b:
        found.add(a / b)
    return found
