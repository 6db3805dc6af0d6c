"""The traps of tasks around django-tenants: a switch in a signal, as tenant-schemas-celery has it, and a header that is
written when the transaction commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery, signals
from celery.contrib.django.task import DjangoTask
from django.db import connection, transaction
from django_tenants.utils import schema_context

from tenants import tenancy
from tenants.tasking import AcademyTask
from tests.integration.tenants import stock
from tests.integration.tenants.stock import CLOUD, PUBLIC, SEAGULL, STOCK, names, stand


@pytest.fixture
def other_app() -> Iterator[Celery]:
    """An application that switches in a signal, as tenant-schemas-celery does."""
    app = Celery("signals", broker="memory://", set_as_current=False, task_cls=DjangoTask)
    app.conf.task_ignore_result = True
    app.task(name="look", shared=False)(names)
    app.finalize()

    def switch(task: Any, **_: Any) -> None:
        known = {"stock_cloud": CLOUD, "stock_seagull": SEAGULL}
        stand(known[(task.request.headers or {}).get("_schema_name", "gone")])

    signals.task_prerun.connect(switch, sender=app.tasks["look"], weak=False)
    yield app
    signals.task_prerun.disconnect(switch, sender=app.tasks["look"])
    app.close()


@pytest.mark.parametrize("headers", [{}, {"_schema_name": "deleted"}])
def test_a_signals_error_is_swallowed_and_the_task_runs_in_public(
    academies: dict[str, Any], other_app: Celery, headers: dict[str, str]
) -> None:
    look = other_app.tasks["look"]
    with stock.threads(1, STOCK) as (thread,):
        told = thread(lambda: look.apply(headers={"_schema_name": "stock_cloud"}).result)
        thread(stand, PUBLIC)
        lost = thread(lambda: look.apply(headers=headers).result)
    assert (told, lost) == (["cloud"], ["everybody"])


@pytest.fixture
def our_app() -> Iterator[Celery]:
    app = Celery("ours", broker="memory://", set_as_current=False, task_cls=AcademyTask)
    app.task(name="look", shared=False)(names)
    app.finalize()
    yield app
    app.close()


@pytest.mark.parametrize("headers", [{}, {"eduai_academy": 999}])
def test_here_a_task_without_an_academy_fails_before_its_first_line(
    academies: dict[str, Any], our_app: Celery, headers: dict[str, int]
) -> None:
    look = our_app.tasks["look"]
    with stock.threads(1) as (thread,):
        told = thread(lambda: look.apply(headers={"eduai_academy": academies["cloud"].pk}).result)
        lost = thread(lambda: look.apply(headers=headers).result)
    assert told == ["cloud"]
    assert isinstance(lost, tenancy.NoAcademy)


def test_on_commit_the_librarys_header_names_the_schema_of_the_commit(
    academies: dict[str, Any], other_app: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(other_app, "send_task", lambda *args, **kwargs: sent.append(connection.schema_name))

    def act() -> None:
        with transaction.atomic(), schema_context("stock_cloud"):
            other_app.tasks["look"].delay_on_commit()
        with schema_context("stock_cloud"), transaction.atomic():
            other_app.tasks["look"].delay_on_commit()

    with stock.threads(1, STOCK) as (thread,):
        thread(act)
    assert sent == ["public", "stock_cloud"]


def test_on_commit_our_header_names_the_academy_of_the_call(
    academies: dict[str, Any], our_app: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(our_app, "send_task", lambda *args, **kw: sent.append(kw["headers"]["eduai_academy"]))

    def act() -> None:
        with transaction.atomic():
            with tenancy.use(academies["cloud"]):
                our_app.tasks["look"].delay_on_commit()
            with tenancy.use(academies["seagull"]):
                our_app.tasks["look"].delay_on_commit()

    with stock.threads(1) as (thread,):
        thread(act)
    assert sent == [academies["cloud"].pk, academies["seagull"].pk]
