"""The doors: who may do what, and the only ways to reach a student.

One table decides. "Not there" and "not yours" look alike.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet

from eduai.lib import clock
from eduai.lib.errors import NotAllowed
from tenants.actors import Actor
from tenants.ages import latest_birth_date
from tenants.models import Role, Student, User

VIEW_QUESTIONS = frozenset(
    {
        "questions.view_note",
        "questions.view_blueprint",
        "questions.view_variant",
        "questions.view_generationjob",
        "questions.view_generationattempt",
        "questions.view_certificate",
        "questions.view_gaterecord",
        "questions.view_decision",
        "questions.view_practiceattempt",
        "questions.view_dueconcept",
        "tenants.view_student",
    }
)
REVIEW = frozenset({"questions.review_blueprint", "questions.add_note", "questions.request_generation"}) | {
    # So that somebody else than the director who refused can answer.
    "tenants.answer_objections"
}
RUN = frozenset(
    {
        "tenants.view_user",
        "tenants.add_user",
        "tenants.change_user",
        "tenants.view_guardianship",
        "tenants.add_student",
        "tenants.change_student",
        "tenants.view_consentevent",
        "tenants.view_noticeversion",
        "tenants.view_auditrecord",
        "tenants.view_accessrecord",
        "tenants.view_accessreview",
        "tenants.review_access",
        "tenants.view_usagerow",
        "tenants.view_budget",
        "tenants.change_budget",
        "tenants.view_routepolicy",
        "tenants.change_routepolicy",
        "tenants.view_apikey",
        "tenants.record_consent",
        "tenants.invite_guardian",
        "tenants.view_message",
        "tenants.send_message",
        "tenants.publish_notice",
        "tenants.accept_processor",
        "tenants.issue_key",
        "tenants.view_rightsrequest",
        "tenants.answer_rights",
        "tenants.change_retention",
        "tenants.export_subject",
        "tenants.erase_subject",
    }
)
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.DIRECTOR: VIEW_QUESTIONS | REVIEW | RUN,
    Role.TEACHER: VIEW_QUESTIONS
    | REVIEW
    | {"tenants.view_consentevent", "tenants.view_message", "tenants.view_rightsrequest", "tenants.view_usagerow"}
    | {"tenants.invite_guardian"}
    # So that somebody can look at what the director did.
    | {"tenants.view_accessreview", "tenants.review_access"},
    Role.ASSISTANT: VIEW_QUESTIONS | {"questions.add_note"},
    Role.STUDENT: frozenset({"questions.practise", "questions.add_own_note"}),
    Role.GUARDIAN: frozenset({"tenants.consent_for_ward"}),
    Role.OPERATOR: frozenset({"tenants.operate"}),
}
STAFF = (Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT)


class RoleBackend(ModelBackend):
    """Django's log-in, with permissions read from the table above instead of rows."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return set(PERMISSIONS.get(user_obj.role, frozenset()))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


def require(actor: Actor, permission: str) -> None:
    """This will pass for commands, the system and partners (whose scopes the API checked), and for people
    whose role has the permission.

    Raises NotAllowed otherwise.
    """
    if actor.user is not None and not actor.user.has_perm(permission):
        raise NotAllowed("이 작업을 할 권한이 없습니다.")


def students_visible_to(actor: Actor) -> QuerySet[Student]:
    """The students whose data the actor may see: staff and programs all, a student themself, a guardian
    their verified wards, who are below 14 or let them: from the birthday on the rights are the student's own. Nobody
    sees one whose erasure has begun.
    """
    user = actor.user
    if user is None or user.role in STAFF:
        return Student.objects.filter(erased_at=None)
    if user.role == Role.GUARDIAN:
        still_a_child = Q(birth_date=None) | Q(birth_date__gt=latest_birth_date(clock.now()))
        return Student.objects.filter(
            still_a_child | Q(guardianships__delegated_at__isnull=False),
            erased_at=None,
            guardianships__guardian=user,
            guardianships__ended_at=None,
            guardianships__verified_at__isnull=False,
        )
    return Student.objects.filter(user=user, erased_at=None)


def student_of(user: User) -> Student:
    """The student that this user is. Raises NotAllowed for anybody else."""
    student = Student.objects.filter(user=user).first()
    if student is None:
        raise NotAllowed("학생 계정으로 로그인해 주세요.")
    return student
