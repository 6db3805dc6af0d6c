"""How lenient the second reading is: solutions with one operator changed, and the answer changed to match.

A note whose solution is wrong in itself, but consistent with its answer, is caught only by the stem. Of the rows that
are served, each gets one such solution; the share that is served again is the leniency. Lower is better.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from bench.engine_parts.data import Row
from bench.engine_parts.words import note_of
from bench.judge.sources.steps import Unreadable, steps_of, values_of
from questions.engine import variants
from questions.engine.twins import author
from questions.engine.types import Note, Refusal

_OPERATOR = re.compile(r"(?<=[\d)% ])[-+*/](?=[\d( .])")
_STEP = re.compile(r"<<([^<>=]*)=([^<>=]*)>>")
_MOST_DECIMALS = 3
MOST = 150


def accepted(rows: Sequence[Row], seed: int = 0) -> tuple[int, int]:
    """How many served rows have a mutant, and how many of these mutants are served as well; at most 150 rows."""
    tried = served = 0
    for place, row in enumerate(rows):
        if tried == MOST:
            break
        mutant = mutated(row, random.Random(seed * 10_007 + place))
        if mutant is None or not _is_served(note_of(row)):
            continue
        tried += 1
        served += _is_served(mutant)
    return tried, served


def mutated(row: Row, generator: random.Random) -> Note | None:
    """The row's note with one operator of its last calculation changed; None where no other positive answer comes."""
    note = note_of(row)
    for solution, expression in _mutants(note.solution, generator):
        try:
            value = values_of(steps_of(expression))[-1]
        except (Unreadable, ZeroDivisionError):
            continue
        answer = _printed(value)
        if answer and answer != _printed(Fraction(note.answer) if _is_number(note.answer) else Fraction(0)):
            return replace(note, solution=solution.replace("\0", answer), answer=answer)
    return None


def _mutants(solution: str, generator: random.Random) -> Iterator[tuple[str, str]]:
    """Solutions with one operator changed, a mark where the result is stated, and the changed expression."""
    steps = list(_STEP.finditer(solution))
    expression = steps[-1].group(1) if steps else solution.partition("=")[0] if "\n" not in solution else ""
    places = [match.start() for match in _OPERATOR.finditer(expression)]
    choices = [(place, other) for place in places for other in "+-*/" if other != expression[place]]
    generator.shuffle(choices)
    for place, other in choices:
        changed = f"{expression[:place]}{other}{expression[place + 1 :]}"
        if steps:
            head = solution[: steps[-1].start()]
            yield f"{head}<<{changed}=\0>>\0\n#### \0", changed
        else:
            yield changed, changed


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", text) is not None


def _printed(value: Fraction) -> str:
    """A positive number with few decimals as text; empty for others, which a note would not have."""
    if value <= 0 or (value * 10**_MOST_DECIMALS).denominator != 1:
        return ""
    return str(value) if value.denominator == 1 else f"{float(value):.{_MOST_DECIMALS}f}".rstrip("0")


def _is_served(note: Note) -> bool:
    blueprint = author(note)
    return not isinstance(blueprint, Refusal) and bool(variants.make(note, blueprint, count=1).variants)
