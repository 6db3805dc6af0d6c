"""The one door into an academy.

Outside every `with` a connection is nowhere: its role may read nothing, so code that forgot to enter fails
instead of answering from the wrong place.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from eduai.lib.errors import EduError
from tenants.database import names

if TYPE_CHECKING:
    from tenants.models import Academy

log = logging.getLogger(__name__)


class AcademyUnavailable(EduError):
    """The academy exists, but is not open: being prepared, suspended or closed."""

    code = "academy_unavailable"
    retryable = True


class NoAcademy(EduError):
    """Something that belongs to an academy was started outside every academy, or in one that is gone."""

    code = "no_academy"


def _connection() -> Any:
    """This thread's connection, whose backend is ours (tenants.database)."""
    return connections[DEFAULT_DB_ALIAS]


@contextmanager
def _stand(place: Any) -> Iterator[None]:
    connection = _connection()
    before = connection.tenant
    connection.set_tenant(place)
    try:
        yield
    finally:
        connection.set_tenant(before)


@contextmanager
def use(academy: Academy, *, closed_too: bool = False) -> Iterator[Academy]:
    """Inside, every query of this thread is the academy's. Nests; leaves the way it came, also on errors.

    Raises AcademyUnavailable unless the academy is ready or `closed_too` is given (operators' verbs).
    Querysets must be read before the block ends.
    """
    if academy.state != "ready" and not closed_too:
        raise AcademyUnavailable(f"{academy.name} 학원은 지금 이용할 수 없습니다. (상태: {academy.state})")
    with _stand(academy):
        yield academy


@contextmanager
def platform(database: str | None = None) -> Iterator[None]:
    """Inside, queries see the platform's tables in `public` and no academy's.

    Of the database that is named; without a name those of `default`, where the directory is, or, within a
    transaction, those of the database the transaction is in (each has the rows of the academies it holds).
    """
    with _stand(names.Place(names.PUBLIC, database or _here())):
        yield


@contextmanager
def dispatcher(database: str | None = None) -> Iterator[None]:
    """Inside, queries see the work table of a database, chosen as in `platform`. For `tenants.dispatch` alone."""
    with _stand(names.Place(names.DISPATCHER, database or _here())):
        yield


def _here() -> str:
    connection = _connection()
    return str(connection.database) if connection.in_atomic_block else DEFAULT_DB_ALIAS


def databases() -> tuple[str, ...]:
    """The aliases of every database that academies may live in, `default` first."""
    return tuple(sorted(connections, key=lambda alias: (alias != DEFAULT_DB_ALIAS, alias)))


@contextmanager
def unless_away(database: str) -> Iterator[None]:
    """Inside, a database that cannot be reached ends the block with a warning, so that the others are asked.

    Without `default`, where the directory is, nothing works: its absence is raised, as inside a transaction.
    """
    try:
        yield
    except OperationalError as error:
        if database == DEFAULT_DB_ALIAS or _connection().in_atomic_block:
            raise
        log.warning("The database %s is passed over: %s", database, str(error).strip())


@contextmanager
def nowhere() -> Iterator[None]:
    """Inside, queries are refused: for code that must touch no database row."""
    with _stand(names.Place(names.NOBODY)):
        yield


def current() -> Academy | None:
    """The academy this thread stands in, or None."""
    from tenants.models import Academy

    tenant = _connection().tenant
    return tenant if isinstance(tenant, Academy) else None


def require() -> Academy:
    """The academy this thread stands in. Raises NoAcademy outside every academy."""
    academy = current()
    if academy is None:
        raise NoAcademy("학원 안에서만 할 수 있는 일입니다.")
    return academy


def find(academy_id: int) -> Academy:
    """The academy as the database has it now. Raises NoAcademy when there is none with that id."""
    from tenants.models import Academy

    with platform():
        academy: Academy | None = Academy.objects.filter(pk=academy_id).first()
    if academy is None:
        raise NoAcademy(f"{academy_id}번 학원이 없습니다.")
    return academy


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Django's cache KEY_FUNCTION: every key carries the academy it was written in."""
    return f"{key_prefix}:{_connection().schema_name}:{version}:{key}"
