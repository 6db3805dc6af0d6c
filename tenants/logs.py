"""Log lines say whose they are: the schema, never a name."""

from __future__ import annotations

import logging

from django.db import DEFAULT_DB_ALIAS, connections


class AcademyFilter(logging.Filter):
    """Gives each record `academy`: the schema this thread stands in, `-` on a thread without a connection.

    Opens no connection, so that a line about a database that is away can still be written.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through."""
        opened = (each for each in connections.all(initialized_only=True) if each.alias == DEFAULT_DB_ALIAS)
        record.academy = getattr(next(opened, None), "schema_name", None) or "-"
        return True
