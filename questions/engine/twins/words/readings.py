"""Where each number of a solution comes from, and which printed numbers may change.

A literal may come from a printed number (or several of the same value), from an earlier step, or be a constant that a
word of the stem brings in. All combinations in which every step still reaches the answer are the *readings*.
Numbers on which readings differ are kept as they are or tied together, so that every reading computes the same
function of the numbers that do change; where that cannot be reached, the note is refused (quality.md §3.1).
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.twins.words.arithmetic import (
    Literal,
    Operation,
    Reference,
    Tree,
    literals,
    operations,
    value_of,
)
from questions.engine.twins.words.between import averages_without_reason, between, opened
from questions.engine.twins.words.cues import constants, counted
from questions.engine.twins.words.solutions import Step
from questions.engine.twins.words.spans import NumberSpan
from questions.engine.twins.words.ties import tied_numbers

MOST_READINGS = 256
SMALL = 12
_SHAPE = re.compile(
    r"둘레|넓이|부피|겉넓이|\bperimeter|\barea\b|\bvolume|\bsquare (?:feet|foot|met)", re.IGNORECASE
)
_COMPARED = re.compile(
    r"(?:\s\w+){0,2}\s(?:more|less|fewer|farther|further|older|younger|higher|longer|shorter|taller)\b|\S{0,3}(?:만큼)?\s(?:더|덜)\s"
)
_LENGTH = re.compile(
    r"cm|mm|km|m|㎝|㎜|㎞|inch(?:es)?|f(?:ee|oo)t|yards?|met(?:er|re)s?|미터|센티", re.IGNORECASE
)


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


def align(stem: str, spans: tuple[NumberSpan, ...], steps: tuple[Step, ...]) -> Alignment:
    """Places every literal; raises Ambiguous where that is not safe or leaves nothing to change."""
    cues, lists = constants(stem), counted(stem)
    pair = between(stem, spans, steps)
    if pair:
        spans, lists = opened(spans, pair), lists | {Fraction(2)}
    elif averages_without_reason(stem, steps):
        raise Ambiguous("gap", "두 수의 차가 답을 정하는 문제라 수를 따로 바꿀 수 없습니다.")
    options = {
        literal.key: sources(literal, place, spans, steps, cues | lists)
        for place, literal in _each_literal(steps)
    }
    for place, literal in _each_literal(steps):
        if not options[literal.key]:
            raise Ambiguous(
                "unexplained_number",
                f"풀이의 수 {_shown(literal.value)}이(가) 어디에서 나왔는지 알 수 없습니다.",
            )
    if pair:
        placed = {spans[i].value: Source("span", i) for i in pair}
        options = {
            k: [placed[v.value]] if v.value in placed else options[k] for k, v in _by_key(steps).items()
        }
    candidates = _valid(options, steps)
    merged = {key: {reading[key] for reading in candidates} for key in options}
    used = frozenset(s.index for group in merged.values() for s in group if s.kind == "span")
    free = {i for i, span in enumerate(spans) if not span.frozen and i in used}
    alignment = Alignment(
        steps, spans, dict(candidates[0]), free, {i: i for i in range(len(spans))}, used, cues | lists
    )
    if not _same_function(alignment, candidates):
        _settle(alignment, merged)
    _freeze_repeated(alignment, merged, stem)
    _freeze_hidden(alignment)
    if pair and set(pair) <= alignment.free:
        alignment.leader[pair[1]] = pair[0]
        alignment.offset[pair[1]] = Fraction(2)
    elif pair:
        _freeze(alignment, set(pair))
    else:
        _freeze_under_constants(alignment, merged)
    _freeze(alignment, tied_numbers(stem, spans, used, [step.value for step in steps]))
    _freeze_idle(alignment)
    if not alignment.free:
        raise Ambiguous("nothing_free", "안전하게 바꿀 수 있는 수가 없습니다.")
    if not _same_function(alignment, candidates):
        raise Ambiguous("readings_differ", "풀이의 수가 문제의 어느 수인지에 따라 식이 달라집니다.")
    return alignment


def _by_key(steps: Sequence[Step]) -> dict[int, Literal]:
    return {literal.key: literal for _, literal in _each_literal(steps)}


def _each_literal(steps: Sequence[Step]) -> Iterator[tuple[int, Literal]]:
    for place, step in enumerate(steps):
        for literal in literals(step.tree):
            yield place, literal


def sources(
    literal: Literal,
    place: int,
    spans: Sequence[NumberSpan],
    steps: Sequence[Step],
    cues: frozenset[Fraction],
) -> list[Source]:
    """Every possible source of one literal in step `place`."""
    found = [
        Source("span", i, factor, offset)
        for i, span in enumerate(spans)
        if not span.frozen
        for factor, offset in _transforms(span)
        if offset + factor * span.value == literal.value
    ]
    found += [Source("step", j) for j in range(place) if steps[j].value == literal.value]
    partial = literal.value == 1 and any(span.kind in ("percent", "fraction") for span in spans)
    if (
        partial
        or literal.value in cues
        or any(span.frozen and literal.value in span.values() for span in spans)
    ):
        found.append(CONSTANT)
    return found


def _transforms(span: NumberSpan) -> Iterator[tuple[Fraction, Fraction]]:
    one, zero, hundredth = Fraction(1), Fraction(0), Fraction(1, 100)
    yield one, zero
    if span.scale != 1:
        yield Fraction(span.scale), zero
        yield Fraction(span.scale, 1000), zero
    if span.kind == "percent":
        yield hundredth, zero
        yield -hundredth, one
        yield hundredth, one
        yield -one, Fraction(100)
        yield one, Fraction(100)
    elif span.unit.lower().startswith(("cent", "¢")):
        yield hundredth, zero


def _valid(options: Mapping[int, list[Source]], steps: Sequence[Step]) -> list[dict[int, Source]]:
    """The readings in which every step reaches the last one."""
    keys = list(options)
    count = 1
    for key in keys:
        count *= len(options[key])
    if count > MOST_READINGS:
        raise Ambiguous("many_readings", "같은 수가 여러 번 나와 어느 수를 뜻하는지 정할 수 없습니다.")
    valid = []
    for combination in itertools.product(*(options[key] for key in keys)):
        reading = dict(zip(keys, combination, strict=True))
        if _all_reach(reading, steps):
            valid.append(reading)
    if not valid:
        raise Ambiguous("dangling_step", "풀이에 답으로 이어지지 않는 계산이 있습니다.")
    return _using_most(valid)


def _using_most(readings: list[dict[int, Source]]) -> list[dict[int, Source]]:
    """Only the readings that leave no printed number unused, where there are such (every number must be reachable)."""
    used = [
        frozenset(source.index for source in reading.values() if source.kind == "span")
        for reading in readings
    ]
    everything = frozenset().union(*used)
    full = [reading for reading, places in zip(readings, used, strict=True) if places == everything]
    return full or readings


def _all_reach(reading: Reading, steps: Sequence[Step]) -> bool:
    reached = {len(steps) - 1}
    for place in range(len(steps) - 1, -1, -1):
        if place not in reached:
            return False
        reached |= set(_inputs(steps[place].tree, reading))
    return True


def _inputs(tree: Tree, reading: Reading) -> Iterator[int]:
    if isinstance(tree, Reference):
        yield tree.step
    elif isinstance(tree, Literal):
        source = reading[tree.key]
        if source.kind == "step":
            yield source.index
    else:
        yield from _inputs(tree.left, reading)
        yield from _inputs(tree.right, reading)


def _settle(alignment: Alignment, merged: Mapping[int, set[Source]]) -> None:
    """Ties equal printed numbers that a literal could mean alike; keeps whatever else it could mean."""
    frozen: set[int] = set()
    for group in merged.values():
        if len(group) == 1:
            continue
        spans = {source.index for source in group if source.kind == "span"}
        plain = all(source.kind == "span" and source.factor == 1 and not source.offset for source in group)
        if plain and not spans & frozen and _alike(alignment, spans):
            _tie(alignment, spans)
        else:
            frozen |= spans
            for source in group:
                if source.kind == "step":
                    frozen |= _feeding(alignment, merged, source.index)
    _freeze(alignment, frozen)


def _alike(alignment: Alignment, spans: set[int]) -> bool:
    kinds = {(alignment.spans[i].kind, alignment.spans[i].scale) for i in spans}
    return len(kinds) == 1 and spans <= alignment.free


def _tie(alignment: Alignment, spans: set[int]) -> None:
    leaders = {alignment.leader[i] for i in spans}
    first = min(leaders)
    for i, leader in alignment.leader.items():
        if leader in leaders:
            alignment.leader[i] = first


def _freeze(alignment: Alignment, spans: set[int]) -> None:
    """Keeps these numbers and all that are tied to them."""
    leaders = {alignment.leader[i] for i in spans}
    alignment.free -= {i for i in alignment.free if alignment.leader[i] in leaders}


def _feeding(alignment: Alignment, merged: Mapping[int, set[Source]], step: int) -> set[int]:
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


def _freeze_repeated(alignment: Alignment, merged: Mapping[int, set[Source]], stem: str) -> None:
    """A small number that the solution uses twice but the stem prints once may be a constant in one place."""
    counts: Counter[int] = Counter()
    for group in merged.values():
        counts.update({alignment.leader[s.index] for s in group if s.kind == "span"})
    printed = Counter(alignment.leader.values())
    lengths = _lengths(alignment) if _SHAPE.search(stem) else set()
    repeated = {
        i
        for i, count in counts.items()
        if count > printed[i] and alignment.spans[i].value <= SMALL and i not in lengths
    }
    _freeze(alignment, repeated)
    if any(
        count > printed[i] and _COMPARED.match(stem[alignment.spans[i].end :]) for i, count in counts.items()
    ):
        raise Ambiguous(
            "repeated_difference",
            "비교하는 차이(더 많은 수, 더 적은 수)를 풀이에서 두 번 사용해 확인이 필요합니다.",
        )


def _lengths(alignment: Alignment) -> set[int]:
    """Lengths that a measure of a shape may use several times: no count that the shape has could be meant instead."""
    return {
        i
        for i, span in enumerate(alignment.spans)
        if _LENGTH.fullmatch(span.unit) and span.value not in alignment.constants
    }


def _freeze_hidden(alignment: Alignment) -> None:
    """A literal that unused numbers of the stem could also make (by one operation) may be their result."""
    spans = alignment.spans
    worth = [span.value * span.scale for span in spans]
    unused = [
        i
        for i, span in enumerate(spans)
        if i not in alignment.used and span.value > 1 and not _is_constant_use(alignment, span)
    ]
    for _, literal in _each_literal(alignment.steps):
        source = alignment.reading[literal.key]
        if source.kind != "span":
            continue
        others = [j for j in range(len(spans)) if j != source.index and worth[j] > 1]
        near = any(abs(worth[i] - literal.value) == 1 and literal.value <= SMALL for i in unused)
        if near or any(
            literal.value in combinations(worth[i], worth[j]) for i in unused for j in others if j != i
        ):
            _freeze(alignment, {source.index})


def _freeze_under_constants(alignment: Alignment, merged: Mapping[int, set[Source]]) -> None:
    """A constant may be a result worked out in the head: the numbers that could make it so stay as they are."""
    for place, literal in _each_literal(alignment.steps):
        if CONSTANT not in merged[literal.key] or _is_printed(alignment, literal):
            continue
        makers = [({i}, alignment.spans[i].value * alignment.spans[i].scale) for i in sorted(alignment.free)]
        for earlier in range(place):
            feeding = _feeding(alignment, merged, earlier) & alignment.free
            if feeding:
                makers.append((feeding, alignment.steps[earlier].value))
        kept = [
            (set(), span.value * span.scale)
            for i, span in enumerate(alignment.spans)
            if i not in alignment.free
        ]
        for (first, a), (second, b) in itertools.combinations([*makers, *kept], 2):
            if (first or second) and a > 1 and b > 1 and literal.value in combinations(a, b):
                _freeze(alignment, first | second)


def _is_printed(alignment: Alignment, literal: Literal) -> bool:
    """Whether a kept number of the stem is this constant; a printed 1 proves nothing beside a sum."""
    if literal.value == 1 and any(
        node.operator in "+-"
        and literal in (node.left, node.right)
        or node.operator == "/"
        and literal == node.right
        for step in alignment.steps
        for node in operations(step.tree)
    ):
        return False
    return any(span.frozen and literal.value in span.values() for span in alignment.spans)


def _is_constant_use(alignment: Alignment, span: NumberSpan) -> bool:
    """Whether a kept number is nevertheless used: some literal of the solution is it."""
    if not span.frozen:
        return False
    explained = span.values()
    return any(
        literal.value in explained and alignment.reading[literal.key].kind == "constant"
        for _, literal in _each_literal(alignment.steps)
    )


def combinations(a: Fraction, b: Fraction) -> set[Fraction]:
    """What one operation makes of two numbers."""
    found = {a + b, a - b, b - a, a * b}
    if a:
        found.add(b / a)
    if b:
        found.add(a / b)
    return found


def _freeze_idle(alignment: Alignment) -> None:
    """Numbers that do not move the answer stay: a formula in which they cancel proves nothing about them."""
    originals = {i: alignment.spans[i].value for i in range(len(alignment.spans))}
    answer = alignment.compute(originals)[-1]
    for leader in {alignment.leader[i] for i in alignment.free}:
        moved = {**originals, leader: originals[leader] * 7 + 3}
        try:
            same = alignment.compute(moved)[-1] == answer
        except ZeroDivisionError:
            same = False
        if same:
            _freeze(alignment, {leader})


def _same_function(alignment: Alignment, readings: Sequence[Reading]) -> bool:
    """Whether every reading computes the same answer at random values of what changes (exact rationals)."""
    generator = random.Random(7)
    for _ in range(2):
        values = {i: Fraction(generator.randrange(10**4, 10**6)) for i in range(len(alignment.spans))}
        if len({alignment.compute(values, reading)[-1] for reading in readings}) != 1:
            return False
    return True


def _shown(value: Fraction) -> str:
    return str(value)
