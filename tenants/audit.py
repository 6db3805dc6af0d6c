"""The only writer of audit records.

`record` is called last in a service's transaction, so that the action and its record stand or fall together,
and because the chain's head stays locked until that transaction ends.
"""

from __future__ import annotations

import functools
import json
from enum import StrEnum

from celery import current_app
from django.db import DatabaseError, OperationalError, connection, models, transaction

from tenants import tenancy
from tenants.actors import Actor
from tenants.tasking import HEADER

CHECKPOINT_EVERY = 1000
CHECKPOINT_TASK = "eduai.take_checkpoint_here"


class Action(StrEnum):
    """Everything that leaves a record."""

    ACADEMY_CREATED = "academy.created"
    ACADEMY_RENAMED = "academy.renamed"
    ACADEMY_SUSPENDED = "academy.suspended"
    ACADEMY_RESUMED = "academy.resumed"
    ACADEMY_CLOSED = "academy.closed"
    ACADEMY_REOPENED = "academy.reopened"
    ACADEMY_MOVING = "academy.moving"
    ACADEMY_MOVED = "academy.moved"
    ACADEMY_EXPORTING = "academy.exporting"
    ACADEMY_EXPORTED = "academy.exported"
    ACADEMY_IMPORTED = "academy.imported"
    PERSON_ADDED = "person.added"
    PERSON_PASSWORD_RESET = "person.password_reset"
    PERSON_PASSWORD_CHANGED = "person.password_changed"
    PERSON_ROLE_CHANGED = "person.role_changed"
    PERSON_SHUT_OUT = "person.shut_out"
    PERSON_LET_IN = "person.let_in"
    PERSON_ADDRESS_ASKED = "person.address_asked"
    PERSON_ADDRESS_CHANGED = "person.address_changed"
    VISITS_ENDED = "person.signed_out_elsewhere"
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    FACTOR_RESET = "factor.reset"
    RECOVERY_CODES_MADE = "factor.recovery_codes"
    STUDENT_ADDED = "student.added"
    STUDENT_SUSPENDED = "student.suspended"
    STUDENT_RESUMED = "student.resumed"
    STUDENT_CORRECTED = "student.corrected"
    STUDENT_LEFT = "student.left"
    DERIVED_REMOVED = "consent.derived_removed"
    SUBJECT_EXPORT_ASKED = "subject.export_asked"
    SUBJECT_EXPORTED = "subject.exported"
    SUBJECT_EXPORT_FAILED = "subject.export_failed"
    SUBJECT_ERASING = "subject.erasing"
    SUBJECT_ERASED = "subject.erased"
    GUARDIANSHIP_VERIFIED = "guardianship.verified"
    GUARDIANSHIP_WAITING = "guardianship.waiting"
    GUARDIANSHIP_ENDED = "guardianship.ended"
    GUARDIANSHIP_DELEGATED = "guardianship.delegated"
    GUARDIANSHIP_UNDELEGATED = "guardianship.undelegated"
    PROCESSOR_DECIDED = "processor.decided"
    RECEIPT_MADE = "consent.receipt"
    GUARDIAN_INVITED = "guardian.invited"
    INVITATION_ANSWERED = "invitation.answered"
    INVITATION_CANCELLED = "invitation.cancelled"
    INVITATIONS_REMOVED = "invitations.removed"
    KEY_ISSUED = "key.issued"
    KEY_REVOKED = "key.revoked"
    NOTICE_PUBLISHED = "notice.published"
    CONSENT_GIVEN = "consent.given"
    CONSENT_REFUSED = "consent.refused"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    MESSAGE_QUEUED = "message.queued"
    MESSAGE_SENT = "message.sent"
    MESSAGE_FAILED = "message.failed"
    AI_NOTICE_SEEN = "ai_notice.seen"
    DATA_KEY_ADDED = "data_key.added"
    DATA_KEY_ROTATED = "data_key.rotated"
    KEYS_REWRAPPED = "data_key.rewrapped"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_OPENED = "evidence.opened"
    EVIDENCE_REMOVED = "evidence.removed"
    CONSENT_PENDING = "consent.pending"
    CONSENTS_REBUILT = "consents.rebuilt"
    DATA_SENT = "data.sent"
    RIGHTS_ASKED = "rights.asked"
    RIGHTS_EXTENDED = "rights.extended"
    RIGHTS_REMINDED = "rights.reminded"
    RIGHTS_DONE = "rights.done"
    RIGHTS_REFUSED = "rights.refused"
    RIGHTS_WITHDRAWN = "rights.withdrawn"
    RETENTION_CHANGED = "retention.changed"
    RECORDS_PURGED = "records.purged"
    NOTE_RECORDED = "note.recorded"
    NOTE_WRONG_AGAIN = "note.wrong_again"
    NOTES_IMPORTED = "notes.imported"
    VECTORS_ASKED = "vectors.asked"
    ROUTE_CHANGED = "route.changed"
    BUDGET_CHANGED = "budget.changed"
    GENERATION_ASKED = "generation.asked"
    GENERATION_STARTED = "generation.started"
    GENERATION_AUTHORED = "generation.authored"
    GENERATION_WAITING = "generation.waiting"
    GENERATION_REFUSED = "generation.refused"
    SHADOW_ANSWERED = "generation.shadowed"
    GENERATION_ABANDONED = "generation.abandoned"
    BLUEPRINT_VERIFIED = "blueprint.verified"
    BLUEPRINT_FAILED = "blueprint.failed"
    BLUEPRINT_APPROVED = "blueprint.approved"
    BLUEPRINT_EDITED = "blueprint.edited"
    BLUEPRINT_REJECTED = "blueprint.rejected"
    PRACTICE_ANSWERED = "practice.answered"
    PRACTICE_REGRADED = "practice.regraded"
    VARIANT_WITHDRAWN = "variant.withdrawn"
    NOTE_CORRECTED = "note.corrected"
    EXPLANATION_SHOWN = "explanation.shown"
    EXPLANATION_REFUSED = "explanation.refused"
    ACCESS_SEALED = "access.sealed"
    ACCESS_REVIEW_MADE = "access.review_made"
    ACCESS_REVIEWED = "access.reviewed"
    AUDIT_EXPORTING = "audit.exporting"
    AUDIT_EXPORTED = "audit.exported"


class Unrecorded(OperationalError):
    """The record could not be written, so the action was not done: 503 at the door, another turn for a worker.

    `code` and `sentence` are what is answered. Raised instead of whatever the database said.
    """

    code = "audit_unavailable"
    sentence = "누가 무엇을 했는지 기록을 남길 수 없어 처리하지 않았습니다. 잠시 뒤 다시 시도해 주세요."


def record(*, actor: Actor, action: Action, subject: models.Model | str, **facts: object) -> None:
    """This will append one record to the current academy's chain, inside the caller's transaction.

    `facts` are ids, codes and numbers, never a student's words. Each thousandth record asks for a checkpoint. Raises
    RuntimeError outside a transaction (the record could then outlive or miss its action) and Unrecorded when
    the database does not take it, as outside an academy: the caller's transaction cannot commit then.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit record belongs to its action's transaction; open one first.")
    label = subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}"
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_append(%s, %s, %s, %s)", [actor.label, action.value, label, text])
            seq = int(cursor.fetchone()[0])
    except DatabaseError as error:
        raise Unrecorded(str(error).strip()) from error
    if seq % CHECKPOINT_EVERY == 0:
        ask_for_checkpoint()


def ask_for_checkpoint() -> None:
    """Have the current academy's head sent out soon after the commit. A message that is lost costs some minutes."""
    headers = {HEADER: tenancy.require().pk}
    send = functools.partial(current_app.send_task, CHECKPOINT_TASK, queue="models", headers=headers, expires=300)
    transaction.on_commit(send, robust=True)
