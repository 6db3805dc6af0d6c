"""The note's printed answer and options held against the computed answer."""

from __future__ import annotations

import re

from questions.engine.grading import grade
from questions.engine.texts.matching import without_labels
from questions.engine.twins.grammar.answers import bare_quantity, chosen_option, split_list
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import Note, Refusal


def _in_this_order(computed: str, printed: str) -> bool:
    """Whether the items of two lists agree one by one: `3, 6` is not `6, 3` where two things were asked in order."""
    mine, theirs = split_list(computed), split_list(printed)
    return len(mine) == len(theirs) and all(
        grade(one, other).verdict == "correct" for one, other in zip(mine, theirs, strict=True)
    )


def confirm(sketch: Sketch, note: Note, computed: str) -> Refusal | None:
    """None when the note's printed answer is the computed one (and, with options, exactly one option is)."""
    if not note.answer.strip():
        return Refusal("no_answer", "노트에 정답이 없어 계산한 답을 확인할 수 없습니다.")
    settings = {"kind": str(sketch.kind), "form": sketch.form, "unit": sketch.unit}
    printed = re.sub(r"\s*\(?중근\)?", "", chosen_option(note, note.answer))
    printed = without_labels(printed, sketch.labels)
    verdict = grade(computed, bare_quantity(printed, sketch.unit), **settings).verdict
    if sketch.labels and verdict == "correct" and not _in_this_order(computed, printed):
        verdict = "incorrect"
    if verdict == "unreadable":
        return Refusal(
            "answer_unreadable",
            f"노트의 정답 ‘{printed}’을(를) 읽을 수 없어 계산한 답 {computed}와 견줄 수 없습니다.",
        )
    if verdict != "correct":
        return Refusal("answer_disagrees", f"노트의 정답은 {printed}인데 다시 풀면 {computed}입니다.")
    shown = [(option, bare_quantity(without_labels(option, sketch.labels), sketch.unit)) for option in note.choices]
    right = [option for option, bare in shown if grade(computed, bare, **settings).verdict == "correct"]
    if note.choices and len(right) != 1:
        return Refusal("choices_unsound", f"계산한 답 {computed}에 맞는 보기가 {len(right)}개입니다.")
    return None
