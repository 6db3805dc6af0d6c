"""What a release costs: one with nothing to migrate, and one that adds a column and an index to each academy."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import psycopg
from psycopg import sql

# The development settings with one more app, whose only migration is the additive one.
ADDITIVE = "bench.jobs.additive.settings"


def figures(academies: list[Any]) -> dict[str, Any]:
    """Wall seconds of `manage.py migrate_academies`, the start of the process included."""
    _command("migrate_academies")
    nothing = _command("migrate_academies")
    added = _command("migrate_academies", settings=ADDITIVE)
    missing = _take_back([academy.schema_name for academy in academies])
    return {"noop_migrate_s": round(nothing, 2), "additive_migrate_s": round(added, 1), "additive_missed": missing}


def _command(name: str, settings: str = "") -> float:
    environment = {**os.environ, **({"DJANGO_SETTINGS_MODULE": settings} if settings else {})}
    begun = time.monotonic()
    subprocess.run([sys.executable, "manage.py", name], env=environment, check=True)
    return time.monotonic() - begun


def _take_back(schemas: list[str]) -> int:
    """Remove what was added; how many academies had not got it."""
    from tenants.database.ownership import connect
    from tenants.provisioning.schemas import release_of_code

    missing = 0
    with connect(autocommit=True) as owner:
        for schema in schemas:
            try:
                owner.execute(
                    sql.SQL("ALTER TABLE {} DROP COLUMN bench_added").format(sql.Identifier(schema, "tenants_student"))
                )
            except psycopg.errors.UndefinedColumn:
                missing += 1
            table = sql.Identifier(schema, "django_migrations")
            owner.execute(sql.SQL("DELETE FROM {} WHERE app = 'additive'").format(table))
        owner.execute("UPDATE public.tenants_academy SET release = %s", [release_of_code()])
    return missing
