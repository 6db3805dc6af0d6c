"""Facts solved a second time: the figure is built so that what is printed fits, and what is asked is measured on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value
from questions.engine.resolving.bodies import BODIES, Body
from questions.engine.resolving.measured import tidy
from questions.engine.resolving.planes import resolve_scene
from questions.engine.resolving.reading import Resolution
from questions.engine.resolving.variables import resolve_variable
from questions.engine.twins.facts.statements import facts_of
from questions.engine.twins.facts.tokens import Facts
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import Reading

_SYMBOLS = {"": 1.0, "pi": math.pi, "sqrt(2)": math.sqrt(2), "sqrt(3)": math.sqrt(3)}
_LARGEST = 4000.0
_WIDEST = {"foot": 90.0, "angle": 360.0}
_NEAR = 1e-8
_GONS = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")


def resolve_facts(reading: Reading) -> Resolution | None:
    """The second solution of a stem that is read as facts; None where it is not, or the facts fix no figure."""
    for facts in facts_of(without_order(reading.text)):
        for body in BODIES:
            if body.figure == facts.figure and (value := _measured(body, facts)) is not None:
                return _word(value) if facts.asked == "gon" else near(value, "도형을 좌표로 놓고 재었음")
    return resolve_scene(reading) or resolve_variable(reading)


def near(value: float, method: str) -> Resolution:
    """A resolution that accepts numbers as close to the measured one as rounding allows."""

    def accepts(given: Value) -> bool | None:
        number = _number(given)
        return None if number is None else math.isclose(number, value, rel_tol=_NEAR, abs_tol=_NEAR)

    return Resolution(f"{value:.6g}", method, accepts, tidy(value))


def _word(count: float) -> Resolution:
    tens, ones = divmod(round(count), 10)
    word = f"{_GONS[tens] if tens > 1 else ''}{'십' if tens else ''}{_GONS[ones]}각형"
    return Resolution(word, "각을 재며 변을 세었음", lambda given: given == word)


def _number(given: Value) -> float | None:
    if isinstance(given, Fraction):
        return float(given)
    shown: Any = given
    return float(shown) if getattr(shown, "is_number", False) and shown.is_real else None


def _measured(body: Body, facts: Facts) -> float | None:
    aims = {name: float(one.value) * _SYMBOLS[one.symbol] for name, one in facts.printed.items()}
    if "diameter" in aims and "radius" in body.free and facts.asked != "radius":
        aims.setdefault("radius", aims.pop("diameter") / 2)
    known = {name: aims.pop(name) for name in body.free if name in aims}
    missing = [name for name in body.free if name not in known]
    if len(missing) != len(aims) or len(missing) > 1:
        return None
    for name in missing:
        size = _counted(body, aims) if name == "n" else _found(body, known, name, *aims.popitem())
        if size is None:
            return None
        known[name] = size
    return {**body.measure(known), **known}.get(facts.asked)


def _counted(body: Body, aims: dict[str, float]) -> float | None:
    ((given, aim),) = aims.items()
    fitting = [n for n in range(3, 61) if math.isclose(body.measure({"n": n}).get(given, -1), aim, rel_tol=_NEAR)]
    return float(fitting[0]) if len(fitting) == 1 else None


def _found(body: Body, known: dict[str, float], name: str, given: str, aim: float) -> float | None:
    """The size at which the measured quantity has its printed value, by halving; None where it never has."""

    def gap(size: float) -> float:
        return body.measure({**known, name: size}).get(given, math.nan) - aim

    low, high = 1e-9, _WIDEST.get(name, _LARGEST)
    if not gap(low) * gap(high) < 0:
        return None
    return _halved(gap, low, high)


def _halved(gap: Callable[[float], float], low: float, high: float) -> float:
    rising = gap(high) > 0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if (gap(middle) > 0) == rising else (middle, high)
    return (low + high) / 2
