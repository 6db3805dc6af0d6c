"""The shadow: asked for a share of the notes, released like any call, judged by the gates, shown to nobody."""

from __future__ import annotations

from typing import Any

import pytest

from eduai.lib import clock
from eduai.lib.errors import InvalidInput, NotAllowed
from eduai.llm.breaker import LocalBreaker
from eduai.llm.errors import ConnectFailed
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.router import Router
from eduai.llm.types import Place
from questions.difficulty import difficulty
from questions.models import Blueprint, GenerationJob, Note, ShadowAnswer
from questions.services import generation, shadow
from questions.stages import Kind
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM
from tenants.models import AuditRecord, Role, RoutePolicy, UsageRow
from tenants.services.consent import confirm
from tenants.services.routing import AcademyPolicy, road, set_road
from tenants.services.usage import AcademyLedger
from tests.cast import NOW, actor, job_of, note
from tests.integration.questions.services.test_generation import good
from tests.unit.eduai.llm.doubles import Blackener

TASKS = ("similar_question", "blind_solve")


def models(*, own: Any = good, other: Any = good) -> Router:
    """The academy's own model, and OpenAI as the shadow."""
    return Router(
        {
            "tgi": [ScriptedProvider([own] * 3, name="tgi-0", model="llama")],
            "openai": [ScriptedProvider([other] * 3, name="openai", place=Place.OVERSEAS, model="gpt-4.1-mini")],
            "compatible": [ScriptedProvider([other] * 3, name="compatible", model="qwen")],
        },
        policy=AcademyPolicy(),
        ledger=AcademyLedger(),
        confirm=confirm,
        redact=Blackener(),
        breaker=LocalBreaker(),
    )


@pytest.fixture
def shadowed(committed_db: None, haneul: Any, settings: Any) -> Any:
    """A note at the models' rung, every call of which is shadowed by a second server of the academy; inside 하늘."""
    settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
    settings.EDUAI_COMPATIBLE_URL = "http://127.0.0.1:1"
    settings.OPENAI_API_KEY = "sk-test"
    with tenancy.use(haneul):
        shadow_by("compatible")
        kept = note()
        for claim in dispatch.claim("engine", 10):
            dispatch.finish(claim)
        GenerationJob.objects.update(rung=1)
        dispatch.enqueue(kind=Kind.MODEL, job=job_of(kept).pk)
        yield kept


def shadow_by(backend: str, share: float = 1.0) -> None:
    rungs = [{"backend": "tgi"}]
    set_road(task="", rungs=rungs, shadow=backend, shadow_share=share, tasks=TASKS, actor=SYSTEM, now=NOW)


def authored(router: Router) -> None:
    (claim,) = dispatch.claim("models")
    assert claim.kind == Kind.MODEL
    generation.author_with_model(claim=claim, router=router, clock=clock.now)


def in_the_shadow(router: Router) -> ShadowAnswer:
    (claim,) = dispatch.claim("models")
    assert claim.kind == Kind.SHADOW
    shadow.answer_in_shadow(claim=claim, router=router, clock=clock.now)
    return ShadowAnswer.objects.get()


class TestAnswering:
    def test_the_second_backend_writes_too_and_its_work_is_certified_and_kept_apart(self, shadowed: Note) -> None:
        authored(models())
        row = in_the_shadow(models())
        assert (row.backend, row.model, row.state, row.result, row.code) == (
            "compatible",
            "qwen",
            "answered",
            "passed",
            "",
        )
        assert row.body["stem"]
        assert [blueprint.author for blueprint in Blueprint.objects.all()] == ["tgi-0"]
        assert dispatch.claim("models") == []
        spent = UsageRow.objects.get(task="shadow")
        assert (spent.backend, spent.state, spent.job) == ("compatible", "settled", row.pk)
        assert AuditRecord.objects.filter(action="generation.shadowed").count() == 1

    def test_without_consent_the_note_does_not_go_overseas_for_a_comparison(self, shadowed: Note) -> None:
        shadow_by("openai")
        router = models()
        authored(router)
        row = in_the_shadow(router)
        assert (row.state, row.code) == ("failed", "not_released")
        assert router._providers["openai"][0].history == []

    def test_a_server_that_is_away_ends_it_and_the_job_is_untouched(self, shadowed: Note) -> None:
        router = models(other=ConnectFailed())
        authored(router)
        row = in_the_shadow(router)
        assert (row.state, row.code) == ("failed", "no_backend")
        assert Blueprint.objects.get().state == "drafted"

    def test_nonsense_is_a_failed_answer(self, shadowed: Note) -> None:
        router = models(other="{}")
        authored(router)
        row = in_the_shadow(router)
        assert (row.state, row.result, row.code) == ("answered", "failed", "unreadable_blueprint")

    def test_a_share_of_nothing_asks_nobody(self, shadowed: Note) -> None:
        shadow_by("compatible", 0.0)
        authored(models())
        assert dispatch.claim("models") == []
        assert not ShadowAnswer.objects.exists()

    def test_what_was_tried_too_often_is_closed(self, shadowed: Note) -> None:
        authored(models())
        row = ShadowAnswer.objects.get()
        shadow.give_up(job=row.pk)
        row.refresh_from_db()
        assert (row.state, row.code) == ("failed", "gave_up")

    def test_both_sides_are_counted_on_the_same_notes(self, shadowed: Note) -> None:
        router = models(other="{}")
        authored(router)
        in_the_shadow(router)
        (claim,) = dispatch.claim("engine")
        from questions.tasks import do

        do(claim)
        (pair,) = shadow.comparisons()
        assert (pair.served, pair.shadow, pair.notes) == ("tgi-0", "compatible", 1)
        assert (pair.served_passed, pair.shadow_passed) == (1, 0)


class TestRoads:
    @pytest.fixture(autouse=True)
    def _there(self, in_haneul: Any, settings: Any) -> None:
        settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
        settings.OPENAI_API_KEY = "sk-test"

    def test_without_a_policy_the_own_machines_come_first(self) -> None:
        assert [rung.backend for rung in road(task="similar_question").rungs] == ["tgi", "openai"]

    def test_a_tasks_own_road_goes_before_the_road_of_all(self) -> None:
        for task, rungs in (("", [{"backend": "openai"}]), ("blind_solve", [{"backend": "tgi", "share": 0.3}])):
            set_road(task=task, rungs=rungs, tasks=TASKS, actor=SYSTEM, now=NOW)
        assert [rung.backend for rung in road(task="similar_question").rungs] == ["openai"]
        assert [(rung.backend, rung.share) for rung in road(task="blind_solve").rungs] == [("tgi", 0.3)]

    def test_a_backend_that_is_gone_is_left_out(self, settings: Any) -> None:
        rungs = [{"backend": "tgi"}, {"backend": "openai"}]
        set_road(task="", rungs=rungs, shadow="openai", shadow_share=0.5, tasks=TASKS, actor=SYSTEM, now=NOW)
        settings.OPENAI_API_KEY = ""
        assert ([rung.backend for rung in road(task="x").rungs], road(task="x").shadow) == (["tgi"], "")

    @pytest.mark.parametrize(
        "changes",
        [
            {"task": "chat"},
            {"rungs": []},
            {"rungs": [{"backend": "llama"}]},
            {"rungs": [{"backend": "tgi"}, {"backend": "tgi"}]},
            {"rungs": [{"backend": "tgi", "share": 1.5}]},
            {"rungs": [{"share": 1}]},
            {"shadow": "llama"},
            {"shadow_share": -0.1},
        ],
    )
    def test_what_makes_no_road_is_refused(self, changes: dict[str, Any]) -> None:
        asked: dict[str, Any] = {"task": "", "rungs": [{"backend": "tgi"}], "tasks": TASKS, "actor": SYSTEM, "now": NOW}
        with pytest.raises(InvalidInput):
            set_road(**asked | changes)
        assert not RoutePolicy.objects.exists()

    def test_only_the_director_sets_one(self) -> None:
        asked: dict[str, Any] = {"task": "", "rungs": [{"backend": "tgi"}], "tasks": TASKS, "now": NOW}
        with pytest.raises(NotAllowed):
            set_road(**asked, actor=actor(Role.TEACHER))
        set_road(**asked, actor=actor(Role.DIRECTOR))
        assert AuditRecord.objects.filter(action="route.changed").count() == 1


def test_a_note_is_the_harder_the_longer_and_the_oftener_it_was_wrong(in_haneul: Any) -> None:
    easy = Note(stem="$3x+5=20$을 푸시오.", solution="", again_count=0)
    hard = Note(
        stem="단, 조건을 만족한다. ㄱ. 참 ㄴ. 거짓 " * 12, solution="a=1\nb=2\nc=3\nd=4\ne=5\nf=6", again_count=3
    )
    assert 0 <= difficulty(easy) < 0.1
    assert 0.9 < difficulty(hard) <= 1
