"""From a `postgresql://` address to Django's DATABASES entry."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

# A connection keeps the catalogue entries of every academy it has touched (about 2 MB each) and never
# gives them back; a short life is what bounds its memory.
POOL = {"min_size": 0, "max_size": 8, "max_lifetime": 900, "max_idle": 60, "timeout": 10}


def from_url(address: str, *, pooled: bool = True) -> dict[str, Any]:
    """The settings of one database. Raises ImproperlyConfigured for an address libpq cannot read."""
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    named = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    options: dict[str, Any] = {key: value for key, value in parts.items() if value is not None}
    if pooled:
        options["pool"] = dict(POOL)
    return {
        "ENGINE": "tenants.database",
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
        "PORT": named["port"],
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": None},
    }
