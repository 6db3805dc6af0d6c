"""The teachers' panel."""

from questions.admin import accesses, generation, money, notes, practice, records, review, rights

__all__ = ["accesses", "generation", "money", "notes", "practice", "records", "review", "rights"]
