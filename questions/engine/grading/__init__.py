"""Grades an answer by what it means: correct, incorrect, or unreadable (which costs no mark).

    grade("1/2", "0.5").verdict                    # "correct"
    grade("x=2 또는 x=3", "3, 2").verdict           # "correct"
    grade("(x+2)(x+3)", "x^2+5x+6", form="factored").verdict   # "incorrect": the value is right, the form is not

Two methods decide hard cases, points to reject and exact algebra to confirm; what neither settles is unreadable and
goes to a teacher. Nothing undecided is ever correct.
"""

from __future__ import annotations

from questions.engine.grading.choices import picked_option
from questions.engine.grading.grader import Grade, grade

__all__ = ["Grade", "grade", "picked_option"]
