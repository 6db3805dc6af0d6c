"""Students whose data are being erased, or are: from the mark on nothing is added to them."""

from __future__ import annotations

from eduai.lib.errors import Conflict
from tenants.models import Student

PSEUDONYM = "erased-"


def is_erased(*, student: Student) -> bool:
    """Whether nothing but the pseudonym is left of the student."""
    return student.erased_at is not None and student.code.startswith(PSEUDONYM)


def require_not_erased(*, student: Student) -> None:
    """This will lock the student's row until the caller's transaction ends, as an erasure does at its mark and its end:
    whatever is added behind it is there for the erasure to remove, or is refused. Raises Conflict from the mark on.
    """
    locked = Student.objects.select_for_update(no_key=True, of=("self",))
    if locked.values_list("erased_at", flat=True).get(pk=student.pk) is not None:
        raise Conflict("이 학생의 자료는 지웠거나 지우고 있어 더할 수 없습니다.", field="student")
