#!/usr/bin/env python
"""EduAI's management commands. On one machine the embedded PostgreSQL and Redis run while a command does."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence

DEVELOPMENT = "eduai.settings.development"
# Commands that only print or edit files, and so need no database.
WITHOUT_SERVICES = frozenset({"help", "version", "--help", "-h", "--version", "compilemessages", "makemessages"})


def settings_module(arguments: Sequence[str]) -> str:
    """The settings a command will use: `--settings`, else the environment, else development."""
    for position, argument in enumerate(arguments):
        if argument == "--settings" and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith("--settings="):
            return argument.partition("=")[2]
    return os.environ.get("DJANGO_SETTINGS_MODULE") or DEVELOPMENT


def needs_services(arguments: Sequence[str]) -> bool:
    """Whether a command line needs a database that only the embedded services can give."""
    given = arguments[1:]
    if not given or given[0] in WITHOUT_SERVICES or {"--help", "-h"} & set(given):
        return False
    return not settings_module(given).endswith(".production")


@contextlib.contextmanager
def services(arguments: Sequence[str]) -> Iterator[None]:
    """Keeps the embedded services up around a command that needs them; those named by URL are left alone."""
    if not needs_services(arguments):
        yield
        return
    from eduai.embedded.services import running

    with running():
        yield


def main() -> None:
    """Runs the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit("Django is not installed here. Run `make setup`, then .venv/bin/python manage.py.") from error
    from eduai.lib.errors import EduError

    try:
        with services(sys.argv):
            execute_from_command_line(sys.argv)
    except EduError as error:
        raise SystemExit(error.sentence) from error


if __name__ == "__main__":
    main()
