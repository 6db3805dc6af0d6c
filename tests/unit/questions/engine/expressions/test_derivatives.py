"""Derivatives of trees against the slope of a short chord."""

import pytest

from questions.engine.expressions.derivatives import derivative
from questions.engine.expressions.sampling import sample
from questions.engine.expressions.written import read_plain

STEP = 1e-5
FUNCTIONS = [
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "exp",
    "ln",
    "sqrt",
    "abs",
    "sinh",
    "cosh",
    "atan",
    "asin",
    "acos",
]
BODIES = [f"{name}(x^2/3)" for name in FUNCTIONS]
MORE = ["3x^4-2x+7", "x*sin(x)", "sin(x)/x", "x^x", "2^(3x)", "e^(-x)", "log_2(x)", "-x^3", "a*x^n", "1/(x+1)", "π"]


@pytest.mark.parametrize("text", BODIES + MORE)
@pytest.mark.parametrize("place", [0.7, 1.1])
def test_the_derivative_is_the_slope(text: str, place: float) -> None:
    node = read_plain(text)
    slope = derivative(node, "x")
    assert slope is not None
    low, here, high = ({"x": place + shift, "a": 1.7, "n": 2.5} for shift in (-STEP, 0.0, STEP))
    chord = (sample(node, high) - sample(node, low)) / (2 * STEP)
    assert sample(slope, here) == pytest.approx(chord, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("text", ["f(x)", "x!", "floor(x)", "max(x, 1)"])
def test_what_has_no_rule_has_no_derivative(text: str) -> None:
    assert derivative(read_plain(text), "x") is None
