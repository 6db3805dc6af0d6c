"""The built-in author of word problems: from a note's solution to a blueprint, without a model.

Numbers of the stem are found, the solution's steps are read as exact arithmetic, and every number of the steps is
placed in the stem, in an earlier step, or in a word that stands for a constant. A number changes only where
every possible placement computes the same function; otherwise it stays, or the note is refused with the reason.
"""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.words.alignment import Alignment, Ambiguous
from questions.engine.twins.words.cautions import freeze_deciding
from questions.engine.twins.words.choosing import choose
from questions.engine.twins.words.contradictions import contradicted
from questions.engine.twins.words.dimensions import money_agrees
from questions.engine.twins.words.frozen import unsafe_context
from questions.engine.twins.words.readings import align
from questions.engine.twins.words.roles import multipliers_multiply, roles_agree
from questions.engine.twins.words.room import room
from questions.engine.twins.words.shares_asked import share_asked
from questions.engine.twins.words.sharing import shares, spelled
from questions.engine.twins.words.solutions import NoSteps, is_program, steps_of
from questions.engine.twins.words.spans import number_spans, with_words
from questions.engine.twins.words.stem_search import stem_agrees
from questions.engine.twins.words.writing import Writer
from questions.engine.types import Blueprint, Note, Refusal

__all__ = ["author"]

# A digit directly behind a letter belongs to its unit (`cm2`).
_ANSWER_NUMBER = re.compile(
    r"(?<![A-Za-z])(?:[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?(?:/\d+)?|[-−]?\.\d+)"
)
_UNSAFE_SENTENCES = {
    "digits": "자릿수나 숫자 카드에 관한 조건이 있어 수를 바꿀 수 없습니다.",
    "number_theory": "홀수·짝수·약수·배수·연속하는 수의 조건이 있어 수를 바꿀 수 없습니다.",
    "temperature": "온도 단위를 바꾸는 공식의 수는 바꿀 수 없습니다.",
    "angles": "각이나 직각삼각형의 조건이 있어 수를 바꿀 수 없습니다.",
    "triangle": "삼각형이 되는 변의 길이의 조건을 지켜야 해서 수를 바꿀 수 없습니다.",
    "figure": "그림·표·그래프가 있어야 풀 수 있는 문제입니다.",
    "rounding": "어림하거나 반올림하는 문제라 정확한 값을 보장할 수 없습니다.",
    "existing": "실제로 있는 것의 크기나 수라서 바꿀 수 없습니다.",
    "sequence": "규칙이나 달력에 관한 문제라 수를 바꿀 수 없습니다.",
}


def author(note: Note) -> Blueprint | Refusal:
    """A blueprint of the note's family, or why none can be made safely.

    The solution (GSM8K annotations, worked lines, one equation, or a straight-line program) is the evidence; the
    note's answer only confirms it. Never raises on the note's texts.
    """
    try:
        return _author(note)
    except (NoSteps, Ambiguous) as problem:
        return Refusal(problem.code, str(problem))


def _author(note: Note) -> Blueprint | Refusal:
    chosen = choose(note)
    if chosen is not None:
        return chosen
    unsafe = unsafe_context(note.stem)
    if unsafe:
        return Refusal(f"unsafe_{unsafe}", _UNSAFE_SENTENCES[unsafe])
    if note.choices:
        return Refusal("choices", "보기가 있는 서술형 문제는 보기를 함께 만들 수 없어 바꾸지 않습니다.")
    if re.search(r"\{[^{}]*[A-Za-z가-힣][^{}]*\}", note.stem):
        return Refusal("markup", "문제의 중괄호 안에 문자가 있어 수를 바꿀 자리를 정할 수 없습니다.")
    answer = answer_value(note.answer)
    steps = steps_of(note.solution if is_program(note.solution) else spelled(note.solution, answer))
    if answer is None:
        return Refusal("answer_unread", "정답에서 하나의 수를 읽을 수 없습니다.")
    if answer != steps[-1].value:
        return Refusal("answer_mismatch", f"풀이의 결과 {steps[-1].value}와 정답 {note.answer.strip()}이(가) 다릅니다.")
    if not shares(steps) <= {share_asked(note.stem)}:
        return Refusal("share_unclear", "나눗셈의 몫과 나머지 가운데 무엇을 묻는지 문제의 말로 알 수 없습니다.")
    if answer <= 0:
        return Refusal("not_positive", "답이 0이거나 음수인 서술형 문제는 조건을 유지하기 어렵습니다.")
    alignment = align(note.stem, with_words(note.stem, number_spans(note.stem)), steps)
    freeze_deciding(alignment)
    if not alignment.free:
        return Refusal("nothing_free", "풀이의 갈래를 정하는 수뿐이라 안전하게 바꿀 수 있는 수가 없습니다.")
    found = room(note.stem, alignment)
    if found is None:
        return Refusal("too_few", "조건을 모두 지키며 바꿀 수 있는 수의 조합이 너무 적습니다.")
    stem_reads = (
        not contradicted(note.stem, found.alignment)
        and money_agrees(note.stem, found.alignment)
        and multipliers_multiply(note.stem, found.alignment)
        and (_searched(found.alignment, answer) or roles_agree(note.stem, found.alignment))
    )
    readings = ("solution", "stem") if stem_reads else ("solution",)
    return Writer(note, found).blueprint(readings)


def _searched(alignment: Alignment, answer: Fraction) -> bool:
    return not shares(alignment.steps) and stem_agrees(alignment, answer)


def answer_value(answer: str) -> Fraction | None:
    """The one number that an answer states (`24 g`, `$1,200`, `3/4`); None for none or several."""
    numbers = _ANSWER_NUMBER.findall(answer)
    if len(numbers) != 1:
        return None
    top, _, bottom = numbers[0].replace(",", "").replace("−", "-").partition("/")
    return Fraction(top) / int(bottom) if bottom and int(bottom) else Fraction(top)
