"""What may be said of a failure that met an academy's rows: PostgreSQL's and Python's own messages quote them."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg


def told(failure: BaseException) -> str:
    """What failed and where, without a value: names of classes, tables, columns, constraints and lines of code.

    The message itself is left out, whoever raised it: a violated rule quotes the row, `int("…")` the word.
    """
    return f"{type(failure).__name__}: {_of_the_database(failure) or _line_of(failure)}".removesuffix(": ")


def _of_the_database(failure: BaseException) -> str:
    for error in _chain(failure):
        if isinstance(error, psycopg.Error):
            diag = error.diag
            places = (
                ("table", diag.table_name),
                ("column", diag.column_name),
                ("constraint", diag.constraint_name),
            )
            words = [type(error).__name__, error.sqlstate or "", *(f"{what} {name}" for what, name in places if name)]
            return " ".join(filter(None, words))
    return ""


def _line_of(failure: BaseException) -> str:
    """Where in the code it was raised."""
    frames = traceback.extract_tb(failure.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from, each once."""
    seen: set[int] = set()
    while failure is not None and id(failure) not in seen:
        seen.add(id(failure))
        yield failure
        failure = failure.__cause__
