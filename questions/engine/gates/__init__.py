"""The nine gates and the certificate: nothing reaches a teacher's queue without one.

A certificate is failed when any gate failed; conditional when only `resolve` is not verified and the blueprint came
from two independent readings, the stem and the source solution; passed otherwise. A direct item passes or fails.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import TypeVar
from weakref import WeakKeyDictionary

from questions.engine.draws.program import Program, Unsatisfied
from questions.engine.draws.sampling import original as original_draw
from questions.engine.expressions import ExpressionError, Value
from questions.engine.gates import (
    distinct,
    execution,
    fidelity,
    language,
    level,
    resolve,
    safety,
    schema,
    single_answer,
)
from questions.engine.gates.context import Finding, GateContext, ItemContext, Solve
from questions.engine.rendering import RenderingError
from questions.engine.types import (
    Blueprint,
    Certificate,
    CertificateResult,
    DirectItem,
    Draw,
    GateResult,
    Note,
    Verdict,
)

GATES: tuple[tuple[str, Callable[[GateContext], Finding]], ...] = (
    ("schema", schema.check),
    ("fidelity", fidelity.check),
    ("execution", execution.check),
    ("single_answer", single_answer.check),
    ("resolve", resolve.check),
    ("distinct", distinct.check),
    ("level", level.check),
    ("language", language.check),
    ("safety", safety.check),
)
ITEM_GATES: tuple[tuple[str, Callable[[ItemContext], Finding]], ...] = (
    ("schema", schema.check_item),
    ("fidelity", fidelity.check_item),
    ("execution", execution.check_item),
    ("single_answer", single_answer.check_item),
    ("resolve", resolve.check_item),
    ("distinct", distinct.check_item),
    ("level", level.check_item),
    ("language", language.check_item),
    ("safety", safety.check_item),
)
"""The same nine for a direct item; what computing proves elsewhere, here a blind second solve must."""
BLUEPRINT_GATES = ("schema", "fidelity")
"""The gates whose verdict depends on the blueprint and the note only; one run serves every draw."""
_Context = TypeVar("_Context")
_INDEPENDENT = frozenset({"stem", "solution"})


def certify(
    blueprint: Blueprint | Program,
    note: Note,
    draw: Draw,
    siblings: Collection[str] = (),
    bank: Collection[str] = (),
    *,
    solve: Solve | None = None,
    once: tuple[GateResult, ...] = (),
) -> Certificate:
    """The certificate of one draw: every gate is run, also after one has failed.

    `siblings` and `bank` are fingerprints; `solve` is asked where the stem cannot be read by machine; `once` are
    results of the blueprint's own gates from an earlier call (`certify_blueprint`). A blueprint that cannot run
    at all gets a certificate whose `schema` failed and whose other gates are not verified.
    """
    program = blueprint if isinstance(blueprint, Program) else schema.readable(blueprint)
    if isinstance(program, str):
        return _unreadable(program)
    context = _context(program, note, draw, siblings, bank, solve)
    done = {result.gate: result for result in once}
    gates = tuple(done.get(name) or _timed(name, check, context) for name, check in GATES)
    return Certificate(_result(gates, program.blueprint.readings), gates)


def certify_blueprint(program: Program, note: Note) -> tuple[GateResult, ...]:
    """The gates that need no draw: schema and fidelity, at the note's values."""
    context = _at_the_note(program, note)
    return tuple(_timed(name, check, context) for name, check in GATES if name in BLUEPRINT_GATES)


def refused_at_once(once: tuple[GateResult, ...]) -> Certificate:
    """The certificate of a blueprint that failed a gate of its own: nothing was drawn, so nothing else was checked."""
    done = {result.gate: result for result in once}
    skipped = "앞의 관문에서 떨어져 검사하지 않았습니다"
    gates = tuple(done.get(name) or GateResult(name, Verdict.NOT_VERIFIED, skipped) for name, _ in GATES)
    return Certificate(CertificateResult.FAILED, gates)


def answer_disagrees(program: Program, note: Note) -> bool:
    """Whether `fidelity` fails for the answer alone: the question is the note's, the printed answer is another."""
    return fidelity.answer_disagrees(_at_the_note(program, note))


def _at_the_note(program: Program, note: Note) -> GateContext:
    first = _original(program)
    return GateContext(note, program, first, first or _empty(), program.original_answer)


def _context(
    program: Program,
    note: Note,
    draw: Draw,
    siblings: Collection[str],
    bank: Collection[str],
    solve: Solve | None,
) -> GateContext:
    answer: Value = ""
    with suppress(ExpressionError):  # the execution gate finds the same fault and names it
        answer = program.answer_at(draw.values)  # type: ignore[arg-type]
    return GateContext(note, program, _original(program), draw, answer, siblings, bank, solve)


_ORIGINALS: WeakKeyDictionary[Program, Draw | None] = WeakKeyDictionary()


def _original(program: Program) -> Draw | None:
    """The draw at the note's values, made once for each program; None where there is none."""
    if program not in _ORIGINALS:
        try:
            _ORIGINALS[program] = original_draw(program)
        except (Unsatisfied, RenderingError, ExpressionError):
            _ORIGINALS[program] = None
    return _ORIGINALS[program]


def _empty() -> Draw:
    return Draw(values={}, stem="", answer="", expected="", solution="")


def certify_item(
    item: DirectItem,
    note: Note,
    draw: Draw,
    siblings: Collection[str] = (),
    bank: Collection[str] = (),
    *,
    keys: Sequence[int] = (),
    solve: Solve | None = None,
) -> Certificate:
    """The certificate of a direct item: never conditional (it has one reading), failed without a blind second solve.

    The solver is asked twice where there are options, the second time in another order, and only where no other gate
    has failed. `keys` are the places of the keys of the note's earlier items.
    """
    context = ItemContext(note, item, draw, siblings, bank, keys)
    gates = _item_results(context)
    if solve is not None:
        failing = any(gate.verdict is Verdict.FAIL for gate in gates)
        context = replace(context, silence=_NOT_ASKED) if failing else _solved(context, solve)
        again = {name: _timed(name, check, context) for name, check in ITEM_GATES if name in _SOLVED_GATES}
        gates = tuple(gate if gate.verdict is Verdict.FAIL else again.get(gate.gate, gate) for gate in gates)
    return Certificate(_result(gates, ()), gates)


_SOLVED_GATES = frozenset({"single_answer", "resolve"})
_NOT_ASKED = "다른 검사에서 떨어져 따로 풀어 보지 않았습니다"


def _item_results(context: ItemContext) -> tuple[GateResult, ...]:
    return tuple(_timed(name, check, context) for name, check in ITEM_GATES)


def _solved(context: ItemContext, solve: Solve) -> ItemContext:
    """The context with the solver's answers, picks brought back to the order of the draw."""
    choices = context.draw.choices
    found = []
    for turn in (0, 1) if choices else (0,):
        shown = (*choices[turn:], *choices[:turn])
        solution = solve(context.draw.stem, shown)
        if solution is None:
            return replace(context, silence="따로 풀어 볼 모델이 답하지 않았습니다")
        picks = tuple(
            (pick - 1 + turn) % len(choices) + 1 if 1 <= pick <= len(choices) else pick for pick in solution.picks
        )
        found.append(replace(solution, picks=picks))
    return replace(context, solutions=tuple(found))


def _timed(name: str, check: Callable[[_Context], Finding], context: _Context) -> GateResult:
    start = perf_counter()
    finding = check(context)
    return GateResult(name, finding.verdict, finding.evidence, (perf_counter() - start) * 1000)


def _result(gates: tuple[GateResult, ...], readings: Collection[str]) -> CertificateResult:
    if any(gate.verdict is Verdict.FAIL for gate in gates):
        return CertificateResult.FAILED
    open_gates = {gate.gate for gate in gates if gate.verdict is Verdict.NOT_VERIFIED}
    if not open_gates:
        return CertificateResult.PASSED
    if open_gates == {"resolve"} and set(readings) >= _INDEPENDENT:
        return CertificateResult.CONDITIONAL
    return CertificateResult.FAILED


def _unreadable(reason: str) -> Certificate:
    gates = tuple(
        GateResult(name, Verdict.FAIL, reason)
        if name == "schema"
        else GateResult(name, Verdict.NOT_VERIFIED, "틀을 읽을 수 없어 검사하지 못했습니다")
        for name, _ in GATES
    )
    return Certificate(CertificateResult.FAILED, gates)


__all__ = [
    "BLUEPRINT_GATES",
    "GATES",
    "ITEM_GATES",
    "Finding",
    "GateContext",
    "ItemContext",
    "Solve",
    "answer_disagrees",
    "certify",
    "certify_blueprint",
    "certify_item",
    "refused_at_once",
]
