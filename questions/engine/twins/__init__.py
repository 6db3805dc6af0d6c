"""The built-in author: blueprints without any model, from a computable stem or from a solution's steps."""

from __future__ import annotations

from questions.engine.gates.figures import missing_figure
from questions.engine.twins import families, words
from questions.engine.types import Blueprint, Note, Refusal


def author(note: Note) -> Blueprint | Refusal:
    """A blueprint for the note, or why there is none.

    A computable family that reads the whole stem comes first. Where it contradicts the printed answer the
    note is refused; where no family reads it, the word problem author works from the solution's steps.
    """
    if missing_figure(note.stem):
        return Refusal("missing_figure", "문제가 가리키는 그림, 표 또는 그래프가 노트에 없습니다. 함께 적어 주세요.")
    found = families.author(note)
    if isinstance(found, Blueprint) or found.code != "not_understood":
        return found
    other = words.author(note)
    return other if isinstance(other, Blueprint) or not _is_unknown(other) else found


def _is_unknown(refusal: Refusal) -> bool:
    return refusal.code == "not_understood"
