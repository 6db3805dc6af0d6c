"""What happens to a mistake: capture, generation, verification, review, practice."""

from questions.models.generation import GenerationAttempt, GenerationJob
from questions.models.notes import Note
from questions.models.practice import DueConcept, Explanation, PracticeAttempt
from questions.models.review import Decision
from questions.models.shadow import ShadowAnswer
from questions.models.similarity import NoteVector
from questions.models.verification import Blueprint, Certificate, GateRecord, Variant

__all__ = [
    "Blueprint",
    "Certificate",
    "Decision",
    "DueConcept",
    "Explanation",
    "GateRecord",
    "GenerationAttempt",
    "GenerationJob",
    "Note",
    "NoteVector",
    "PracticeAttempt",
    "ShadowAnswer",
    "Variant",
]
