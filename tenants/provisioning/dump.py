"""One schema as SQL that can be replayed inside a transaction, under another name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

import psycopg

from eduai.embedded import programs
from eduai.embedded.refusal import EmbeddedError
from eduai.lib.errors import EduError
from tenants.database import names

# What pg_dump sets for the session it expects to own; replayed, each must end with the transaction.
_SESSION = re.compile(
    r"^SET (statement_timeout|lock_timeout|idle_in_transaction_session_timeout|transaction_timeout"
    r"|client_encoding|standard_conforming_strings|check_function_bodies|xmloption|client_min_messages"
    r"|row_security|default_tablespace|default_table_access_method) = ",
    re.MULTILINE,
)
_SEARCH_PATH = re.compile(r"^SELECT pg_catalog\.set_config\('search_path', '', false\);$", re.MULTILINE)
_PSQL_ONLY = re.compile(r"^\\(?:un)?restrict \S+\n", re.MULTILINE)
_PSQL_ONLY_AT_END = re.compile(r"\n\\unrestrict \S+\s*\Z")
_PERMISSIONS = """
SELECT p.id, c.app_label, c.model, p.codename, p.name
FROM {schema}.auth_permission p JOIN public.django_content_type c ON c.id = p.content_type_id ORDER BY p.id
"""


class DumpFailed(EduError):
    """pg_dump is missing, of another version, or refused."""

    code = "dump_failed"


def dump_schema(connection: psycopg.Connection[Any], schema: str) -> str:
    """The schema's tables, the rows that migrations put there, then its indexes and constraints.

    `connection` tells the server and log-in, and must see the schema committed. Permissions are written
    so that they find their content types by name, whose ids differ between databases.
    Raises DumpFailed.
    """
    skipped = ("--inserts", "--rows-per-insert=200", f"--exclude-table-data={schema}.auth_permission")
    parts = (
        _normal(_pg_dump(connection, schema, "--section=pre-data")),
        _permissions(connection, schema),
        _normal(_pg_dump(connection, schema, "--section=data", *skipped)),
        _normal(_pg_dump(connection, schema, "--section=post-data")),
    )
    return "\n".join(parts).replace(schema, names.TEMPLATE_SCHEMA)


def replayed(sql: str, schema: str) -> str:
    """The dump's text for another schema. Names have the same length, so nothing is cut short."""
    return sql.replace(names.TEMPLATE_SCHEMA, schema)


def _normal(text: str) -> str:
    """Settings that end with the transaction. From the first row on, lines may be anybody's text: kept as they are."""
    head, rows, tail = text.partition("\nINSERT INTO ")
    head = _PSQL_ONLY.sub("", head)
    head = _SESSION.sub(r"SET LOCAL \1 = ", head)
    head = _SEARCH_PATH.sub("SELECT pg_catalog.set_config('search_path', '', true);", head)
    return head + rows + _PSQL_ONLY_AT_END.sub("\n", tail)


def _permissions(connection: psycopg.Connection[Any], schema: str) -> str:
    if connection.execute("SELECT to_regclass(%s)", [f"{schema}.auth_permission"]).fetchone() == (None,):
        return ""
    rows = connection.execute(_PERMISSIONS.format(schema=schema)).fetchall()
    if not rows:
        return ""
    values = ",\n".join(f"({row[0]}, {', '.join(_literal(text) for text in row[1:])})" for row in rows)
    return (
        f"INSERT INTO {schema}.auth_permission (id, content_type_id, codename, name)\n"
        f"SELECT v.id, c.id, v.codename, v.name FROM (VALUES\n{values}\n) v (id, app_label, model, codename, name)\n"
        "JOIN public.django_content_type c USING (app_label, model);\n"
        f"SELECT pg_catalog.setval('{schema}.auth_permission_id_seq', {rows[-1][0]}, true);\n"
    )


def _literal(text: str) -> str:
    if "\\" in text:
        raise DumpFailed(f"A permission's name holds a backslash: {text!r}.")
    return "'" + text.replace("'", "''") + "'"


def _pg_dump(connection: psycopg.Connection[Any], schema: str, *arguments: str) -> str:
    major = connection.info.server_version // 10000
    command = [_binary(major), "-n", schema, "--no-owner", "--no-privileges", *arguments]
    done = subprocess.run(command, env=_environment(connection), capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpFailed(f"pg_dump failed: {done.stderr.strip()}")
    return done.stdout


def _environment(connection: psycopg.Connection[Any]) -> Mapping[str, str]:
    info = connection.info
    address = {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGPASSWORD": info.password,
        "PGDATABASE": info.dbname,
    }
    return {**os.environ, **{key: value for key, value in address.items() if value}}


def _binary(major: int) -> str:
    """A pg_dump of the server's major version: another one writes SQL the server may not read.

    The embedded PostgreSQL brings its own; elsewhere it comes from PATH.
    """
    try:
        candidates = [str(programs.binary("pg_dump"))]
    except EmbeddedError:
        candidates = []
    for candidate in filter(None, [*candidates, shutil.which("pg_dump")]):
        told = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False).stdout
        if re.search(rf"\b{major}\.", told):
            return candidate
    raise DumpFailed(f"No pg_dump of PostgreSQL {major} was found; install postgresql-client-{major}.")
