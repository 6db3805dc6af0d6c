"""Opening academies, and closing them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, transaction

from tenants import provisioning, tenancy
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Academy, Role, User
from tenants.services.notices import publish_first_notices
from tenants.services.people import add_person

DIRECTOR = "director"
FIRST = {False: (DIRECTOR, Role.DIRECTOR, "원장"), True: ("operator", Role.OPERATOR, "운영자")}


@dataclass(frozen=True, slots=True)
class Opened:
    """A new academy with its first person: the director, or an operator. The password is shown once."""

    academy: Academy
    first: User
    password: str


def open_academy(
    *,
    name: str,
    slug: str,
    actor: Actor,
    now: datetime,
    password: str = "",
    database: str = DEFAULT_DB_ALIAS,
    operates: bool = False,
) -> Opened:
    """This will create an academy with its notices and a first person who can sign in, all or nothing.

    That person is the director, or, where `operates`, an operator of the installation; without a `password`
    they get a random one. Raises InvalidInput for a name or address that cannot be used, Conflict for one that
    is taken, NoSchemaPrepared when one has to wait for the stock.
    """
    password = password or new_password()
    first: list[User] = []

    def furnish(academy: Academy) -> None:
        publish_first_notices(actor=actor, now=now)
        username, role, called = FIRST[operates]
        first.append(add_person(username=username, password=password, role=role, name=called, actor=actor, now=now))
        record(actor=actor, action=Action.ACADEMY_CREATED, subject=f"academy:{academy.pk}", slug=slug)

    academy = provisioning.create_academy(name=name, slug=slug, database=database, operates=operates, furnish=furnish)
    return Opened(academy, first[-1], password)


def suspend_academy(*, academy: Academy, actor: Actor) -> Academy:
    """This will close the academy's doors; its data stay. Raises Conflict when it is not open.

    As every verb here it first tells the directory what a crash kept from it.
    """
    academy = provisioning.publish(academy)
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.change_state(academy=academy, state=Academy.State.SUSPENDED)
        record(actor=actor, action=Action.ACADEMY_SUSPENDED, subject=f"academy:{academy.pk}")
    return changed


def resume_academy(*, academy: Academy, actor: Actor) -> Academy:
    """This will open the academy's doors again. Raises Conflict when it is not suspended."""
    academy = provisioning.publish(academy)
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.change_state(academy=academy, state=Academy.State.READY)
        record(actor=actor, action=Action.ACADEMY_RESUMED, subject=f"academy:{academy.pk}")
    return changed


def rename_academy(*, academy: Academy, name: str, slug: str, actor: Actor) -> Academy:
    """This will give the academy another name and address: one row, no schema, no role.

    Raises InvalidInput for what cannot be used, Conflict for an address that is taken.
    """
    provisioning.check_address(name, slug)
    provisioning.require_free(slug, besides=academy)
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.rename(academy=academy, name=name.strip(), slug=slug)
        record(actor=actor, action=Action.ACADEMY_RENAMED, subject=f"academy:{academy.pk}", slug=slug)
    return changed


def new_password() -> str:
    """Twelve random characters, enough for a first log-in."""
    return secrets.token_urlsafe(9)
