"""execution: the draw's values, computed once more from its parameters, satisfy every condition exactly."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.draws.domains import holds, read_value
from questions.engine.draws.program import Unsatisfied
from questions.engine.draws.sampling import drawn
from questions.engine.expressions import Value
from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed
from questions.engine.rendering import RenderingError
from questions.engine.rendering.printing import plain
from questions.engine.texts.equalities import false_equality
from questions.engine.texts.normalising import normal_text
from questions.engine.types import ChoiceDomain, Parameter

_NUMBERED = re.compile(
    r"[①-⑩]|(?<!\d)[1-5]\s*번(?:이|은|을|의|과|와|,|\s|$)|\b(?i:option|choice|answer)\s+\(?[A-E1-5]\)?(?![\w'])"
)
_DECLARED = re.compile(
    r"(?:정답|답)(?:은|:|이)\s*(?P<said>[^\n]+)|\banswer(?: is|:)\s*(?P<english>[^\n]+)", re.IGNORECASE
)


def check(context: GateContext) -> Finding:
    """Fails for a value outside its domain, a broken condition, an inexact number, or values that do not recompute."""
    blueprint = context.program.blueprint
    values = context.draw.values
    for parameter in blueprint.parameters:
        if not _inside(parameter, values.get(parameter.name)):
            return failed(f"'{parameter.name}'의 값이 정해진 범위에 없습니다: {values.get(parameter.name)}")
    given: dict[str, Value] = {p.name: values[p.name] for p in blueprint.parameters}  # type: ignore[misc]
    try:
        again, answer = context.program.run(given)
    except Unsatisfied as broken:
        return failed(f"조건이 성립하지 않습니다: {broken}")
    inexact = [name for name, value in again.items() if isinstance(value, float)]
    if inexact:
        return failed(f"정확하지 않은 수가 있습니다: {', '.join(inexact)}")
    if again != dict(values) or answer != context.answer:
        return failed("값을 다시 계산한 결과가 이 문항의 값과 다릅니다")
    try:
        if drawn(context.program, again) != context.draw.figure:
            return failed("그림이나 표가 이 문항의 값으로 그린 것과 다릅니다")
    except RenderingError as error:
        return failed(f"이 값으로는 그림을 바르게 그릴 수 없습니다: {error}")
    count = len(blueprint.conditions)
    return passed(f"조건 {count}개가 모두 성립하고 값 {len(again)}개가 정확한 수입니다. 답은 {context.draw.answer}")


def _inside(parameter: Parameter, value: object) -> bool:
    domain = parameter.domain
    if isinstance(value, Fraction) and not isinstance(domain, ChoiceDomain):
        return domain.low <= value <= domain.high and (value - domain.low) % domain.step == 0
    if isinstance(value, Fraction | str):
        return holds(domain, plain(value)) or any(plain(value) == text for text in _texts(parameter))
    return False


def _texts(parameter: Parameter) -> tuple[str, ...]:
    domain = parameter.domain
    return tuple(plain(read_value(v)) for v in domain.values) if isinstance(domain, ChoiceDomain) else ()


def check_item(context: ItemContext) -> Finding:
    """Nothing is computed in a direct item; its own parts must agree with each other.

    Fails where the shown question is not put together from the item, where the solution declares another option the
    answer, where a text names an option by its number (the order is chosen later), and where an `=` between numbers
    does not hold.
    """
    item, draw = context.item, context.draw
    wrong = [option.text for option in item.wrong]
    if draw.answer != item.key or sorted(draw.choices) != sorted([item.key, *wrong] if wrong else []):
        return failed("보이는 문항의 정답이나 보기가 작성된 것과 다릅니다")
    for text in (*item.stem, *item.solution, *(option.why for option in item.wrong)):
        found = _NUMBERED.search(text)
        if found and wrong:
            return failed(f"보기를 번호로 가리키지만 보기의 순서는 나중에 정해집니다: '{found[0].strip()}'")
        fault = false_equality(text)
        if fault:
            return failed(f"식이 맞지 않습니다: {fault}")
    declared = _declared(item.solution, wrong, item.key)
    if declared:
        return failed(f"풀이는 '{declared}'을(를) 답이라고 하는데 정답은 '{item.key}'입니다")
    return passed("고정된 글이라 계산할 값이 없습니다. 정답, 보기, 풀이가 서로 맞습니다")


def _declared(solution: tuple[str, ...], wrong: list[str], key: str) -> str:
    """The wrong option that the solution calls the answer; empty where it calls none so."""
    for found in _DECLARED.finditer("\n".join(solution)):
        said = normal_text(found["said"] or found["english"]).casefold()
        if normal_text(key).casefold() in said:
            continue
        for option in wrong:
            if normal_text(option).casefold() in said:
                return option
    return ""
