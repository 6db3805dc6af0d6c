"""single_answer: exactly one option is right and no two are equal; an open question has one definite answer."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from questions.engine.draws.options import MIN_OPTIONS, differ
from questions.engine.draws.sampling import answer_style
from questions.engine.expressions import Value
from questions.engine.gates.context import (
    Finding,
    GateContext,
    ItemContext,
    failed,
    not_verified,
    passed,
)
from questions.engine.rendering.printing import answer_text
from questions.engine.texts.matching import chosen_options, printed_number
from questions.engine.texts.normalising import normal_text
from questions.engine.types import Draw

_CATCH_ALL = re.compile(
    r"(?:위|보기)의?\s*(?:모두|전부)|모두\s*(?:정답|맞|옳|틀)|(?:정답|답)\s*없음|"
    r"\b(?:all|none|both|neither)\s+of\s+(?:the\s+above|these|them)\b|\bboth\s+[A-E]\b",
    re.IGNORECASE,
)
_GIVEAWAY = 2.5  # times the next longest option: a test-wise student picks the key without reading


def check(context: GateContext) -> Finding:
    """Fails for options equal in value or in print, a key that is not the answer, too few options, or no answer; where
    a model wrote the wrong answers, also for a key that alone is whole or alone is not.
    """
    if not _definite(context.answer):
        return failed("답이 하나로 정해지지 않습니다")
    if not context.program.blueprint.shows_choices:
        return passed(f"보기가 없는 문항이고 답은 {context.draw.answer} 하나입니다")
    draw = context.draw
    if draw.key is None or not 0 <= draw.key < len(draw.choices):
        return failed("정답 보기의 자리가 정해지지 않았습니다")
    if len(draw.choices) < MIN_OPTIONS:
        return failed(f"보기가 {len(draw.choices)}개뿐입니다 (적어도 {MIN_OPTIONS}개)")
    if draw.choices[draw.key] != draw.answer:
        return failed(f"정답으로 표시된 보기 {draw.choices[draw.key]}이(가) 계산한 답 {draw.answer}와 다릅니다")
    return _distinct(context, draw)


def _definite(answer: Value) -> bool:
    if isinstance(answer, str | tuple):
        return bool(answer)
    if isinstance(answer, Fraction | bool):
        return True
    return answer.is_finite is not False and not answer.has("nan") if hasattr(answer, "is_finite") else True


def _distinct(context: GateContext, draw: Draw) -> Finding:
    normal = [normal_text(choice) for choice in draw.choices]
    if len(set(normal)) != len(normal):
        return failed("글자가 같은 보기가 있습니다")
    values = _option_values(context)
    unknown = [choice for choice in draw.choices if choice not in values]
    if unknown:
        return failed(f"계산되지 않은 보기가 있습니다: {unknown[0]}")
    for first, second in combinations(draw.choices, 2):
        if not differ(values[first], values[second]):
            return failed(f"보기 {first}와 {second}가 같은 값입니다")
    whole = [_is_whole(values[choice]) for choice in draw.choices]
    built_in = context.program.blueprint.author == "twin"  # a family's wrong answers are known misconceptions
    if not built_in and _stands_out(whole, draw.key or 0) and not _stands_out_in_the_note(context):
        return failed(
            f"보기 가운데 정답 {draw.answer}만 {'정수' if whole[draw.key or 0] else '정수가 아니'}라서 눈에 띕니다"
        )
    return passed(f"보기 {len(draw.choices)}개의 값이 모두 다르고 정답은 {(draw.key or 0) + 1}번 하나입니다")


def _is_whole(value: Value) -> bool | None:
    """Whether an option is a whole number; None where it is no plain number."""
    return value.denominator == 1 if isinstance(value, Fraction) else None


def _stands_out(whole: Sequence[bool | None], key: int) -> bool:
    """Whether the key alone is whole, or alone is not, among three numbers or more."""
    others = [kind for place, kind in enumerate(whole) if place != key]
    return len(others) >= MIN_OPTIONS - 1 and None not in whole and all(kind is not whole[key] for kind in others)


def _stands_out_in_the_note(context: GateContext) -> bool:
    """Whether the note's own options give the key away in the same manner: then the family may."""
    named = chosen_options(context.note.answer, context.note.choices)
    numbers = [printed_number(choice) for choice in context.note.choices]
    if len(named) != 1 or named[0] not in context.note.choices:
        return False
    whole = [None if number is None else number.denominator == 1 for number in numbers]
    return _stands_out(whole, context.note.choices.index(named[0]))


def _option_values(context: GateContext) -> dict[str, Value]:
    program, form = context.program, context.program.blueprint.answer
    style = answer_style(program)
    values: dict[str, Value] = {}
    for _, value in program.wrong_answers(context.draw.values):  # type: ignore[arg-type]
        values.setdefault(answer_text(value, form.kind, form.unit, style, form.form), value)
    values[context.draw.answer] = context.answer
    return values


def check_item(context: ItemContext) -> Finding:
    """As `check`, for a direct item: the options are distinct and of one form, and a blind solver saw one answer.

    Without a solver `not_verified`: that no other option is right can be known from a second reading only.
    """
    draw = context.draw
    if draw.choices:
        fault = _options_fault(draw.choices, draw.answer) or _place_fault(context)
        if fault:
            return failed(fault)
    if not context.solutions:
        return not_verified(context.silence or "답이 하나뿐인지 따로 풀어 확인하지 못했습니다")
    for solution in context.solutions:
        if solution.doubt in ("many_answers", "no_answer"):
            many = solution.doubt == "many_answers"
            return failed(f"{solution.solver}이(가) 답이 {'여럿이라고' if many else '없다고'} 했습니다")
        if len(solution.picks) > 1:
            return failed(f"{solution.solver}이(가) 보기 {len(solution.picks)}개를 골랐습니다")
    if draw.choices:
        return passed(f"보기 {len(draw.choices)}개가 서로 다르고, 따로 푼 모델도 하나만 골랐습니다")
    return passed("따로 푼 모델도 답을 하나로 보았습니다")


def _options_fault(choices: Sequence[str], key: str) -> str:
    if len(choices) < MIN_OPTIONS:
        return f"보기가 {len(choices)}개뿐입니다 (적어도 {MIN_OPTIONS}개)"
    folded = [_folded(choice) for choice in choices]
    if len(set(folded)) != len(folded) or not all(folded):
        return "같은 보기가 있습니다"
    numbers = [printed_number(choice) for choice in choices]
    known = [number for number in numbers if number is not None]
    if len(set(known)) != len(known):
        return "값이 같은 보기가 있습니다"
    catching = next((choice for choice in choices if _CATCH_ALL.search(choice)), "")
    if catching:
        return f"다른 보기를 가리키는 보기가 있습니다: {catching}"
    return _form_fault(choices, key)


def _form_fault(choices: Sequence[str], key: str) -> str:
    """Options that differ in form tell the key apart from the others."""
    for what, form in (("글자", _script), ("마침표", _ends), ("소수 자릿수", _decimals)):
        counts = Counter(form(choice) for choice in choices)
        if len(counts) > 1 and counts[form(key)] == 1:
            return f"정답 보기만 {what}이(가) 다른 보기와 달라 눈에 띕니다"
    others = max(len(choice) for choice in choices if choice != key)
    if len(key) > 12 and len(key) > _GIVEAWAY * others:
        return f"정답 보기만 유난히 깁니다 ({len(key)}자, 다른 보기는 {others}자까지)"
    return ""


def _folded(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _script(text: str) -> str:
    if printed_number(text) is not None:
        return "number"
    return "hangul" if re.search("[가-힣]", text) else "latin" if re.search("[A-Za-z]", text) else "other"


def _ends(text: str) -> bool:
    return text.rstrip().endswith((".", "?", "!"))


def _decimals(text: str) -> int:
    found = re.search(r"\.(\d+)", text) if printed_number(text) is not None else None
    return len(found[1]) if found else 0


def _place_fault(context: ItemContext) -> str:
    draw = context.draw
    if draw.key is None or draw.choices[draw.key] != draw.answer:
        return "정답 보기의 자리가 정답과 다릅니다"
    counts = Counter([*context.keys, draw.key])
    places = [counts[place] for place in range(len(draw.choices))]
    if counts[draw.key] > min(places) + 1:
        return f"정답이 {draw.key + 1}번에 몰려 있습니다"
    return ""
