"""The teachers' panel."""

from questions.admin import generation, money, notes, practice, review

__all__ = ["generation", "money", "notes", "practice", "review"]
