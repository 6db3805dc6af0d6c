"""Closing and opening an academy without touching its data."""

from __future__ import annotations

import functools
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.models import Academy
from tenants.provisioning.directory import publish

State = Academy.State
_MAY_BECOME = {State.READY: {State.SUSPENDED}, State.SUSPENDED: {State.READY}}
_MAY_CLOSE = {State.READY, State.SUSPENDED}


def change_state(*, academy: Academy, state: Academy.State) -> Academy:
    """This will open or close the academy, in the caller's transaction. Its data and schema stay as they are.

    Requests are refused from then on (each process notices within seconds), work is no longer claimed, and
    messages already sent are refused when they arrive. Raises Conflict for a change that makes no sense,
    also when somebody else was quicker.
    """
    return _change(academy, {before for before, after in _MAY_BECOME.items() if state in after}, state=state)


def close(*, academy: Academy, closed_at: datetime, erase_at: datetime, hurry: bool = False) -> Academy:
    """As `change_state`, for good: the academy is erased from `erase_at` on, until when `reopen` may take it back.

    With `hurry` one that is closed already is given the new day.
    """
    sources = _MAY_CLOSE | {State.CLOSED} if hurry else _MAY_CLOSE
    return _change(academy, sources, state=State.CLOSED, closed_at=closed_at, erase_at=erase_at)


def never_came(academy: Academy) -> bool:
    """Whether the directory alone tells of the academy: it was announced elsewhere, and its process ended."""
    with tenancy.platform(academy.database):
        return not Academy.objects.filter(pk=academy.pk).exists()


def abandon(*, academy: Academy, closed_at: datetime, erase_at: datetime, hurry: bool = False) -> Academy:
    """This will close an academy that never opened, wherever a row tells of it. Raises Conflict where none does.

    With `hurry` one that is closed already is given the new day.
    """
    closed, sources = 0, {State.PREPARING, State.CLOSED} if hurry else {State.PREPARING}
    for alias in dict.fromkeys((DEFAULT_DB_ALIAS, academy.database)):
        with tenancy.platform(alias):
            found = Academy.objects.filter(pk=academy.pk, state__in=sources)
            closed += found.update(state=State.CLOSED, closed_at=closed_at, erase_at=erase_at)
    if not closed:
        raise Conflict(f"{academy.name} 학원이 그 사이에 열렸습니다.")
    return tenancy.find(academy.pk)


def reopen(*, academy: Academy, now: datetime) -> Academy:
    """As `change_state`, from closed to suspended. Raises Conflict once the day of its erasure has come."""
    return _change(academy, {State.CLOSED}, {"erase_at__gt": now}, state=State.SUSPENDED, closed_at=None, erase_at=None)


def _change(
    academy: Academy, sources: Collection[str], condition: dict[str, Any] | None = None, **values: Any
) -> Academy:
    with tenancy.platform(academy.database):
        chosen = Academy.objects.filter(pk=academy.pk, state__in=sources, **(condition or {}))
        changed = chosen.update(**values)
        found = Academy.objects.filter(pk=academy.pk).first() or academy
    if not changed:
        raise Conflict(f"{found.name} 학원은 '{found.state}' 상태라서 '{values['state']}' 상태로 바꿀 수 없습니다.")
    transaction.on_commit(functools.partial(publish, found))
    return found


def require_free(slug: str, *, besides: Academy) -> None:
    """This will pass for an address that no other academy of any database has. Raises Conflict."""
    with tenancy.platform(DEFAULT_DB_ALIAS):
        if Academy.objects.filter(slug=slug).exclude(pk=besides.pk).exists():
            raise Conflict(f"'{slug}' 주소는 이미 쓰이고 있습니다.", field="slug")


def rename(*, academy: Academy, name: str, slug: str) -> Academy:
    """This will change the academy's row, in the caller's transaction, and the directory's after it.

    No schema and no role is renamed: they never had the academy's name.
    """
    with tenancy.platform(academy.database):
        Academy.objects.filter(pk=academy.pk).update(name=name, slug=slug)
        found = Academy.objects.get(pk=academy.pk)
    transaction.on_commit(functools.partial(publish, found))
    return found
