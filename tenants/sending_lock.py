"""The lock between sending and whatever ends the right to send.

Senders share it while a request's bytes are written; whoever takes a consent back, or changes what all consents rest
on, takes it alone and so waits for them. Once their transaction is committed, nothing more is sent on the old state.
Everybody takes the academy's before a student's, so that no two wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tenants import tenancy
from tenants.models import Student

ACADEMY = "all"


@contextmanager
def sending(student_id: int) -> Iterator[None]:
    """The student's and the academy's lock, shared with other senders, outside any transaction."""
    keys = [_key(ACADEMY), _key(student_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s), pg_advisory_lock_shared(%s)", keys)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s), pg_advisory_unlock_shared(%s)", keys)


def wait_for_senders(student: Student | None = None) -> None:
    """This will wait until no request of the student (of anybody, without one) is being written, and keep new ones
    waiting until the caller's transaction ends.
    """
    with connection.cursor() as cursor:
        if student is None:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(ACADEMY)])
        else:
            keys = [_key(ACADEMY), _key(student.pk)]
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)", keys)


def _key(subject: object) -> int:
    """One number per student of one academy, and one for the academy, in PostgreSQL's signed 64 bits."""
    academy = tenancy.current()
    text = f"{academy.pk if academy else 0}:{subject}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
