"""Two academies full of things for the isolation suite: whose rows there are, and who comes to look at them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from questions.models import DueConcept
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.access_log import Task, record_access
from tenants.actors import SYSTEM, person
from tenants.models import (
    AccessRecord,
    AccessReview,
    AuditRecord,
    Budget,
    Evidence,
    Guardianship,
    Purpose,
    RightsRequest,
    Role,
    Student,
    UsageRow,
)
from tenants.notice_texts import FIRST_FACTS, adult_text, child_text
from tenants.services.budgets import set_budget
from tenants.services.evidence import add_evidence
from tenants.services.messages import queue_message
from tenants.services.notices import publish_notice
from tenants.services.partners import SCOPES, issue_api_key
from tests.cast import CHILD, NOW, blueprint_of, consents, guards, job_of, member, note, student, variants_of, verified

VISITORS = ("anonymous", "student", "guardian", "assistant", "teacher", "director", "partner", "stranger")
IDS = ("own", "other", "foreign", "gone")
PARTNERS = ("partner", "stranger")


@dataclass
class Scene:
    """An academy with two students' worth of everything; the rows' ids by model, the first student's first."""

    users: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    key: str = ""


def asks_about(child: Student, about: str) -> RightsRequest:
    """The student's request that a person looks at it again."""
    subject, kind = f"student:{child.pk}", RightsRequest.Kind.HUMAN_REVIEW
    return RightsRequest.objects.create(
        student=child, subject=subject, kind=kind, about=about, received_at=NOW, due_on=NOW.date()
    )


def one_student(code: str) -> dict[str, Any]:
    """A student with a note, its approved questions, an answer, a due date, a guardian, a consent and a call."""
    child, guardian = student(code, signs_in=True, born=CHILD), member(Role.GUARDIAN, f"guardian-of-{code}")
    event = consents(child, by=guards(guardian, child))
    kept = note(student=code)
    approve_blueprint(blueprint=verified(kept), actor=person(member(Role.TEACHER, f"for-{code}")), now=NOW)
    variant = variants_of(kept)[0]
    attempt = answer_variant(variant=variant, given="-999", actor=person(child.user), now=NOW).attempt
    call = UsageRow.objects.create(request_id=code, task="t", backend="b", model="m", reserved_at=NOW)
    day = Budget.Period.DAY
    budget = set_budget(task=code, period=day, limit_krw=Decimal(9), tasks=(code,), actor=SYSTEM)
    assert budget is not None
    photo, facts = Purpose.PHOTO, dict(FIRST_FACTS[Purpose.PHOTO])
    texts = {"text": adult_text(photo, facts), "child_text": child_text(photo, facts)}
    notice = publish_notice(purpose=photo, facts=facts, **texts, actor=SYSTEM, now=NOW)
    told = queue_message(
        kind="receipt", contact="guardian@example.com", values={"student": code}, student=child, actor=SYSTEM, now=NOW
    )
    proof = add_evidence(kind=Evidence.Kind.CALL, student=child, words="전화로 확인", actor=SYSTEM, now=NOW)
    look = record_access(actor=SYSTEM, task=Task.VIEW, place="test", students=[child.pk])
    month = date(2026, AccessReview.objects.count() + 1, 1)
    review = AccessReview.objects.create(month=month, made_at=NOW)
    asked = asks_about(child, f"attempt:{attempt.pk}")
    key, _ = issue_api_key(name=code, scopes=SCOPES, actor=SYSTEM, now=NOW)
    return {
        "tenants.rightsrequest": asked.pk,
        "tenants.student": child.pk,
        "tenants.user": child.user.pk,
        "tenants.guardianship": Guardianship.objects.get(guardian=guardian).pk,
        "tenants.consentevent": event.pk,
        "tenants.noticeversion": notice.pk,
        "tenants.message": told.pk,
        "tenants.usagerow": call.pk,
        "tenants.budget": budget.pk,
        "tenants.apikey": key.pk,
        "tenants.auditrecord": AuditRecord.objects.first().pk,
        "tenants.accessrecord": look.pk,
        "tenants.accessreview": review.pk,
        "tenants.evidence": proof.pk,
        "questions.note": kept.pk,
        "questions.generationjob": job_of(kept).pk,
        "questions.blueprint": blueprint_of(kept).pk,
        "questions.variant": variant.pk,
        "questions.practiceattempt": attempt.pk,
        "questions.dueconcept": DueConcept.objects.get(student=child).pk,
        "auth.group": 1,
    }


def build(academy: Any, *codes: str) -> Scene:
    scene = Scene()
    with tenancy.use(academy):
        each = [one_student(code) for code in codes]
        scene.rows = {label: [rows[label] for rows in each] for label in each[0]}
        scene.users = {role.value: member(role) for role in (Role.ASSISTANT, Role.TEACHER, Role.DIRECTOR)}
        users = type(scene.users["teacher"]).objects
        scene.users |= {
            "student": users.get(username=codes[0]),
            "guardian": users.get(username=f"guardian-of-{codes[0]}"),
        }
        scene.key = issue_api_key(name="test", scopes=SCOPES, actor=SYSTEM, now=NOW)[1]
    return scene


def built(haneul: Any, bada: Any) -> Scene:
    here, there = build(haneul, "S001", "S002"), build(bada, *(f"B00{number}" for number in range(6)))
    here.users["stranger-key"] = there.key
    with tenancy.use(bada):  # each look of a test adds one to the log: its ids must not come that far
        far = AccessRecord.objects.get(pk=there.rows["tenants.accessrecord"][-1])
        far.pk = there.rows["tenants.accessrecord"][-1] = 500_000_000
        far.save(force_insert=True)
    for label, rows in here.rows.items():
        foreign = there.rows[label][-1]
        gone = 999_999_999 if isinstance(foreign, int) else uuid.uuid4()
        assert foreign not in rows or label == "auth.group"
        rows += [foreign, gone]
    return here


def visitor(scene: Scene, academy: Any, who: str) -> Client:
    client = Client(headers={"host": f"{academy.slug}.localhost"})
    if who in PARTNERS:
        key = scene.key if who == "partner" else scene.users["stranger-key"]
        client = Client(headers={"host": f"{academy.slug}.localhost", "authorization": f"Bearer {key}"})
    elif who != "anonymous":
        with tenancy.use(academy):
            client.force_login(scene.users[who])
    return client
