"""Whether an academy's record still holds: each link hashes itself and the one before."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

# The rule is that of the migration that makes `audit_append`; tenants/verifier.py has it too, and a missing record
# counts by the number it would have.
_BROKEN = """
SELECT min(least(r.seq, r.earlier + 1)) FROM (
  SELECT a.seq, a.prev, a.hash,
    lag(a.seq, 1, 0::bigint) OVER (ORDER BY a.seq) AS earlier,
    lag(a.hash, 1, repeat('0', 64)) OVER (ORDER BY a.seq) AS before,
    encode(sha256(convert_to(concat_ws(E'\\n', a.seq::text,
      to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      a.actor, a.action, a.subject, a.facts, a.prev), 'UTF8')), 'hex') AS made
  FROM {records} a
) r WHERE r.prev <> r.before OR r.hash <> r.made OR r.seq <> r.earlier + 1
"""
_HEAD = """
SELECT h.seq, h.hash, coalesce((SELECT a.hash FROM {records} a ORDER BY a.seq DESC LIMIT 1), repeat('0', 64)),
  coalesce((SELECT max(a.seq) FROM {records} a), 0)
FROM {head} h
"""


def first_broken_link(owner: psycopg.Connection[Any], schema: str) -> int | None:
    """The number of the first record that does not follow from the one before; None where the chain holds.

    A head that does not name the newest record breaks the chain after it.
    """
    records, head = sql.Identifier(schema, "tenants_auditrecord"), sql.Identifier(schema, "tenants_audithead")
    row = owner.execute(sql.SQL(_BROKEN).format(records=records)).fetchone()
    if row and row[0] is not None:
        return int(row[0])
    told = owner.execute(sql.SQL(_HEAD).format(records=records, head=head)).fetchone()
    if told is None or (told[0], told[1]) != (told[3], told[2]):
        return int(told[3]) + 1 if told else 1
    return None


def last_link(owner: psycopg.Connection[Any], schema: str) -> str:
    """The hash of the newest record."""
    row = owner.execute(sql.SQL("SELECT hash FROM {}").format(sql.Identifier(schema, "tenants_audithead"))).fetchone()
    return str(row[0]) if row else ""
