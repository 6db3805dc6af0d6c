"""level: numbers, answer and steps stay within the note's band, so that the question is as hard as the note.

Number size is a difficulty variable: a number of the stem may gain or lose one digit, the answer and the step results
may gain one, a whole number stays whole and a denominator gains at most one digit. Sums of the solution may carry or
borrow twice more often than in the note's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed
from questions.engine.rendering.printing import decimal_places, plain

BAND = 1
CARRIES = 2
_SUM = re.compile(r"(?<![\d.,/])(?P<first>\d{1,9})\s*(?P<sign>[+\-−])\s*(?P<second>\d{1,9})(?![\d.,/]*[\d/])")
SHORT = 200  # letters; below it a text may grow freely


def check(context: GateContext) -> Finding:
    """Fails when a stem number, a step result or the answer leaves the band, or the number of steps differs."""
    program, draw = context.program, context.draw
    for name, value in draw.values.items():
        fault = _fault(name, value, program.values[name], shown=name in program.shown)
        if fault:
            return failed(fault)
    fault = _fault("", context.answer, program.original_answer, shown=False)
    if fault:
        return failed(fault)
    steps = len(draw.solution.splitlines())
    before = len(context.original.solution.splitlines()) if context.original else steps
    if abs(steps - before) > BAND:
        return failed(f"풀이가 {before}단계에서 {steps}단계로 바뀌었습니다")
    carried = carries(draw.solution)
    usual = carries(context.original.solution) if context.original else carried
    if carried > usual + CARRIES:
        return failed(f"받아올림과 받아내림이 {usual}번에서 {carried}번으로 늘었습니다")
    return passed(
        f"답 {plain(program.original_answer)} → {draw.expected}, 풀이 {steps}단계, 자릿수가 원래 문제의 범위 안"
    )


def carries(text: str) -> int:
    """How often the sums and differences of whole numbers in a text carry or borrow."""
    return sum(
        _carried(int(found["first"]), int(found["second"]), found["sign"] != "+") for found in _SUM.finditer(text)
    )


def _carried(first: int, second: int, borrows: bool) -> int:
    """Carries of `first + second` from the lowest place on, or borrows of the larger minus the smaller."""
    first, second = max(first, second), min(first, second)
    count = over = 0
    while first or second:
        low = first % 10 - second % 10 - over if borrows else first % 10 + second % 10 + over
        over = int(low < 0) if borrows else int(low > 9)
        count += over
        first, second = first // 10, second // 10
    return count


def _fault(name: str, value: object, original: object, *, shown: bool) -> str:
    if not isinstance(value, Fraction) or not isinstance(original, Fraction):
        return ""
    label = f"'{name}'의 값" if name else "답"
    new, old = _size(value), _size(original)
    if new > old + BAND or (shown and new < old - BAND):
        return f"{label}이 {plain(original)}에서 {plain(value)}(으)로 바뀌어 자릿수가 원래 문제와 다릅니다"
    if original.denominator == 1 and value.denominator != 1:
        return f"{label}이 정수 {plain(original)}에서 분수 {plain(value)}(으)로 바뀌었습니다"
    if _length_below(value) > _length_below(original) + BAND:
        return f"{label}의 분모가 {plain(original)}에서 {plain(value)}(으)로 길어졌습니다"
    return ""


def _length_below(value: Fraction) -> int:
    """How long the part below the point is, as places of a decimal that ends (2.75 and 3.41 alike) or denominator."""
    places = decimal_places(value)
    return _digits(value.denominator) if places is None else places


def _size(value: Fraction) -> int:
    """Digits of the numerator, which for a whole number is its number of digits."""
    return _digits(abs(value.numerator))


def _digits(number: int) -> int:
    return len(str(number))


def check_item(context: ItemContext) -> Finding:
    """A direct item has no numbers to compare: what there is to read must be about as long as in the note."""
    note, draw = context.note, context.draw
    before, now = _reading(note.stem, note.choices), _reading(draw.stem, draw.choices)
    if now > max(3 * before, SHORT):
        return failed(f"읽을 글이 {before}자에서 {now}자로 길어졌습니다")
    if before > SHORT and 3 * now < before:
        return failed(f"읽을 글이 {before}자에서 {now}자로 짧아졌습니다")
    return passed(f"읽을 글이 {before}자에서 {now}자로, 원래 문제의 범위 안입니다")


def _reading(stem: str, choices: Sequence[str]) -> int:
    return sum(len("".join(text.split())) for text in (stem, *choices))
