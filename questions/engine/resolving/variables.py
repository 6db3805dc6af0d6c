"""Random variables solved a second time: a distribution that has what is printed is written out and summed over."""

from __future__ import annotations

import math
from collections.abc import Mapping

from questions.engine.resolving.planes import number_near
from questions.engine.resolving.reading import Resolution
from questions.engine.twins.facts.variables import Variable, variable_of
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import Reading

Distribution = Mapping[float, float]
_MOST = 2000


def resolve_variable(reading: Reading) -> Resolution | None:
    """The second solution of a stem about one random variable; None where it is not, or too little is printed."""
    variable = variable_of(without_order(reading.text))
    if variable is None or variable.asked is None:
        return None
    numbers = {number.name: float(number.value) for number in variable.numbers}
    distribution = _binomial(variable, numbers) if variable.binomial else _two_valued(numbers)
    if distribution is None:
        return None
    name, changes = variable.asked
    if changes:
        distribution = {_changed(variable, numbers, value): share for value, share in distribution.items()}
    value = _summed(distribution, name)
    unknown = "mean" not in numbers and not variable.binomial and name in ("mean", "second")
    spread = {"variance", "deviation", "second"} & numbers.keys() or variable.binomial
    return None if unknown or (name != "mean" and not spread) else number_near(value)


def _summed(distribution: Distribution, name: str) -> float:
    mean = sum(value * share for value, share in distribution.items())
    if name in ("mean", "second"):
        return mean if name == "mean" else sum(value * value * share for value, share in distribution.items())
    variance = sum((value - mean) ** 2 * share for value, share in distribution.items())
    return variance if name == "variance" else math.sqrt(variance)


def _two_valued(numbers: Mapping[str, float]) -> Distribution | None:
    """Two values, equally likely, as far from the mean as the standard deviation says."""
    mean = numbers.get("mean", 1.0)
    if "second" in numbers:
        square = numbers["second"] - mean * mean
    else:
        square = numbers.get("variance", numbers.get("deviation", 1.0) ** 2)
    if square <= 0:
        return None
    away = math.sqrt(square)
    return {mean - away: 0.5, mean + away: 0.5}


def _binomial(variable: Variable, numbers: Mapping[str, float]) -> Distribution | None:
    """Every number of successes with its probability; an unknown number of trials is found by trying."""
    p = numbers["p"]
    if variable.binomial == "known":
        return _successes(round(numbers["n"]), p)
    for count in range(1, _MOST):
        reached = {"mean": count * p, "variance": count * p * (1 - p)}
        if all(math.isclose(reached[name], numbers[name]) for name in reached if name in numbers):
            return _successes(count, p)
    return None


def _successes(count: int, p: float) -> Distribution | None:
    if not 0 < p < 1 or not 1 <= count < _MOST:
        return None
    weigh = (math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1) for k in range(count + 1))
    return {float(k): math.exp(ways + k * math.log(p) + (count - k) * math.log(1 - p)) for k, ways in enumerate(weigh)}


def _changed(variable: Variable, numbers: Mapping[str, float], value: float) -> float:
    first, second = variable.changed or ("1", "")
    times = numbers.get("a", 1.0) * (-1 if first.startswith("-") else 1)
    more = numbers["b"] * (-1 if second.startswith("-") else 1) if second else 0.0
    return times * value + more
