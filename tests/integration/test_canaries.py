"""Two academies with a bird of their own in everything they hold: 하늘's cloud is found wherever 하늘 looks, 바다's
seagull nowhere.
"""

from __future__ import annotations

import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as ours
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client

from eduai.celery import app
from questions.models import Note
from questions.services import similarity
from questions.tasks import do
from tenants import dispatch, rates, tenancy
from tenants.actors import SYSTEM, command
from tenants.models import AuditRecord, Role, Student, UsageRow
from tenants.services.archives import export_academy
from tenants.services.budgets import set_budget
from tenants.services.partners import SCOPES, issue_api_key
from tests.cast import LINEAR, NOW, consents, guards, member, note, verified
from tests.contracts import declared

CLOUD, SEAGULL = "canary-cloud", "canary-seagull"
BIRD = "canary-"
STEM = "일차방정식 $3x + {} = {}$의 해를 구하시오."


@dataclass
class Held:
    """What an academy's canary sits in."""

    academy: Any
    word: str
    notes: list[Note]
    key: str


def fill(academy: Any, word: str) -> Held:
    """A student, a guardian, two notes alike, questions, vectors, calls, consents, a budget, a key, a file, a cache."""
    with tenancy.use(academy):
        guardian = member(Role.GUARDIAN, f"{word}-guardian")
        notes = [
            note(student=f"{word}-{add}", stem=STEM.format(add, add + 15), book=f"{word} {add}", student_answer="7",
                 solution=f"{word}의 풀이")
            for add in (5, 6)
        ]  # fmt: skip
        Student.objects.filter(code__startswith=word).update(name=f"{word} 학생")
        child = notes[0].student
        consents(child, channel=word, by=guards(guardian, child))
        UsageRow.objects.create(request_id=word, task=word, backend=f"{word}-server", model=word, reserved_at=NOW)
        set_budget(task=word, period="day", limit_krw=Decimal(9), tasks=(word,), actor=command(word))
        verified(notes[0])
        with tenancy.dispatcher(), connection.cursor() as cursor:
            cursor.execute("UPDATE public.tenants_dispatch SET due_at = now() WHERE state = 'ready'")
        for claim in dispatch.claim("engine", 100):
            do(claim)
        cache.set("word", word)
        default_storage.save(f"{word}.txt", ContentFile(word.encode()))
        key = issue_api_key(name=word, scopes=SCOPES, actor=SYSTEM, now=NOW)[1]
    return Held(academy, word, notes, key)


@pytest.fixture
def held(db: None, haneul: Any, bada: Any, settings: Any, tmp_path: Path) -> Iterator[tuple[Held, Held]]:
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    there = fill(bada, SEAGULL)
    yield fill(haneul, CLOUD), there
    cache.clear()


def panel(held: Held, role: Role) -> Client:
    client = Client(headers={"host": f"{held.academy.slug}.localhost"})
    with tenancy.use(held.academy):
        client.force_login(member(role))
    return client


def api(held: Held) -> Client:
    return Client(headers={"host": f"{held.academy.slug}.localhost", "authorization": f"Bearer {held.key}"})


def only_the_cloud(text: str, where: object) -> None:
    assert CLOUD in text, f"{where} shows nothing of 하늘's own"
    assert SEAGULL not in text, f"{where} shows something of 바다"


LISTS = (
    *("questions/blueprint", "questions/variant", "questions/note", "questions/generationjob"),
    *("tenants/student", "tenants/usagerow", "tenants/consentevent", "tenants/guardianship", "tenants/apikey"),
    *("tenants/auditrecord", "tenants/user", "tenants/budget"),
)


@pytest.mark.parametrize("turned", [False, True], ids=["of haneul", "of bada"])
def test_the_panels_lists_and_its_search_show_the_academys_own(held: Any, turned: bool) -> None:
    here, there = reversed(held) if turned else held
    client = panel(here, Role.DIRECTOR)
    shown = {path: client.get(f"/admin/{path}/").content.decode() for path in LISTS}
    for path in ("questions/note", "tenants/student", "tenants/auditrecord"):
        shown[f"{path}?q"] = client.get(f"/admin/{path}/", {"q": BIRD}).content.decode()
    shown["a note"] = client.get(f"/admin/questions/note/{here.notes[0].pk}/change/").content.decode()
    asked = {"change": "file", "reason": "11월 비용 정산"}
    shown["the file of a month"] = client.post("/admin/tenants/budget/?month=2026-11", asked).content.decode()
    assert {name for name, text in shown.items() if there.word in text} == set()
    assert {name for name, text in shown.items() if here.word not in text} == set()


def test_the_panels_autocomplete_offers_ones_own_students_and_its_search_names_no_rows(held: Any) -> None:
    client = panel(held[0], Role.DIRECTOR)
    asked = {"app_label": "questions", "model_name": "note", "field_name": "student", "term": BIRD}
    only_the_cloud(client.get("/admin/autocomplete/", asked).content.decode(), "the autocomplete")
    found = client.get("/admin/search/", {"s": BIRD})
    assert found.status_code == 200
    assert not any(word in found.content.decode() for word in (CLOUD, SEAGULL))


def test_the_api_lists_reads_and_refuses_with_the_academys_own_words(held: Any) -> None:
    here, there = held
    client = api(here)
    only_the_cloud(client.get("/api/v1/notes").content.decode(), "the list")
    only_the_cloud(client.get(f"/api/v1/notes/{here.notes[0].pk}").content.decode(), "a note")
    errors = [
        client.get(f"/api/v1/notes/{there.notes[0].pk}"),
        client.get(f"/api/v1/notes/{there.notes[0].pk}/questions"),
        client.post("/api/v1/notes", json.dumps({"student": f"{SEAGULL}-5"}), content_type="application/json"),
        Client(headers={"host": "haneul.localhost", "authorization": f"Bearer {there.key}"}).get("/api/v1/notes"),
    ]
    assert [answer.status_code for answer in errors] == [404, 404, 400, 401]
    assert not any(BIRD in answer.content.decode() for answer in errors)


def test_an_idempotency_key_of_another_academy_is_a_new_key_here(held: Any) -> None:
    answers = []
    for side in held:
        options = {"content_type": "application/json", "headers": {"Idempotency-Key": "the-same"}}
        body = json.dumps(LINEAR | {"student": "S001"})
        answers += [api(side).post("/api/v1/notes", body, **options) for _ in range(2)]
    ids = [answer.json()["id"] for answer in answers]
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true", None, "true"]
    assert (ids[0], ids[2]) == (ids[1], ids[3]) and ids[0] != ids[2]
    for side, own in zip(held, (ids[0], ids[2]), strict=True):
        with tenancy.use(side.academy):
            assert list(Note.objects.filter(pk__in=ids).values_list("pk", flat=True).distinct()) != []
            assert {str(pk) for pk in Note.objects.filter(pk__in=ids).values_list("pk", flat=True)} == {own}


def test_notes_alike_are_looked_for_in_ones_own_academy_alone(held: Any) -> None:
    for side in held:
        with tenancy.use(side.academy):
            found = similarity.nearest(note=side.notes[0], limit=100)
            assert [(row.note.pk, row.students) for row in found] == [(side.notes[1].pk, 1)]


def test_the_usage_report_and_its_file_hold_ones_own_calls(held: Any, tmp_path: Path) -> None:
    told = StringIO()
    asked = ("--month", "2026-11", "--csv", str(tmp_path / "usage.csv"), "--reason", "11월 비용 정산")
    call_command("usage_report", "haneul", *asked, stdout=told)
    only_the_cloud(told.getvalue(), "the report")
    only_the_cloud((tmp_path / "usage.csv").read_text(encoding="utf-8-sig"), "its file")


def test_the_cache_and_its_keys_are_the_academys_own(held: Any) -> None:
    server = redis.Redis.from_url(ours.REDIS_URL)
    for side in held:
        assert api(side).get("/api/v1/notes").status_code == 200
        with tenancy.use(side.academy):
            assert cache.get("word") == side.word
            assert [rates.allowed("try", "one", 1) for _ in range(2)] == [True, False]
    keys = {key.decode() for key in server.keys("*") if b":1:" in key}
    of = {side.word: {key for key in keys if side.academy.schema_name in key} for side in held}
    assert {len(own) for own in of.values()} == {3}
    assert {key for key in keys if "throttle" in key or "rate:" in key} <= of[CLOUD] | of[SEAGULL]
    with tenancy.platform():
        assert cache.get("word") is None
    server.close()


def test_a_file_lies_in_its_academys_folder_and_is_reached_from_there_alone(held: Any) -> None:
    here, there = held
    with tenancy.use(here.academy):
        assert default_storage.open(f"{CLOUD}.txt").read() == CLOUD.encode()
        assert here.academy.schema_name in default_storage.path(f"{CLOUD}.txt")
        assert default_storage.listdir("")[1] == [f"{CLOUD}.txt"]
        assert not default_storage.exists(f"{SEAGULL}.txt")
        with pytest.raises(Exception, match=there.academy.schema_name):
            default_storage.open(f"../{there.academy.schema_name}/{SEAGULL}.txt")
    with pytest.raises(tenancy.NoAcademy):
        default_storage.exists(f"{CLOUD}.txt")


def test_neither_the_numbers_nor_the_log_nor_any_task_tells_a_canary(
    held: Any, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.EDUAI_PREPARED_ACADEMIES = 0
    caplog.set_level("INFO")
    here, there = held
    client = panel(here, Role.DIRECTOR)
    for path in (f"/notes/{there.notes[0].pk}", f"/admin/questions/note/{there.notes[0].pk}/change/", "/nothing"):
        client.get(path)
    visited = caplog.text
    app.loader.import_default_modules()
    results = {}
    for name, place in declared.TASKS.items():
        given = {"queue": "engine"} if name == dispatch.WAKE_TASK else {}
        headers = {"eduai_academy": here.academy.pk} if place == "academy" else {}
        results[name] = str(app.tasks[name].apply(kwargs=given, headers=headers, throw=True).result)
    with tenancy.nowhere():
        numbers = Client(headers={"host": "localhost"}).get("/metrics").content.decode()
    assert results.keys() == declared.TASKS.keys()
    assert "eduai_llm" in numbers and "/nothing" in visited
    assert BIRD not in numbers + visited + caplog.text + "".join(results.values())
    for side in held:
        with tenancy.use(side.academy):
            subjects = "".join(AuditRecord.objects.values_list("actor", flat=True))
            assert (side.word in subjects, (CLOUD if side is there else SEAGULL) in subjects) == (True, False)


def test_an_exported_academy_holds_its_own_canary_alone(
    committed_db: None, haneul: Any, bada: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    fill(bada, SEAGULL)
    fill(haneul, CLOUD)
    path = tmp_path / "haneul.archive"
    export_academy(academy=haneul, path=path, reason="moving", actor=command("test"), tell=lambda *_: None)
    only_the_cloud("".join(parts(path)), "the archive")


def parts(path: Path) -> Iterator[str]:
    """Every file in an archive."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode(errors="replace") for name in archive.namelist())
        return
    with tarfile.open(path) as archive:
        files = (archive.extractfile(member) for member in archive.getmembers())
        yield from (file.read().decode(errors="replace") for file in files if file)
