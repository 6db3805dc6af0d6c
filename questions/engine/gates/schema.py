"""schema: the blueprint is whole, its names and formulas hold together, and its stem needs no absent figure."""

from __future__ import annotations

from collections.abc import Iterator

from questions.engine.drawing.faults import faults
from questions.engine.draws.disguises import disguised_constant
from questions.engine.draws.domains import domain_size, holds
from questions.engine.draws.program import Program
from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed
from questions.engine.rendering import placeholders
from questions.engine.texts.pointing import absent_part, missing_figure
from questions.engine.types import AnswerKind, Blueprint, DirectItem

LIMITS = {"parameters": 24, "derived": 60, "conditions": 60, "stem": 40, "solution": 40, "distractors": 8}
_KOREAN = {
    "parameters": "바뀌는 값", "derived": "계산식", "conditions": "조건", "stem": "문제 줄", "solution": "풀이 줄",
    "distractors": "오답",
}  # fmt: skip
_NAME_LENGTH = 40
ITEM_LIMITS = {"passage": 40, "stem": 12, "solution": 12, "wrong": 4}


def check(context: GateContext) -> Finding:
    """Fails on the first fault and names it; a figure that the stem points at but does not carry is one."""
    blueprint = context.program.blueprint
    for fault in _faults(blueprint):
        return failed(fault)
    disguised = disguised_constant(context.program)
    if disguised:
        return failed(f"답이 문제의 수로 계산되지 않습니다: {disguised}")
    shown = context.program.shown
    return passed(
        f"바뀌는 값 {len(blueprint.parameters)}개, 계산식 {len(blueprint.derived)}개, 문제에 나타나는 값 "
        f"{len(shown)}개, 그림이나 표를 가리키지 않음"
    )


def readable(blueprint: Blueprint) -> Program | str:
    """The blueprint ready to run, or the sentence that says why it is none."""
    for fault in _faults(blueprint):
        return fault
    try:
        return Program(blueprint)
    except ExpressionError as error:
        return f"계산식을 읽을 수 없습니다: {error.sentence}"


def _faults(blueprint: Blueprint) -> Iterator[str]:
    for part, limit in LIMITS.items():
        if len(getattr(blueprint, part)) > limit:
            yield f"{_KOREAN[part]}이 너무 많습니다: {len(getattr(blueprint, part))}개 (최대 {limit}개)"
    if not any(line.strip() for line in blueprint.stem):
        yield "문제 글이 비어 있습니다"
    if not blueprint.parameters:
        yield "바뀌는 값이 하나도 없습니다"
    yield from _name_faults(blueprint)
    yield from _formula_faults(blueprint)
    if blueprint.figure is not None:
        names = frozenset([*(p.name for p in blueprint.parameters), *(d.name for d in blueprint.derived)])
        yield from faults(blueprint.figure, names)
    pointing = missing_figure("\n".join(blueprint.stem), blueprint.figure)
    if pointing:
        yield f"문제가 '{pointing}'을(를) 가리키지만 그 그림이나 표가 없습니다"


def _name_faults(blueprint: Blueprint) -> Iterator[str]:
    names = [p.name for p in blueprint.parameters] + [d.name for d in blueprint.derived]
    for name in names:
        if not (name.isidentifier() and name.isascii()) or len(name) > _NAME_LENGTH:
            yield f"이름으로 쓸 수 없습니다: {name!r}"
        if name in blueprint.free:
            yield f"'{name}'은(는) 문자와 값의 이름으로 함께 쓰였습니다"
    if len(set(names)) != len(names):
        yield "같은 이름이 두 번 쓰였습니다"
    for parameter in blueprint.parameters:
        if domain_size(parameter.domain) < 1:
            yield f"'{parameter.name}'의 범위가 비어 있습니다"
        elif not holds(parameter.domain, parameter.original):
            yield f"'{parameter.name}'의 원래 값 {parameter.original}이(가) 범위 밖에 있습니다"
    carried = blueprint.answer.kind is AnswerKind.CHOICE and blueprint.shows_choices
    if not carried and not frozenset().union(*(placeholders(line, frozenset(names)) for line in blueprint.stem)):
        yield "문제 글에 바뀌는 값이 하나도 나타나지 않습니다"


def _formula_faults(blueprint: Blueprint) -> Iterator[str]:
    known = {p.name for p in blueprint.parameters} | set(blueprint.free)
    for derived in blueprint.derived:
        yield from _bad(derived.formula, known)
        known.add(derived.name)
    for formula in (
        *blueprint.conditions,
        blueprint.answer.formula,
        *(d.formula for d in blueprint.distractors),
    ):
        yield from _bad(formula, known)


def _bad(formula: str, known: set[str]) -> Iterator[str]:
    try:
        unknown = compile_formula(formula).names - known
    except ExpressionError as error:
        yield f"계산식 '{formula}'을(를) 읽을 수 없습니다: {error.sentence}"
        return
    if unknown:
        yield f"계산식 '{formula}'에 정해지지 않은 이름이 있습니다: {', '.join(sorted(unknown))}"


def check_item(context: ItemContext) -> Finding:
    """As `check`, for a direct item: whole, within its limits, and carrying all that its question points at."""
    for fault in _item_faults(context.item):
        return failed(fault)
    item = context.item
    return passed(
        f"지문 {len(item.passage)}줄, 문제 {len(item.stem)}줄, 보기 {len(context.draw.choices)}개가 모두 있습니다"
    )


def _item_faults(item: DirectItem) -> Iterator[str]:
    for part, limit in ITEM_LIMITS.items():
        if len(getattr(item, part)) > limit:
            yield f"{part}의 줄이 너무 많습니다: {len(getattr(item, part))}개 (최대 {limit}개)"
    if not any(line.strip() for line in item.stem):
        yield "문제 글이 비어 있습니다"
    if not item.key.strip():
        yield "정답이 비어 있습니다"
    if not any(line.strip() for line in item.solution):
        yield "풀이가 비어 있습니다"
    if any(not option.text.strip() or not option.why.strip() for option in item.wrong):
        yield "글이나 틀린 까닭이 비어 있는 보기가 있습니다"
    pointing = missing_figure("\n".join((*item.passage, *item.stem))) or absent_part(item)
    if pointing:
        yield f"문제가 '{pointing}'을(를) 가리키지만 그것이 문항에 없습니다"
