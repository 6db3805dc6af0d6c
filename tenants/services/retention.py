"""Keeping records for their time and no longer: the academy's periods, and the purge (개인정보 보호법 제21조)."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from eduai.lib.errors import EduError, InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.korean_days import day_of, midnight
from tenants.models import Destruction, PurgeRun, RetentionPolicy
from tenants.retention import SCHEDULES, Schedule

log = logging.getLogger(__name__)

BATCH = 500
LONGEST_DAYS = 36_500


def periods() -> dict[str, int]:
    """How many days the academy keeps each kind; never fewer than the law's floor, whatever a row says. One query."""
    chosen = dict(RetentionPolicy.objects.values_list("kind", "days"))
    return {kind: row.within(chosen.get(kind, row.days)) for kind, row in SCHEDULES.items()}


def due_before(*, days: int, now: datetime) -> datetime:
    """The midnight in Korea before which what is kept for `days` is due. The day that a period counts from is not
    counted (민법 제157조): what is of the first of a month and kept for 7 days is there all through the eighth.
    """
    return midnight(day_of(now) - timedelta(days=days))


def gone_on(*, days: int, counted_from: date) -> date:
    """The first day on which a record of that day is no longer there."""
    return counted_from + timedelta(days=days + 1)


def checked_period(*, kind: str, days: int) -> Schedule:
    """The schedule of a kind that may be kept for so many days.

    Raises InvalidInput for a kind that has no period and for one that the law does not allow.
    """
    schedule = SCHEDULES.get(kind)
    if schedule is None or schedule.remove is None:
        raise InvalidInput("보유 기간을 바꿀 수 없는 기록입니다.", field="kind")
    if days < schedule.floor:
        sentence = f"{schedule.title}: {schedule.article}에 따라 {schedule.floor}일 이상 보관해야 합니다."
        raise InvalidInput(sentence, field="days")
    if schedule.ceiling and days > schedule.ceiling:
        sentence = f"{schedule.title}: {schedule.article}에 따라 {schedule.ceiling}일까지만 보관할 수 있습니다."
        raise InvalidInput(sentence, field="days")
    if not 1 <= days <= LONGEST_DAYS:
        least = f"{schedule.floor}일" if schedule.floor > 1 else "하루"
        raise InvalidInput(f"{schedule.title}: {least}부터 100년까지 정할 수 있습니다.", field="days")
    return schedule


def set_period(*, kind: str, days: int, actor: Actor, now: datetime) -> RetentionPolicy:
    """This will keep records of a kind for so many days from now on. A shorter period takes effect at the next purge.

    Raises NotAllowed, and InvalidInput for a kind that has no period and for one that the law does not allow.
    """
    access.require(actor, "tenants.change_retention")
    checked_period(kind=kind, days=days)
    with transaction.atomic():
        before = periods()[kind]
        row, _ = RetentionPolicy.objects.update_or_create(kind=kind, defaults={"days": days, "changed_at": now})
        record(actor=actor, action=Action.RETENTION_CHANGED, subject=f"retention:{kind}", days=days, before=before)
    return row


def going(*, kind: str, days: int, now: datetime) -> int:
    """How many records of a kind the next purge would remove, were they kept for so many days. Raises as
    `checked_period`.
    """
    schedule = checked_period(kind=kind, days=days)
    return schedule.due(due_before(days=days, now=next_purge(now=now))) if schedule.due is not None else 0


def next_purge(*, now: datetime) -> datetime:
    """The midnight in Korea after which the next purge begins."""
    return midnight(day_of(now) + timedelta(days=1))


def due_counts(*, now: datetime) -> dict[str, int]:
    """How many records of each kind a purge would remove now."""
    kept = periods()
    return {
        kind: row.due(due_before(days=kept[kind], now=now))
        for kind, row in SCHEDULES.items()
        if row.due is not None and row.remove is not None
    }


class PurgeFailed(EduError):
    """Some kinds of record could not be purged; the others were."""

    code = "purge_failed"
    retryable = True


def purge_all(*, actor: Actor, now: datetime) -> dict[str, int]:
    """This will remove what is due of every kind. Returns how many of each; kinds with nothing due are left out.

    Raises PurgeFailed that names the kinds which failed, after all others were purged.
    """
    removed: dict[str, int] = {}
    failed: list[str] = []
    for kind in [kind for kind, row in SCHEDULES.items() if row.remove]:
        try:
            removed[kind] = purge(kind=kind, actor=actor, now=now)
        except Exception:
            log.exception("The purge of %s failed; the other kinds go on", kind)
            failed.append(SCHEDULES[kind].title)
    if failed:
        raise PurgeFailed(f"파기하지 못한 기록이 있습니다: {'; '.join(failed)}. 나머지는 파기했습니다.")
    return {kind: many for kind, many in removed.items() if many}


def purge(*, kind: str, actor: Actor, now: datetime) -> int:
    """This will remove the records of one kind that are due, a batch a transaction, and write the destruction log.

    A purge that was killed is taken up first, then what has become due since. Again at once, it finds nothing.
    Returns how many were removed.
    """
    schedule, removed = SCHEDULES[kind], 0
    before = due_before(days=periods()[kind], now=now)
    left = PurgeRun.objects.filter(kind=kind, finished_at=None).first()
    if left is not None:
        removed += _run(left, min(left.due_before, before), schedule, actor, now)
    if schedule.due is not None and schedule.due(before):
        removed += _run(_begun(kind, before, now), before, schedule, actor, now)
    return removed


def _begun(kind: str, before: datetime, now: datetime) -> PurgeRun:
    """A new run, or the one that somebody else began at the same moment."""
    try:
        with transaction.atomic():
            return PurgeRun.objects.create(kind=kind, due_before=before, started_at=now)
    except IntegrityError:
        return PurgeRun.objects.get(kind=kind, finished_at=None)


def _run(run: PurgeRun, before: datetime, schedule: Schedule, actor: Actor, now: datetime) -> int:
    removed = 0
    while (many := _batch(run, before, schedule, actor, now)) is not None:
        removed += many
    return removed


def _batch(run: PurgeRun, before: datetime, schedule: Schedule, actor: Actor, now: datetime) -> int | None:
    """One batch, or the end of the run with its records; None once it is over. The period may have been lengthened
    since the run began: what is no longer due stays.
    """
    assert schedule.remove is not None
    ahead = schedule.remove(before, BATCH) if schedule.alone else 0
    with transaction.atomic():
        row = PurgeRun.objects.select_for_update().get(pk=run.pk)
        if row.finished_at is not None:
            return None
        many = ahead if schedule.alone else schedule.remove(before, BATCH)
        row.removed += many
        if many:
            row.save(update_fields=["removed"])
            return many
        row.finished_at = now
        row.save(update_fields=["finished_at"])
        _log(row, actor, now)
        return 0


def _log(run: PurgeRun, actor: Actor, now: datetime) -> None:
    if not run.removed:
        return
    reason = Destruction.Reason.PERIOD
    Destruction.objects.create(kind=run.kind, reason=reason, many=run.removed, at=now, actor=actor.label)
    facts = {"many": run.removed, "before": run.due_before}
    record(actor=actor, action=Action.RECORDS_PURGED, subject=f"records:{run.kind}", **facts)
