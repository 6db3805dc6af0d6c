"""How long each kind of record is kept, and by which article; described once, for the purge and for the public page.

Whoever keeps a kind of record registers it here. The law's floors and ceilings are in the code, an academy chooses
between them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from eduai.lib import clock
from eduai.lib.errors import Conflict
from tenants.actors import SYSTEM
from tenants.models import AccessRecord, Evidence, KeptAnswer, Message, RightsRequest, Student, SubjectExport, UsageRow

log = logging.getLogger(__name__)

# How many of the records before a moment there are; and: remove at most so many, in the caller's transaction.
Due = Callable[[datetime], int]
Remove = Callable[[datetime, int], int]
YEAR = 365
# Two and three years by the calendar: with a leap day in them they have a day more.
TWO_YEARS, THREE_YEARS = 731, 1096


@dataclass(frozen=True, slots=True)
class Schedule:
    """One kind of record: from which day its period runs, how many days, and what the law says about that.

    Without `remove` nothing of it goes before the academy does; `until` then says so in words.
    """

    kind: str
    title: str
    counts_from: str
    days: int
    article: str
    floor: int = 0
    ceiling: int = 0
    until: str = ""
    due: Due | None = None
    remove: Remove | None = None
    # Removes in transactions of its own, so that none of the purge's may be open around it.
    alone: bool = False

    def within(self, days: int) -> int:
        """The nearest number of days that the law allows."""
        days = max(days, self.floor)
        return min(days, self.ceiling) if self.ceiling else days


SCHEDULES: dict[str, Schedule] = {}
# What shows that a student who left is taught all the same: a condition on Student each. Whoever keeps records of
# lessons adds to it; this package knows none.
TAUGHT_SINCE: list[Callable[[], Q]] = []


def register(schedule: Schedule) -> None:
    """This will add a kind of record. Raises ValueError for a second opinion about one."""
    if schedule.kind in SCHEDULES:
        raise ValueError(f"{schedule.kind!r} already has a schedule.")
    SCHEDULES[schedule.kind] = schedule


def by_column(model: type[models.Model], column: str, **only: object) -> dict[str, Due | Remove]:
    """How rows are counted and removed whose `column` is before a moment."""

    def rows(before: datetime) -> models.QuerySet[models.Model]:
        return model._default_manager.filter(**{f"{column}__lt": before}, **only)

    def remove(before: datetime, many: int) -> int:
        first = rows(before).order_by(column).values("pk")[:many]
        return model._default_manager.filter(pk__in=list(first.values_list("pk", flat=True))).delete()[0]

    return {"due": lambda before: rows(before).count(), "remove": remove}


def _remove_accesses(before: datetime, many: int) -> int:
    """The log can be added to and read; the database's own function takes away what the law no longer asks for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_purge(%s, %s)", [before, many])
        return int(cursor.fetchone()[0])


def _remove_exports(before: datetime, many: int) -> int:
    """Files first: a purge that is killed between still knows their names."""
    rows = list(SubjectExport.objects.filter(asked_at__lt=before).order_by("asked_at")[:many])
    for row in rows:
        default_storage.delete(row.file)
    return SubjectExport.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _remove_requests(before: datetime, many: int) -> int:
    """With the papers on which they came, where nothing else rests on those. Files before the rows that name them."""
    due = RightsRequest.objects.filter(answered_at__lt=before).order_by("answered_at")
    papers = dict(due.values_list("pk", "evidence")[:many])
    RightsRequest.objects.filter(pk__in=papers).delete()
    alone = Evidence.objects.filter(pk__in=set(papers.values()) - {None})
    for relation in Evidence._meta.get_fields(include_hidden=True):
        if relation.one_to_many:
            naming = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            alone = alone.filter(~Exists(naming))
    rows = dict(alone.values_list("pk", "file"))
    for name in filter(None, rows.values()):
        default_storage.delete(name)
    Evidence.objects.filter(pk__in=rows).delete()
    return len(papers)


def _with_us() -> Q:
    """That somebody who left asks for something, or something has been added since."""
    asked = RightsRequest.objects.filter(student=OuterRef("pk"), state__in=RightsRequest.OPEN)
    return Q(Exists(asked)) | _taught()


def _taught() -> Q:
    found = Q(pk__in=())
    for since in TAUGHT_SINCE:
        found |= since()
    return found


def taught_since_left(*, student: Student) -> bool:
    """Whether something shows that a student who left was taught afterwards all the same."""
    return Student.objects.filter(_taught(), pk=student.pk, left_at__isnull=False).exists()


def _over(before: datetime) -> models.QuerySet[Student]:
    return Student.objects.filter(left_at__lt=before, erased_at=None).order_by("left_at")


def _left(before: datetime) -> models.QuerySet[Student]:
    return _over(before).filter(~_with_us())


def kept_though_left(*, before: datetime) -> models.QuerySet[Student]:
    """Students whose period is over and who are not erased, because something has come since they left."""
    return _over(before).filter(_with_us())


class WithUsAgain(Conflict):
    """Somebody who left came back, or asked for something, at the moment of their erasure."""

    code = "with_us_again"

    def __init__(self) -> None:
        super().__init__("그사이 다시 다니거나 요청한 학생이라 지우지 않았습니다.", field="student")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), ())


def _require_still_left(student: Student, before: datetime) -> None:
    """This will pass for who is still due, behind the erasure's locks: whoever was adding something is through. Raises
    WithUsAgain.
    """
    if not _left(before).filter(pk=student.pk).exists():
        raise WithUsAgain


def _erase_one(before: datetime, many: int) -> int:
    """Everything of one student who left; what the law keeps stays under the pseudonym. In transactions of its own. One
    whose erasure does not come to its end is marked, and a worker goes on with it: the next one's turn comes.
    """
    from tenants.services.subject_erasure import erase_subject

    for student in _left(before)[:many]:
        still = partial(_require_still_left, student, before)
        try:
            erase_subject(
                student=student, actor=SYSTEM, now=clock.now(), reason="수강 종료 후 보유 기간이 끝남", first=still
            )
        except WithUsAgain:
            continue
        except Conflict:
            log.exception("The erasure of student:%d is not at its end", student.pk)
        else:
            return 1
    return 0


def _unconfirmed(before: datetime) -> int:
    from tenants.services.unconfirmed import unconfirmed

    return unconfirmed(before=before).count()


def _remove_unconfirmed(before: datetime, many: int) -> int:
    """One at a time, in a transaction of its own: each behind its student's lock."""
    from tenants.services.unconfirmed import remove_unconfirmed

    return remove_unconfirmed(before=before, now=clock.now())


def _stale_addresses(before: datetime) -> int:
    from tenants.services.own_address import stale

    return stale(before=before).count()


def _remove_stale_addresses(before: datetime, many: int) -> int:
    from tenants.services.own_address import remove_stale

    return remove_stale(before=before, many=many)


OURS = (
    Schedule(
        "learning",
        "오답노트, 유사문제, 풀이 기록, 학생과 보호자의 계정",
        "수강이 끝난 날",
        YEAR,
        "개인정보 보호법 제21조 제1항",
        ceiling=YEAR,
        due=lambda before: _left(before).count(),
        remove=_erase_one,
        alone=True,
    ),
    Schedule(
        "access_log",
        "접속 기록",
        "접속한 날",
        TWO_YEARS,
        "개인정보의 안전성 확보조치 기준 제8조 제1항",
        floor=730,
        due=by_column(AccessRecord, "at")["due"],
        remove=_remove_accesses,
    ),
    Schedule(
        "rights_requests",
        "열람·정정·삭제·정지 요청과 답변",
        "답한 날",
        THREE_YEARS,
        "민법 제766조 제1항 (분쟁에 대비)",
        floor=YEAR,
        due=by_column(RightsRequest, "answered_at")["due"],
        remove=_remove_requests,
    ),
    Schedule(
        "unconfirmed_guardians",
        "학원이 확인하지 않은 보호자의 이름, 연락처, 계정",
        "답한 날",
        30,
        "개인정보 보호법 제22조의2 제2항",
        ceiling=90,
        due=_unconfirmed,
        remove=_remove_unconfirmed,
        alone=True,
    ),
    Schedule(
        "messages",
        "보낸 알림",
        "보낸 날",
        180,
        "개인정보 보호법 제21조 제1항",
        ceiling=YEAR,
        **by_column(Message, "created_at"),
    ),
    Schedule(
        "sessions",
        "로그인 상태",
        "끝난 날",
        1,
        "개인정보 보호법 제21조 제1항",
        ceiling=30,
        **by_column(Session, "expire_date"),
    ),
    Schedule(
        "unconfirmed_addresses",
        "확인하지 않은 이메일 주소",
        "적은 날",
        1,
        "개인정보 보호법 제21조 제1항",
        ceiling=1,
        due=_stale_addresses,
        remove=_remove_stale_addresses,
    ),
    Schedule(
        "kept_answers",
        "제휴 프로그램에 준 답의 사본",
        "준 날",
        7,
        "개인정보 보호법 제21조 제1항",
        ceiling=30,
        **by_column(KeptAnswer, "created_at"),
    ),
    Schedule(
        "subject_exports",
        "내려받으라고 만든 자료 파일",
        "만든 날",
        7,
        "개인정보 보호법 제21조 제1항",
        ceiling=7,
        due=by_column(SubjectExport, "asked_at")["due"],
        remove=_remove_exports,
    ),
    Schedule(
        "usage",
        "모델 사용량과 비용",
        "사용한 날",
        5 * YEAR + 1,
        "국세기본법 제85조의3 제2항",
        **by_column(UsageRow, "reserved_at"),
    ),
    Schedule(
        "consents",
        "동의 기록과 그 증빙",
        "동의한 날",
        0,
        "개인정보 보호법 제22조 (동의받은 사실의 증명)",
        until="학원이 이용을 마칠 때까지 (삭제를 요청한 학생의 것은 이름 없이 번호로만)",
    ),
    Schedule(
        "permission_changes",
        "권한을 주고 바꾸고 거둔 기록",
        "바꾼 날",
        THREE_YEARS,
        "개인정보의 안전성 확보조치 기준 제5조 제3항",
        floor=1095,
        until="학원이 이용을 마칠 때까지 (3년 이상)",
    ),
    Schedule(
        "destruction_log",
        "파기 기록",
        "파기한 날",
        0,
        "표준 개인정보 보호지침 제55조",
        until="학원이 이용을 마칠 때까지",
    ),
)
for _schedule in OURS:
    register(_schedule)
