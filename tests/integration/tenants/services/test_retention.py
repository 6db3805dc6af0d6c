"""Records go when their period is over, not a day before, and what the law keeps stays whoever asks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from eduai.lib import clock
from eduai.lib.errors import InvalidInput, NotAllowed
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.files import names_of_files
from tenants.korean_days import day_of, midnight
from tenants.models import (
    AccessRecord,
    ApiKey,
    AuditRecord,
    Destruction,
    Evidence,
    KeptAnswer,
    PurgeRun,
    RetentionPolicy,
    RightsRequest,
    Role,
)
from tenants.retention import OURS, SCHEDULES, Schedule, register
from tenants.services.retention import (
    PurgeFailed,
    due_before,
    due_counts,
    gone_on,
    periods,
    purge,
    purge_all,
    set_period,
)
from tenants.tasks import purge_here
from tests.cast import NOW, actor, consents, proof, student

SECOND = timedelta(microseconds=1)


def kept_answers(*moments: datetime) -> None:
    key = ApiKey.objects.create(key_id=f"k{ApiKey.objects.count()}", secret_hash="0" * 64, created_at=NOW)
    KeptAnswer.objects.bulk_create(
        KeptAnswer(api_key=key, key=str(n), fingerprint="f", status=201, created_at=at) for n, at in enumerate(moments)
    )


def accesses(*moments: datetime) -> None:
    AccessRecord.objects.bulk_create(AccessRecord(at=at, actor="user:1", task="x", place="/x") for at in moments)


# --- the day -----------------------------------------------------------------------------------------------------
def test_what_is_due_goes_at_midnight_in_korea_and_what_is_a_day_younger_stays(in_haneul: Any) -> None:
    """L-30: T+0 gone, T-1 intact."""
    first = date(2026, 11, 1)
    begins, ends = midnight(first), midnight(first + timedelta(days=1))
    kept_answers(begins - SECOND, begins, ends - SECOND, ends)
    gone = midnight(gone_on(days=7, counted_from=first))
    assert gone.astimezone(UTC) == datetime(2026, 11, 8, 15, tzinfo=UTC)

    def left_at(now: datetime) -> list[int]:
        purge(kind="kept_answers", actor=SYSTEM, now=now)
        return sorted(int(key) for key in KeptAnswer.objects.values_list("key", flat=True))

    assert left_at(gone - SECOND) == [1, 2, 3]
    assert left_at(gone) == [3]
    assert left_at(gone + timedelta(days=1) - SECOND) == [3]
    assert left_at(gone + timedelta(days=1)) == []


def test_a_purge_is_written_down_once_and_repeated_finds_nothing(in_haneul: Any) -> None:
    kept_answers(*[NOW - timedelta(days=30)] * 3)
    assert purge_all(actor=SYSTEM, now=NOW) == {"kept_answers": 3}
    assert purge_all(actor=SYSTEM, now=NOW) == {}
    log = Destruction.objects.get()
    assert (log.kind, log.many, log.reason, log.actor, log.at) == ("kept_answers", 3, "period", "system", NOW)
    newest = AuditRecord.objects.latest("seq")
    assert (newest.action, newest.subject) == ("records.purged", "records:kept_answers") and '"many":3' in newest.facts
    assert PurgeRun.objects.filter(finished_at=None).count() == 0


def test_a_kind_that_fails_does_not_keep_the_others_from_being_purged(
    in_haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-30: and the night's work says that it failed."""
    kept_answers(*[NOW - timedelta(days=30)] * 3)

    def breaks(before: datetime) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(SCHEDULES, "learning", replace(SCHEDULES["learning"], due=breaks))
    with pytest.raises(PurgeFailed, match="오답노트"):
        purge_all(actor=SYSTEM, now=NOW)
    assert Destruction.objects.get().kind == "kept_answers" and not KeptAnswer.objects.exists()


def test_large_numbers_go_in_batches(in_haneul: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.services.retention.BATCH", 4)
    kept_answers(*[NOW - timedelta(days=30)] * 10, NOW)
    assert purge(kind="kept_answers", actor=SYSTEM, now=NOW) == 10
    assert KeptAnswer.objects.count() == 1 and PurgeRun.objects.get().removed == 10


def test_the_command_counts_without_removing_and_then_removes(in_haneul: Any, capsys: Any) -> None:
    kept_answers(*[clock.now() - timedelta(days=30)] * 2, clock.now())
    call_command("purge", "haneul", "--dry-run")
    assert capsys.readouterr().out == "제휴 프로그램에 준 답의 사본 (kept_answers): 2\n"
    assert KeptAnswer.objects.count() == 3
    call_command("purge", "haneul")
    assert capsys.readouterr().out == "제휴 프로그램에 준 답의 사본 (kept_answers): 2\n"
    assert KeptAnswer.objects.count() == 1 and Destruction.objects.get().actor == "command:purge"
    call_command("purge", "haneul")
    assert capsys.readouterr().out == "보유 기간이 끝난 기록이 없습니다.\n"


def test_the_nightly_task_does_the_same_in_its_academy_alone(in_haneul: Any, bada: Any) -> None:
    with tenancy.use(bada):
        kept_answers(clock.now() - timedelta(days=30))
    kept_answers(clock.now() - timedelta(days=30))
    assert purge_here() == {"kept_answers": 1}
    with tenancy.use(bada):
        assert KeptAnswer.objects.count() == 1 and not Destruction.objects.exists()


# --- the law's floors --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "days", "part"),
    [
        ("access_log", 729, "730일 이상"),
        ("access_log", 0, "730일 이상"),
        ("rights_requests", 364, "365일 이상"),
        ("messages", 366, "365일까지만"),
        ("kept_answers", 31, "30일까지만"),
        ("usage", 0, "하루부터"),
        ("consents", 100, "바꿀 수 없는"),
        ("permission_changes", 100, "바꿀 수 없는"),
        ("nothing", 100, "바꿀 수 없는"),
    ],
)
def test_a_period_that_the_law_does_not_allow_is_refused_with_a_sentence(
    in_haneul: Any, kind: str, days: int, part: str
) -> None:
    """L-33, L-37: the floors are in code."""
    director, before = actor(Role.DIRECTOR), periods()
    with pytest.raises(InvalidInput, match=part) as refused:
        set_period(kind=kind, days=days, actor=director, now=NOW)
    assert refused.value.field in ("days", "kind")
    assert periods() == before and not RetentionPolicy.objects.exists()


def test_a_period_that_it_allows_is_kept_and_recorded(in_haneul: Any) -> None:
    director = actor(Role.DIRECTOR)
    set_period(kind="access_log", days=730, actor=director, now=NOW)
    set_period(kind="kept_answers", days=30, actor=director, now=NOW)
    assert (periods()["access_log"], periods()["kept_answers"], periods()["messages"]) == (730, 30, 180)
    assert AuditRecord.objects.filter(action="retention.changed").count() == 2
    with pytest.raises(NotAllowed):
        set_period(kind="messages", days=90, actor=actor(Role.TEACHER), now=NOW)


def test_a_row_below_the_floor_counts_as_the_floor(in_haneul: Any) -> None:
    """L-33: also where somebody wrote it past the service."""
    RetentionPolicy.objects.create(kind="access_log", days=1, changed_at=NOW)
    assert periods()["access_log"] == 730


def test_the_access_log_goes_after_two_years_and_never_before_whoever_asks(in_haneul: Any) -> None:
    """L-33: the function's own floor holds for a purge that names another moment."""
    now = clock.now()
    oldest = midnight(day_of(now) - timedelta(days=731))
    accesses(oldest - SECOND, oldest, now - timedelta(days=730), now)
    assert purge(kind="access_log", actor=SYSTEM, now=now) == 1
    assert AccessRecord.objects.count() == 3
    for statement, values in (
        ("SELECT access_purge(%s, 100)", [now - timedelta(days=729, hours=23)]),
        ("SELECT access_purge(%s, 100)", [now + timedelta(days=1)]),
        ("DELETE FROM tenants_accessrecord WHERE at < %s", [now]),
        ("UPDATE tenants_accessrecord SET at = %s", [oldest]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    assert AccessRecord.objects.count() == 3


def test_a_purge_with_a_clock_that_runs_ahead_leaves_the_access_log_alone(in_haneul: Any) -> None:
    """L-33: the database's clock decides, not the worker's."""
    accesses(clock.now() - timedelta(days=700))
    with pytest.raises(DatabaseError), transaction.atomic():
        purge(kind="access_log", actor=SYSTEM, now=clock.now() + timedelta(days=400))
    assert AccessRecord.objects.count() == 1 and not Destruction.objects.exists()


def test_an_open_request_is_never_purged_and_an_answered_one_after_its_years(in_haneul: Any) -> None:
    old = NOW - timedelta(days=2000)
    values = {"subject": "student:1", "kind": "access", "received_at": old, "due_on": old.date()}
    RightsRequest.objects.create(**values)
    RightsRequest.objects.create(**values, state="done", answered_at=old)
    RightsRequest.objects.create(**values, state="done", answered_at=NOW)
    assert purge(kind="rights_requests", actor=SYSTEM, now=NOW) == 1
    assert sorted(RightsRequest.objects.values_list("state", flat=True)) == ["done", "received"]


def test_the_paper_of_a_request_goes_with_it_unless_something_else_rests_on_it(
    in_haneul: Any, settings: Any, tmp_path: Path
) -> None:
    """L-30: the scan of a paper that somebody signed three years ago is nobody's proof any more."""
    settings.MEDIA_ROOT = tmp_path / "files"
    child, old = student("S001"), NOW - timedelta(days=2000)
    consent = consents(child).evidence
    assert consent is not None
    papers = [*(proof(who=child) for _ in range(2)), consent]
    for number, paper in enumerate(papers):
        name = default_storage.save(f"evidence/{number}.bin", ContentFile(b"signed"))
        Evidence.objects.filter(pk=paper.pk).update(file=name)
    for paper, answered in zip(papers, (old, NOW, old), strict=True):
        values = {"subject": f"student:{child.pk}", "kind": "access", "received_at": old, "due_on": old.date()}
        RightsRequest.objects.create(**values, student=child, evidence=paper, state="done", answered_at=answered)
    assert purge(kind="rights_requests", actor=SYSTEM, now=NOW) == 2
    assert set(Evidence.objects.values_list("pk", flat=True)) == {paper.pk for paper in papers[1:]}
    assert list(names_of_files()) == ["evidence/1.bin", "evidence/2.bin"]
    assert RightsRequest.objects.get().evidence == papers[1]


def test_every_kind_that_is_purged_can_be_counted_and_every_other_says_until_when(in_haneul: Any) -> None:
    for row in SCHEDULES.values():
        assert (row.due is None) is (row.remove is None), row.kind
        assert bool(row.until) is (row.remove is None), row.kind
        assert row.article and row.counts_from, row.kind
        assert row.remove is None or row.within(row.days) == row.days >= 1, row.kind
    assert {"access_log", "messages", "kept_answers", "usage"} <= due_counts(now=NOW).keys()


def test_one_kind_has_one_schedule() -> None:
    with pytest.raises(ValueError, match="already"):
        register(Schedule("access_log", "접속 기록", "접속한 날", 1, "없음"))
    assert SCHEDULES["access_log"] in OURS


# --- killed ------------------------------------------------------------------------------------------------------
_KILLED = """
import os, signal, sys, django
django.setup()
from dataclasses import replace
from datetime import datetime
from tenants import retention, tenancy
from tenants.actors import SYSTEM
from tenants.services import retention as service

service.BATCH = 2
schedule = retention.SCHEDULES["kept_answers"]
batches = []

def remove(before, many):
    batches.append(many)
    removed = schedule.remove(before, many)
    if len(batches) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return removed

retention.SCHEDULES["kept_answers"] = replace(schedule, remove=remove)
with tenancy.use(tenancy.find(int(sys.argv[1]))):
    service.purge(kind="kept_answers", actor=SYSTEM, now=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.fixture
def here(committed_db: None, haneul: Any) -> Iterator[Any]:
    with tenancy.use(haneul):
        yield haneul


def test_a_purge_that_is_killed_goes_on_where_it_stopped_and_logs_once(here: Any) -> None:
    """L-30: kill -9 in the third batch: two batches are gone, the third is not, and the next run finishes."""
    kept_answers(*[NOW - timedelta(days=30)] * 9, NOW)
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(here.pk), NOW.isoformat()], env=dict(os.environ), check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert KeptAnswer.objects.count() == 6 and not Destruction.objects.exists()
    run = PurgeRun.objects.get()
    assert (run.removed, run.finished_at) == (4, None)

    assert purge(kind="kept_answers", actor=SYSTEM, now=NOW + timedelta(hours=1)) == 5
    run.refresh_from_db()
    assert (KeptAnswer.objects.count(), run.removed, run.finished_at) == (1, 9, NOW + timedelta(hours=1))
    assert list(Destruction.objects.values_list("many", flat=True)) == [9]
    assert purge(kind="kept_answers", actor=SYSTEM, now=NOW + timedelta(hours=2)) == 0


def test_what_a_longer_period_keeps_stays_though_a_killed_purge_was_begun_under_the_shorter(here: Any) -> None:
    kept_answers(*[NOW - timedelta(days=20)] * 2)
    PurgeRun.objects.create(kind="kept_answers", due_before=due_before(days=7, now=NOW), started_at=NOW)
    set_period(kind="kept_answers", days=25, actor=SYSTEM, now=NOW)
    assert purge(kind="kept_answers", actor=SYSTEM, now=NOW) == 0
    assert KeptAnswer.objects.count() == 2 and PurgeRun.objects.get().finished_at == NOW
