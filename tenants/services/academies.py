"""Opening academies, and closing them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tenants import provisioning, tenancy
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Academy, Role, User
from tenants.services.notices import publish_first_notices
from tenants.services.people import add_person

DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class Opened:
    """A new academy with its first person; the password is shown once."""

    academy: Academy
    director: User
    password: str


def open_academy(*, name: str, slug: str, actor: Actor, now: datetime) -> Opened:
    """This will create an academy with its notices and a director who can sign in.

    Raises InvalidInput for a name or address that cannot be used, Conflict for one that is taken.
    """
    academy = provisioning.create_academy(name=name, slug=slug)
    password = new_password()
    with tenancy.use(academy), transaction.atomic():
        publish_first_notices(actor=actor, now=now)
        director = add_person(
            username=DIRECTOR, password=password, role=Role.DIRECTOR, name="원장", actor=actor, now=now
        )
        record(actor=actor, action=Action.ACADEMY_CREATED, subject=f"academy:{academy.pk}", slug=slug)
    return Opened(academy, director, password)


def suspend_academy(*, academy: Academy, actor: Actor) -> Academy:
    """This will close the academy's doors; its data stay. Raises Conflict when it is not open."""
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.change_state(academy=academy, state=Academy.State.SUSPENDED)
        record(actor=actor, action=Action.ACADEMY_SUSPENDED, subject=f"academy:{academy.pk}")
    return changed


def resume_academy(*, academy: Academy, actor: Actor) -> Academy:
    """This will open the academy's doors again. Raises Conflict when it is not suspended."""
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        changed = provisioning.change_state(academy=academy, state=Academy.State.READY)
        record(actor=actor, action=Action.ACADEMY_RESUMED, subject=f"academy:{academy.pk}")
    return changed


def new_password() -> str:
    """Twelve random characters, enough for a first log-in."""
    return secrets.token_urlsafe(9)
