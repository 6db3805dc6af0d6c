"""Review: a teacher decides, and nothing reaches a student without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from eduai.lib.errors import Conflict, InvalidInput
from questions import stages
from questions.engine import codec, types
from questions.models import Blueprint, Decision, Variant
from questions.note_fields import CONTROL, LIMITS
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.services.suspension import require_processing

State = Blueprint.State
Kind = Decision.Kind

NOT_EDITABLE = "직접 문항의 정답은 이 글 그대로 확인한 것이라 고칠 수 없습니다. 반려한 뒤 다시 만들어 주세요."
# The longest text of each part that a teacher writes, in characters.
LONGEST = {"stem": LIMITS["stem"], "solution": LIMITS["solution"], "conditions": 2000, "comment": 2000}


def approve_blueprint(
    *, blueprint: Blueprint, actor: Actor, now: datetime, accept_unverified: bool = False
) -> Decision:
    """This will give the blueprint's variants to the student, and every later one that passes its gates.

    A conditional variant (미검증) needs `accept_unverified`. Raises NotAllowed, Conflict when somebody decided
    first, and InvalidInput when all that is left is conditional and that was not accepted.
    """
    with transaction.atomic():
        row = _locked(blueprint, actor)
        waiting = row.variants.filter(state=Variant.State.IN_REVIEW)
        if not accept_unverified:
            waiting = waiting.filter(certificate__result=types.CertificateResult.PASSED.value)
        approved = waiting.update(state=Variant.State.APPROVED)
        if not approved:
            raise InvalidInput(
                "남은 변형 문제가 모두 미검증입니다. 확인했다면 '미검증 승인'을 표시해 주세요.",
                field="accept_unverified",
            )
        row.state, row.accepts_unverified = State.APPROVED, accept_unverified
        row.save(update_fields=["state", "accepts_unverified"])
        decision = _decide(row, Kind.APPROVED, actor, now)
        record(
            actor=actor,
            action=Action.BLUEPRINT_APPROVED,
            subject=row,
            variants=approved,
            unverified=accept_unverified,
        )
    return decision


def reject_blueprint(*, blueprint: Blueprint, code: str, actor: Actor, now: datetime, comment: str = "") -> Decision:
    """This will put the blueprint and its variants aside, with the reason as a code.

    Raises NotAllowed, Conflict when somebody decided first, and InvalidInput for an unknown code or a comment
    that cannot be kept.
    """
    _require_text(comment=comment)
    if code not in Decision.RejectCode.values:
        raise InvalidInput("반려 이유를 골라 주세요.", field="code")
    with transaction.atomic():
        row = _locked(blueprint, actor)
        row.variants.filter(state=Variant.State.IN_REVIEW).update(state=Variant.State.REJECTED)
        row.state = State.REJECTED
        row.save(update_fields=["state"])
        decision = _decide(row, Kind.REJECTED, actor, now, code=code, comment=comment)
        record(actor=actor, action=Action.BLUEPRINT_REJECTED, subject=row, code=code)
    return decision


def edit_blueprint(
    *, blueprint: Blueprint, stem: str, solution: str, conditions: str, actor: Actor, now: datetime
) -> Blueprint:
    """This will leave an edited copy for the gates; when it passes, it takes the place of the one in review.

    Texts are lines with `{names}`. Answers stay computed: there is no way to type one.
    Raises NotAllowed, Conflict when somebody decided first, and InvalidInput for an empty question, a text
    that cannot be kept, a direct item (its key was proved for the words as they are), or when nothing was changed.
    """
    _require_text(stem=stem, solution=solution, conditions=conditions)
    if not stem.strip():
        raise InvalidInput("문제가 비어 있습니다.", field="stem")
    with transaction.atomic():
        row = _locked(blueprint, actor)
        before = codec.load_written(row.body)
        if isinstance(before, types.DirectItem):
            raise InvalidInput(
                "직접 문항의 정답은 이 글 그대로 확인한 것이라 고칠 수 없습니다. 반려한 뒤 다시 만들어 주세요.",
                field="stem",
            )
        after = replace(before, stem=_lines(stem), solution=_lines(solution), conditions=_lines(conditions))
        if after == before:
            raise InvalidInput("바뀐 내용이 없습니다.", field="stem")
        edited = Blueprint.objects.create(
            note=row.note,
            job=row.job,
            author=row.author,
            family=row.family,
            body=codec.dump(after),
            edited_from=row,
            created_at=now,
        )
        _decide(row, Kind.EDITED, actor, now)
        stages.ask_for_verification(blueprint=edited)
        record(actor=actor, action=Action.BLUEPRINT_EDITED, subject=row, edited=edited.pk)
    return edited


def _locked(blueprint: Blueprint, actor: Actor) -> Blueprint:
    access.require(actor, "questions.review_blueprint")
    row = Blueprint.objects.select_for_update(of=("self",)).select_related("note__student").get(pk=blueprint.pk)
    require_processing(student=row.note.student)
    if row.state != State.IN_REVIEW:
        raise Conflict(f"이미 처리된 문제입니다 (상태: {row.get_state_display()}).")
    return row


def _decide(
    row: Blueprint, kind: Decision.Kind, actor: Actor, now: datetime, *, code: str = "", comment: str = ""
) -> Decision:
    if actor.user is None:
        raise InvalidInput("결정에는 사람의 이름이 필요합니다.", field="actor")
    return Decision.objects.create(blueprint=row, kind=kind, code=code, comment=comment, actor=actor.user, at=now)


def _require_text(**parts: str) -> None:
    for name, text in parts.items():
        if len(text) > LONGEST[name]:
            raise InvalidInput(f"{name}: {LONGEST[name]}자까지 쓸 수 있습니다 (지금 {len(text)}자).", field=name)
        if CONTROL.search(text):
            raise InvalidInput(f"{name}: 쓸 수 없는 제어 문자가 들어 있습니다.", field=name)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
