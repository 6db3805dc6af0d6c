"""Many writers at once: one chain for each academy, without a fork and without a gap."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tenants import tenancy
from tenants.database import names
from tenants.models import AuditRecord
from tenants.provisioning import create_academy
from tests.integration.tenants.audit.chains import found, found_by_sql

WRITERS = 32
TURNS = 12
APPEND = "SELECT audit_append('system', 'note.recorded', %s, '{}')"


class Writer(threading.Thread):
    """Appends in transactions of its own; some it rolls back, and in some its session is ended by a superuser."""

    def __init__(self, academy: Any, number: int, server: psycopg.Connection[Any], lock: threading.Lock) -> None:
        super().__init__(daemon=True)
        self.academy, self.number, self.server, self.lock = academy, number, server, lock
        self.kept: list[str] = []
        self.killed = self.rolled_back = 0
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            draw = random.Random(self.number)
            for turn in range(TURNS):
                self._turn(
                    f"{self.academy.pk}:{self.number}:{turn}", draw.choice(("keep", "keep", "roll back", "kill"))
                )
        except psycopg.Error as error:
            self.fault = error

    def _turn(self, subject: str, fate: str) -> None:
        try:
            with application(self.academy) as own:
                with own.transaction():
                    own.execute(APPEND, [subject])
                    if fate == "roll back":
                        self.rolled_back += 1
                        raise psycopg.Rollback
                    if fate == "kill":
                        with self.lock:
                            self.server.execute("SELECT pg_terminate_backend(%s)", [own.info.backend_pid])
                        own.execute("SELECT 1")
                if fate == "keep":
                    self.kept.append(subject)
        except psycopg.errors.AdminShutdown:
            self.killed += 1
        except psycopg.OperationalError:
            if fate != "kill":
                raise
            self.killed += 1


def application(academy: Any) -> psycopg.Connection[Any]:
    """A session of the application's log-in in the academy's role, as the site has them."""
    own = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=60)
    own.execute(
        sql.SQL("SET ROLE {}; SET search_path TO {}").format(
            sql.Identifier(names.role_of(academy.schema_name)), sql.Identifier(academy.schema_name)
        )
    )
    return own


@pytest.mark.timeout(300)
def test_many_writers_at_once_fork_no_chain_and_leave_no_gap(
    committed_db: None, haneul: Any, bada: Any, tmp_path: Path
) -> None:
    """A-04: 32 writers in each of three academies, with transactions rolled back and sessions killed."""
    academies = [haneul, bada, create_academy(name="별", slug="byeol")]
    connection.close()
    before = {academy.pk: records_of(academy) for academy in academies}
    lock = threading.Lock()
    with psycopg.connect(os.environ["EDUAI_SUPERUSER_DATABASE_URL"], autocommit=True) as server:
        writers = [Writer(academy, number, server, lock) for academy in academies for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(timeout=max(1.0, 240 - time.monotonic() % 1))
    assert [writer.fault for writer in writers if writer.fault or writer.is_alive()] == []
    assert sum(writer.killed for writer in writers) > 100 < sum(writer.rolled_back for writer in writers)

    for academy in academies:
        rows = records_of(academy)
        parents = Counter(row.prev for row in rows)
        assert [prev for prev, many in parents.items() if many > 1] == []
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        added = {row.subject for row in rows[len(before[academy.pk]) :]}
        assert added == {kept for writer in writers if writer.academy is academy for kept in writer.kept}
        assert found(academy, [], tmp_path) is None
        assert found_by_sql(academy) is None


def records_of(academy: Any) -> list[AuditRecord]:
    with tenancy.use(academy):
        return list(AuditRecord.objects.order_by("seq"))
