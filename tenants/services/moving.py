"""An academy moves to another database."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from eduai.lib.errors import Conflict, InvalidInput
from tenants import provisioning, tenancy
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Academy, AuditRecord
from tenants.provisioning import life

State = Academy.State


def move_academy(*, academy: Academy, database: str, actor: Actor, tell: life.Tell) -> Academy:
    """This will carry the academy to another database with its doors shut, and open them if they were open.

    May be repeated after a crash: it goes on where the last one stopped. Raises InvalidInput for a database that
    is not configured, Conflict where the academy is there already, not open or suspended, of another release, or
    has work under way, or where two aliases are one database; ArchiveRefused when the copy differs from the
    original, OSError without a place for the copy on its way. Then the original is untouched.
    """
    if database not in tenancy.databases():
        raise InvalidInput(f"'{database}' 데이터베이스는 설정에 없습니다.", field="database")
    with life.alone(academy):
        return _move(tenancy.find(academy.pk), database, actor, tell)


def under_way() -> bool:
    """Whether a move of the current academy has begun and not ended. One query."""
    return bool(_begun()[0])


def _move(academy: Academy, database: str, actor: Actor, tell: life.Tell) -> Academy:
    if academy.state not in (State.READY, State.SUSPENDED):
        raise Conflict(f"{academy.name} 학원은 '{academy.state}' 상태라서 옮길 수 없습니다.")
    with life.carrier(academy, database) as file:
        source, reopen = _shut(academy, database, actor)
        moved, rows = life.relocate(academy, database, file=file, tell=tell)
    with tenancy.use(moved, closed_too=True), transaction.atomic():
        if reopen:
            moved = provisioning.change_state(academy=moved, state=State.READY)
        record(
            actor=actor,
            action=Action.ACADEMY_MOVED,
            subject=f"academy:{moved.pk}",
            source=source,
            database=database,
            rows=rows,
            opened=reopen,
        )
    return moved


def _shut(academy: Academy, database: str, actor: Actor) -> tuple[str, bool]:
    """Where the academy comes from and whether it is to be opened again: as a move that was interrupted noted it."""
    open_now = academy.state == State.READY
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        begun, reopen = _begun()
        source = academy.database
        if source == database:
            if begun.get("database") != database:
                raise Conflict(f"{academy.name} 학원은 이미 '{database}' 데이터베이스에 있습니다.")
            source = begun["source"]
        if open_now:
            provisioning.change_state(academy=academy, state=State.SUSPENDED)
        record(
            actor=actor,
            action=Action.ACADEMY_MOVING,
            subject=f"academy:{academy.pk}",
            source=source,
            database=database,
            reopen=open_now or reopen,
        )
    return source, open_now or reopen


def _begun() -> tuple[dict[str, Any], bool]:
    """What a move that did not end said of itself, and whether its word on opening again still holds."""
    newest = AuditRecord.objects.filter(action__in=(Action.ACADEMY_MOVING, Action.ACADEMY_MOVED)).first()
    if newest is None or newest.action == Action.ACADEMY_MOVED:
        return {}, False
    by_hand = AuditRecord.objects.filter(
        seq__gt=newest.seq, action__in=(Action.ACADEMY_SUSPENDED, Action.ACADEMY_RESUMED)
    )
    said: dict[str, Any] = json.loads(newest.facts)
    return said, bool(said["reopen"]) and not by_hand.exists()
