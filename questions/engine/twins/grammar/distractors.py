"""The wrong answers of a family's blueprint: misconceptions, the student's own slip, the note's options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from questions.engine.expressions import ExpressionError, Value, compile_formula, to_plain
from questions.engine.grading import grade
from questions.engine.twins.grammar.answers import chosen_option
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, Distractor, Note

MOST_DISTRACTORS = 6


def distractors(sketch: Sketch, note: Note, names: Mapping[str, Value], answer: Value) -> tuple[Distractor, ...]:
    found: list[Distractor] = []
    seen = [answer]
    student = chosen_option(note, note.student_answer) if note.student_answer.strip() else ""
    for formula, misconception in [*sketch.wrong, *_option_offsets(sketch, note, answer)]:
        try:
            value = compile_formula(formula)(names, sketch.free)
        except ExpressionError:
            continue
        if any(value == other for other in seen) or len(found) >= MOST_DISTRACTORS:
            continue
        seen.append(value)
        verdict = grade(to_plain(value), student, kind=str(sketch.kind), unit=sketch.unit).verdict if student else ""
        if verdict in ("correct", "unreadable"):
            student = ""  # found, or not to be found: reading it again for each formula may take long
        found.append(Distractor(formula, "own" if verdict == "correct" else misconception))
    return tuple(found)


def _option_offsets(sketch: Sketch, note: Note, answer: Value) -> Sequence[tuple[str, str]]:
    """The note's own options as steps from the answer, so that new options lie as close as the old ones did."""
    if sketch.kind is not AnswerKind.NUMBER or not isinstance(answer, Fraction):
        return ()
    offsets: list[tuple[str, str]] = []
    for option in note.choices:
        bare = option.strip().replace(",", "").replace("−", "-")
        shown = re.fullmatch(r"\$?(-?\d{1,15}(?:\.\d{1,15})?(?:/0*[1-9]\d{0,14})?)\$?[^\d]*", bare)
        if shown is not None and Fraction(shown[1]) != answer:
            step = Fraction(shown[1]) - answer
            offsets.append((f"{sketch.answer} + ({step.numerator}/{step.denominator})", "other"))
    offsets += [(f"{sketch.answer} + {step}", "other") for step in (1, 2, 3, 4)] if note.choices else []
    return offsets
