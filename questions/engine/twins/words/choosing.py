"""Questions that choose among listed numbers, read from the stem alone and confirmed by the solution's program.

    번호가 7, 10, 5, 9인 상자 … 두 번째로 큰 번호          which place in the order of size
    4, 7, 2 세 장의 카드로 만들 수 있는 가장 큰 두 자리 수     a number made of digits
    가: 34개, 나: 29개, 다: 41개 … 누가 가장 많이             whose number is the largest
    1.2, 0.7, 0.9 중에서 0.8보다 큰 수는 몇 개               how many are beyond a limit

The stem gives a formula; the note's answer must be its value, and the solution, interpreted at several other numbers,
must give the formula's value there as well. Order and gaps, or the windows around each number, are such that what the
text says of the numbers stays true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, islice, pairwise

from questions.engine.draws.program import Program
from questions.engine.draws.sampling import draws
from questions.engine.expressions import ExpressionError
from questions.engine.twins.words.arithmetic import Unreadable
from questions.engine.twins.words.choosing_stems import Question, question_of
from questions.engine.twins.words.program_values import Number
from questions.engine.twins.words.programs import program_result
from questions.engine.twins.words.ranges import window
from questions.engine.twins.words.writing import NAMES, answer_unit, particle
from questions.engine.types import AnswerForm, AnswerKind, Blueprint, Domain, Note, Parameter, RangeDomain

_PROBES = 6
_FEWEST = 3
_ROOM = 4
_FULL_MARKS = Fraction(100)


@dataclass(slots=True)
class _Plan:
    """What stands for each listed number (a name and what is added to it, or no name), domains and conditions."""

    shown: list[tuple[str, Fraction]]
    parameters: list[Parameter]
    conditions: list[str] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [_text(name, added) for name, added in self.shown]

    def worths(self, values: Mapping[str, object]) -> list[Fraction]:
        return [Fraction(str(values[name])) + added if name else added for name, added in self.shown]


def choose(note: Note) -> Blueprint | None:
    """A blueprint where the stem asks for such a choice and note and solution agree with its reading; else None."""
    question = question_of(note.stem)
    if question is None or not note.solution.strip() or note.choices or len(question.spans) > len(NAMES):
        return None
    if not _is_answer(note.answer, question.answer) or not _lists(note.solution, question):
        return None
    for plan in _plans(question):
        blueprint = _blueprint(note, question, plan)
        try:
            if _confirmed(note.solution, question, plan, Program(blueprint)):
                return blueprint
        except ExpressionError:
            continue
    return None


def _is_answer(printed: str, value: Fraction | str) -> bool:
    if isinstance(value, str):
        return printed.strip() == value
    match = re.fullmatch(r"\s*(\d[\d,]*(?:\.\d+)?)\s?[가-힣A-Za-z%]*\s*", printed)
    return match is not None and Fraction(match.group(1).replace(",", "")) == value


def _lists(solution: str, question: Question) -> bool:
    """Whether the solution works on all listed numbers; one that only states its result is no evidence."""
    written = {Fraction(text) for text in re.findall(r"\d+(?:\.\d+)?", solution)}
    return bool(re.search(r"\bX\b", solution)) or written >= set(question.numbers)


def _confirmed(solution: str, question: Question, plan: _Plan, program: Program) -> bool:
    """Whether the solution, interpreted, gives the formula's value at the note's and at several other numbers."""
    drawn = list(islice(draws(program, 29), _PROBES))
    probes = [(plan.worths(draw.values), _expected(draw.expected, question)) for draw in drawn]
    probes.append((list(question.numbers), question.answer))
    return len(drawn) >= _FEWEST and any(
        all(_computed(solution, question.numbers, numbers, listed) == expected for numbers, expected in probes)
        for listed in (True, False)
    )


def _expected(text: str, question: Question) -> Fraction | str:
    return text if isinstance(question.answer, str) else Fraction(text)


def _computed(
    solution: str, before: Sequence[Fraction], after: Sequence[Fraction], listed: bool
) -> Fraction | str | None:
    """The solution's result at other numbers; X is the list of them, as equations of data sets write it."""
    names = {"X": [Number(value) for value in after]}
    try:
        return program_result(solution, dict(zip(before, after, strict=True)), names, listed=listed)
    except Unreadable:
        return None


def _plans(question: Question) -> list[_Plan]:
    """Ways to change the numbers, the richest first."""
    if question.digits:
        return [_of_digits(question)]
    if not question.ordered:
        return [plan for plan in (_unordered(question),) if plan]
    return [plan for plan in (_apart(question), _shifted(question)) if plan]


def _parameter(question: Question, place: int, domain: Domain) -> Parameter:
    return Parameter(NAMES[place], question.spans[place].text, domain)


def _of_digits(question: Question) -> _Plan:
    """Other digits in the same order; a zero stays."""
    shown, parameters = [], []
    for place, span in enumerate(question.spans):
        name = NAMES[place] if span.value else ""
        shown.append((name, Fraction(0)))
        if name:
            parameters.append(_parameter(question, place, RangeDomain(Fraction(1), Fraction(9))))
    order = sorted(range(len(shown)), key=lambda i: question.spans[i].value)
    return _Plan(shown, parameters, [f"{NAMES[i]} < {NAMES[j]}" for i, j in pairwise(order) if shown[i][0]])


def _unordered(question: Question) -> _Plan | None:
    """Each number near its own, all different, none the limit."""
    found = [window(span, None, None) for span in question.spans]
    if any(one is None for one in found):
        return None
    parameters = [_parameter(question, i, one.domain()) for i, one in enumerate(found) if one]
    names = [parameter.name for parameter in parameters]
    conditions = [f"{first} != {second}" for first, second in combinations(names, 2)]
    if question.limit is not None:
        conditions += [f"{name} != {question.limit}" for name in names]
    return _Plan([(name, Fraction(0)) for name in names], parameters, conditions)


def _apart(question: Question) -> _Plan | None:
    """Each number within half the way to its neighbours, where that leaves room."""
    order = sorted(question.numbers)
    shown: list[tuple[str, Fraction]] = []
    parameters = []
    for place, span in enumerate(question.spans):
        at = order.index(span.value)
        least = (order[at - 1] + span.value) / 2 if at else None
        greatest = (span.value + order[at + 1]) / 2 if at + 1 < len(order) else None
        one = window(span, least, greatest)
        roomy = one is not None and len(one.values()) >= _FEWEST
        if place in question.needed and not roomy:
            return None
        shown.append((NAMES[place], Fraction(0)) if roomy else ("", span.value))
        if roomy and one:
            parameters.append(_parameter(question, place, one.domain()))
    return _Plan(shown, parameters)


def _shifted(question: Question) -> _Plan | None:
    """All numbers larger or smaller by the same: order and gaps stay."""
    numbers = question.numbers
    if any(value.denominator != 1 or span.commas for value, span in zip(numbers, question.spans, strict=True)):
        return None
    if max(numbers) < 10:
        down, up = int(min(numbers)) - 1, 9
    else:
        down = min(int(value) - max(1, 10 ** (len(str(value)) - 1)) for value in numbers)
        up = min(10 ** len(str(value)) - 1 - int(value) for value in numbers)
    limits = [span.most for span in question.spans if span.most is not None]
    limits += [_FULL_MARKS] if any(span.unit.startswith("점") for span in question.spans) else []
    up = min([up, *(int(limit - max(numbers)) for limit in limits)])
    first = numbers[0]
    down, up = min(down, int(first) // 2), min(up, 2 * int(first))
    if down < 0 or up < 0 or down + up < _ROOM:
        return None
    return _Plan(
        [(NAMES[0], value - first) for value in numbers],
        [_parameter(question, 0, RangeDomain(first - down, first + up))],
    )


def _blueprint(note: Note, question: Question, plan: _Plan) -> Blueprint:
    kind = AnswerKind.TEXT if isinstance(question.answer, str) else AnswerKind.NUMBER
    formula = question.formula(plan.texts())
    return Blueprint(
        concept=note.concept,
        parameters=tuple(plan.parameters),
        stem=tuple(_stem(note.stem, question, plan).split("\n")),
        answer=AnswerForm(kind, formula, "" if kind is AnswerKind.TEXT else answer_unit(note.answer)),
        conditions=tuple(plan.conditions),
        author="twin",
        family="word_problem",
        readings=("solution", "stem"),
        language="ko",
    )


def _stem(stem: str, question: Question, plan: _Plan) -> str:
    for (name, added), span in reversed(list(zip(plan.shown, question.spans, strict=True))):
        if not name:
            continue
        after = stem[span.end :]
        found = particle(after, span.text)
        if found:
            length, pair = found
            after = f"{{{pair}}}{after[length:]}"
        stem = f"{stem[: span.start]}{{{_text(name, added)}}}{after}"
    return stem


def _text(name: str, added: Fraction) -> str:
    if not name:
        return str(added)
    return name if not added else f"{name} + {added}" if added > 0 else f"{name} - {-added}"
