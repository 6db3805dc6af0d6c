"""Direct items: written by a model, solved blind by another, kept waiting without one, and never shown unproved."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from eduai.llm.breaker import LocalBreaker
from eduai.llm.errors import NotReleased
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.router import Router
from questions.engine.prompts.examples import LAWMAKING, TENSE
from questions.models import Blueprint, GateRecord, Note, PracticeAttempt
from questions.progress import Stage, progress_of
from questions.services import generation, practice, review, verification
from questions.stages import Kind
from tenants import dispatch, tenancy
from tenants.actors import person
from tenants.models import Role, Student, UsageRow
from tenants.services.consent import confirm
from tenants.services.redaction import AcademyRedact
from tenants.services.routing import AcademyPolicy
from tenants.services.usage import AcademyLedger
from tests.cast import NOW, actor, blueprint_of, consents, job_of, member, note, student, variants_of

WRITTEN = json.loads(TENSE.wire)
TENSE_NOTE = {
    "stem": "다음 빈칸에 들어갈 말로 알맞은 것은?\nHe ____ his homework last night.",
    "choices": ["finishes", "finished", "has finished", "will finish"],
    "answer": "②",
    "student_answer": "has finished",
    "subject": "영어",
    "concept": "영어.시제.과거",
}


class Models:
    """A router over two scripted models: the academy's own, and another."""

    def __init__(self, own: list[Any], other: list[Any]) -> None:
        self.own = ScriptedProvider(own, name="tgi-0", model="small")
        self.other = ScriptedProvider(other, name="compatible", model="large")
        self.router = Router(
            {"tgi": [self.own], "compatible": [self.other]},
            policy=AcademyPolicy(),
            ledger=AcademyLedger(),
            confirm=confirm,
            redact=AcademyRedact(),
            breaker=LocalBreaker(),
        )

    def work(self) -> int:
        """Everything that is due, on both queues. Returns how much was done."""
        done = 0
        while claims := [*dispatch.claim("engine", 10), *dispatch.claim("models", 10)]:
            for claim in claims:
                self.do(claim)
                done += 1
        return done

    def do(self, claim: dispatch.Claim) -> None:
        if claim.kind == Kind.TWIN:
            generation.author_twin(claim=claim, clock=clock.now)
        elif claim.kind == Kind.MODEL:
            generation.author_with_model(claim=claim, router=self.router, clock=clock.now)
        elif claim.kind == Kind.VERIFY:
            verification.verify_blueprint(claim=claim, clock=clock.now)
        else:
            assert claim.kind == Kind.VERIFY_BLIND
            verification.verify_with_second_model(claim=claim, router=self.router, clock=clock.now)


def solving(key: str, doubt: str = "none") -> Any:
    """A model that picks the option of that text, wherever it stands in the question."""

    def reply(prompt: Any) -> str:
        lines = prompt.messages[-1].content.splitlines()
        options = dict(line.removeprefix("option ").split(": ", 1) for line in lines if line.startswith("option "))
        picks = [number for number, text in options.items() if text == key]
        return json.dumps({"working": ["x"], "answer": "" if picks else key, "picks": picks, "doubt": doubt})

    return reply


@pytest.fixture
def two_models(committed_db: None, haneul: Any, settings: Any) -> Any:
    settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
    settings.EDUAI_COMPATIBLE_URL = "http://127.0.0.1:2"
    settings.EDUAI_RETRY_SECONDS = 30
    with tenancy.use(haneul):
        yield settings


def verdicts(blueprint: Blueprint) -> dict[str, str]:
    return dict(GateRecord.objects.filter(certificate__blueprint=blueprint).values_list("gate", "verdict"))


def test_a_note_that_cannot_be_computed_becomes_an_item_that_another_model_solved(two_models: Any) -> None:
    kept = note(**TENSE_NOTE)
    models = Models([json.dumps(WRITTEN)], [solving("built"), solving("built")])
    models.work()

    (variant,) = variants_of(kept)
    assert blueprint_of(kept).state == "in_review"
    assert variant.certificate.result == "passed"
    assert set(verdicts(blueprint_of(kept)).values()) == {"pass"} and len(verdicts(blueprint_of(kept))) == 9
    assert variant.choices[variant.key] == variant.expected == "built"
    asked, solved, again = models.own.history[0], *models.other.history
    assert asked.schema.name == "direct_item" and asked.max_tokens == 1500
    assert "____ his homework" in asked.messages[-1].content
    for prompt in (solved, again):
        assert prompt.task == "blind_solve" and prompt.schema.name == "blind_solve"
        text = "".join(message.content for message in prompt.messages)
        assert "two years ago" in text
        assert "homework" not in text and WRITTEN["solution"][1] not in text
    assert {row.task for row in UsageRow.objects.all()} == {"similar_question", "blind_solve"}


def test_a_wrong_key_goes_back_to_its_author_once_and_then_the_ladder_moves_on(two_models: Any) -> None:
    kept = note(**TENSE_NOTE)
    wrong = json.dumps(WRITTEN | {"key": "has built", "wrong": [{"text": "built", "why": "x"}, *WRITTEN["wrong"][2:],
                                                                 {"text": "builds", "why": "x"}]})  # fmt: skip
    models = Models([wrong, wrong], [solving("built"), solving("built"), solving("built"), solving("built"), wrong])
    models.work()

    first, second, third = Blueprint.objects.filter(note=kept).order_by("created_at")
    assert [row.author for row in (first, second, third)] == ["tgi-0", "tgi-0", "compatible"]
    assert {first.state, second.state} == {"failed"}
    assert verdicts(first)["resolve"] == "fail"
    repair = models.own.history[1].messages
    assert json.loads(repair[-2].content)["key"] == "has built"
    assert "resolve: " in repair[-1].content and "built" in repair[-1].content
    assert variants_of(kept) == []


def test_an_author_that_mends_its_item_is_heard(two_models: Any) -> None:
    kept = note(**TENSE_NOTE)
    linked = json.dumps(WRITTEN | {"solution": ["https://example.com 참고"]})
    models = Models([linked, json.dumps(WRITTEN)], [solving("built"), solving("built")])
    models.work()

    assert [row.state for row in Blueprint.objects.filter(note=kept).order_by("created_at")] == ["failed", "in_review"]
    assert "safety: " in models.own.history[1].messages[-1].content
    assert len(models.other.history) == 2


def test_without_a_second_model_the_item_waits_with_the_reason_and_is_shown_to_nobody(two_models: Any) -> None:
    two_models.EDUAI_COMPATIBLE_URL = ""
    kept = note(**TENSE_NOTE)
    models = Models([json.dumps(WRITTEN)], [solving("built"), solving("built")])
    models.work()

    assert (blueprint_of(kept).state, job_of(kept).state) == ("drafted", "waiting")
    assert job_of(kept).reason == verification.NO_SECOND_MODEL
    assert progress_of([kept])[kept.pk].stage == Stage.WAITING
    assert variants_of(kept) == [] and models.other.history == []

    two_models.EDUAI_COMPATIBLE_URL = "http://127.0.0.1:2"
    dispatch.enqueue(kind=Kind.VERIFY, job=blueprint_of(kept).pk)
    models.work()
    assert (blueprint_of(kept).state, job_of(kept).state) == ("in_review", "done")


def test_without_consent_for_the_second_model_the_item_waits_and_a_yes_ends_the_wait(two_models: Any) -> None:
    kept = note(**TENSE_NOTE)
    models = Models([json.dumps(WRITTEN)], [NotReleased(), solving("built"), solving("built")])
    models.work()

    assert (blueprint_of(kept).state, job_of(kept).state) == ("drafted", "waiting")
    assert "동의" in job_of(kept).reason
    consents(kept.student)
    models.work()
    assert blueprint_of(kept).state == "in_review"
    assert len(models.own.history) == 1


def test_the_same_model_behind_another_backend_is_no_second_solver(two_models: Any) -> None:
    kept = note(**TENSE_NOTE)
    models = Models([json.dumps(WRITTEN)], [solving("built"), solving("built")])
    models.other = models.router._providers["compatible"][0]
    models.own.model = models.other.model
    models.work()

    assert (blueprint_of(kept).state, job_of(kept).state) == ("drafted", "waiting")


def test_a_mathematics_note_is_never_written_directly(two_models: Any) -> None:
    note(stem="어떤 수를 구하시오. 두 수의 관계는 알 수 없다.", answer="7", choices=[])
    models = Models([json.dumps(WRITTEN)] * 3, [json.dumps(WRITTEN)] * 3)
    models.work()

    assert {prompt.schema.name for prompt in models.own.history} == {"blueprint"}
    assert not Blueprint.objects.exists()


def test_an_open_item_is_practised_with_a_short_answer(two_models: Any) -> None:
    who = student("S001", signs_in=True)
    kept = note(stem=LAWMAKING.note.stem, answer="국회", choices=[], subject="사회", concept="사회.국가 기관.역할")
    models = Models([LAWMAKING.wire], [solving("법원")])
    models.work()
    (variant,) = variants_of(kept)
    assert variant.kind == "text" and variant.choices == []
    review.approve_blueprint(blueprint=blueprint_of(kept), actor=actor(Role.TEACHER), now=NOW)

    answered = practice.answer_variant(variant=variant, given=" 법원 ", actor=person(who.user), now=clock.now())
    assert answered.attempt.outcome == "correct"
    assert job_of(kept).state == "queued"  # the item is used up: a new one is asked for


def test_a_wrong_pick_is_told_why_and_a_used_up_item_asks_for_a_new_one_once(two_models: Any) -> None:
    who = student("S001", signs_in=True)
    kept = note(**TENSE_NOTE)
    models = Models([json.dumps(WRITTEN)], [solving("built"), solving("built")])
    models.work()
    review.approve_blueprint(blueprint=blueprint_of(kept), actor=actor(Role.TEACHER), now=NOW)
    (variant,) = variants_of(kept)
    place = variant.choices.index("builds") + 1
    practice.answer_variant(variant=variant, given=f"{place}번", actor=person(who.user), now=clock.now())

    attempt = PracticeAttempt.objects.get()
    assert attempt.outcome == "incorrect"
    assert practice.why_wrong(attempt=attempt) == WRITTEN["wrong"][0]["why"]
    assert kept.jobs.count() == 2


def test_a_direct_item_cannot_be_edited_because_its_key_was_proved_for_these_words(two_models: Any) -> None:
    kept = note(**TENSE_NOTE)
    Models([json.dumps(WRITTEN)], [solving("built"), solving("built")]).work()
    with pytest.raises(InvalidInput, match="고칠 수 없습니다"):
        review.edit_blueprint(
            blueprint=blueprint_of(kept), stem="x", solution="x", conditions="", actor=actor(Role.TEACHER), now=NOW
        )
    assert Note.objects.count() == 1 and Student.objects.count() == 1
    assert Blueprint.objects.count() == 1


def signed_in(academy: Any, user: Any) -> Client:
    client = Client(headers={"host": f"{academy.slug}.localhost"})
    client.force_login(user)
    return client


def test_the_desk_shows_the_key_and_why_each_option_is_wrong_and_offers_no_editing(
    two_models: Any, haneul: Any
) -> None:
    kept = note(**TENSE_NOTE)
    read = WRITTEN | {"passage": ["지수는 작년 여름의 일을 떠올린다."]}
    Models([json.dumps(read)], [solving("built"), solving("built")]).work()
    client = signed_in(haneul, member(Role.TEACHER))
    shown = client.get(f"/admin/questions/blueprint/{blueprint_of(kept).pk}/change/").content.decode()

    for text in ("지수는 작년 여름의 일을", "two years ago", "built", *(row["why"] for row in WRITTEN["wrong"])):
        assert text in shown
    assert "직접 문항" in shown and "고쳐서 다시 검증" not in shown and "정답식" not in shown
    assert "답은 모두 계산한 값" not in shown


def test_a_student_reads_the_passage_picks_an_option_and_is_told_why_it_is_wrong(two_models: Any, haneul: Any) -> None:
    who = student("S001", signs_in=True)
    kept = note(**TENSE_NOTE)
    read = WRITTEN | {"passage": ["지수는 작년 여름의 일을 떠올린다."]}
    Models([json.dumps(read)], [solving("built"), solving("built")]).work()
    review.approve_blueprint(blueprint=blueprint_of(kept), actor=actor(Role.TEACHER), now=NOW)
    (variant,) = variants_of(kept)
    client = signed_in(haneul, who.user)
    page = client.get(f"/practice/{variant.pk}").content.decode()
    assert "지수는 작년 여름의 일을" in page and "다른 AI가 따로 풀어" in page
    assert WRITTEN["wrong"][1]["why"] not in page

    place = variant.choices.index("has built") + 1
    told = client.post(f"/practice/{variant.pk}", {"answer": f"{place}번"}, follow=True).content.decode()
    assert WRITTEN["wrong"][1]["why"] in told and f"{place}번번" not in told
