"""Who answers for a student below 14: verified by one of the law's ways, ended, and later let in by the student."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants import access
from tenants.actors import Actor
from tenants.ages import answers_alone
from tenants.audit import Action, record
from tenants.erased import require_not_erased
from tenants.models import Evidence, Guardianship, Role, Student, User
from tenants.sending_lock import wait_for_senders

Method = Guardianship.Method

# What proves each of the seven ways (개인정보 보호법 시행령 제17조의2 제1항); an equivalent one is proved by
# any but a contract, which is about a vendor.
PROVED_BY: dict[str, tuple[str, ...]] = {
    Method.MESSAGE: (Evidence.Kind.MESSAGE,),
    Method.CARD: (Evidence.Kind.IDENTITY,),
    Method.IDENTITY: (Evidence.Kind.IDENTITY,),
    Method.PAPER: (Evidence.Kind.PAPER,),
    Method.MAIL: (Evidence.Kind.MAIL,),
    Method.PHONE: (Evidence.Kind.CALL,),
    Method.EQUIVALENT: tuple(kind for kind in Evidence.Kind.values if kind != Evidence.Kind.CONTRACT),
}


def verify_guardian(
    *,
    guardian: User,
    student: Student,
    method: Guardianship.Method,
    evidence: Evidence,
    actor: Actor,
    now: datetime,
    contact: str = "",
) -> Guardianship:
    """This will record that the guardian was checked in this way, with this evidence, and answers for the student;
    `contact` is where they answered from, if anywhere.

    Raises NotAllowed, and InvalidInput for somebody who is no guardian's account, for a way that is none of the
    seven, and for evidence of another kind, of another student or without a digest. Conflict for a student who
    is being erased.
    """
    access.require(actor, "tenants.add_user")
    if guardian.role != Role.GUARDIAN:
        raise InvalidInput("보호자 계정이 아닙니다.", field="guardian")
    _require_proof(student, method, evidence)
    with transaction.atomic():
        wait_for_senders(student)
        require_not_erased(student=student)
        checked = {"method": method, "evidence": evidence, "verified_by": actor.user, "verified_at": now}
        link, _ = Guardianship.objects.update_or_create(
            guardian=guardian, student=student, ended_at=None, defaults=checked | _reached(contact)
        )
        facts = {"student": student.pk, "guardian": guardian.pk, "method": str(method), "evidence": evidence.sha256}
        record(actor=actor, action=Action.GUARDIANSHIP_VERIFIED, subject=link, **facts)
    return link


def keep_waiting(
    *,
    guardian: User,
    student: Student,
    method: Guardianship.Method,
    evidence: Evidence,
    actor: Actor,
    now: datetime,
    contact: str = "",
) -> Guardianship:
    """This will note who says they are the guardian, and what they showed, until a director confirms it: they see
    nothing, and their yes allows nothing. As `verify_guardian`; one who is verified already stays so.
    """
    if guardian.role != Role.GUARDIAN:
        raise InvalidInput("보호자 계정이 아닙니다.", field="guardian")
    _require_proof(student, method, evidence)
    with transaction.atomic():
        wait_for_senders(student)
        require_not_erased(student=student)
        known = speaking_for(student=student, guardian=guardian)
        if known is not None:
            return known
        shown = {"method": method, "evidence": evidence} | _reached(contact)
        link, _ = Guardianship.objects.update_or_create(
            guardian=guardian, student=student, ended_at=None, defaults=shown
        )
        facts = {"student": student.pk, "guardian": guardian.pk, "method": str(method), "evidence": evidence.sha256}
        record(actor=actor, action=Action.GUARDIANSHIP_WAITING, subject=link, **facts)
    return link


def end_guardianship(*, guardianship: Guardianship, actor: Actor, now: datetime) -> Guardianship:
    """This will end that somebody answers for a student: they see, ask and answer nothing more, for a child what they
    agreed to no longer counts, and their contact goes. Raises NotAllowed, and Conflict where it has ended already.
    """
    access.require(actor, "tenants.add_user")
    with transaction.atomic():
        wait_for_senders(guardianship.student)
        ended = Guardianship.objects.filter(pk=guardianship.pk, ended_at=None).update(ended_at=now, contact=None)
        if not ended:
            raise Conflict("이미 끝난 보호자 관계입니다.", field="guardianship")
        guardianship.ended_at, guardianship.contact = now, None
        facts = {"student": guardianship.student_id, "guardian": guardianship.guardian_id}
        record(actor=actor, action=Action.GUARDIANSHIP_ENDED, subject=guardianship, **facts)
    return guardianship


def delegate(*, guardianship: Guardianship, actor: Actor, now: datetime) -> Guardianship:
    """This will let the guardian see and ask for the student, who is 14 or older and says so themself
    (개인정보 보호법 제38조 제1항). Raises NotAllowed for anybody else, Conflict where the guardianship has ended.
    """
    return _let_in(guardianship, actor, now, Action.GUARDIANSHIP_DELEGATED, let_in_at=now)


def undelegate(*, guardianship: Guardianship, actor: Actor, now: datetime) -> Guardianship:
    """This will end that the guardian sees and asks for the student. As `delegate`."""
    return _let_in(guardianship, actor, now, Action.GUARDIANSHIP_UNDELEGATED, let_in_at=None)


def speaking_for(*, student: Student, guardian: User) -> Guardianship | None:
    """The guardianship by which this person may answer for the student: verified in one of the seven ways, with
    evidence, and not ended.
    """
    return Guardianship.objects.filter(valid(), student=student, guardian=guardian).first()


def reached_at(*, links: QuerySet[Guardianship]) -> set[str]:
    """Where these guardians are told something: the contact that each answered from, else their account's address."""
    return {link.contact or link.guardian.email for link in links.select_related("guardian")} - {""}


def require_evidence(*, student: Student, evidence: Evidence) -> None:
    """This will pass for a file or words that are on file about this very student. Raises InvalidInput for anybody
    else's, for a vendor's contract, and for what was removed: it would prove the answer of anybody, or none.
    """
    if evidence.student_id != student.pk:
        raise InvalidInput("이 학생의 증빙이 아닙니다.", field="evidence")
    if evidence.kind == Evidence.Kind.CONTRACT:
        raise InvalidInput("계약서는 동의의 증빙이 되지 않습니다.", field="evidence")
    if not evidence.file or not evidence.sha256:
        raise InvalidInput("증빙 파일이 없습니다. 다시 올려 주세요.", field="evidence")


def valid() -> Q:
    """Which guardianships may speak."""
    proved = Q(verified_at__isnull=False, evidence__isnull=False, method__in=Method.values)
    return proved & Q(ended_at=None)


def waiting() -> Q:
    """Which guardianships wait for a director who confirms them."""
    return Q(verified_at=None, evidence__isnull=False, method__in=Method.values, ended_at=None)


def is_waiting(*, guardian: User) -> bool:
    """Whether somebody answered as a guardian and waits for the academy to confirm it."""
    return Guardianship.objects.filter(waiting(), guardian=guardian).exists()


def _reached(contact: str) -> dict[str, object]:
    """Nothing where there is none: somebody who is checked once more stays where they were."""
    return {"contact": contact} if contact else {}


def _require_proof(student: Student, method: Guardianship.Method, evidence: Evidence) -> None:
    if method not in PROVED_BY:
        raise InvalidInput("보호자 확인 방법을 골라 주세요.", field="method")
    if evidence.kind not in PROVED_BY[method]:
        sentence = f"'{Method(method).label}' 방법에는 맞지 않는 증빙입니다: {Evidence.Kind(evidence.kind).label}"
        raise InvalidInput(sentence, field="evidence")
    if method == Method.PAPER and evidence.content_type.startswith("text/"):
        raise InvalidInput("서명한 동의서의 파일이 없습니다.", field="evidence")
    require_evidence(student=student, evidence=evidence)


def _let_in(
    guardianship: Guardianship, actor: Actor, now: datetime, action: Action, *, let_in_at: datetime | None
) -> Guardianship:
    student = guardianship.student
    if actor.user is None or student.user_id != actor.user.pk:
        raise NotAllowed("학생 본인만 정할 수 있습니다.")
    if not answers_alone(birth_date=student.birth_date, at=now):
        raise NotAllowed("만 14세부터 정할 수 있습니다.")
    with transaction.atomic():
        changed = Guardianship.objects.filter(pk=guardianship.pk, ended_at=None).update(delegated_at=let_in_at)
        if not changed:
            raise Conflict("이미 끝난 보호자 관계입니다.", field="guardianship")
        guardianship.delegated_at = let_in_at
        record(actor=actor, action=action, subject=guardianship, student=student.pk)
    return guardianship
