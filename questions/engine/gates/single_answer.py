"""single_answer: exactly one option is right and no two are equal; an open question has one definite answer."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from questions.engine.expressions import Value
from questions.engine.gates.context import Finding, GateContext, failed, passed
from questions.engine.normalising import normal_text
from questions.engine.options import MIN_OPTIONS, differ
from questions.engine.printing import answer_text
from questions.engine.sampling import answer_style
from questions.engine.types import Draw


def check(context: GateContext) -> Finding:
    """Fails for options equal in value or in print, a key that is not the answer, too few options, or no answer."""
    if not _definite(context.answer):
        return failed("답이 하나로 정해지지 않습니다")
    if not context.program.blueprint.shows_choices:
        return passed(f"보기가 없는 문항이고 답은 {context.draw.answer} 하나입니다")
    draw = context.draw
    if draw.key is None or not 0 <= draw.key < len(draw.choices):
        return failed("정답 보기의 자리가 정해지지 않았습니다")
    if len(draw.choices) < MIN_OPTIONS:
        return failed(f"보기가 {len(draw.choices)}개뿐입니다 (적어도 {MIN_OPTIONS}개)")
    if draw.choices[draw.key] != draw.answer:
        return failed(f"정답으로 표시된 보기 {draw.choices[draw.key]}이(가) 계산한 답 {draw.answer}와 다릅니다")
    return _distinct(context, draw)


def _definite(answer: Value) -> bool:
    if isinstance(answer, str | tuple):
        return bool(answer)
    if isinstance(answer, Fraction | bool):
        return True
    return answer.is_finite is not False and not answer.has("nan") if hasattr(answer, "is_finite") else True


def _distinct(context: GateContext, draw: Draw) -> Finding:
    normal = [normal_text(choice) for choice in draw.choices]
    if len(set(normal)) != len(normal):
        return failed("글자가 같은 보기가 있습니다")
    values = _option_values(context)
    unknown = [choice for choice in draw.choices if choice not in values]
    if unknown:
        return failed(f"계산되지 않은 보기가 있습니다: {unknown[0]}")
    for first, second in combinations(draw.choices, 2):
        if not differ(values[first], values[second]):
            return failed(f"보기 {first}와 {second}가 같은 값입니다")
    return passed(f"보기 {len(draw.choices)}개의 값이 모두 다르고 정답은 {(draw.key or 0) + 1}번 하나입니다")


def _option_values(context: GateContext) -> dict[str, Value]:
    program, form = context.program, context.program.blueprint.answer
    style = answer_style(program)
    values: dict[str, Value] = {}
    for _, value in program.wrong_answers(context.draw.values):  # type: ignore[arg-type]
        values.setdefault(answer_text(value, form.kind, form.unit, style), value)
    values[context.draw.answer] = context.answer
    return values
