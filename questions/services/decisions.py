"""Decisions that a program made: how one came about, and a person who looks again (개인정보 보호법 제37조의2).

Grading is the program's alone; a generated question counts only after a teacher's approval, and says whose.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from eduai.lib.errors import InvalidInput
from questions.models import Decision, PracticeAttempt, Variant
from questions.services.practice import replay
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.korean_days import day_of
from tenants.models import RightsRequest, Student
from tenants.services import matters
from tenants.services.matters import NO_DECISION, uuid_of
from tenants.services.rights import close_request

Row = TypeVar("Row")
Outcome = PracticeAttempt.Outcome
State = RightsRequest.State

# What the teacher may decide, by what the request is about, in words for the one who asked.
VERDICTS: dict[str, dict[str, str]] = {
    "attempt": {"correct": "맞은 답으로 바꾸었습니다.", "incorrect": "틀린 답이 맞습니다."},
    "variant": {"keep": "문제에 잘못이 없어 그대로 둡니다.", "withdraw": "문제에 잘못이 있어 거두었습니다."},
}
SHOWN = (Variant.State.APPROVED, Variant.State.WITHDRAWN)
LONGEST = 500
BY_TEACHER = "선생님이 다시 보고 정했습니다."
UNTOLD = "정답(아직 연습할 문제라 여기에는 적지 않습니다)"
BY_PROGRAM = "프로그램이 계산해 정했고, AI 모델은 쓰지 않습니다."
CHECKS = {
    "schema": "글의 모양이 갖추어졌는지",
    "fidelity": "원래 문제와 같은 종류인지",
    "execution": "정답을 식으로 다시 계산해 맞는지",
    "single_answer": "정답이 하나뿐인지",
    "resolve": "글만 보고 다시 풀어도 같은 답인지",
    "distinct": "다른 문제와 겹치지 않는지",
    "level": "난이도가 비슷한지",
    "language": "우리말이 바른지",
    "safety": "해로운 내용이 없는지",
}
FOUND = {"pass": "확인함", "fail": "맞지 않음", "not_verified": "확인하지 못함"}
GRADED = {Outcome.CORRECT: "맞음", Outcome.INCORRECT: "틀림", Outcome.UNREADABLE: "읽을 수 없음"}


def explain(*, student: Student, about: str, to_staff: bool = False) -> str:
    """How a grading or a generated question of this student came about: result, main data, criteria, procedure. The
    key of a question that the student has still to practise is told to staff alone.

    Raises InvalidInput for what is neither, or another student's.
    """
    kind, _, number = about.partition(":")
    if kind == "attempt":
        return _of_grading(_attempt(student, number), to_staff)
    return _of_question(_variant(student, number))


def attempt_number(*, student: Student, rest: str) -> str:
    """What `matters.FIND` calls: the answer of this student. Raises InvalidInput for any other."""
    return str(_attempt(student, rest).pk)


def variant_number(*, student: Student, rest: str) -> str:
    """What `matters.FIND` calls: the question made for this student. Raises InvalidInput for any other."""
    return str(_variant(student, rest).pk)


def offered(*, student: Student) -> matters.Offer:
    """What `matters.OFFER` calls: the student's newest answers and questions, by the notes that they came from."""
    attempts = PracticeAttempt.objects.filter(student=student).select_related("variant__blueprint__note")
    made = Variant.objects.filter(blueprint__note__student=student, state__in=SHOWN).select_related("blueprint__note")
    rows = [
        (f"attempt:{row.pk}", f"{day_of(row.at):%Y.%m.%d} 채점 ({GRADED[Outcome(row.outcome)]}): {_cut(row.variant)}")
        for row in attempts.order_by("-at")[: matters.OFFERED]
    ]
    rows += [
        (f"variant:{row.pk}", f"{day_of(row.created_at):%Y.%m.%d} 유사문제 {row.number}: {_cut(row)}")
        for row in made.order_by("-created_at", "number")[: matters.OFFERED]
    ]
    return "프로그램이 정한 것 (설명, 다시 보기)", rows


def _cut(variant: Variant) -> str:
    """The beginning of the note that it was made of."""
    stem = variant.blueprint.note.stem
    return stem if len(stem) <= 40 else f"{stem[:40]}…"


def decide_again(*, request: RightsRequest, verdict: str, comment: str, actor: Actor, now: datetime) -> RightsRequest:
    """This will have what a teacher decided count in place of what the program did, and answer the request.

    Raises NotAllowed, InvalidInput for a verdict that is none, Conflict once the request is answered.
    """
    access.require(actor, "questions.review_blueprint")
    kind, _, number = request.about.partition(":")
    says, comment = VERDICTS.get(kind, {}).get(verdict), comment.strip()
    if says is None or actor.user is None or request.student is None:
        raise InvalidInput("어떻게 판단했는지 골라 주세요.", field="verdict")
    if len(comment) > LONGEST or "\x00" in comment:
        raise InvalidInput(f"설명은 {LONGEST}자까지 적을 수 있습니다.", field="comment")
    with transaction.atomic():
        if kind == "attempt":
            _regrade(_attempt(request.student, number), verdict, actor)
        elif verdict == "withdraw":
            row = _variant(request.student, number)
            Variant.objects.filter(pk=row.pk).update(state=Variant.State.WITHDRAWN)
            record(actor=actor, action=Action.VARIANT_WITHDRAWN, subject=row)
        answer = f"선생님이 직접 다시 보았습니다. {says} {comment}".strip()
        return close_request(request=request, state=State.DONE, answer=answer, actor=actor, now=now)


def _regrade(attempt: PracticeAttempt, verdict: str, actor: Actor) -> None:
    attempt.outcome, attempt.decided_by = Outcome(verdict), actor.user
    attempt.save(update_fields=["outcome", "decided_by"])
    replay(student=attempt.student, note=attempt.variant.blueprint.note)
    record(actor=actor, action=Action.PRACTICE_REGRADED, subject=attempt, outcome=verdict)


def _of_grading(attempt: PracticeAttempt, to_staff: bool) -> str:
    variant = attempt.variant
    key = f"정답({variant.answer})" if to_staff or _is_practised(attempt) else UNTOLD
    form = " 요구한 꼴로 적었는지도 봅니다." if variant.form else ""
    unit = f" 단위는 {variant.unit}입니다." if variant.unit else ""
    who = BY_TEACHER if attempt.decided_by_id else BY_PROGRAM
    return "\n".join(
        (
            f"결과: {GRADED[Outcome(attempt.outcome)]}",
            f"사용한 정보: 문제, {key}, 내가 쓴 답({attempt.given})",
            f"기준: 쓴 답과 정답이 수학적으로 같은 값이나 식인지 봅니다. 뜻이 같으면 맞습니다.{form}{unit}",
            f"절차: {who} 결과는 같은 개념을 언제 다시 연습할지 정하는 데만 씁니다. 다시 보아 달라고 할 수 있습니다.",
        )
    )


def _is_practised(attempt: PracticeAttempt) -> bool:
    """Whether the student gave an answer to this question that counted; until then it comes again."""
    counted = (Outcome.CORRECT, Outcome.INCORRECT)
    rows = PracticeAttempt.objects.filter(student=attempt.student, variant=attempt.variant, outcome__in=counted)
    return rows.exists()


def _of_question(variant: Variant) -> str:
    gates = variant.certificate.gates.order_by("id")
    checks = ", ".join(f"{CHECKS.get(row.gate, row.gate)}: {FOUND.get(row.verdict, row.verdict)}" for row in gates)
    decision = variant.blueprint.decisions.filter(kind=Decision.Kind.APPROVED).select_related("actor").first()
    approved = (
        f"{day_of(decision.at):%Y.%m.%d}에 {decision.actor.get_role_display()} 한 사람이 승인했습니다."
        if decision
        else ""
    )
    author = "내장 작성기" if variant.blueprint.author == "twin" else f"AI 모델({variant.blueprint.author})"
    return "\n".join(
        (
            "결과: 이 오답과 비슷한 연습 문제를 만들었습니다.",
            "사용한 정보: 오답노트의 문제, 정답, 풀이, 내가 쓴 답, 개념과 학년. 이름은 쓰지 않습니다.",
            f"기준: {checks}",
            f"절차: {author}가 쓰고 프로그램이 위 기준으로 확인한 뒤 사람이 승인해야 보입니다. {approved}".strip(),
        )
    )


def _attempt(student: Student, number: str) -> PracticeAttempt:
    rows = PracticeAttempt.objects.select_related("variant__blueprint__note", "student")
    return _found(rows.filter(student=student, pk=uuid_of(text=number)).first())


def _variant(student: Student, number: str) -> Variant:
    rows = Variant.objects.select_related("blueprint", "certificate")
    return _found(rows.filter(blueprint__note__student=student, state__in=SHOWN, pk=uuid_of(text=number)).first())


def _found(row: Row | None) -> Row:
    if row is None:
        raise InvalidInput(NO_DECISION, field="about")
    return row
