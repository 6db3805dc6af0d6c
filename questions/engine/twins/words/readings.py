"""Where each number of a solution comes from, and which printed numbers may change.

A literal may come from a printed number (or several of the same value), from an earlier step, or be a constant that a
word of the stem brings in. All combinations in which every step still reaches the answer are the *readings*.
Numbers on which readings differ are kept as they are or tied together, so that every reading computes the same
function of the numbers that do change; where that cannot be reached, the note is refused (quality.md §3.1).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from questions.engine.twins.words.alignment import (
    CONSTANT,
    Alignment,
    Ambiguous,
    Reading,
    Source,
    each_literal,
    feeding_numbers,
    freeze,
)
from questions.engine.twins.words.arithmetic import (
    Literal,
    Reference,
    Tree,
)
from questions.engine.twins.words.between import averages_without_reason, between, opened
from questions.engine.twins.words.cautions import (
    SMALL,
    freeze_hidden,
    freeze_idle,
    freeze_repeated,
    freeze_under_constants,
    is_constant_use,
)
from questions.engine.twins.words.cues import constants, counted
from questions.engine.twins.words.said import said
from questions.engine.twins.words.solutions import Step
from questions.engine.twins.words.spans import NumberSpan
from questions.engine.twins.words.ties import tied_numbers
from questions.engine.twins.words.two_parts import part_constants

MOST_READINGS = 256


def align(stem: str, spans: tuple[NumberSpan, ...], steps: tuple[Step, ...]) -> Alignment:
    """Places every literal; raises Ambiguous where that is not safe or leaves nothing to change."""
    cues, lists = constants(stem), counted(stem) | part_constants(stem, steps)
    pair = between(stem, spans, steps)
    if pair:
        spans, lists = opened(spans, pair), lists | {Fraction(2)}
    elif averages_without_reason(stem, steps):
        raise Ambiguous("gap", "두 수의 차가 답을 정하는 문제라 수를 따로 바꿀 수 없습니다.")
    options = {
        literal.key: sources(literal, place, spans, steps, cues | lists) for place, literal in each_literal(steps)
    }
    for _, literal in each_literal(steps):
        if not options[literal.key]:
            raise Ambiguous(
                "unexplained_number",
                f"풀이의 수 {_shown(literal.value)}이(가) 어디에서 나왔는지 알 수 없습니다.",
            )
    options = _with_said(stem, steps, options)
    if pair:
        placed = {spans[i].value: Source("span", i) for i in pair}
        options = {k: [placed[v.value]] if v.value in placed else options[k] for k, v in _by_key(steps).items()}
    candidates = _valid(options, steps)
    merged = {key: {reading[key] for reading in candidates} for key in options}
    used = frozenset(s.index for group in merged.values() for s in group if s.kind == "span")
    free = {i for i, span in enumerate(spans) if not span.frozen and i in used}
    alignment = Alignment(
        steps, spans, dict(candidates[0]), free, {i: i for i in range(len(spans))}, used, cues | lists
    )
    _tie_small(alignment, options)
    if not _same_function(alignment, candidates):
        _settle(alignment, merged)
    _keep_doubtful(alignment, merged, stem, pair)
    if not alignment.free:
        raise Ambiguous("nothing_free", "안전하게 바꿀 수 있는 수가 없습니다.")
    if not _same_function(alignment, candidates):
        raise Ambiguous("readings_differ", "풀이의 수가 문제의 어느 수인지에 따라 식이 달라집니다.")
    return alignment


def _keep_doubtful(
    alignment: Alignment, merged: Mapping[int, set[Source]], stem: str, pair: tuple[int, int] | None
) -> None:
    """Applies every rule that keeps a placed number as it is."""
    freeze_repeated(alignment, merged, stem)
    freeze_hidden(alignment)
    if pair and set(pair) <= alignment.free:
        alignment.leader[pair[1]] = pair[0]
        alignment.offset[pair[1]] = Fraction(2)
    elif pair:
        freeze(alignment, set(pair))
    else:
        freeze_under_constants(alignment, merged, stem)
    results = [step.value for step in alignment.steps]
    constants_used = {i for i, span in enumerate(alignment.spans) if is_constant_use(alignment, span)}
    freeze(alignment, tied_numbers(stem, alignment.spans, alignment.used | constants_used, results))
    freeze_idle(alignment)


def _by_key(steps: Sequence[Step]) -> dict[int, Literal]:
    return {literal.key: literal for _, literal in each_literal(steps)}


def _with_said(stem: str, steps: tuple[Step, ...], options: dict[int, list[Source]]) -> dict[int, list[Source]]:
    """A literal that the stem's words put where it stands is a constant, unless it could be a step's result as well."""
    stated = said(stem, steps)

    def fixed(key: int, found: list[Source]) -> bool:
        return key in stated and CONSTANT in found and all(source.kind != "step" for source in found)

    return {key: [CONSTANT] if fixed(key, found) else found for key, found in options.items()}


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
    if partial or literal.value in cues or any(span.frozen and literal.value in span.values() for span in spans):
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
    used = [frozenset(source.index for source in reading.values() if source.kind == "span") for reading in readings]
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


def _tie_small(alignment: Alignment, options: Mapping[int, list[Source]]) -> None:
    """Equal small numbers change together: which of them a literal means then makes no difference."""
    for group in options.values():
        spans = {source.index for source in group if source.kind == "span" and source.factor == 1}
        small = all(alignment.spans[i].value <= SMALL for i in spans)
        if len(spans) > 1 and small and _alike(alignment, spans):
            _tie(alignment, spans)


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
                    frozen |= feeding_numbers(alignment, merged, source.index)
    freeze(alignment, frozen)


def _alike(alignment: Alignment, spans: set[int]) -> bool:
    kinds = {(alignment.spans[i].kind, alignment.spans[i].scale) for i in spans}
    return len(kinds) == 1 and spans <= alignment.free


def _tie(alignment: Alignment, spans: set[int]) -> None:
    leaders = {alignment.leader[i] for i in spans}
    first = min(leaders)
    for i, leader in alignment.leader.items():
        if leader in leaders:
            alignment.leader[i] = first


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
