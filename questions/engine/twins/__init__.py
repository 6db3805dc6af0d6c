"""The built-in author: blueprints without any model, from the stem of a computable question or from a solution's steps."""

from __future__ import annotations

from questions.engine.twins import families, words
from questions.engine.types import Blueprint, Note, Refusal


def author(note: Note) -> Blueprint | Refusal:
    """A blueprint for the note, or why there is none.

    A computable family that reads the whole stem comes first. Where it contradicts the printed answer the note is refused;
    where no family reads the stem, the word problem author works from the solution's steps or equation.
    """
    found = families.author(note)
    if isinstance(found, Blueprint) or found.code != "not_understood":
        return found
    other = words.author(note)
    return other if isinstance(other, Blueprint) or not _is_unknown(other) else found


def _is_unknown(refusal: Refusal) -> bool:
    return refusal.code == "not_understood"
