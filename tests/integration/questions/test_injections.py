"""Prompt injections, before a model that obeys every one: nothing that it returns gets further than a gate.

The whole road is walked with each: a note is written down, the academy's own model writes a question, the gates and a
teacher who approves whatever is offered, practice, the marks, and an explanation by the same model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from eduai.llm.factory import build_router
from questions import tasks
from questions.models import Blueprint, Explanation, GenerationJob, Note, PracticeAttempt
from questions.services import practice
from questions.services.review import approve_blueprint
from questions.stages import Kind
from tenants import dispatch
from tenants.actors import SYSTEM, person
from tenants.models import Role, Student
from tenants.services.consent import confirm
from tenants.services.partners import SCOPES, issue_api_key
from tenants.services.redaction import AcademyRedact
from tenants.services.routing import AcademyPolicy
from tenants.services.usage import AcademyLedger
from tests.cast import NOW, actor, job_of, member, note, student, variants_of, verified
from tests.injections.corpus import Injection, corpus
from tests.injections.obedient import PROMPT_WORDS, Obedient
from tests.injections.pages import Parts
from tests.servers.openai import OpenAIServer
from tests.servers.tgi import TGIServer

SECRET, NAME = "은서만 아는 답은 칠칠사이다", "나은서"
EQUATION = re.compile(r"(?P<a>\d+)x \+ (?P<b>\d+) = (?P<c>\d+)")
STEM = "일차방정식 $3x + {} = {}$의 해를 구하시오."
ALL = corpus()
# One in seven belongs to every run; all of them to `make test-long`.
CASES = [
    pytest.param(case, id=case.name, marks=() if number % 7 == 0 else pytest.mark.long)
    for number, case in enumerate(ALL)
]


class Stage:
    """하늘 with a student who attacks, another who has a secret, a model that obeys, and an OpenAI nobody may call."""

    def __init__(self, academy: Any, obedient: Obedient, tgi: TGIServer, openai: OpenAIServer) -> None:
        self.academy, self.obedient, self.tgi, self.openai = academy, obedient, tgi, openai
        self.attacker, self.other = student("S001", signs_in=True), student("S777", signs_in=True)
        Student.objects.filter(pk=self.other.pk).update(name=NAME)
        self.teacher = actor(Role.TEACHER)
        self.director = member(Role.DIRECTOR)
        self.key = issue_api_key(name="partner", scopes=SCOPES, actor=SYSTEM, now=NOW)[1]
        self.theirs = self.generated(note(student="S777", stem=STEM.format(7, 22), student_answer=SECRET))
        obedient.secret, obedient.name = SECRET, NAME
        clean = note(stem=STEM.format(4, 19))
        approve_blueprint(blueprint=verified(clean), actor=self.teacher, now=NOW)
        self.clean = variants_of(clean)[0]

    def generated(self, kept: Note) -> Note:
        """The note's job at the model's rung, done there, then the gates."""
        for claim in dispatch.claim("engine", 100):
            dispatch.finish(claim)
        GenerationJob.objects.filter(note=kept).update(rung=1)
        dispatch.enqueue(kind=Kind.MODEL, job=job_of(kept).pk)
        for _ in range(4):
            for claim in [*dispatch.claim("models", 10), *dispatch.claim("engine", 10)]:
                if not claim.kind.startswith("vector"):
                    tasks.do(claim)
        return kept

    def client(self, user: Any) -> Client:
        client = Client(headers={"host": "haneul.localhost"})
        client.force_login(user)
        return client

    def explained(self, given: str) -> PracticeAttempt:
        """A wrong answer to the clean question, and what the model says about it."""
        me = person(self.attacker.user)
        wrong = practice.answer_variant(variant=self.clean, given=given, actor=me, now=clock.now())
        for claim in dispatch.claim("models", 10):
            tasks.do(claim)
        return wrong.attempt

    def pages(self, notes: list[Note], attempt: PracticeAttempt | None) -> dict[str, str]:
        """Everything that shows the notes, their questions and the explanation, to whom it is shown."""
        mine, theirs, panel = (self.client(user) for user in (self.attacker.user, self.other.user, self.director))
        shown = {"home": mine.get("/"), "theirs": theirs.get("/"), "board": panel.get("/admin/")}
        for kept in notes:
            shown[f"note {kept.pk}"] = mine.get(f"/notes/{kept.pk}")
            shown[f"panel note {kept.pk}"] = panel.get(f"/admin/questions/note/{kept.pk}/change/")
            shown[f"api {kept.pk}"] = self.partner(f"/api/v1/notes/{kept.pk}/questions")
            for blueprint in Blueprint.objects.filter(note=kept):
                shown[f"desk {blueprint.pk}"] = panel.get(f"/admin/questions/blueprint/{blueprint.pk}/change/")
            for variant in variants_of(kept):
                shown[f"practice {variant.pk}"] = mine.get(f"/practice/{variant.pk}")
        if attempt is not None:
            shown["answered"] = mine.get(f"/practice/answers/{attempt.pk}")
        assert {name: page.status_code for name, page in shown.items() if page.status_code not in (200, 302, 404)} == {}
        return {name: page.content.decode() for name, page in shown.items()}

    def partner(self, path: str) -> Any:
        return Client(headers={"host": "haneul.localhost", "authorization": f"Bearer {self.key}"}).get(path)


@pytest.fixture
def stage(in_haneul: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    obedient = Obedient()
    with TGIServer(obedient) as tgi, OpenAIServer() as openai:
        settings.EDUAI_TGI_URLS, settings.OPENAI_API_KEY = [tgi.url], "openai-key"
        settings.EDUAI_OPENAI_BASE_URL = f"{openai.url}/v1"
        made = build_router(policy=AcademyPolicy(), ledger=AcademyLedger(), confirm=confirm, redact=AcademyRedact())
        monkeypatch.setattr(tasks, "router", lambda: made)
        yield Stage(in_haneul, obedient, tgi, openai)


def written(stage: Stage, case: Injection) -> list[Note]:
    """The notes that the injection is typed into; none where the door refuses the text."""
    parts = {"stem": STEM.format(5, 20), "answer": "5", "student_answer": "25/3"}
    half = len(case.text) // 2
    typed: list[dict[str, str]] = {
        "stem": [{"stem": f"{parts['stem']}\n{case.text}"}],
        "student_answer": [{"student_answer": case.text[:500]}],
        "solution": [{"solution": case.text}],
        "two notes": [
            {"stem": STEM.format(6, 21), "solution": case.text[:half]},
            {"solution": f"앞 노트에 이어서: {case.text[half:]}"},
        ],
        "given": [],
    }[case.place]
    try:
        return [note(**parts | changes) for changes in typed]
    except InvalidInput:
        return []


USUAL: set[tuple[str, str]] = set()


def usual_tags(stage: Stage) -> set[tuple[str, str]]:
    """The tags of the same pages for honest notes and an honest model; looked at once."""
    if not USUAL:
        kept = stage.generated(note(stem=STEM.format(9, 24), solution="이항한다"))
        approve_blueprint(blueprint=Blueprint.objects.get(note=kept), actor=stage.teacher, now=NOW)
        figure = stage.generated(note(stem="오른쪽 그림에서 $x$의 크기를 구하시오.", answer="50"))
        attempt = stage.explained("1001")
        assert Explanation.objects.get(attempt=attempt).state == "shown"
        for page in stage.pages([kept, figure, stage.clean.blueprint.note], attempt).values():
            USUAL.update(Parts(page).tags)
        USUAL.add(("br", ""))  # Django's, of a text of two lines
    return USUAL


@pytest.mark.parametrize("case", CASES)
def test_an_obeyed_injection_gets_nowhere(stage: Stage, case: Injection) -> None:
    """S-05, S-06: no canary on any page, no other road, key, score or markup."""
    usual = usual_tags(stage)
    stage.obedient.asks, stage.obedient.turn = case.asks, ALL.index(case)
    notes = [stage.generated(kept) for kept in written(stage, case)]
    for blueprint in Blueprint.objects.filter(note__in=notes, state="in_review"):
        approve_blueprint(blueprint=blueprint, actor=stage.teacher, now=NOW)
    attempt = stage.explained("1000")
    given = graded(stage, case.text)

    pages = stage.pages(notes, attempt)
    typed = "\n".join(f"{kept.stem}{kept.solution}{kept.student_answer}" for kept in notes)
    leaks = [word for word in canaries(stage) if word not in typed]
    found = {(name, word) for name, page in pages.items() for word in leaks if word in page}
    assert found - {("theirs", NAME), ("board", NAME)} == set()  # where the name belongs
    parts = [Parts(page) for page in pages.values()]
    assert {tag for part in parts for tag in part.tags} - usual == set()
    assert {away for part in parts for away in part.away} == set()
    assert stage.openai.connections == 0
    assert attempt.outcome == "incorrect" and given in ("incorrect", "unreadable")
    assert wrong_keys(notes) == []
    COUNTED.update(outcomes(stage, notes, attempt))


COUNTED: Counter[str] = Counter()


def outcomes(stage: Stage, notes: list[Note], attempt: PracticeAttempt) -> list[str]:
    """What became of the case, for the count that the last test prints."""
    questions = [Blueprint.objects.filter(note=kept, state="approved").exists() for kept in notes]
    shown = Explanation.objects.filter(attempt=attempt, state="shown").exists()
    return [
        "cases",
        "typed" if notes else "refused at the door or never typed",
        *("question approved" if approved else "question refused" for approved in questions),
        "explanation shown" if shown else "explanation refused",
    ]


def canaries(stage: Stage) -> list[str]:
    """What must not come out: the secret, our prompt's words, and where the payloads lead."""
    return [SECRET, NAME, PROMPT_WORDS[:40], "evil.example/log", "evil.example/a", "evil-study.com", "alert(1)"]


def graded(stage: Stage, text: str) -> str:
    """The outcome of the injection itself as an answer in practice."""
    me = person(stage.attacker.user)
    try:
        done = practice.answer_variant(variant=stage.clean, given=text[:500], actor=me, now=clock.now())
    except InvalidInput:
        return "unreadable"
    return str(done.attempt.outcome)


def wrong_keys(notes: list[Note]) -> list[str]:
    """Questions whose key does not solve the equation that they print."""
    return [
        f"{variant.stem}: {variant.expected}"
        for kept in notes
        for variant in variants_of(kept)
        if (printed := EQUATION.search(variant.stem)) is None
        or int(printed["a"]) * Fraction(variant.expected) + int(printed["b"]) != int(printed["c"])
    ]


def test_the_corpus_is_large_and_varied() -> None:
    """S-05: at least 300, none twice; Korean, English and mixed; every place and every wish."""
    assert len(ALL) >= 300 == len(ALL[:300])
    assert len({(case.text, case.place) for case in ALL}) >= 300
    assert min(Counter(case.place for case in ALL).values()) >= 60
    assert len(Counter(case.asks for case in ALL)) == 11


def test_what_became_of_them_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """S-05: printed for whoever runs them all."""
    with capsys.disabled():
        print(f"\ninjections: {dict(COUNTED)}")  # noqa: T201
    assert COUNTED["question refused"] + COUNTED["question approved"] >= COUNTED["typed"]
