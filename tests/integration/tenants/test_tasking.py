"""Tasks enter the academy they were asked for in, or refuse."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery, current_app
from celery.contrib.testing.worker import start_worker
from django.db import connection, transaction

from tenants import tenancy
from tenants.models import Academy
from tenants.tasking import HEADER, AcademyTask, PlatformTask

seen: list[Any] = []


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.fixture
def app() -> Iterator[Celery]:
    """An application with a broker in memory."""
    app = Celery("tasking", broker="memory://", set_as_current=False, task_cls=AcademyTask)
    app.conf.update(task_ignore_result=True, broker_connection_retry_on_startup=True)
    seen.clear()

    @app.task(name="look", shared=False)
    def look(word: str = "") -> None:
        seen.append((word, tenancy.current(), role()))

    @app.task(name="fail", shared=False)
    def fail() -> None:
        raise ZeroDivisionError

    @app.task(name="survey", base=PlatformTask, shared=False)
    def survey() -> None:
        seen.append((tenancy.current(), role()))

    app.finalize()
    ours = current_app._get_current_object()
    yield app
    app.close()
    ours.set_current()  # a test worker makes its own application the process's
    ours.set_default()


def sent(app: Celery, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What would go to the broker: each task's name and academy."""
    messages: list[tuple[str, int]] = []

    def keep(name: str, *args: Any, **options: Any) -> None:
        messages.append((name, options["headers"][HEADER]))

    monkeypatch.setattr(app, "send_task", keep)
    return messages


def test_the_academy_is_the_one_of_the_call(
    db: None, app: Celery, monkeypatch: pytest.MonkeyPatch, haneul: Academy, bada: Academy
) -> None:
    messages = sent(app, monkeypatch)
    look = app.tasks["look"]
    with tenancy.use(haneul):
        look.delay("one")
        look.apply_async(("two",), academy=bada)
        with tenancy.use(bada):
            look.delay("three")
    assert messages == [("look", haneul.pk), ("look", bada.pk), ("look", bada.pk)]


def test_a_call_outside_every_academy_is_refused(db: None, app: Celery, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = sent(app, monkeypatch)
    look = app.tasks["look"]
    for call in (look.delay, look.delay_on_commit, look):
        with pytest.raises(tenancy.NoAcademy):
            call()
    with tenancy.platform(), pytest.raises(tenancy.NoAcademy):
        look.delay()
    assert (messages, seen) == ([], [])


def test_on_commit_keeps_the_academy_of_the_call_wherever_the_commit_happens(
    committed_db: None, app: Celery, monkeypatch: pytest.MonkeyPatch, haneul: Academy, bada: Academy
) -> None:
    messages = sent(app, monkeypatch)
    look = app.tasks["look"]
    with transaction.atomic():
        with tenancy.use(haneul):
            look.delay_on_commit("one")
        with tenancy.use(bada):
            look.apply_async_on_commit(("two",))
        assert messages == []
    assert messages == [("look", haneul.pk), ("look", bada.pk)]


def test_a_plain_on_commit_outside_is_refused_and_never_sent_to_nowhere(
    committed_db: None, app: Celery, monkeypatch: pytest.MonkeyPatch, haneul: Academy
) -> None:
    messages = sent(app, monkeypatch)
    with pytest.raises(tenancy.NoAcademy), transaction.atomic(), tenancy.use(haneul):
        transaction.on_commit(functools.partial(app.tasks["look"].delay, "one"))
    assert messages == []


def test_the_body_runs_inside_and_the_task_leaves(db: None, app: Celery, haneul: Academy) -> None:
    app.tasks["look"].apply(("one",), headers={HEADER: haneul.pk}, throw=True)
    assert seen == [("one", haneul, "r_aaaaaaaaaaaa")]
    with pytest.raises(ZeroDivisionError):
        app.tasks["fail"].apply(headers={HEADER: haneul.pk}, throw=True)
    assert (tenancy.current(), role()) == (None, "eduai_nobody")


@pytest.mark.parametrize("state", ["preparing", "suspended", "closed"])
def test_an_academy_that_closed_meanwhile_is_not_entered(db: None, app: Celery, haneul: Academy, state: str) -> None:
    with tenancy.platform():
        Academy.objects.filter(pk=haneul.pk).update(state=state)
    with pytest.raises(tenancy.AcademyUnavailable):
        app.tasks["look"].apply(headers={HEADER: haneul.pk}, throw=True)
    assert seen == []


def test_a_message_for_an_academy_that_is_gone_fails_instead_of_running_elsewhere(db: None, app: Celery) -> None:
    with pytest.raises(tenancy.NoAcademy, match="999"):
        app.tasks["look"].apply(headers={HEADER: 999}, throw=True)
    with pytest.raises(tenancy.NoAcademy):
        app.tasks["look"].apply(throw=True)
    assert seen == []


def test_a_platform_task_sees_the_platform_and_leaves(db: None, app: Celery) -> None:
    app.tasks["survey"].apply(throw=True)
    assert seen == [(None, "eduai_platform")]
    assert role() == "eduai_nobody"


def test_a_worker_reads_the_academy_from_the_message(
    committed_db: None, app: Celery, haneul: Academy, bada: Academy
) -> None:
    for academy, word in ((haneul, "cloud"), (bada, "seagull")):
        with tenancy.use(academy):
            app.tasks["look"].delay(word)
    app.send_task("look", ("stray",))
    app.tasks["survey"].delay()
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        _until(3)
    assert seen == [
        ("cloud", haneul, "r_aaaaaaaaaaaa"),
        ("seagull", bada, "r_bbbbbbbbbbbb"),
        (None, "eduai_platform"),
    ]


def _until(count: int) -> None:
    """Wait on the database's clock; the suite's own time limit ends a wait for nothing."""
    while len(seen) < count:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.005)")


def test_every_registered_task_says_whose_it_is() -> None:
    import eduai.celery

    eduai.celery.app.loader.import_default_modules()
    places = {
        name: getattr(task, "place", None) for name, task in current_app.tasks.items() if not name.startswith("celery.")
    }
    assert set(places.values()) <= {"academy", "platform"}, places
