"""The teachers' panel."""

from questions.admin import generation, notes, review

__all__ = ["generation", "notes", "review"]
