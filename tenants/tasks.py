"""The platform's own work: prepared schemas, a directory that is right, and the end of academies that closed."""

from __future__ import annotations

import logging
from typing import Any

import psycopg
from django.conf import settings

from eduai.lib import clock
from tenants import provisioning, tenancy
from tenants.provisioning import NoTemplate, fill_stock
from tenants.services.closing import erase_due_academies
from tenants.tasking import platform_task

log = logging.getLogger(__name__)


@platform_task(name="eduai.prepare_academies")
def prepare_academies(**_: Any) -> dict[str, int]:
    """Keep the stock of prepared schemas filled in every database. Needs the owner's log-in; says so without it."""
    added: dict[str, int] = {}
    for database in tenancy.databases():
        try:
            added[database] = fill_stock(database, size=settings.EDUAI_PREPARED_ACADEMIES)
        except (psycopg.errors.InsufficientPrivilege, psycopg.OperationalError, NoTemplate) as error:
            log.warning("No schemas are prepared in %s: %s", database, str(error).strip())
    return added


@platform_task(name="eduai.erase_closed_academies")
def erase_closed_academies(**_: Any) -> dict[str, int]:
    """Erase the academies whose grace period is over. Goes on with an erasure that was interrupted."""
    return erase_due_academies(now=clock.now())


@platform_task(name="eduai.repair_directory")
def repair_directory(**_: Any) -> int:
    """Tell the directory what a crash between two commits kept from it. Returns how many academies that were."""
    return provisioning.repair_directory()
