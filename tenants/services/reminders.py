"""Reminding the directors of requests about data whose day is near (개인정보 보호법 시행령 제41조 제4항)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from eduai.lib.errors import InvalidInput
from tenants import messaging
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.korean_days import day_of
from tenants.models import RightsRequest, Role, User
from tenants.services.messages import queue_message
from tenants.services.rights import open_requests

REMIND_BEFORE = timedelta(days=3)


def remind_of_requests(*, now: datetime) -> int:
    """This will remind the directors once of each open request whose day is near or past, by mail where they can be
    reached; the record says so in any case. Returns how many requests.
    """
    near = open_requests().filter(due_on__lte=day_of(now) + REMIND_BEFORE, reminded_at=None)
    with transaction.atomic():
        rows = list(near.select_for_update())
        RightsRequest.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
        _remind_directors(rows, now)
        for row in rows:
            record(actor=SYSTEM, action=Action.RIGHTS_REMINDED, subject=row, kind=row.kind, due=row.due_on)
    return len(rows)


def _remind_directors(rows: list[RightsRequest], now: datetime) -> None:
    """One message for each director, whatever many requests; nothing of what is asked stands in it."""
    if not rows or not (messaging.is_set_up("email") or messaging.is_set_up("console")):
        return
    values = {"many": len(rows), "day": f"{min(row.due_on for row in rows):%Y.%m.%d}"}
    reached = User.objects.filter(role=Role.DIRECTOR, is_active=True).exclude(email="")
    for contact in reached.values_list("email", flat=True):
        with suppress(InvalidInput):  # an address that nothing can be sent to keeps nobody else from hearing
            queue_message(kind="rights_reminder", contact=contact, values=values, actor=SYSTEM, now=now)
