"""An academy's tables as streams of CSV that are equal wherever the academy lives.

Rows come in the order of their keys. Content types, whose numbers differ between databases, are written
`app.model`. What the stream hashes to is the same before an export and after the import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

# How values are written, whatever the session's or the server's own taste.
SETTINGS = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';"
    "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8'"
)
# What is in a schema depends on it: among a thousand academies far quicker than asking pg_class by its schema.
_INSIDE = """
  SELECT c.oid, c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
  WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = %s::regnamespace
    AND d.classid = 'pg_class'::regclass AND d.deptype = 'n' AND c.relkind = 'r'
"""
_TABLES = f"""
WITH tables AS MATERIALIZED ({_INSIDE})
SELECT t.relname,
  ARRAY(SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attname),
  ARRAY(SELECT a.attname::text FROM pg_index x CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY k(number, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
    WHERE x.indrelid = t.oid AND x.indisprimary ORDER BY k.place),
  ARRAY(SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> 0),
  ARRAY(SELECT a.attname::text FROM pg_constraint f JOIN pg_attribute a
    ON a.attrelid = t.oid AND a.attnum = f.conkey[1]
    WHERE f.conrelid = t.oid AND f.contype = 'f' AND f.confrelid = 'public.django_content_type'::regclass)
FROM tables t ORDER BY t.relname
"""
_TRIGGERS = f"""
WITH tables AS MATERIALIZED ({_INSIDE})
SELECT t.relname, g.tgname, g.tgenabled::text FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid
WHERE NOT g.tgisinternal AND g.tgenabled <> 'D'
"""
_ENABLE = {"O": "ENABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}
_CONTENT_TYPE = "(SELECT c.app_label || '.' || c.model FROM public.django_content_type c WHERE c.id = t.{0}) AS {0}"
_CONTENT_NUMBER = "(SELECT c.id FROM public.django_content_type c WHERE c.app_label || '.' || c.model = t.{0})"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an academy: its columns by name, its key, which columns are texts, which are content types."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    texts: frozenset[str]
    content_types: frozenset[str]


def tables_of(owner: psycopg.Connection[Any], schema: str) -> list[Table]:
    """The schema's tables by name."""
    rows = owner.execute(_TABLES, [f'"{schema}"']).fetchall()
    return [
        Table(name, tuple(columns), tuple(key), frozenset(texts), frozenset(content_types))
        for name, columns, key, texts, content_types in rows
    ]


def stream(cursor: psycopg.Cursor[Any], schema: str, table: Table, *, rows: bool = True) -> Iterator[bytes]:
    """The table's rows as CSV, or none, a piece at a time; `cursor.rowcount` is their number afterwards."""
    chosen = _selection(schema, table, rows=rows)
    with cursor.copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(chosen)) as copied:
        for piece in copied:
            yield bytes(piece)


def digest(cursor: psycopg.Cursor[Any], schema: str, table: Table) -> str:
    """SHA-256 of `stream`, in hexadecimal."""
    said = hashlib.sha256()
    for piece in stream(cursor, schema, table):
        said.update(piece)
    return said.hexdigest()


def content_types_in(owner: psycopg.Connection[Any], schema: str, tables: Iterable[Table]) -> list[str]:
    """The content types that the schema's rows refer to, as `app.model`."""
    parts = [
        sql.SQL("SELECT {0} FROM {1}").format(sql.Identifier(column), sql.Identifier(schema, table.name))
        for table in tables
        for column in sorted(table.content_types)
    ]
    if not parts:
        return []
    query = sql.SQL(
        "SELECT c.app_label || '.' || c.model FROM public.django_content_type c WHERE c.id IN ({}) ORDER BY 1"
    ).format(sql.SQL(" UNION ").join(parts))
    return [row[0] for row in owner.execute(query).fetchall()]


def empty(owner: psycopg.Connection[Any], schema: str, tables: Iterable[Table]) -> None:
    """This will remove what the template put into a schema that was made in this transaction."""
    names = sql.SQL(", ").join(sql.Identifier(schema, table.name) for table in tables)
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    owner.execute(sql.SQL("TRUNCATE {}").format(names))
    owner.execute("SET CONSTRAINTS ALL DEFERRED")


def load(cursor: psycopg.Cursor[Any], schema: str, table: Table, pieces: Iterable[bytes]) -> None:
    """This will fill an empty table from such a stream. Foreign keys are looked at when the caller commits."""
    target = sql.Identifier(schema, table.name)
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    if not table.content_types:
        _copy_in(cursor, target, columns, pieces)
        return
    staged = sql.Identifier("pg_temp", "staged")
    kept = [
        sql.SQL("NULL::text AS {}" if name in table.content_types else "{}").format(sql.Identifier(name))
        for name in table.columns
    ]
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE staged AS SELECT {} FROM {} WITH NO DATA").format(
            sql.SQL(", ").join(kept), target
        )
    )
    _copy_in(cursor, staged, columns, pieces)
    numbered = [
        sql.SQL(_CONTENT_NUMBER if name in table.content_types else "t.{0}").format(sql.Identifier(name))
        for name in table.columns
    ]
    cursor.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} t").format(
            target, columns, sql.SQL(", ").join(numbered), staged
        )
    )
    cursor.execute(sql.SQL("DROP TABLE {}").format(staged))


def silence(owner: psycopg.Connection[Any], schema: str) -> list[tuple[str, str, str]]:
    """This will switch the schema's own triggers off, which may refuse rows. Returns them for `unsilence`."""
    found = owner.execute(_TRIGGERS, [f'"{schema}"']).fetchall()
    for table, trigger, _ in found:
        _alter_trigger(owner, schema, table, "DISABLE", trigger)
    return found


def unsilence(owner: psycopg.Connection[Any], schema: str, found: list[tuple[str, str, str]]) -> None:
    """This will switch the triggers on again as they were, after the foreign keys have been looked at."""
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, trigger, enabled in found:
        _alter_trigger(owner, schema, table, _ENABLE[enabled], trigger)


def sequences_of(owner: psycopg.Connection[Any], schema: str) -> dict[str, tuple[int, bool]]:
    """The last value of each sequence and whether it was given out."""
    names = owner.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = %s ORDER BY 1", [schema]).fetchall()
    return {name: _values(owner, sql.Identifier(schema, name)) for (name,) in names}


def set_sequences(owner: psycopg.Connection[Any], schema: str, values: dict[str, tuple[int, bool]]) -> None:
    """This will set sequences as `sequences_of` told them."""
    for name, (last, called) in values.items():
        owner.execute("SELECT setval(%s, %s, %s)", [f'"{schema}"."{name}"', last, called])


def _values(owner: psycopg.Connection[Any], sequence: sql.Identifier) -> tuple[int, bool]:
    row = owner.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sequence)).fetchone()
    return (int(row[0]), bool(row[1])) if row else (1, False)


def _alter_trigger(owner: psycopg.Connection[Any], schema: str, table: str, verb: str, trigger: str) -> None:
    owner.execute(
        sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(
            sql.Identifier(schema, table), sql.SQL(verb), sql.Identifier(trigger)
        )
    )


def _selection(schema: str, table: Table, *, rows: bool) -> sql.Composed:
    columns = [
        sql.SQL(_CONTENT_TYPE if name in table.content_types else "t.{0}").format(sql.Identifier(name))
        for name in table.columns
    ]
    # Databases sort texts by their own rules; bytes are the same everywhere.
    order = [
        sql.SQL('t.{} COLLATE "C"' if name in table.texts else "t.{}").format(sql.Identifier(name))
        for name in table.key or table.columns
    ]
    return sql.SQL("SELECT {} FROM {} t WHERE {} ORDER BY {}").format(
        sql.SQL(", ").join(columns),
        sql.Identifier(schema, table.name),
        sql.Literal(rows),
        sql.SQL(", ").join(order),
    )


def _copy_in(
    cursor: psycopg.Cursor[Any], target: sql.Identifier, columns: sql.Composed, pieces: Iterable[bytes]
) -> None:
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(target, columns)) as rows:
        for piece in pieces:
            rows.write(piece)
