"""The end of an academy: closed at once, erased after a time in which that can be taken back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import psycopg
from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from eduai.lib.errors import Conflict, EduError
from tenants import provisioning, tenancy
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Academy, Erasure
from tenants.provisioning import life

log = logging.getLogger(__name__)


def close_academy(*, academy: Academy, actor: Actor, now: datetime, at_once: bool = False) -> Academy:
    """This will close the academy's doors and set the day on which it is erased: now where `at_once`, which also
    hurries one that is closed already.

    Raises Conflict for one that is closed already.
    """
    days = 0 if at_once else settings.EDUAI_ERASE_AFTER_DAYS
    erase_at = now + timedelta(days=days)
    academy = provisioning.publish(academy)
    if academy.state == Academy.State.PREPARING or provisioning.never_came(academy):
        # It may have no record yet; the erasure's row tells of it.
        return provisioning.abandon(academy=academy, closed_at=now, erase_at=erase_at, hurry=at_once)
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.close(academy=academy, closed_at=now, erase_at=erase_at, hurry=at_once)
        record(
            actor=actor,
            action=Action.ACADEMY_CLOSED,
            subject=f"academy:{academy.pk}",
            erase_at=erase_at.isoformat(),
        )
    return changed


def reopen_academy(*, academy: Academy, actor: Actor, now: datetime) -> Academy:
    """This will take a closing back: the academy is suspended again, with all its data.

    Raises Conflict when it is not closed, or when the day of its erasure has come.
    """
    academy = provisioning.publish(academy)
    if academy.state != Academy.State.CLOSED:
        raise Conflict(f"{academy.name} 학원은 닫혀 있지 않습니다. (상태: {academy.state})")
    if provisioning.never_came(academy):
        raise Conflict(f"{academy.name} 학원은 열린 적이 없습니다.")
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.reopen(academy=academy, now=now)
        record(actor=actor, action=Action.ACADEMY_REOPENED, subject=f"academy:{academy.pk}")
    return changed


def erase_closed_academy(*, academy: Academy, now: datetime) -> Erasure:
    """This will erase a closed academy whose day has come and return the proof. Irreversible.

    The proof is its record: the academy's own ends with it. Raises as `life.erase_academy`.
    """
    return life.erase_academy(academy, now=now)


def erase_due_academies(*, now: datetime) -> dict[str, int]:
    """This will erase every closed academy whose day has come; one that cannot be is left for the next turn.

    Returns how many were erased and how many were not.
    """
    told = {"erased": 0, "left": 0}
    for academy in life.due_for_erasure(now):
        try:
            proof = erase_closed_academy(academy=academy, now=now)
        except (EduError, psycopg.Error, RedisError, OSError) as error:
            log.error("Academy %s could not be erased: %s", academy.pk, error)
            told["left"] += 1
            continue
        if proof.left:
            log.error("Academy %s was erased, but a search found %s", academy.pk, proof.left)
        told["erased"] += 1
    return told
