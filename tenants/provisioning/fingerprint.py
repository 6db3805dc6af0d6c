"""What a schema is, as one hash: equal for two academies exactly when their tables are alike."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import psycopg

_CATALOGUE = """
-- What is in a schema depends on it, and pg_depend has an index for that. The catalogues' own are by name first: among
-- a thousand academies a look by schema alone reads all half a million entries.
WITH here AS (SELECT %s::regnamespace AS oid),
inside AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_depend d, here
  WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = here.oid AND d.deptype = 'n'
),
tables AS MATERIALIZED (
  SELECT c.* FROM inside i JOIN pg_class c ON c.oid = i.objid
  WHERE i.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p', 'v', 'm')
),
indexes AS MATERIALIZED (
  SELECT c.relname, x.* FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class c ON c.oid = x.indexrelid
)
SELECT 'table', c.relname, c.relkind::text || c.relrowsecurity::text || c.relforcerowsecurity::text
    || coalesce(obj_description(c.oid, 'pg_class'), '')
  FROM tables c
UNION ALL
SELECT 'column', c.relname || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation,
    pg_get_expr(d.adbin, d.adrelid))
  FROM tables c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
UNION ALL
SELECT 'index', x.relname, pg_get_indexdef(x.indexrelid) || x.indisvalid::text
  FROM indexes x
UNION ALL
SELECT 'constraint', k.conname, pg_get_constraintdef(k.oid)
  FROM tables c JOIN pg_constraint k ON k.conrelid = c.oid WHERE k.contype <> 'n'
UNION ALL
SELECT 'function', p.proname, pg_get_functiondef(p.oid)
  FROM inside i JOIN pg_proc p ON p.oid = i.objid
  WHERE i.classid = 'pg_proc'::regclass AND p.prokind IN ('f', 'p')
UNION ALL
SELECT 'trigger', t.tgname, pg_get_triggerdef(t.oid) || t.tgenabled::text
  FROM pg_trigger t JOIN tables c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy', p.polname, concat_ws(' ', p.polcmd, p.polroles::regrole[]::text,
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN tables c ON c.oid = p.polrelid
UNION ALL
SELECT 'view', c.relname, pg_get_viewdef(c.oid) FROM tables c WHERE c.relkind IN ('v', 'm')
"""
# PostgreSQL writes ARRAY['a', 'b']::text[] back with other casts and brackets after a dump than after the
# migration that made it; what is indexed or checked is the same.
_REWRITTEN = re.compile(r"::[a-z][a-z ]*(?:\(\d+\))?(?:\[\])?|[()\s]")


def describe(connection: psycopg.Connection[Any], schema: str) -> list[str]:
    """One line for each table, column, index, constraint, function, trigger, policy and view, sorted.

    The schema's own name is written `@`. Must run inside a transaction, whose search_path it empties.
    """
    connection.execute("SELECT set_config('search_path', '', true)")
    lines = []
    for kind, name, text in connection.execute(_CATALOGUE, [f'"{schema}"']).fetchall():
        told = text.replace(schema, "@")
        if kind in ("index", "constraint", "policy"):
            told = _REWRITTEN.sub("", told)
        lines.append(f"{kind} {name}: {told}")
    return sorted(lines)


def fingerprint(connection: psycopg.Connection[Any], schema: str) -> str:
    """SHA-256 of `describe`, in hexadecimal."""
    return hashlib.sha256("\n".join(describe(connection, schema)).encode()).hexdigest()
