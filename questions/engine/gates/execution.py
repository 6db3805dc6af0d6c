"""execution: the draw's values, computed once more from its parameters, satisfy every condition exactly."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.domains import holds, read_value
from questions.engine.expressions import Value
from questions.engine.gates.context import Finding, GateContext, failed, passed
from questions.engine.printing import plain
from questions.engine.program import Unsatisfied
from questions.engine.types import ChoiceDomain, Parameter


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
