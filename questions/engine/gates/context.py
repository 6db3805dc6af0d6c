"""What every gate is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from questions.engine.draws.program import Program
from questions.engine.expressions import Value
from questions.engine.types import DirectItem, Draw, Note, Verdict
from questions.engine.wire.answers import BlindSolution

Solve = Callable[[str, tuple[str, ...]], BlindSolution | None]
"""A solver that did not write the blueprint: rendered stem and options in, its answer out; None when it cannot."""


class Finding(NamedTuple):
    """A gate's verdict with its evidence, a sentence for a teacher."""

    verdict: Verdict
    evidence: str


@dataclass(frozen=True, slots=True)
class GateContext:
    """One draw of a blueprint before the gates.

    `original` is the draw at the note's values (None where the blueprint has no value there). `answer` is the
    draw's answer as a value. `siblings` and `bank` are fingerprints of questions that exist already.
    """

    note: Note
    program: Program
    original: Draw | None
    draw: Draw
    answer: Value
    siblings: Collection[str] = ()
    bank: Collection[str] = ()
    solve: Solve | None = None


@dataclass(frozen=True, slots=True)
class ItemContext:
    """A direct item before the gates, with its options in the order of `draw`.

    `keys` are the places of the keys of the note's earlier items with as many options. `solutions` are what solvers
    who did not write the item answered, their picks as places of `draw` (one-based); `silence` says why there are none.
    """

    note: Note
    item: DirectItem
    draw: Draw
    siblings: Collection[str] = ()
    bank: Collection[str] = ()
    keys: Sequence[int] = ()
    solutions: tuple[BlindSolution, ...] = ()
    silence: str = ""


def passed(evidence: str) -> Finding:
    return Finding(Verdict.PASS, evidence)


def failed(evidence: str) -> Finding:
    return Finding(Verdict.FAIL, evidence)


def not_verified(evidence: str) -> Finding:
    return Finding(Verdict.NOT_VERIFIED, evidence)
