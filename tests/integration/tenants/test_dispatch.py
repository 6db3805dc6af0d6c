"""The shared work table: who may touch it, whose turn it is, and what a lost lease means."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.utils import DataError, ProgrammingError
from django.utils import timezone
from kombu.exceptions import OperationalError

from tenants import dispatch, tenancy
from tenants.dispatch import Claim
from tenants.models import Academy

KIND = "test.generation"
QUEUE = "models"
THREADS = 8
JOBS = 200


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_kinds", {KIND: QUEUE, "test.check": "engine"})
    monkeypatch.setattr(dispatch, "wake", lambda queue: True)


def enqueue(academy: Academy, count: int = 1, **options: object) -> list[UUID]:
    jobs = [uuid4() for _ in range(count)]
    with tenancy.use(academy), transaction.atomic():
        for job in jobs:
            dispatch.enqueue(kind=KIND, job=job, **options)  # type: ignore[arg-type]
    return jobs


def as_dispatcher(statement: str, *values: object) -> list[tuple[object, ...]]:
    with tenancy.dispatcher(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall()) if cursor.description else []


def expire(claim: Claim) -> None:
    as_dispatcher("UPDATE tenants_dispatch SET lease_until = now() - interval '1 second' WHERE id = %s", claim.id)


def state_of(claim: Claim) -> tuple[object, ...]:
    return as_dispatcher("SELECT state, fence, attempts FROM tenants_dispatch WHERE id = %s", claim.id)[0]


def test_an_academy_reaches_the_table_through_its_functions_alone(db: None, haneul: Academy) -> None:
    enqueue(haneul)
    with tenancy.use(haneul):
        for statement in (
            "SELECT count(*) FROM tenants_dispatch",
            "UPDATE tenants_dispatch SET state = 'done'",
            "DELETE FROM tenants_dispatch",
            "INSERT INTO tenants_dispatch (academy_id, kind, queue, job) VALUES (1, 'x', 'y', gen_random_uuid())",
            "SELECT dispatch_academy()",
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            dispatch._run("dispatch_waiting", {"queue": QUEUE})
    [claimed] = dispatch.claim(QUEUE)
    assert claimed.academy_id == haneul.pk


def test_the_academy_comes_from_the_role_and_cannot_be_forged(db: None, haneul: Academy, bada: Academy) -> None:
    [job] = enqueue(haneul)
    [claimed] = dispatch.claim(QUEUE)
    assert (claimed.academy_id, claimed.job, claimed.kind) == (haneul.pk, job, KIND)
    with tenancy.use(bada), transaction.atomic():
        assert dispatch.hold(claimed) is False
        assert dispatch.finish(claimed) is False
        assert dispatch.reschedule(claimed, timezone.now()) is False
        assert dispatch.extend(claimed, 60) is None
    assert state_of(claimed) == ("claimed", 1, 1)
    with tenancy.use(haneul), transaction.atomic():
        assert dispatch.hold(claimed) is True
        assert dispatch.finish(claimed) is True
    assert state_of(claimed) == ("done", 1, 1)


@pytest.mark.parametrize("place", [tenancy.platform, tenancy.nowhere, tenancy.dispatcher])
def test_nobody_enqueues_from_outside_an_academy(db: None, place: object) -> None:
    with place(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():  # type: ignore[operator]
        dispatch.enqueue(kind=KIND, job=uuid4())
    assert dispatch.claim(QUEUE) == []


def test_the_same_job_is_not_doubled_while_it_lives(db: None, haneul: Academy, bada: Academy) -> None:
    [job] = enqueue(haneul, due_at=timezone.now() + timedelta(hours=1))
    assert dispatch.claim(QUEUE) == []
    with tenancy.use(haneul):
        dispatch.enqueue(kind=KIND, job=job)
    with tenancy.use(bada):
        dispatch.enqueue(kind=KIND, job=job)
    claims = dispatch.claim(QUEUE, limit=10)
    assert {claim.academy_id for claim in claims} == {haneul.pk, bada.pk}
    assert len(claims) == 2
    with tenancy.use(haneul):
        own = next(claim for claim in claims if claim.academy_id == haneul.pk)
        dispatch.finish(own)
        dispatch.enqueue(kind=KIND, job=job)
    assert [claim.job for claim in dispatch.claim(QUEUE, limit=10)] == [job]


def test_work_goes_to_its_own_queue_and_an_undeclared_kind_is_refused(db: None, haneul: Academy) -> None:
    with tenancy.use(haneul):
        dispatch.enqueue(kind="test.check", job=uuid4())
        with pytest.raises(ValueError, match="no declared kind"):
            dispatch.enqueue(kind="test.unknown", job=uuid4())
    assert dispatch.claim("models") == []
    assert len(dispatch.claim("engine")) == 1


def test_a_kind_has_one_queue() -> None:
    dispatch.register("test.new", "engine")
    dispatch.register("test.new", "engine")
    assert dispatch.kinds()["test.new"] == "engine"
    with pytest.raises(ValueError, match="already goes to"):
        dispatch.register("test.new", "models")
    with pytest.raises(ValueError, match="no queue"):
        dispatch.register("test.other", "printing")


def test_an_academy_that_floods_does_not_make_another_wait(db: None, haneul: Academy, bada: Academy) -> None:
    enqueue(haneul, 100)
    [job] = enqueue(bada)
    first = dispatch.claim(QUEUE, limit=2)
    assert Counter(claim.academy_id for claim in first) == {haneul.pk: 1, bada.pk: 1}
    assert job in {claim.job for claim in first}


def test_what_an_academy_has_running_counts_against_its_turn(db: None, haneul: Academy, bada: Academy) -> None:
    enqueue(haneul, 10)
    assert len(dispatch.claim(QUEUE, limit=5)) == 5
    jobs = enqueue(bada, 5)
    assert {claim.job for claim in dispatch.claim(QUEUE, limit=5)} == set(jobs)
    assert len(dispatch.claim(QUEUE, limit=100)) == 5


def test_a_suspended_academys_work_waits(db: None, haneul: Academy) -> None:
    enqueue(haneul)
    with tenancy.platform():
        Academy.objects.filter(pk=haneul.pk).update(state="suspended")
    assert (dispatch.claim(QUEUE), dispatch.due_counts()["models"]) == ([], 0)
    with tenancy.platform():
        Academy.objects.filter(pk=haneul.pk).update(state="ready")
    assert dispatch.due_counts() == {"engine": 0, "models": 1}
    assert len(dispatch.claim(QUEUE)) == 1


def test_an_expired_lease_is_taken_again_and_the_old_fence_is_refused(db: None, haneul: Academy) -> None:
    enqueue(haneul)
    [old] = dispatch.claim(QUEUE, lease_seconds=60)
    assert dispatch.claim(QUEUE) == []
    expire(old)
    with tenancy.use(haneul):
        assert dispatch.hold(old) is False
    [new] = dispatch.claim(QUEUE)
    assert (new.id, new.fence, new.attempts) == (old.id, old.fence + 1, 2)
    with tenancy.use(haneul):
        assert (dispatch.hold(old), dispatch.finish(old)) == (False, False)
        assert (dispatch.hold(new), dispatch.finish(new)) == (True, True)
    assert state_of(new)[0] == "done"


def test_a_lease_is_lengthened_by_its_holder_only(db: None, haneul: Academy) -> None:
    enqueue(haneul)
    [claimed] = dispatch.claim(QUEUE, lease_seconds=10)
    with tenancy.use(haneul):
        until = dispatch.extend(claimed, 300)
        assert until is not None
        assert until - claimed.lease_until > timedelta(seconds=280)
        other = Claim(claimed.id, haneul.pk, KIND, claimed.job, claimed.fence + 1, 1, claimed.lease_until)
        assert dispatch.extend(other, 300) is None


def test_work_that_waits_for_something_is_no_attempt(db: None, haneul: Academy) -> None:
    enqueue(haneul)
    for counted, attempts in ((False, 0), (True, 1)):
        [claimed] = dispatch.claim(QUEUE)
        with tenancy.use(haneul):
            assert dispatch.reschedule(claimed, timezone.now(), counted=counted)
        assert state_of(claimed)[2] == attempts
    [claimed] = dispatch.claim(QUEUE)
    assert (claimed.attempts, claimed.fence) == (2, 3)


def test_work_tried_ten_times_is_given_up_and_reported_once(db: None, haneul: Academy) -> None:
    [job] = enqueue(haneul)
    for attempt in range(1, dispatch.MAX_ATTEMPTS + 1):
        [claimed] = dispatch.claim(QUEUE)
        assert claimed.attempts == attempt
        expire(claimed)
    assert dispatch.claim(QUEUE) == []
    assert state_of(claimed)[0] == "dead"
    [dead] = dispatch.take_dead()
    assert dead == dispatch.Dead(haneul.pk, KIND, job, "given up after 10 attempts")
    assert dispatch.take_dead() == []


def test_an_outcome_is_done_or_dead(db: None, haneul: Academy) -> None:
    enqueue(haneul)
    [claimed] = dispatch.claim(QUEUE)
    with tenancy.use(haneul):
        with pytest.raises(DataError, match="done or dead"), transaction.atomic():
            dispatch.finish(claimed, "lost")
        assert dispatch.finish(claimed, "dead", "no author could serve it")
    assert state_of(claimed)[0] == "dead"
    assert dispatch.take_dead() == []


def test_finished_work_is_forgotten_and_living_work_is_not(db: None, haneul: Academy) -> None:
    enqueue(haneul, 2)
    [claimed] = dispatch.claim(QUEUE)
    with tenancy.use(haneul):
        dispatch.finish(claimed)
    assert dispatch.forget_finished(timezone.now() - timedelta(days=1)) == 0
    assert dispatch.forget_finished(timezone.now() + timedelta(seconds=1)) == 1
    assert len(dispatch.claim(QUEUE)) == 1


def test_eight_workers_share_two_hundred_jobs_without_taking_one_twice(
    committed_db: None, haneul: Academy, bada: Academy
) -> None:
    jobs = set(enqueue(haneul, JOBS // 2) + enqueue(bada, JOBS // 2))
    taken: list[UUID] = []

    def work() -> None:
        try:
            while claims := dispatch.claim(QUEUE, limit=3):
                for claim in claims:
                    with tenancy.use(haneul if claim.academy_id == haneul.pk else bada), transaction.atomic():
                        assert dispatch.hold(claim)
                        taken.append(claim.job)
                        assert dispatch.finish(claim)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == JOBS
    assert set(taken) == jobs


def test_a_held_claim_cannot_be_taken_before_its_transaction_ends(committed_db: None, haneul: Academy) -> None:
    enqueue(haneul)
    [claimed] = dispatch.claim(QUEUE, lease_seconds=0.3)
    found: list[object] = []

    def steal() -> None:
        found.append(dispatch.claim(QUEUE))
        connections.close_all()

    with tenancy.use(haneul):
        with pytest.raises(RuntimeError, match="transaction"):
            dispatch.hold(claimed)
        with transaction.atomic():
            assert dispatch.hold(claimed) is True
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep_until(%s)", [claimed.lease_until + timedelta(milliseconds=5)])
            thread = threading.Thread(target=steal)
            thread.start()
            thread.join()
        assert found == [[]]
    assert [claim.fence for claim in dispatch.claim(QUEUE)] == [claimed.fence + 1]


def test_a_worker_is_woken_on_commit_and_not_before(
    db: None,
    haneul: Academy,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(dispatch, "wake", woken.append)
    with tenancy.use(haneul):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            dispatch.enqueue(kind=KIND, job=uuid4())
            dispatch.enqueue(kind=KIND, job=uuid4(), due_at=timezone.now() + timedelta(hours=1))
            assert woken == []
        assert woken == [QUEUE]
    assert dispatch.wake_due() == {"engine": 0, "models": 1}
    assert woken == [QUEUE, QUEUE]


class TestWakingWithoutABroker:
    """The wake-up itself, with the broker gone."""

    @pytest.fixture(autouse=True)
    def _real_wake(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.undo()
        monkeypatch.setattr(dispatch, "_muted_until", 0.0)

    def test_a_dead_broker_neither_fails_nor_delays_the_caller(self, monkeypatch: pytest.MonkeyPatch) -> None:
        tried: list[str] = []

        def refuse(name: str, **options: object) -> None:
            tried.append(name)
            raise OperationalError("Connection refused")

        monkeypatch.setattr(current_app, "send_task", refuse)
        begun = time.monotonic()
        assert [dispatch.wake(QUEUE) for _ in range(100)] == [False] * 100
        assert time.monotonic() - begun < 0.1
        assert tried == ["eduai.work"]

    def test_a_broker_that_hangs_costs_less_than_a_breath(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
            begun = time.monotonic()
            assert dispatch.wake(QUEUE) is False
            assert time.monotonic() - begun < 0.5
            assert dispatch.wake(QUEUE) is False

    def test_the_message_waits_in_the_queue_of_the_real_broker(self) -> None:
        broker = redis.Redis.from_url(settings.REDIS_URL)
        broker.delete("engine")
        assert dispatch.wake("engine") is True
        [message] = broker.lrange("engine", 0, -1)
        broker.delete("engine")
        assert json.loads(message)["headers"]["task"] == "eduai.work"
