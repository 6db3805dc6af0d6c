"""Second answers for sine, cosine and tangent: every usual angle of one turn tried, a graph sampled."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, mathematics

_CLOSE = 1e-9


def _equation(match: re.Match[str]) -> Any:
    """All multiples of 15° in one turn are put into both sides."""
    sympy = computer_algebra()
    function = {"sin": math.sin, "cos": math.cos, "tan": math.tan}[match["fn"]]
    factor, right = float(match["m"] or 1), float(mathematics(match["r"]))
    sign = -1 if match["sign"] == "-" else 1
    goal = -sign * right if match.groupdict().get("zero") else sign * right
    found = []
    for step in range(24):
        if match["fn"] == "tan" and step % 12 == 6:
            continue
        if abs(factor * function(step * math.pi / 12) - goal) < _CLOSE:
            found.append(sympy.pi * step / 12)
    if len(found) != 2:
        raise ArithmeticError("not two angles")
    return tuple(found)


def _wave(match: re.Match[str], asked: tuple[str, ...]) -> Any:
    """From the graph's values at fine steps: the least shift that gives them again, the largest and the smallest."""
    sympy = computer_algebra()
    found = re.fullmatch(r"(-?\d*)(sin|cos)(?:\((\d*)x([^()]*)\)|(\d*)x)([+-]\d+)?", match["f"])
    if found is None:
        raise ArithmeticError("no wave")
    front = -1.0 if found[1] == "-" else float(found[1] or 1)
    shift = float(mathematics(f"0{found[4]}")) if found[4] else 0.0
    function = math.sin if found[2] == "sin" else math.cos
    speed, lift = float(found[3] or found[5] or 1), float(found[6] or 0)

    def value(x: float) -> float:
        return front * function(speed * x + shift) + lift

    values = [value(step * math.pi / 5040) for step in range(2 * 5040)]
    period = next(
        share
        for share in range(24, 0, -1)
        if all(abs(value(x / 7) - value(x / 7 + 2 * math.pi / share)) < _CLOSE for x in range(40))
    )
    near = {"최댓값": max(values), "최솟값": min(values)}
    answers: dict[str, Any] = {"주기": 2 * sympy.pi / period}
    for word, edge in near.items():
        if abs(edge - round(edge)) > 1e-5:
            raise ArithmeticError("no whole extreme")
        answers[word] = Fraction(round(edge))
    wanted = [answers[word] for word in asked]
    return wanted[0] if len(wanted) == 1 else tuple(wanted)


def _words(*asked: str) -> Solver:
    return lambda match: _wave(match, asked)


_ASKED = (
    ("주기",), ("최댓값",), ("최솟값",), ("주기", "최댓값"), ("주기", "최솟값"), ("최댓값", "최솟값"),
    ("최솟값", "최댓값"),
    ("최댓값", "주기"), ("주기", "최댓값", "최솟값"),
)  # fmt: skip
SOLVERS: dict[str, Solver] = {
    "equation.trigonometric": _equation,
    **{f"wave.{'.'.join(words)}": _words(*words) for words in _ASKED},
}
