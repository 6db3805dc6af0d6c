"""The platform's own work: prepared schemas, a directory that is right, and the end of academies that closed."""

from __future__ import annotations

import logging
from typing import Any

import psycopg
from django.conf import settings
from prometheus_client import Gauge

from eduai.lib import clock
from tenants import provisioning, tenancy
from tenants.actors import SYSTEM
from tenants.provisioning import NoTemplate, fill_stock
from tenants.services import checkpoints
from tenants.services.access_review import make_due_reviews
from tenants.services.access_sealing import seal_access_log
from tenants.services.closing import erase_due_academies
from tenants.services.destroying import destroy_what_is_due
from tenants.services.invitations import remove_unanswered_invitations
from tenants.services.reminders import remind_of_requests
from tenants.tasking import academy_task, fan_out, platform_task

log = logging.getLogger(__name__)

# A daily task of every academy comes over half an hour, not at once.
DAILY_SPREAD = 1800
# An hourly task of every academy comes over ten minutes, not at once.
SEALING_SPREAD = 600

STALE_CHECKPOINTS = Gauge(
    "eduai_audit_stale_checkpoints",
    "Academies whose newest records did not reach a checkpoint's place, or no longer match one",
    multiprocess_mode="mostrecent",
)


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


@platform_task(name="eduai.take_checkpoints")
def take_checkpoints(**_: Any) -> dict[str, int]:
    """Send the heads of the records that are due, an academy a message, and say how many academies are stale."""
    due, stale = checkpoints.look_around(now=clock.now())
    for academy in due:
        take_checkpoint_here.apply_async(academy=academy, queue="models", expires=300)
    STALE_CHECKPOINTS.set(stale)
    return {"due": len(due), "stale": stale}


@academy_task(name="eduai.take_checkpoint_here")
def take_checkpoint_here(**_: Any) -> int:
    """Send the head of this academy's record to where checkpoints are kept. Returns how many places took it."""
    return checkpoints.take_checkpoint(now=clock.now())


@platform_task(name="eduai.repair_directory")
def repair_directory(**_: Any) -> int:
    """Tell the directory what a crash between two commits kept from it. Returns how many academies that were."""
    return provisioning.repair_directory()


@platform_task(name="eduai.do_daily_duties")
def do_daily_duties(**_: Any) -> int:
    """Have every academy that is open or suspended destroy what is due, and every open one be reminded of requests.
    Returns how many were asked.
    """
    asked = fan_out(purge_here, spread_seconds=DAILY_SPREAD, queue="engine", expires=4 * 3600)
    fan_out(remind_here, spread_seconds=DAILY_SPREAD, queue="engine", expires=4 * 3600)
    fan_out(remove_invitations_here, spread_seconds=DAILY_SPREAD, queue="engine", expires=4 * 3600)
    return asked


@academy_task(name="eduai.purge_here", suspended_too=True)
def purge_here(**_: Any) -> dict[str, int]:
    """Destroy this academy's records whose period is over, once the chain vouches for what there was. Goes on with a
    purge and with erasures that were interrupted.
    """
    return destroy_what_is_due(actor=SYSTEM, now=clock.now())


@academy_task(name="eduai.remind_here")
def remind_here(**_: Any) -> int:
    """Remind of this academy's requests whose day is near. Returns how many."""
    return remind_of_requests(now=clock.now())


@platform_task(name="eduai.seal_access_logs")
def seal_access_logs(**_: Any) -> int:
    """Have every open academy's chain vouch for what was added to its access log. Returns how many were asked."""
    return fan_out(seal_access_log_here, spread_seconds=SEALING_SPREAD, queue="engine", expires=3600)


@academy_task(name="eduai.seal_access_log_here")
def seal_access_log_here(**_: Any) -> int:
    """Seal what was added to this academy's access log. Returns how many rows."""
    return seal_access_log(actor=SYSTEM, now=clock.now())


@platform_task(name="eduai.review_access_logs")
def review_access_logs(**_: Any) -> int:
    """Have every open academy write the reports on its accesses that are due. Returns how many were asked."""
    return fan_out(review_access_here, spread_seconds=DAILY_SPREAD, queue="engine", expires=4 * 3600)


@academy_task(name="eduai.review_access_here")
def review_access_here(**_: Any) -> int:
    """Write this academy's reports that are missing on periods that are over, a few at a time. Returns how many."""
    return make_due_reviews(actor=SYSTEM, now=clock.now())


@academy_task(name="eduai.remove_invitations_here", suspended_too=True)
def remove_invitations_here(**_: Any) -> int:
    """Remove this academy's invitations that nobody answered in time. Returns how many."""
    return remove_unanswered_invitations(now=clock.now())
