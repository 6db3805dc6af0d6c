"""Explanations: asked for after a wrong answer, checked before the student reads them, and never waited for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from eduai.lib import clock
from eduai.llm.breaker import LocalBreaker
from eduai.llm.errors import ConnectFailed, NotReleased
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.router import Router
from questions.models import Explanation, PracticeAttempt, Variant
from questions.services import explanation, practice
from questions.services.review import approve_blueprint
from tenants import dispatch, tenancy
from tenants.actors import person
from tenants.models import AuditRecord, Role, UsageRow
from tenants.services.consent import confirm
from tenants.services.redaction import AcademyRedact
from tenants.services.routing import AcademyPolicy
from tenants.services.usage import AcademyLedger
from tests.cast import NOW, actor, note, student, variants_of, verified

WRONG = "1000"


def saying(**changes: Any) -> Any:
    """A model that explains the question it is shown, changed as named."""

    def reply(prompt: Any) -> str:
        lines = "\n".join(message.content for message in prompt.messages).splitlines()
        answer = next(line for line in lines if line.startswith("right answer: ")).removeprefix("right answer: ")
        said = {
            "diagnosis": "이항하면서 부호를 바꾸지 않았어요.",
            "mistake": "sign",
            "steps": ["상수항을 이항해요.", f"그래서 $x = {answer}$예요."],
            "remember": "이항하면 부호가 바뀌어요.",
        }
        return json.dumps(said | changes, ensure_ascii=False)

    return reply


def model(*replies: Any) -> Router:
    provider = ScriptedProvider(replies, name="tgi-0", model="small")
    return Router(
        {"tgi": [provider]},
        policy=AcademyPolicy(),
        ledger=AcademyLedger(),
        confirm=confirm,
        breaker=LocalBreaker(),
        redact=AcademyRedact(),
    )


def explain(router: Router) -> Explanation:
    for claim in dispatch.claim("models"):
        explanation.explain_answer(claim=claim, router=router, clock=clock.now)
    return Explanation.objects.get()


@pytest.fixture
def answered_wrong(committed_db: None, haneul: Any, settings: Any) -> Any:
    """하늘's student has answered an approved variant wrong, and a model is there."""
    settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
    with tenancy.use(haneul):
        yield answer(WRONG)


def answer(given: str) -> PracticeAttempt:
    who = student("S001", signs_in=True)
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    variant = variants_of(kept)[0]
    text = given or variant.expected
    return practice.answer_variant(variant=variant, given=text, actor=person(who.user), now=clock.now()).attempt


def page(academy: Any, attempt: PracticeAttempt) -> str:
    client = Client(headers={"host": f"{academy.slug}.localhost"})
    client.force_login(attempt.student.user)
    return client.get(f"/practice/answers/{attempt.pk}").content.decode()


def test_a_wrong_answer_is_explained_once_its_equations_hold(answered_wrong: PracticeAttempt, haneul: Any) -> None:
    assert "준비하고 있어요" in page(haneul, answered_wrong)
    seen: list[bool] = []

    def reply(prompt: Any) -> str:
        seen.append(connection.connection is None)
        assert "S001" not in "".join(message.content for message in prompt.messages)
        assert f"student's answer: {WRONG}" in prompt.messages[-1].content
        return saying()(prompt)

    row = explain(model(reply))

    assert (row.state, row.author, seen) == ("shown", "tgi-0", [True])
    assert "부호를 바꾸지 않았어요" in page(haneul, answered_wrong)
    assert (UsageRow.objects.get().task, UsageRow.objects.get().state) == ("explanation", "settled")
    assert AuditRecord.objects.filter(action="explanation.shown").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"steps": ["$20 - 5 = 16$이에요.", "$x = 16$"]}, "20 - 5 = 16"),
        ({"steps": ["상수항을 이항해요."]}, "right answer"),
        ({"remember": "https://example.com"}, "링크"),
        ({"steps": []}, "steps: is empty"),
    ],
)
def test_one_that_fails_a_check_twice_is_never_shown(
    answered_wrong: PracticeAttempt, haneul: Any, changes: dict[str, Any], reason: str
) -> None:
    row = explain(model(saying(**changes), saying(**changes)))

    assert row.state == "refused" and reason in row.reason
    shown = page(haneul, answered_wrong)
    assert "부호를 바꾸지 않았어요" not in shown and "준비하고 있어요" not in shown


def test_one_that_is_mended_after_a_repair_is_shown(answered_wrong: PracticeAttempt) -> None:
    router = model(saying(steps=["$20 - 5 = 16$이에요."]), saying())
    row = explain(router)

    assert row.state == "shown"
    repair = router._providers["tgi"][0].history[1].messages[-1].content  # type: ignore[attr-defined]
    assert "steps: 20 - 5 = 16" in repair


def test_a_consent_is_not_waited_for_and_a_server_is(answered_wrong: PracticeAttempt) -> None:
    row = explain(model(ConnectFailed()))
    assert row.state == "asked"
    with tenancy.dispatcher(), connection.cursor() as cursor:
        cursor.execute("UPDATE public.tenants_dispatch SET due_at = now() WHERE state = 'ready'")
    assert explain(model(NotReleased())).state == "refused"
    assert dispatch.claim("models") == []


def test_what_was_tried_too_often_is_closed(answered_wrong: PracticeAttempt) -> None:
    explanation.give_up(job=Explanation.objects.get().pk, reason="worker lost")
    assert Explanation.objects.get().state == "refused"


@pytest.mark.usefixtures("in_haneul")
class TestNotAsked:
    def test_nothing_is_asked_where_no_model_is_or_where_the_answer_was_right(self, settings: Any) -> None:
        settings.EDUAI_TGI_URLS = []
        answer(WRONG)
        assert not Explanation.objects.exists()

        settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
        other = Variant.objects.filter(attempts=None).first()
        assert other is not None
        user = other.blueprint.note.student.user
        practice.answer_variant(variant=other, given=other.expected, actor=person(user), now=clock.now())
        assert PracticeAttempt.objects.filter(outcome="correct").exists()
        assert not Explanation.objects.exists()
        assert dispatch.claim("models") == []
