"""When a decimal with very many digits may stand for an endless or irrational value."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Negative, Node, Number, names_in
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.quotients import NoNormalForm, rational
from questions.engine.expressions.sampling import NoSample, sample

_PRECISE: Final = 9  # digits from which a written decimal may stand for an irrational or endless value
_PRECISE_GIVEN: Final = 12
_LONGEST: Final = 60


def approximates(expected: Node, given: Node) -> bool:
    """Whether one side is a decimal with so many digits that it is the other side written out.

    The expected side may have nine significant digits (a key computed by machine), the given one twelve; they must
    agree to one unit in the last place. 0.33 never stands for 1/3.
    """
    for decimal, other, digits in ((expected, given, _PRECISE), (given, expected, _PRECISE_GIVEN)):
        step = _last_place(decimal, digits)
        scientific = isinstance(decimal, Arithmetic) and _last_place(other, digits) is not None
        if step is None or names_in(other) or (_ends(other) and not scientific):
            continue
        try:
            written, exact = sample(decimal, {}), sample(other, {})
        except NoSample:
            continue
        if abs(written - exact) <= float(step) * 1.01:
            return True
    return False


def _ends(node: Node) -> bool:
    """Whether the value is a decimal that ends, which must then be written exactly: 1.00000000001 is not 1."""
    try:
        value = rational(normal_form(node))
    except (NoNormalForm, TooLarge):
        return False
    return value is not None and 10**_LONGEST % value.denominator == 0


def rounds(decimal: Node, exact: Node) -> bool:
    """Whether a decimal of any length is the exact value rounded (or cut off) in its last place."""
    step = _last_place(decimal, 1)
    if step is None:
        return False
    try:
        return abs(sample(decimal, {}) - sample(exact, {})) <= float(step)
    except NoSample:
        return False


def _last_place(node: Node, digits: int) -> Fraction | None:
    """One unit in the last place of a decimal with at least so many significant digits, in scientific form too."""
    if isinstance(node, Negative):
        return _last_place(node.operand, digits)
    if isinstance(node, Arithmetic) and node.operator == "*":
        step = _last_place(node.left, digits)
        power = node.right
        if step is None or not (isinstance(power, Arithmetic) and power.operator == "**"):
            return None
        if not (isinstance(power.left, Number) and power.left.value == 10 and isinstance(power.right, Number)):
            return None
        exponent = power.right.value
        return step * Fraction(10) ** int(exponent) if exponent.denominator == 1 and exponent <= 300 else None
    if not isinstance(node, Number) or "." not in node.text or "e" in node.text:
        return None
    places = node.text.partition(".")[2]
    significant = node.text.replace(".", "").lstrip("0")
    return Fraction(1, 10 ** len(places)) if len(significant) >= digits and places.isdigit() else None
