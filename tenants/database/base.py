"""The Django backend: every cursor stands in exactly one academy, by search_path and by database role.

Built on django-tenants' backend, with two differences that matter. Role and path go out in one round trip,
so a stale path is an error and never another academy's rows. And a SET that fails is raised: upstream
swallows it, and the next query then reads whatever the connection was on before.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.introspection import TableInfo
from django.db.utils import OperationalError
from django_tenants.postgresql_backend import base as upstream
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection
from psycopg.errors import InvalidParameterValue
from psycopg.pq import TransactionStatus

from tenants.database import names
from tenants.database.ownership import owner_parameters

EXTRA_PATHS = tuple(upstream.EXTRA_SEARCH_PATHS)


class NotPrepared(OperationalError):
    """The database lacks a role that the wall needs: `manage.py prepare_database` has not been run on it."""


def reset_connection(connection: Any) -> None:
    """Bring a connection back to its log-in role before the pool lends it to somebody else."""
    connection.autocommit = True
    connection.execute("RESET ROLE; RESET search_path")


class CrossesDatabases(OperationalError):
    """A transaction in one database asked for another: it could not commit as one."""


class Introspection(DatabaseSchemaIntrospection):
    """Reads one schema's tables by its own name instead of asking for every table's visibility."""

    def get_table_list(self, cursor: Any) -> list[TableInfo]:
        cursor.execute(
            """
            SELECT c.relname,
                   CASE WHEN c.relispartition THEN 'p' WHEN c.relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
                   obj_description(c.oid, 'pg_class')
            FROM pg_catalog.pg_class c
            WHERE c.relnamespace = pg_catalog.to_regnamespace(quote_ident(%s))
              AND c.relkind IN ('f', 'm', 'p', 'r', 'v')
            """,
            [self.connection.schema_name],
        )
        return [TableInfo(*row) for row in cursor.fetchall() if row[0] not in self.ignored_tables]


class DatabaseWrapper(upstream.DatabaseWrapper):
    """A connection that is nowhere until `tenancy` puts it somewhere: in which database, as whom, on which path.

    `search_path_set_schemas` (upstream's name) holds the statement in force on the server, or None when
    that is not known; upstream forgets it on rollback, savepoint rollback and close. `database` is the alias
    of the database that the connection is in, or will be in when it next opens: an academy's own, whatever
    alias the code names, so that services, transactions and the ORM need not know where an academy lives.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.database = str(args[1] if len(args) > 1 else kwargs.get("alias", DEFAULT_DB_ALIAS))
        self.owner = False
        self.owner_database: str | None = None
        super().__init__(*args, **kwargs)
        self.introspection = Introspection(self)
        self._reset_what_is_pooled()
        self.set_schema(names.NOBODY)

    def _reset_what_is_pooled(self) -> None:
        pool = self.settings_dict["OPTIONS"].get("pool")
        if pool:
            options = {} if pool is True else pool
            options.setdefault("reset", reset_connection)
            self.settings_dict["OPTIONS"]["pool"] = options

    @property
    def pool(self) -> Any:
        """The shared pool of the database; none for the owner, whose connections are few and short."""
        if self.owner:
            return None
        own, self.alias = self.alias, self.database  # upstream keeps one pool for each alias
        try:
            return super().pool
        finally:
            self.alias = own

    def close_pool(self) -> None:
        """Close the pool of the database that the connection is in, and forget it; the others' stay."""
        pool = self._connection_pools.pop(self.database, None)
        if pool is not None:
            pool.close()

    def ensure_connection(self) -> None:
        """Open the connection, in the database where this thread now stands; one named for a database stays there.

        Raises CrossesDatabases when a transaction is open in another.
        """
        wanted = getattr(self.tenant, "database", None) or self.database
        if wanted != self.database and self.alias == DEFAULT_DB_ALIAS:
            self.move(wanted)
        super().ensure_connection()

    def move(self, database: str) -> None:
        """Close the connection; it will open in the database of that alias.

        Raises CrossesDatabases inside a transaction.
        """
        if self.in_atomic_block:
            raise CrossesDatabases(f"A transaction in {self.database} cannot go on in {database}.")
        self.close()
        self.settings_dict = connections.settings[database]
        self._reset_what_is_pooled()
        self.database = database

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        if not self.owner:
            return parameters
        if self.owner_database:
            parameters["dbname"] = self.owner_database
        return owner_parameters(parameters, self.database)

    def init_connection_state(self) -> None:
        self.search_path_set_schemas = None
        super().init_connection_state()

    def _commit(self) -> None:
        """Commit; and forget where the server stands if it rolls back instead.

        After an error that somebody caught, PostgreSQL answers COMMIT with a silent ROLLBACK, which takes role
        and path back to where they were before the transaction.
        """
        raw = self.connection
        failed = raw is not None and raw.info.transaction_status == TransactionStatus.INERROR
        try:
            super()._commit()
        finally:
            if failed:
                self.search_path_set_schemas = None

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Say where the next cursor has to stand. Sends nothing by itself.

        Content types live in `public` alone, so their cache is right for every academy and is kept.
        """
        self.tenant = tenant
        self.schema_name = tenant.schema_name
        self.include_public_schema = include_public

    def _entry(self) -> str:
        """The statement that puts the server where `schema_name` says."""
        path = names.search_path_of(self.schema_name, EXTRA_PATHS)
        if not self.include_public_schema:
            path = (self.schema_name,)
        quoted = ", ".join(f'"{_checked(name)}"' for name in path)
        if self.owner:
            return f"SET search_path = {quoted}"
        return f'SET ROLE "{names.role_of(self.schema_name)}"; SET search_path = {quoted}'

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or not self.schema_name:
            return
        entry = self._entry()
        if entry == self.search_path_set_schemas:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # only a rollback can follow, and it forgets the state
        self.search_path_set_schemas = None
        self._setting_search_path = True
        try:
            with self.wrap_database_errors:
                self.connection.execute(entry)
        except upstream.DatabaseError as error:
            if isinstance(error.__cause__, InvalidParameterValue):
                raise NotPrepared(f"{error}: run manage.py prepare_database") from error
            raise
        finally:
            self._setting_search_path = False
        self.search_path_set_schemas = entry


def _checked(schema: str) -> str:
    upstream._check_schema_name(schema)
    return schema
