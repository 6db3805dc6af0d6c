"""The teachers' panel."""

from questions.admin import accesses, generation, money, notes, practice, review, rights

__all__ = ["accesses", "generation", "money", "notes", "practice", "review", "rights"]
