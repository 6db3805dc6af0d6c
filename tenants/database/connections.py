"""Giving the database connection back before something slow."""

from __future__ import annotations

from django.db import connection


def give_back() -> None:
    """This will return the thread's connection to the pool, so that nobody waits for it during a model call.

    With it kept, eight connections bound a worker to eight calls in flight. Inside a transaction it stays:
    closing would throw the caller's work away.
    """
    if not connection.in_atomic_block:
        connection.close()
