"""The order in which an answer is judged: options, words, units, then mathematics and its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from typing import Final, Literal

from questions.engine import workers
from questions.engine.expressions.limits import ExpressionError
from questions.engine.expressions.nodes import Arithmetic, Call, Group, Logic, Node, Number, names_in, walk
from questions.engine.expressions.series import closed
from questions.engine.grading import choices as options
from questions.engine.grading import forms, logarithms, units, words
from questions.engine.grading.answers import (
    Unreadable,
    cleaned,
    equated,
    explanation,
    indexed,
    pointed,
    read,
    single,
    spelled,
)
from questions.engine.grading.bounds import inequality
from questions.engine.grading.calculus import judged_with_calculus
from questions.engine.grading.naming import aligned
from questions.engine.grading.regions import covers_all

Verdict = Literal["correct", "incorrect", "unreadable"]
_ANGLED: Final = frozenset(("sin", "cos", "tan", "sec", "csc", "cot"))
_CLOCK_SECONDS: Final = 2.0
_PROCESSOR_SECONDS: Final = 0.8
_PRECISE: Final = 9
_POINTS: Final = re.compile("[A-Z]{2,}")
_NATURAL: Final = re.compile(r"%(?:e|i|pi)(?![A-Za-z])|(?<![A-Za-z])(?:lg|diff|int|integrate)\(")
_ANGLE: Final = re.compile("π|pi|파이|°|도$")
_CALCULATED: Final = re.compile(r"[=+*/^]")
_NUMBER: Final = re.compile(r"-?\d{1,15}(?:/\d{1,15}|\.\d{1,15})?")


@dataclass(frozen=True, slots=True)
class Grade:
    """`reason` is empty for a correct answer, otherwise a Korean sentence for the student or teacher."""

    verdict: Verdict
    reason: str = ""


_CORRECT: Final = Grade("correct")
_WRONG: Final = Grade("incorrect", "정답과 값이 다릅니다.")
_UNDECIDED: Final = Grade("unreadable", "같은 값인지 자동으로 확인하지 못했습니다. 선생님이 확인합니다.")


def grade(
    expected: str, given: str, *, kind: str = "", form: str = "", unit: str = "", choices: Sequence[str] = ()
) -> Grade:
    """Whether the given answer is the expected one.

    `kind` is an AnswerKind's value or empty (found out from the answers), `form` a shape that is asked for besides
    the value, by any name that `forms.known` reads (`ordered` for lists and `unit_required` too), `unit` the unit in
    which the answer is asked, `choices` the options' texts in printed order. Never raises on the text of answers; an
    unknown form is a ValueError.
    """
    form = forms.known(form)
    try:
        if choices or kind == "choice":
            with workers.within(_CLOCK_SECONDS, _PROCESSOR_SECONDS):
                return _choice(cleaned(expected), cleaned(given), tuple(choices))
        if not (kind or form or unit):
            quick = _quick(expected, given)
            if quick is not None:
                return quick
        with workers.within(_CLOCK_SECONDS, _PROCESSOR_SECONDS):
            return _judged(cleaned(expected), cleaned(given), kind, form, unit)
    except Unreadable as error:
        return Grade("unreadable", str(error))
    except (RecursionError, MemoryError, OverflowError, ArithmeticError):
        return Grade("unreadable", "너무 복잡해서 읽을 수 없습니다.")


def _quick(expected: str, given: str) -> Grade | None:
    """Plain numbers on both sides need no reader."""
    if not (_NUMBER.fullmatch(expected) and _NUMBER.fullmatch(given)):
        return None
    if max(len(expected), len(given)) >= _PRECISE and ("/" in expected) != ("/" in given):
        return None
    try:
        return _CORRECT if Fraction(expected) == Fraction(given) else _WRONG
    except ZeroDivisionError:
        return None


def _choice(expected: str, given: str, choices: tuple[str, ...]) -> Grade:
    key = options.picks(expected, choices)
    if key is None:
        return Grade("unreadable", "정답이 어느 보기인지 알 수 없습니다.")
    found = options.picks(given, choices)
    if found is None:
        found = _by_value(given, choices)
    if found is None:
        return Grade("unreadable", f"어느 보기를 골랐는지 알 수 없습니다. 번호로 답해 주세요.\n{pointed(given)}")
    number = options.numbered(given, choices)
    two_readings = number is not None and {number} != found and key in (found, {number})
    if two_readings and options.numbered(expected, choices) != number:
        return Grade("unreadable", f"보기의 번호인지 값인지 알 수 없습니다. ①, ②처럼 답해 주세요.\n{pointed(given)}")
    return _CORRECT if found == key else Grade("incorrect", "다른 보기를 골랐습니다.")


def _by_value(given: str, choices: tuple[str, ...]) -> frozenset[int] | None:
    """The one option whose value the answer has."""
    same = [i for i, choice in enumerate(choices) if _judged(choice, given, "", "", "").verdict == "correct"]
    return frozenset(same) if len(same) == 1 else None


def _judged(expected: str, given: str, kind: str, form: str, unit: str) -> Grade:
    if kind == "text":
        return _text(expected, given)
    if expected != given and len(expected) == 1 and expected.casefold() == given.casefold() in ("x", "o"):
        return Grade("unreadable", "글자 크기가 정답과 다릅니다. 선생님이 확인합니다.")
    if expected != given and _POINTS.fullmatch(expected) and _POINTS.fullmatch(given):
        return _points(expected, given)
    meaning = words.meaning(expected)
    said = words.meaning(given)
    if meaning in ("true", "false") and not (expected.isascii() and len(expected) == 1):
        said = said or words.initial(given)
    if meaning is not None and (meaning in (said, words.NONE, words.ALL) or said in ("true", "false")):
        return _meaning(meaning, said, given)
    if said == words.ALL and _is_line(expected):
        return _CORRECT
    if said in (words.NONE, words.ALL):
        return _text(expected, given) if _fault(expected) is not None else Grade("incorrect", "정답은 값입니다.")
    if _CALCULATED.search(expected) and _fault(_unit_of(expected)[0]) is not None:
        expected, given = indexed(expected, given), indexed(given, expected)
    elif "_" in expected:
        given = indexed(given, expected)
    if expected != given and _fault(_unit_of(expected)[0]) is None:
        given = equated(spelled(inequality(given)))
    return _measured(inequality(expected), given, form, unit)


def _points(expected: str, given: str) -> Grade:
    """`ABC` names points, so that `ACB` is no product of the same letters."""
    if sorted(expected) == sorted(given):
        return Grade("unreadable", "점의 순서가 정답과 다릅니다. 선생님이 확인합니다.")
    return _WRONG


def _meaning(meaning: str, said: str | None, given: str) -> Grade:
    if said == meaning or (meaning == words.ALL and _is_line(given)):
        return _CORRECT
    fault = None if said is not None else _fault(units.split(given)[0])
    return _WRONG if fault is None else Grade("unreadable", f"답의 뜻을 알 수 없습니다.\n{pointed(given, fault)}")


def _is_line(text: str) -> bool:
    """Whether a text is all of the number line: `(-∞, ∞)`, `-∞ < x < ∞`."""
    try:
        return covers_all(_parsed(text, True))
    except ExpressionError:
        return False


def _fault(text: str) -> int | None:
    """The place where a text stops being mathematics, or None."""
    try:
        _parsed(units.folded(text), True)
    except ExpressionError as error:
        return error.position or 0
    return None


def _text(expected: str, given: str) -> Grade:
    mine, theirs = words.listed(expected), words.listed(given)
    if mine == theirs:
        return _CORRECT
    if words.marks(expected) and words.marks(given):
        return Grade("incorrect", "정답과 다릅니다.")
    meaning = words.meaning(expected)
    if meaning is not None and meaning == words.meaning(given):
        return _CORRECT
    if mine in theirs or theirs in mine:
        return Grade("unreadable", "정답과 비슷하지만 같지 않습니다. 선생님이 확인합니다.")
    return Grade("incorrect", "정답과 다릅니다.")


def _measured(expected: str, given: str, form: str, unit: str) -> Grade:
    wanted_text, wanted_unit = _unit_of(expected)
    given_text, given_unit = _unit_of(given)
    if wanted_unit is None and unit:
        wanted_unit = units.read_unit(units.folded(unit))
    if form == "unit_required":
        if wanted_unit is not None and given_unit is None:
            return Grade("incorrect", "단위를 써야 합니다.")
        form = ""
    if wanted_unit is None and given_unit is not None:
        return _unasked(wanted_text, given, given_text, given_unit, form)
    scale = Fraction(1)
    if wanted_unit is not None and given_unit is None and wanted_unit.text in ("°", "도") and _ANGLE.search(given_text):
        return _compared(f"({wanted_text})°", given_text, form, scale)
    if wanted_unit is not None and given_unit is None and _may_be_letter(wanted_unit, expected, given_text):
        return _compared(units.folded(expected), given_text, form, scale)
    if wanted_unit is not None and given_unit is not None:
        if wanted_unit.dimensions != given_unit.dimensions and (wanted_unit.text, given_unit.text) != ("℃", "도"):
            return Grade("incorrect", f"단위가 다릅니다({wanted_unit.text}).")
        scale = given_unit.factor / wanted_unit.factor
    return _compared(wanted_text, given_text, form, scale)


def _may_be_letter(unit: units.Unit, expected: str, given: str) -> bool:
    """`6*m` answered as `m*6`: the m that reads as metres was a letter."""
    return "*" in expected and unit.text in re.findall("[A-Za-z]", given)


@lru_cache(maxsize=4096)
def _unit_of(text: str) -> tuple[str, units.Unit | None]:
    """A unit is one only where a number, not a letter's multiple, stands before it and can be read."""
    number, unit = units.split(text)
    if unit is not None and not _numeric(number):
        return units.folded(text), None  # sin 30° or 2x m: no number stands before the unit
    return number, unit


def _numeric(text: str) -> bool:
    try:
        node = _parsed(text, True)
    except ExpressionError:
        return False
    angles = any(isinstance(part, Call) and part.function in _ANGLED for part in walk(node))
    return not names_in(node) and not angles


def _unasked(expected: str, given: str, number: str, unit: units.Unit, form: str) -> Grade:
    """A unit where none was expected: counters may be added, others only a teacher can judge."""
    bare = _compared(expected, number, form, Fraction(1))
    if units.is_counter(unit):
        return bare
    if unit.text in ("%", "%p", "퍼센트"):
        if bare.verdict == "incorrect":
            return Grade("incorrect", "백분율로 묻지 않았습니다.")
    elif (whole := _compared(expected, units.folded(given), form, Fraction(1))).verdict == "correct":
        return whole
    if bare.verdict != "correct":
        return bare
    place = max(given.rfind(unit.text), 0)
    return Grade(
        "unreadable", f"단위({unit.text})가 맞는지 알 수 없습니다. 단위 없이 써 주세요.\n{pointed(given, place)}"
    )


@lru_cache(maxsize=4096)
def _parsed(text: str, grouped: bool) -> Node:
    return read(text, grouped=grouped).node


def _compared(expected: str, given: str, form: str, scale: Fraction) -> Grade:
    try:
        key = _parsed(expected, True)
    except ExpressionError as error:
        return _unreadable_key(expected, given, error)
    several = _is_list(key)
    given = given if several else single(given)
    try:
        answer = _parsed(given, not several)
    except ExpressionError as error:
        return Grade("unreadable", explanation(error, given))
    value = closed(answer)
    scaled = value if scale == 1 else Arithmetic("*", Number(scale, str(scale)), value)
    computed = _NATURAL.search(expected) or _NATURAL.search(given)
    mine, theirs = aligned(closed(key), scaled)
    verdict = logarithms.same(mine, theirs, bool(computed), partial(judged_with_calculus, ordered=form == "ordered"))
    if verdict is None:
        return _UNDECIDED
    if not verdict:
        return _WRONG
    lacking = forms.missing("" if form == "ordered" else form, answer, key)
    return Grade("incorrect", f"값은 맞지만 {lacking}로 나타내야 합니다.") if lacking else _CORRECT


def _is_list(node: Node) -> bool:
    if isinstance(node, Group):
        return node.kind in ("list", "set")
    return isinstance(node, Logic) or any(isinstance(part, Arithmetic) and part.operator == "±" for part in walk(node))


def _unreadable_key(expected: str, given: str, error: ExpressionError) -> Grade:
    """The expected answer is no mathematics: it is compared as text where it is words."""
    if expected == given:
        return _CORRECT
    if words.is_sentence(expected) and error.code != "limit":
        return _text(expected, given)
    return Grade("unreadable", "정답을 읽을 수 없어 채점하지 못했습니다.")
