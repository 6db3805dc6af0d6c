"""What every draw must fulfil because the note does: what its family asks for, and what keeps it as hard and clean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from questions.engine.expressions import Value, compile_formula
from questions.engine.twins.grammar.sketch import Sketch


def wanted(sketch: Sketch, names: Mapping[str, Value]) -> list[str] | None:
    """The conditions that the note itself fulfils; None where it breaks one that the formulas rest on (an order).

    What only keeps variants pretty (different numbers, lowest terms, whole values) falls away when the note has it not.
    """
    kept: list[str] = []
    for condition in sketch.where:
        if compile_formula(condition)(names, sketch.free) is True:
            kept.append(condition)
        elif (
            re.match(r"(?:not )?is_int\(|gcd\(|sum\(|abs\(", condition) is None
            and "!=" not in condition
            and " < 200" not in condition
        ):
            return None
    return kept


def kept(sketch: Sketch, names: Mapping[str, Value]) -> list[str]:
    """What must hold because it held in the note: whole and positive answers, printed numbers of one kind."""
    conditions: list[str] = []
    printed = {name for name, _, _ in sketch.places}
    for name, _ in sketch.let:
        value = names[name]
        if not isinstance(value, Fraction) or name in sketch.loose:
            continue
        if name == sketch.answer and not sketch.keeps_kind:
            continue
        if value.denominator == 1 and (name in printed or name == sketch.answer):
            conditions.append(f"is_int({name})")
        if name in printed:
            conditions.append(f"{name} > 0" if value > 0 else f"{name} < 0" if value < 0 else f"{name} == 0")
            conditions += [f"abs({name}) <= {_limit(value)}"] if sketch.bounded else []
        elif name == sketch.answer and value != 0:
            conditions.append(f"{name} > 0" if value > 0 else f"{name} < 0")
            if sketch.keeps_size:
                conditions.append(f"abs({name}) <= {_limit(value)}")
            if sketch.unit == "%" and 100 % value.denominator == 0:
                conditions.append(f"is_int(100*{name})")
    return conditions


def _limit(value: Fraction) -> int:
    size = abs(value.numerator // value.denominator) + 1
    return max(int("9" * len(str(size))) + 1, 20)
