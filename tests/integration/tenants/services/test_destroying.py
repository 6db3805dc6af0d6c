"""A suspended academy destroys on its day like an open one: a shut door lengthens no period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from eduai.lib import clock
from tenants import tasks, tenancy
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.erased import is_erased
from tenants.models import Academy, AccessRecord, Destruction, KeptAnswer, Student
from tenants.tasking import fan_out
from tests.cast import student
from tests.integration.tenants.services.test_retention import accesses, kept_answers

State = Academy.State


def put(academy: Academy, state: State) -> None:
    with tenancy.platform():
        Academy.objects.filter(pk=academy.pk).update(state=state)


@pytest.fixture
def shut(in_haneul: Academy) -> Iterator[Academy]:
    """하늘, suspended."""
    put(in_haneul, State.SUSPENDED)
    yield in_haneul


def test_a_suspended_academy_destroys_what_is_due_and_keeps_what_the_law_keeps(shut: Academy) -> None:
    """L-30, L-33."""
    now = clock.now()
    kept_answers(now - timedelta(days=30), now)
    accesses(now - timedelta(days=733), now - timedelta(days=700))
    assert tasks.purge_here() == {"kept_answers": 1, "access_log": 1}
    assert (KeptAnswer.objects.count(), AccessRecord.objects.filter(task="x").count()) == (1, 1)
    assert set(Destruction.objects.values_list("kind", flat=True)) == {"kept_answers", "access_log"}
    assert tasks.purge_here() == {}


def test_its_erasures_come_to_their_end_though_nobody_takes_up_its_work(shut: Academy) -> None:
    """L-24: one that was killed before the academy was suspended."""
    child, other = student("S001"), student("S002")
    Student.objects.filter(pk=child.pk).update(erased_at=clock.now() - timedelta(hours=1), name="까마귀")
    tasks.purge_here()
    child.refresh_from_db()
    assert (is_erased(student=child), child.name) == (True, "")
    assert Student.objects.get(pk=other.pk).code == "S002"


def test_one_that_is_on_its_way_to_another_database_waits_until_it_has_arrived(shut: Academy) -> None:
    kept_answers(clock.now() - timedelta(days=30))
    for action, left in ((Action.ACADEMY_MOVING, 1), (Action.ACADEMY_MOVED, 0)):
        with transaction.atomic():
            record(actor=SYSTEM, action=action, subject="academy:1", database="east", source="default", reopen=False)
        tasks.purge_here()
        assert KeptAnswer.objects.count() == left


@pytest.mark.parametrize("state", [State.CLOSED, State.PREPARING])
def test_a_closed_one_goes_as_a_whole_on_its_own_day(in_haneul: Academy, state: State) -> None:
    """Until then its closing can be taken back, with everything."""
    kept_answers(clock.now() - timedelta(days=30))
    put(in_haneul, state)
    with pytest.raises(tenancy.AcademyUnavailable):
        tasks.purge_here()
    assert KeptAnswer.objects.count() == 1


def test_suspended_academies_are_asked_to_destroy_and_to_do_nothing_else(
    shut: Academy, bada: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, set[str]] = {}
    for task in (tasks.purge_here, tasks.remove_invitations_here, tasks.remind_here, tasks.review_access_here):

        def keep(academy: Academy, name: str = task.name, **options: Any) -> None:
            asked.setdefault(name.removeprefix("eduai."), set()).add(academy.slug)

        monkeypatch.setattr(task, "apply_async", keep)
        with tenancy.platform():
            fan_out(task, spread_seconds=0)
    both, open_alone = {"haneul", "bada"}, {"bada"}
    assert {name: slugs & both for name, slugs in asked.items()} == {
        "purge_here": both,
        "remove_invitations_here": both,
        "remind_here": open_alone,
        "review_access_here": open_alone,
    }
    with pytest.raises(tenancy.AcademyUnavailable):
        tasks.remind_here()
