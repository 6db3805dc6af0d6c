"""A database with many academies, made without waiting for the disk, which is told to wait before measuring."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

SPEAK_SECONDS = 10.0
CANARY = "canary-of-"


def fill(wanted: int) -> list[Any]:
    """Academies up to `wanted`, each with one student who carries its schema's name. All of them, oldest first."""
    from tenants import tenancy
    from tenants.models import Academy
    from tenants.provisioning import create_academy

    with tenancy.platform():
        have = list(Academy.objects.filter(slug__startswith="bench-").order_by("pk"))
    with _not_waiting_for_the_disk():
        spoken = time.monotonic()
        for number in range(len(have), wanted):
            put = functools.partial(furnish, number)
            have.append(create_academy(name=f"학원 {number}", slug=f"bench-{number}", furnish=put))
            if time.monotonic() - spoken > SPEAK_SECONDS:
                spoken = time.monotonic()
                print(f"  {number + 1} of {wanted} academies", flush=True)
    return have


def furnish(number: int, academy: Any) -> None:
    """One student, named after the academy's schema, who is signed in under the key of `number`."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from eduai.lib import clock
    from tenants.actors import SYSTEM
    from tenants.models import Role, Student, User
    from tenants.services.ai_notice import see_notice
    from tenants.sign_in import marks

    name = f"{CANARY}{academy.schema_name}"
    user = User.objects.create(username="student", role=Role.STUDENT, first_name=name, password="!")
    Student.objects.create(code="canary", name=name, user=user, created_at=clock.now())
    see_notice(user=user, actor=SYSTEM, now=clock.now())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "tenants.access.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[marks.BEGAN] = session[marks.SEEN] = time.time()
    session._session_key = session_key(number)
    session.save(must_create=True)


def session_key(number: int) -> str:
    """The session cookie of the student of academy `number`."""
    return f"benchsession{number:08d}"


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    superuser = os.environ.get("EDUAI_SUPERUSER_DATABASE_URL")
    if not superuser:  # somebody else's server is left as it is
        yield
        return
    with psycopg.connect(superuser, autocommit=True) as server:
        _set(server, "fsync", "off")
        try:
            yield
        finally:
            server.execute("CHECKPOINT")
            os.sync()
            server.execute("ALTER SYSTEM RESET fsync")
            server.execute("SELECT pg_reload_conf()")


def _set(server: psycopg.Connection[Any], name: str, value: str) -> None:
    server.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
    server.execute("SELECT pg_reload_conf()")
