"""Fixtures of the whole suite: a real database behind the wall, and the two academies of the named cast.

`db` (pytest-django's) runs a test in a transaction that is rolled back. `committed_db` lets it commit, for
threads and worker processes, and clones the database again afterwards. `haneul` and `bada` are the academies;
they enter nothing. `in_haneul` stands in 하늘.
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests import database

REDIS_URL = os.environ.get("REDIS_URL", "")  # as the run began with: tests put others into the environment


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: a clone of the template, which the application's log-in does not own."""
    from django.test import TransactionTestCase

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    # Its flush is a TRUNCATE, which the wall denies.
    TransactionTestCase._fixture_teardown = lambda self: database.clone(worker)  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        name = database.clone(worker)
    yield
    with django_db_blocker.unblock():
        database.discard(name)


@pytest.fixture(scope="session", autouse=True)
def _files_of_the_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What academies keep as files goes to a folder that ends with the run."""
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="session")
def _cast(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    from tenants import tenancy
    from tenants.models import Academy

    with django_db_blocker.unblock(), tenancy.platform():
        return {academy.slug: academy for academy in Academy.objects.filter(slug__in=database.CAST)}


@pytest.fixture
def haneul(_cast: dict[str, Any]) -> Any:
    """Academy 하늘, not entered."""
    return copy.copy(_cast["haneul"])


@pytest.fixture
def bada(_cast: dict[str, Any]) -> Any:
    """Academy 바다, not entered."""
    return copy.copy(_cast["bada"])


@pytest.fixture
def in_haneul(db: None, haneul: Any) -> Iterator[Any]:
    """Academy 하늘, entered, inside a transaction that is rolled back."""
    from tenants import tenancy

    with tenancy.use(haneul):
        yield haneul


@pytest.fixture
def in_bada(db: None, bada: Any) -> Iterator[Any]:
    """Academy 바다, entered, inside a transaction that is rolled back."""
    from tenants import tenancy

    with tenancy.use(bada):
        yield bada


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around the test: what is written is seen by other connections."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        yield
        database.discard(f"eduai_run_{worker}")
        database.clone(worker)


@pytest.fixture(autouse=True)
def _no_memory_between_tests() -> Iterator[None]:
    """What a process remembers for a few seconds must not reach the next test."""
    yield
    middleware = sys.modules.get("tenants.middleware")
    if middleware is not None:
        middleware.forget_hosts()
    keys = sys.modules.get("tenants.models.encrypted")
    if keys is not None:
        keys.forget_keys()
    limits = sys.modules.get("tenants.sign_in.limits")
    if limits is not None and limits._script.cache_info().currsize:
        limits._script.cache_clear()
        _forget_tries()


def _forget_tries() -> None:
    """Wrong tries and used codes are counted in Redis, which no test's transaction takes back."""
    import redis

    with redis.Redis.from_url(REDIS_URL) as client:
        for pattern in ("*:sign-in:*", "*:allauth.mfa.totp.used*"):
            for key in client.scan_iter(match=pattern, count=1000):
                client.delete(key)


@pytest.fixture(scope="session", autouse=True)
def _who_is_let_in_has_shown_their_factor() -> None:
    """`client.force_login` is for tests whose subject is not the log-in: over no network, and with both keys shown.
    A log-in through the form (tests/signing_in.py) is not touched.
    """
    from django.conf import settings

    if not settings.configured:
        return
    from django.contrib.auth.signals import user_logged_in

    user_logged_in.connect(_both_keys, dispatch_uid="tests.both_keys")


def _both_keys(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if "REMOTE_ADDR" not in request.META:
        from tenants.sign_in import marks

        marks.shown(request, user, "mfa")
