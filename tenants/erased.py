"""Students whose data are being erased, or are: from the mark on nothing is added to them."""

from __future__ import annotations

import re
import secrets

from eduai.lib.errors import Conflict
from tenants.models import Student

PSEUDONYM = "erased-"
# As `new_pseudonym` writes them; PostgreSQL reads it alike.
PATTERN = rf"^{PSEUDONYM}[0-9a-f]{{16}}$"


def new_pseudonym() -> str:
    """What an erased student's code and an erased account's name become."""
    return f"{PSEUDONYM}{secrets.token_hex(8)}"


def looks_erased(*, code: str) -> bool:
    """Whether a code would be taken for a pseudonym: nobody may choose such a one."""
    return code.casefold().startswith(PSEUDONYM)


def is_erased(*, student: Student) -> bool:
    """Whether nothing but the pseudonym is left of the student."""
    return student.erased_at is not None and re.match(PATTERN, student.code) is not None


def require_not_erased(*, student: Student) -> None:
    """This will lock the student's row until the caller's transaction ends, as an erasure does at its mark and its end:
    whatever is added behind it is there for the erasure to remove, or is refused. Raises Conflict from the mark on.
    """
    locked = Student.objects.select_for_update(no_key=True, of=("self",))
    if locked.values_list("erased_at", flat=True).get(pk=student.pk) is not None:
        raise Conflict("이 학생의 자료는 지웠거나 지우고 있어 더할 수 없습니다.", field="student")
