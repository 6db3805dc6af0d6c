"""What the directory says of academies whose rows are kept in another database."""

from __future__ import annotations

import logging

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.models import Academy

log = logging.getLogger(__name__)

_TOLD = ("state", "name", "slug", "fingerprint", "release", "closed_at", "erase_at")


def publish(academy: Academy) -> Academy:
    """This will write what the academy's own database says of it now into the directory, where that is another.

    Returns the academy as its own database has it; as it was given where there is no row. The directory decides
    about addresses: where somebody else took this one first, the academy goes back to its former one and Conflict
    is raised.
    """
    with tenancy.platform(academy.database):
        own = Academy.objects.filter(pk=academy.pk).first()
    if own is None or own.database == DEFAULT_DB_ALIAS:
        return own or academy
    told = {field: getattr(own, field) for field in _TOLD}
    settle(own.pk, own.schema_name)
    try:
        with tenancy.platform(DEFAULT_DB_ALIAS):
            Academy.objects.filter(pk=own.pk, database=own.database).update(**told)
    except IntegrityError as error:
        _go_back(own)
        raise Conflict(f"'{own.slug}' 주소는 이미 쓰이고 있습니다.", field="slug") from error
    return own


def _go_back(own: Academy) -> None:
    with tenancy.platform(DEFAULT_DB_ALIAS):
        former = Academy.objects.get(pk=own.pk).slug
    with tenancy.platform(own.database):
        Academy.objects.filter(pk=own.pk, slug=own.slug).update(slug=former)


def settle(number: int, schema: str) -> None:
    """This will say in the directory which schema an announced academy has got elsewhere. Once for each."""
    with tenancy.platform(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute("SELECT public.academy_settle(%s, %s)", [number, schema])


def repair_directory() -> int:
    """This will publish every academy of which the directory says something else than its own database.

    That is so after a crash between the two commits. A database that is away is left for the next turn.
    Returns how many were published.
    """
    repaired = 0
    for database in tenancy.databases():
        if database == DEFAULT_DB_ALIAS:
            continue
        with tenancy.unless_away(database):
            for academy in _differing(database):
                repaired += _repaired(academy)
    return repaired


def _repaired(academy: Academy) -> int:
    try:
        publish(academy)
    except Conflict:
        log.warning("Academy %s lost its new address to another and has its former one again.", academy.pk)
    return 1


def _differing(database: str) -> list[Academy]:
    """The academies of a database as it has them, where the directory has them otherwise."""
    with tenancy.platform(DEFAULT_DB_ALIAS):
        told = {row["pk"]: row for row in Academy.objects.filter(database=database).values("pk", "schema_name", *_TOLD)}
    with tenancy.platform(database):
        own = list(Academy.objects.filter(pk__in=told, database=database))
    compared = ("schema_name", *_TOLD)
    return [academy for academy in own if any(getattr(academy, field) != told[academy.pk][field] for field in compared)]
