"""Draws of a blueprint: deterministic by seed, each different, each within the blueprint's rules.

A family whose domains have few combinations is walked completely in a shuffled order; a larger one is sampled by
rejection. Either way a draw costs at most `limit` tries in all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import cast

from questions.engine.drawing.picture import picture
from questions.engine.draws.domains import domain_size, domain_value
from questions.engine.draws.options import arrange, differ, wrong_options
from questions.engine.draws.program import Program, Unsatisfied
from questions.engine.expressions import Value
from questions.engine.figures import Picture
from questions.engine.rendering import RenderingError, render
from questions.engine.rendering.printing import PLAIN, Style, answer_text, plain
from questions.engine.types import AnswerKind, Blueprint, Draw

LIMIT = 5000
ENUMERABLE = 20_000


def original(blueprint: Blueprint | Program) -> Draw:
    """The draw at the note's own values: what the note printed, if the blueprint is right.

    Raises Unsatisfied when the blueprint's own conditions fail there, RenderingError, ExpressionError.
    """
    program = _program(blueprint)
    given = {p.name: program.values[p.name] for p in program.blueprint.parameters}
    values, answer = program.run(given, original=True)
    return make_draw(program, values, answer, options=False)


def draws(blueprint: Blueprint | Program, seed: int, limit: int = LIMIT) -> Iterator[Draw]:
    """Different draws in an order fixed by the seed; ends when the family is exhausted or `limit` tries are spent.

    Beside the blueprint's conditions: the answer differs from the note's (unless it is a word), and shown options
    are pairwise different. Raises ExpressionError when the blueprint cannot be read.
    """
    program = _program(blueprint)
    for number, given in enumerate(assignments(program.blueprint, seed, limit)):
        drawn = attempt(program, given, seed + number)
        if drawn is not None:
            yield drawn


def attempt(program: Program, given: Mapping[str, Value], seed: int = 0) -> Draw | None:
    """The draw for these parameter values, or None where they make no question of the family."""
    try:
        values, answer = program.run(given)
        if program.blueprint.answer.kind is not AnswerKind.TEXT and not differ(answer, program.original_answer):
            return None
        return make_draw(program, values, answer, options=True, seed=seed)
    except (Unsatisfied, RenderingError):
        return None


def family_size(blueprint: Blueprint | Program, ceiling: int = LIMIT) -> int | None:
    """How many draws the family has; None where its domains have more than `ceiling` combinations."""
    program = _program(blueprint)
    if combinations(program.blueprint) > ceiling:
        return None
    return sum(1 for given in assignments(program.blueprint, 0, ceiling) if attempt(program, given))


def combinations(blueprint: Blueprint) -> int:
    """The number of combinations of parameter values before any condition."""
    return prod(domain_size(p.domain) for p in blueprint.parameters)


def _program(blueprint: Blueprint | Program) -> Program:
    return blueprint if isinstance(blueprint, Program) else Program(blueprint)


def assignments(blueprint: Blueprint, seed: int, limit: int) -> Iterator[dict[str, Value]]:
    """Values of the parameters, at most `limit` of them, in an order fixed by the seed, before any condition."""
    total = combinations(blueprint)
    generator = random.Random(seed)
    if total <= ENUMERABLE:
        order: Iterator[int] = iter(generator.sample(range(total), min(total, limit)))
    else:
        order = _distinct(generator, total, limit)
    sizes = [(p, domain_size(p.domain)) for p in blueprint.parameters]
    for index in order:
        given: dict[str, Value] = {}
        for parameter, size in sizes:
            index, place = divmod(index, size)
            given[parameter.name] = domain_value(parameter.domain, place)
        yield given


def _distinct(generator: random.Random, total: int, limit: int) -> Iterator[int]:
    seen: set[int] = set()
    for _ in range(limit):
        index = generator.randrange(total)
        if index not in seen:
            seen.add(index)
            yield index


def make_draw(program: Program, values: dict[str, Value], answer: Value, *, options: bool, seed: int = 0) -> Draw:
    """The texts for these values. Raises RenderingError, and Unsatisfied when options would be equal.

    With `options` and a blueprint that shows choices, the key's place follows from the seed.
    """
    blueprint = program.blueprint
    answer = _in_order(answer) if blueprint.answer.kind is AnswerKind.SET else answer
    form, style = blueprint.answer, answer_style(program)
    printed = answer_text(answer, form.kind, form.unit, style, form.form)
    choices: tuple[str, ...] = ()
    key: int | None = None
    if options and blueprint.shows_choices:
        wrong = wrong_options(program, values, answer)
        texts = [answer_text(value, form.kind, form.unit, style, form.form) for value in wrong]
        choices, key = arrange(printed, texts, random.Random(seed).randrange(len(texts) + 1), seed)
    return Draw(
        values=values,
        stem=_lines(program, blueprint.stem, values),
        answer=printed,
        expected=printed if form.form == "prime_factors" else expected_text(answer, style),
        solution=_lines(program, blueprint.solution, values),
        choices=choices,
        key=key,
        figure=drawn(program, values),
    )


def drawn(program: Program, values: Mapping[str, Value]) -> Picture | None:
    """The blueprint's figure at these values. Raises RenderingError where it would mislead."""
    figure = program.blueprint.figure
    return None if figure is None else picture(figure, values, program.styles, answer_style(program))


def _in_order(answer: Value) -> Value:
    """A list of rationals ascending, so that the same set is printed the same way; anything else as it is."""
    if type(answer) is tuple and all(isinstance(item, Fraction) for item in answer):
        return tuple(sorted(answer, key=lambda item: cast("Fraction", item)))
    return answer


def expected_text(answer: Value, style: Style = PLAIN) -> str:
    """The answer without its unit in the spelling that grading reads."""
    return plain(answer, style)


def answer_style(program: Program) -> Style:
    """How numbers that are not the stem's own are printed: as decimals where the stem writes decimals."""
    styles = program.styles.values()
    return Style(program.decimal_places, any(s.grouped for s in styles), exact=False)


def _lines(program: Program, lines: tuple[str, ...], values: Mapping[str, Value]) -> str:
    default = answer_style(program)
    return "\n".join(render(line, values, program.styles, default) for line in lines)


def is_whole(value: Value) -> bool:
    """True for a rational without a denominator."""
    return isinstance(value, Fraction) and value.denominator == 1
