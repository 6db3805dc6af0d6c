"""What an academy destroys on its day, open or suspended (개인정보 보호법 제21조)."""

from __future__ import annotations

from datetime import datetime

from tenants import tenancy
from tenants.actors import Actor
from tenants.models import Academy
from tenants.services.access_sealing import seal_access_log
from tenants.services.moving import under_way
from tenants.services.retention import purge_all
from tenants.services.unfinished import finish_erasures, take_up_erasures


def destroy_what_is_due(*, actor: Actor, now: datetime) -> dict[str, int]:
    """This will destroy the current academy's records whose period is over, once the chain vouches for what there was,
    and have erasures go on that were interrupted. Returns how many of each kind.

    A suspended academy's day comes too: nobody takes up its work, so its erasures are finished here. One that is on its
    way to another database waits until it has arrived. Raises PurgeFailed as `purge_all`.
    """
    at_rest = tenancy.require().state == Academy.State.SUSPENDED
    if at_rest and under_way():
        return {}
    seal_access_log(actor=actor, now=now)
    if at_rest:
        finish_erasures(actor=actor, now=now)
    else:
        take_up_erasures(now=now)
    return purge_all(actor=actor, now=now)
