"""What the panel calls those whom records name by number: people, students, and what is neither."""

from __future__ import annotations

from collections.abc import Collection

from tenants.erased import PSEUDONYM
from tenants.models import Student, User

KINDS = {
    "worker": "프로그램",
    "system": "프로그램",
    "command": "운영자 명령",
    "visitor": "방문자",
    "key": "API 키",
    "operator": "운영자",
}
GONE = "지운 사람"


def called(label: str) -> str:
    """What kind of actor somebody is who is no person of this academy, with what tells them apart."""
    kind, _, rest = label.partition(":")
    return f"{KINDS[kind]} {rest}".strip() if kind in KINDS else label


def students(numbers: Collection[int]) -> dict[int, str]:
    """What students are called, by number; who is erased has none. One query."""
    known = Student.objects.filter(pk__in=numbers, erased_at=None)
    return {student.pk: f"{student} ({student.code})" for student in known}


def people(labels: Collection[str]) -> dict[str, str]:
    """The names of people, by label. One query."""
    numbers = [int(label[5:]) for label in labels if label.startswith("user:")]
    found = User.objects.filter(pk__in=numbers)
    return {f"user:{user.pk}": GONE if user.username.startswith(PSEUDONYM) else str(user) for user in found}
