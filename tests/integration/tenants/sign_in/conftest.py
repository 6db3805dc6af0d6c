"""Somebody of 하늘 with an app on their phone, and a browser at a place of one's choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from django.test import Client

from tenants import tenancy
from tenants.models import Role, User
from tests.cast import member
from tests.signing_in import secret_of


@pytest.fixture
def kim(db: None, haneul: Any) -> User:
    """A teacher of 하늘 with one-time codes."""
    with tenancy.use(haneul):
        user = member(Role.TEACHER, "kim")
        secret_of(user)
    return user


@pytest.fixture
def redis_client(settings: Any) -> Iterator[Any]:
    """Where tries are counted: a wait is taken away there as if it were over."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture
def browser_at() -> Callable[..., Client]:
    """A browser at an address, with whatever it claims besides."""

    def at(address: str = "203.0.113.5", *, slug: str = "haneul", **headers: str) -> Client:
        return Client(headers={"host": f"{slug}.localhost", **headers}, REMOTE_ADDR=address)

    return at
