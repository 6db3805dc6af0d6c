"""Special angles in floating point: how many clean values an expression can take."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import islice, product

from questions.engine.twins.grammar.shape import Shape, node_at, paths

ANGLES = {"sind", "cosd", "tand"}


def clean_angles(root: Shape) -> int:
    """How many values with at most one root the expression takes when its angles run through 30°, 45°, 60°."""
    slots = [node_at(root, (*path, 0)).slot for path in paths(root, tuple(ANGLES))]
    values: set[float] = set()
    for angles in islice(product((30, 45, 60), repeat=len(slots)), 243):
        value = _in_floats(root, dict(zip(slots, angles, strict=True)))
        if value and abs(144 * value * value - round(144 * value * value)) < 1e-9:
            values.add(round(value, 9))
    return len(values)


def _in_floats(node: Shape, angles: Mapping[int, int]) -> float:
    if node.kind == "number":
        return float(angles.get(node.slot, node.value))
    parts = [_in_floats(part, angles) for part in node.parts]
    if node.kind in ANGLES:
        return getattr(math, node.kind[:3])(math.radians(parts[0]))  # type: ignore[no-any-return]
    with suppress(ArithmeticError, ValueError):
        return _FLOATS[node.kind](*parts)
    return 0.0


_FLOATS: dict[str, Callable[..., float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
    "neg": operator.neg, "abs": abs, "sqrt": math.sqrt, "root": lambda value, index: value ** (1 / index),
}  # fmt: skip
