"""Whether a blueprint has questions to give beside the note's own."""

from __future__ import annotations

from questions.engine.draws.options import differ
from questions.engine.draws.program import Program, Unsatisfied
from questions.engine.draws.sampling import assignments, combinations
from questions.engine.expressions import ExpressionError
from questions.engine.types import AnswerKind, Blueprint

WANTED = 3
TRIES = 200


def missing(blueprint: Blueprint) -> int:
    """How many of WANTED questions with other numbers and another answer than the note's the blueprint cannot make.

    A family of more than TRIES combinations is not walked to its end: one found in TRIES draws stands for the others.
    """
    try:
        program = Program(blueprint)
    except ExpressionError:
        return WANTED
    enough = WANTED if combinations(blueprint) <= TRIES else 1
    found = set()
    for given in assignments(blueprint, 0, TRIES):
        try:
            values, answer = program.run(given)
        except Unsatisfied:
            continue
        if blueprint.answer.kind is AnswerKind.TEXT or differ(answer, program.original_answer):
            found.add(tuple(str(values[name]) for name in sorted(program.shown)))
        if len(found) == enough:
            return 0
    return WANTED - len(found)
