"""When something comes back, as people say it, and when a page should look again."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from questions.progress import Stage

WORKERS_ARE_AT_IT = (Stage.GENERATION, Stage.VERIFICATION, Stage.WAITING)
A_TEACHER_IS = (Stage.REVIEW, Stage.REJECTED)


def seconds_to_look_again(stage: Stage) -> float | None:
    """How often a page that shows this stage asks again: soon while workers are at it, seldom while a teacher
    is; None when nothing will change by itself.
    """
    if stage in WORKERS_ARE_AT_IT:
        return 1.5
    return 20 if stage in A_TEACHER_IS else None


def due_in_words(due_at: datetime, *, now: datetime) -> str:
    """`10분 뒤에`, `오늘 15:02에`, `내일 13:02에` or `11월 24일에`, in the academy's time."""
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    if minutes <= 0:
        return "지금"
    if minutes < 60:
        return f"{minutes}분 뒤에"
    due, today = localtime(due_at), localtime(now).date()
    if due.date() == today:
        return f"오늘 {due:%H:%M}에"
    if due.date() == today + timedelta(days=1):
        return f"내일 {due:%H:%M}에"
    return f"{due.month}월 {due.day}일에" if due.year == today.year else f"{due.year}년 {due.month}월 {due.day}일에"
