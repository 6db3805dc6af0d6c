"""The built-in author: blueprints without any model, from a computable stem or from a solution's steps."""

from __future__ import annotations

from questions.engine import workers
from questions.engine.expressions import ExpressionError
from questions.engine.expressions.limits import Spent, within
from questions.engine.texts.pointing import missing_figure
from questions.engine.texts.separating import separated
from questions.engine.twins import computable, words
from questions.engine.twins.offered import picking
from questions.engine.types import Blueprint, Note, Refusal

# Longer than any question of a schoolbook; the readers' work grows with the text.
LONGEST = 4000
SECONDS = 2.0


def author(note: Note) -> Blueprint | Refusal:
    """A blueprint for the note, or why there is none.

    A computable family that reads the whole stem comes first. Where it contradicts the printed answer the
    note is refused; where no family reads it, the word problem author works from the solution's steps.
    """
    if max(len(note.stem), len(note.solution), len(note.answer), *map(len, note.choices)) > LONGEST:
        return Refusal("too_long", f"문제나 풀이가 너무 길어 읽지 않습니다 ({LONGEST:,}자까지).")
    try:
        with within(SECONDS), workers.within(SECONDS, SECONDS):
            return _written(separated(note))
    except Spent:
        return Refusal("too_long", "문제를 읽는 데 너무 오래 걸려 그만두었습니다.")
    except (ExpressionError, ArithmeticError, ValueError, RecursionError):
        return Refusal("misread", "문제에 계산할 수 없는 식이 있어 수를 바꾸지 않습니다.")


def _written(note: Note) -> Blueprint | Refusal:
    if missing_figure(note.stem):
        return Refusal("missing_figure", "문제가 가리키는 그림, 표 또는 그래프가 노트에 없습니다. 함께 적어 주세요.")
    found = computable.author(note)
    if isinstance(found, Blueprint) or found.code != "not_understood":
        return found
    picked = picking.author(note)
    if picked is not None:
        return picked
    other = words.author(note)
    return other if isinstance(other, Blueprint) or not _is_unknown(other) else found


def _is_unknown(refusal: Refusal) -> bool:
    return refusal.code == "not_understood"
