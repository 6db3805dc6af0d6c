"""Which database an alias really is: two names may lead to the same one, by a slip or by another host's name."""

from __future__ import annotations

import psycopg

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database.ownership import connect

_IDENTITY = "SELECT system_identifier, current_database() FROM pg_control_system()"


def require_distinct(alias: str, *, away_too: bool = False) -> None:
    """This will pass where no other configured alias leads to the database of `alias`. Raises Conflict naming both.

    One that cannot be reached raises psycopg.OperationalError, unless `away_too`: then it is passed over.
    """
    here = _identity(alias)
    for other in tenancy.databases():
        if other == alias:
            continue
        try:
            there = _identity(other)
        except psycopg.OperationalError:
            if not away_too:
                raise
            continue
        if there == here:
            raise Conflict(f"같은 데이터베이스입니다: '{alias}', '{other}'. 주소를 고쳐 주세요.", field="database")


def _identity(alias: str) -> tuple[object, ...] | None:
    with connect(alias) as owner:
        return owner.execute(_IDENTITY).fetchone()
