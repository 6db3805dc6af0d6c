"""The product's own database, work table and settings for a figure set: embedded services and an academy of its own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def running_site() -> Iterator[None]:
    """Django over the embedded services, or over DATABASE_URL and REDIS_URL; the database is prepared."""
    from eduai.embedded.services import running

    with running() as services:
        os.environ.update(services.environment())
        set_up_django()
        from django.core.management import call_command

        call_command("prepare_database", verbosity=0)
        yield


def set_up_django() -> None:
    """Django with the development settings, where nothing else is said; for child processes of `running_site` too."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduai.settings.development")
    django.setup()


@contextmanager
def own_academy(name: str) -> Iterator[Any]:
    """An academy that exists inside the block only. It is not entered."""
    from eduai.lib import clock
    from tenants import provisioning
    from tenants.actors import command
    from tenants.services.academies import open_academy

    slug = f"bench-{secrets.token_hex(4)}"
    academy = open_academy(name=name, slug=slug, actor=command("bench"), now=clock.now()).academy
    try:
        yield academy
    finally:
        provisioning.drop_academy(academy)
