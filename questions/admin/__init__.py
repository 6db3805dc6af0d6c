"""The teachers' panel."""

from questions.admin import generation, notes, practice, review

__all__ = ["generation", "notes", "practice", "review"]
