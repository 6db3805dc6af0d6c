"""The end of one student's data: marked first, then removed in batches that may be killed anywhere, then looked for.

What the law keeps (consents, accesses, the audit chain, the destruction log) stays and names a number; the student's
row keeps that number and nothing else (개인정보 보호법 제21조, 제36조).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, OuterRef

from eduai.lib.errors import Conflict, InvalidInput
from tenants import access, dispatch, personal, rates, subject_traces, tenancy
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.dispatch import Claim
from tenants.erased import is_erased, new_pseudonym
from tenants.models import (
    AuditRecord,
    ConsentEvent,
    Destruction,
    Evidence,
    Guardianship,
    RightsRequest,
    Role,
    Student,
    UsageRow,
    User,
)
from tenants.nameless import nameless
from tenants.personal import Personal
from tenants.provisioning.life import traces
from tenants.sending_lock import wait_for_senders
from tenants.services.accounts import empty_accounts
from tenants.sign_in import limits
from tenants.subject_traces import Words

KIND = "subject.erasure"
dispatch.register(KIND, "engine")

BATCH = 10_000
# What is added while rows go (a worker that was saving) is met by the next pass.
PASSES = 5
# A process that dies is followed by a worker after this long.
RESUMED_AFTER = timedelta(minutes=5)
LEASE_SECONDS = 600.0
# How often somebody tried: numbers under hashes that tell nobody's name and end by themselves; an erasure that emptied
# them would give whoever guesses passwords new tries. Whose words another key holds cannot be told: it is sealed.
COUNTERS = (rates.KEYS, limits.KEYS)
log = logging.getLogger(__name__)


class AlreadyErased(Conflict):
    """Nothing but the pseudonym is left of the student."""

    code = "already_erased"

    def __init__(self) -> None:
        super().__init__("이 학생의 자료는 이미 지웠습니다.", field="student")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), ())


@dataclass(slots=True)
class Erased:
    """What was removed, by kind of record, and where the closing search still found what the person was called."""

    subject: str
    removed: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str | None, many: int) -> None:
        """Counts what went."""
        self.removed[kind or ""] = self.removed.get(kind or "", 0) + many


def erase_subject(
    *,
    student: Student,
    actor: Actor,
    now: datetime,
    reason: str,
    first: Callable[[], object] | None = None,
) -> Erased:
    """This will remove everything of one student, for good, and keep the row as the pseudonym that ledgers name.

    Begun, nothing more is made, sent or shown; `first` is called in the transaction that begins it, and what it raises
    keeps it from beginning. One that was killed goes on when it is called again, and by itself after some minutes.
    An erased student to whom something was added is erased again. Raises NotAllowed, InvalidInput without a reason,
    AlreadyErased, and Conflict where data keep coming.
    """
    access.require(actor, "tenants.erase_subject")
    if not reason.strip():
        raise InvalidInput("reason: 지우는 까닭을 적어 주세요.", field="reason")
    again = _mark(student, actor, now, reason.strip(), first)
    return _finish(student, actor, now, again)


def resume_erasure(*, claim: Claim, clock: Callable[[], datetime]) -> None:
    """This will go on with an erasure whose process died, until it has come to its end; that one is left alone."""
    with transaction.atomic():
        if not dispatch.hold(claim):
            return
        dispatch.extend(claim, LEASE_SECONDS)
    student = Student.objects.filter(pk=claim.job.int).first()
    try:
        if student is not None and student.erased_at:
            _go_on(student, clock())
    except Conflict as error:
        log.warning("The erasure of student:%d is not at its end: %s", claim.job.int, error.sentence)
        dispatch.reschedule(claim, clock() + RESUMED_AFTER, counted=False)
        return
    dispatch.finish(claim)


def _go_on(student: Student, now: datetime) -> None:
    again = is_erased(student=student)
    if again and not _added_since(student):
        return
    with suppress(AlreadyErased):  # somebody else came to the end first
        _finish(student, SYSTEM, now, again)


def places_left(*, subject: str) -> dict[str, int]:
    """Where the newest search after an erasure of this subject found what the person was called. One query."""
    ended = AuditRecord.objects.filter(action=Action.SUBJECT_ERASED, subject=subject).order_by("-seq").first()
    found: dict[str, int] = json.loads(ended.facts).get("places", {}) if ended else {}
    return found


def _mark(student: Student, actor: Actor, now: datetime, reason: str, first: Callable[[], object] | None) -> bool:
    """Returns whether the student was erased before and is erased again, with what was added since."""
    with transaction.atomic():
        wait_for_senders(student)
        row = Student.objects.select_for_update().get(pk=student.pk)
        again = is_erased(student=row)
        if again and not _added_since(row):
            raise AlreadyErased
        if first is not None:
            first()
        if row.erased_at is None or again:
            accounts = _accounts(row)
            named_nobody = nameless(subject_traces.words_of(row, accounts).masked(reason))
            Student.objects.filter(pk=row.pk, erased_at=None).update(erased_at=now)
            User.objects.filter(pk__in=[user.pk for user in accounts]).update(is_active=False)
            dispatch.enqueue(kind=KIND, job=UUID(int=row.pk), due_at=now + RESUMED_AFTER)
            record(actor=actor, action=Action.SUBJECT_ERASING, subject=row, reason=named_nobody)
    student.refresh_from_db()
    return again


def _added_since(student: Student) -> bool:
    """Whether there is something of an erased student again: rows, files, a name, somebody who answers for them."""
    numbers = [user.pk for user in _accounts(student)]
    called = student.name or student.grade or student.birth_date or student.user_id
    return bool(called) or student.guardianships.filter(ended_at=None).exists() or _something_left(student, numbers)


def _something_left(student: Student, accounts: Collection[int]) -> bool:
    """Whether there is a row that goes, or a file of a row that stays."""
    going = (_rows(model, told, student, accounts) for model, told in _tables())
    return any(rows.exists() for rows in (*going, *(rows for rows, _ in _with_files(student))))


def _with_files(student: Student) -> Iterator[tuple[Any, str]]:
    """The student's rows that name a file, and the column that does."""
    for model, told in personal.mapped():
        if told.student and told.files:
            yield _rows(model, told, student, ()).exclude(**{told.files: ""}), told.files


def _accounts(student: Student) -> list[User]:
    """The student's own account, and those of guardians who have no other ward."""
    others = Guardianship.objects.filter(guardian=OuterRef("pk")).exclude(student=student)
    others = others.filter(student__erased_at=None)
    alone = User.objects.filter(~Exists(others), guardianships__student=student, role=Role.GUARDIAN)
    own = User.objects.filter(student=student)
    return list((own | User.objects.filter(pk__in=alone.values("pk"))).distinct())


def _finish(student: Student, actor: Actor, now: datetime, again: bool = False) -> Erased:
    accounts = _accounts(student)
    words = subject_traces.words_of(student, accounts)
    numbers = [user.pk for user in accounts]
    done = Erased(subject_traces.subject_of(student))
    for _ in range(PASSES):
        _one_pass(student, numbers, actor, now, done)
        subject_traces.end_sessions(numbers, words)
        traces.remove_cached(tenancy.require(), but=COUNTERS)
        if _closed(student, accounts, words, actor, now, done, again):
            return done
    raise Conflict("지우는 동안 이 학생의 자료가 계속 더해지고 있습니다. 잠시 뒤 다시 해 주세요.", field="student")


def _one_pass(student: Student, accounts: Collection[int], actor: Actor, now: datetime, done: Erased) -> None:
    """Work first, so that nobody saves any more; then files; then rows, those that refer to others before them."""
    _take_work_away(student)
    _remove_files(student, actor, now, done)
    for model, told in _tables():
        try:
            while (many := _remove_batch(model, told, student, accounts, actor, now)) > 0:
                done.add(model._meta.model_name, many)
                if many < BATCH:
                    break
        except IntegrityError:  # somebody was saving a row that refers to these; the next pass meets both
            continue


def _tables() -> Iterator[tuple[type[models.Model], Personal]]:
    return ((model, told) for model, told in personal.mapped() if not told.stays)


def _rows(model: type[models.Model], told: Personal, student: Student, accounts: Collection[int]) -> Any:
    """The table's rows of this student or of these accounts."""
    if told.student:
        return model._base_manager.filter(**{told.student: student.pk})
    return model._base_manager.filter(**{f"{told.user}__in": accounts})


def _remove_batch(
    model: type[models.Model],
    told: Personal,
    student: Student,
    accounts: Collection[int],
    actor: Actor,
    now: datetime,
) -> int:
    """Removes up to BATCH of the rows with what tells of them, and notes their number, in one transaction."""
    with transaction.atomic():
        if told.eraser:
            many = _called(told.eraser, student)
        else:
            numbers = list(_rows(model, told, student, accounts).values_list("pk", flat=True)[:BATCH])
            many = len(numbers)
            _delete(model, numbers)
        _destroyed(student, model._meta.model_name, many, actor, now)
    return many


def _delete(model: type[models.Model], numbers: list[Any]) -> None:
    """Without the ORM's cascade: whatever refers to these rows has its own place on the map and went before."""
    if not numbers:
        return
    rows = model._base_manager.filter(pk__in=numbers)
    of_their_own = [row.name for row in model._meta.concrete_fields if row.related_model is model]
    if of_their_own:
        rows.update(**dict.fromkeys(of_their_own))
    subject_traces.forget_in_panel_log(model, numbers)
    rows._raw_delete(rows.db)


def _called(eraser: str, student: Student) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {connection.ops.quote_name(eraser)}(%s)", [student.pk])
        return int(cursor.fetchone()[0])


def _take_work_away(student: Student) -> None:
    """Ends what waits or runs for the student's rows, and what links calls and partners' answers to them."""
    numbers: list[UUID] = []
    for model, told in _tables():
        if told.student and isinstance(model._meta.pk, models.UUIDField):
            numbers += _rows(model, told, student, ()).values_list("pk", flat=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT public.dispatch_cancel(%s::uuid[])", [numbers])
        UsageRow.objects.filter(job__in=numbers).update(job=None)
        subject_traces.empty_kept_answers(numbers)


def _remove_files(student: Student, actor: Actor, now: datetime, done: Erased) -> None:
    """Files before the rows that name them, so that a killed erasure still knows them."""
    for rows, column in _with_files(student):
        names = list(rows.values_list(column, flat=True))
        for name in names:
            default_storage.delete(name)
        if names:
            with transaction.atomic():
                rows.filter(**{f"{column}__in": names}).update(**{column: ""})
                done.add("file", len(names))
                _destroyed(student, "file", len(names), actor, now)


def _destroyed(student: Student, kind: str | None, many: int, actor: Actor, now: datetime) -> None:
    if many:
        Destruction.objects.create(
            kind=kind or "",
            subject=subject_traces.subject_of(student),
            reason=Destruction.Reason.ERASURE,
            many=many,
            at=now,
            actor=actor.label,
        )


def _closed(
    student: Student,
    accounts: Collection[User],
    words: Words,
    actor: Actor,
    now: datetime,
    done: Erased,
    again: bool,
) -> bool:
    """Empties the rows that stay, searches, and records the end. False where something has come since the pass."""
    with transaction.atomic():
        if is_erased(student=Student.objects.select_for_update().get(pk=student.pk)) and not again:
            raise AlreadyErased
        numbers = [user.pk for user in accounts]
        if _something_left(student, numbers):
            return False
        _empty_ledgers_neighbours(student)
        empty_accounts(accounts=accounts)
        _empty(student)
        subject_traces.forget_in_panel_log(User, numbers)
        subject_traces.forget_in_panel_log(Student, [student.pk])
        subject_traces.forget_words(words)
        done.left = subject_traces.search(words)
        _destroyed(student, "student", 1, actor, now)
        _destroyed(student, "user", len(numbers), actor, now)
        record(
            actor=actor,
            action=Action.SUBJECT_ERASED,
            subject=student,
            removed=sum(done.removed.values()),
            accounts=len(numbers),
            left=sum(done.left.values()),
            places=done.left,
        )
    return True


def _empty_ledgers_neighbours(student: Student) -> None:
    """Guardianships that the consent ledger names stay as numbers, as evidence and requests do; the others go."""
    rows = Guardianship.objects.filter(student=student)
    named = ConsentEvent.objects.filter(guardianship=OuterRef("pk"))
    rows.filter(~Exists(named)).delete()
    rows.filter(ended_at=None).update(ended_at=student.erased_at, delegated_at=None)
    rows.update(contact=None)
    Evidence.objects.filter(student=student).update(content_type="", size=0)
    requests = RightsRequest.objects.filter(student=student)
    requests.update(about="", details=None, answer=None, student=None, subject=subject_traces.subject_of(student))


def _empty(student: Student) -> None:
    student.code, student.name, student.grade = new_pseudonym(), "", ""
    student.birth_date = student.user = student.suspended_at = None
    student.save(update_fields=["code", "name", "grade", "birth_date", "user", "suspended_at"])
