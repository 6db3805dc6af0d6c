"""The generated passwords of the embedded PostgreSQL, kept in one file of mode 600."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from eduai.embedded.layout import Layout, read_json, write_json

# Safe in an address, in a configuration file and in a quoted SQL string alike.
PASSWORD = re.compile(r"[A-Za-z0-9_-]{16,}")
NAMES = ("superuser", "owner", "app")


@dataclass(frozen=True)
class Credentials:
    """One password per role. `fresh` tells that they were generated now, so no server knows them yet."""

    superuser: str
    owner: str
    app: str
    fresh: bool = False


def read_credentials(layout: Layout) -> Credentials:
    """The passwords of this data folder; fresh ones where the file is absent or damaged."""
    known = read_json(layout.credentials)
    if all(PASSWORD.fullmatch(str(known.get(name, ""))) for name in NAMES):
        return Credentials(known["superuser"], known["owner"], known["app"])
    return Credentials(generated(), generated(), generated(), fresh=True)


def keep_credentials(layout: Layout, made: Credentials) -> None:
    """Writes fresh passwords, once a server has accepted them: a crash before that leaves none to mislead."""
    if made.fresh:
        write_json(layout.credentials, {name: getattr(made, name) for name in NAMES})


def generated() -> str:
    """A password of 192 random bits."""
    return secrets.token_urlsafe(24)
