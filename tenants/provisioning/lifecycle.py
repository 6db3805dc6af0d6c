"""Closing and opening an academy without touching its data."""

from __future__ import annotations

import functools

from django.db import transaction

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.models import Academy
from tenants.provisioning.academies import publish

_MAY_BECOME = {
    Academy.State.READY: {Academy.State.SUSPENDED, Academy.State.CLOSED},
    Academy.State.SUSPENDED: {Academy.State.READY, Academy.State.CLOSED},
    Academy.State.CLOSED: {Academy.State.SUSPENDED},
}


def change_state(*, academy: Academy, state: Academy.State) -> Academy:
    """This will open or close the academy, in the caller's transaction. Its data and schema stay as they are.

    Requests are refused from then on (each process notices within seconds), work is no longer claimed, and
    messages already sent are refused when they arrive. Raises Conflict for a change that makes no sense,
    also when somebody else was quicker.
    """
    sources = [before for before, after in _MAY_BECOME.items() if state in after]
    with tenancy.platform(academy.database):
        changed = Academy.objects.filter(pk=academy.pk, state__in=sources).update(state=state)
        found = Academy.objects.get(pk=academy.pk)
    if not changed:
        raise Conflict(f"{found.name} 학원은 '{found.state}' 상태라서 '{state}'(으)로 바꿀 수 없습니다.")
    transaction.on_commit(functools.partial(publish, found))
    return found
