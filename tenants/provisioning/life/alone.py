"""One process at a time for what moves or ends an academy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS

from eduai.lib.errors import Conflict
from tenants.database.ownership import connect
from tenants.models import Academy

_LOCK = 0x4564_5558 << 32  # with the academy's number in the lower half: "EdUX"


@contextmanager
def alone(academy: Academy) -> Iterator[None]:
    """Inside, no other process moves or erases the academy; the lock ends with the process.

    Raises Conflict where one does.
    """
    with connect(DEFAULT_DB_ALIAS, autocommit=True) as guard:
        row = guard.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK + academy.pk]).fetchone()
        if not row or not row[0]:
            raise Conflict("다른 곳에서 이 학원을 옮기거나 지우고 있습니다.")
        yield
