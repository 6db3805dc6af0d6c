"""Proof that an answer is computed: a formula that the stem's numbers never move is a constant in disguise."""

from __future__ import annotations

from questions.engine.draws.domains import domain_size, domain_value
from questions.engine.draws.options import differ
from questions.engine.draws.program import Program, Unsatisfied
from questions.engine.expressions import Value

_PROBES = 12


def disguised_constant(program: Program) -> str:
    """Why the answer does not follow from the stem, as a sentence; empty where it does.

    Two faults: no single change of a parameter moves the answer, or the answer depends on a parameter that the
    stem does not show (neither itself nor through a derived number).
    """
    answer_reach = _reach(program, program.answer.names)
    if not answer_reach:
        return "the answer's formula uses none of the numbers"
    hidden = answer_reach - _reach(program, program.shown)
    if hidden:
        return f"the answer depends on {', '.join(sorted(hidden))}, which the question does not show"
    if not any(_moves(program, name) for name in sorted(answer_reach)):
        return "the answer stays the same whatever number changes"
    return ""


def _reach(program: Program, names: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(program.reach.get(name, frozenset()) for name in names))


def _moves(program: Program, name: str) -> bool:
    """Whether some other value of this one parameter, all others as in the note, changes the answer."""
    parameters = program.blueprint.parameters
    domain = next(p.domain for p in parameters if p.name == name)
    given: dict[str, Value] = {p.name: program.values[p.name] for p in parameters}
    size = domain_size(domain)
    for index in sorted({size * k // _PROBES for k in range(_PROBES)} | {size - 1}):
        try:
            _, answer = program.unchecked({**given, name: domain_value(domain, index)})
        except Unsatisfied:
            continue
        if differ(answer, program.original_answer):
            return True
    return False
