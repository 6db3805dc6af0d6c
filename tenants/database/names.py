"""The names that the wall is made of: schemas, and the database role that goes with each."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

PUBLIC = "public"
NOBODY = "nobody"
DISPATCHER = "dispatcher"
EXTENSIONS = "extensions"
TEMPLATE_SCHEMA = "a_000000000000"

PLATFORM_ROLE = "eduai_platform"
NOBODY_ROLE = "eduai_nobody"
DISPATCHER_ROLE = "eduai_dispatcher"
ACADEMY_GROUP = "eduai_academy"

_ACADEMY_SCHEMA = re.compile(r"a_[0-9a-f]{12}")
_PLACES = {PUBLIC: PLATFORM_ROLE, DISPATCHER: DISPATCHER_ROLE, NOBODY: NOBODY_ROLE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection stands when it is in no academy: the platform, the dispatcher's desk, or nowhere.

    `database` is the alias of the database; None for the one the connection is in.
    """

    schema_name: str
    database: str | None = None


def is_academy_schema(schema: str) -> bool:
    """Whether `schema` is named like an academy's: a_ and twelve lower-case hexadecimal digits."""
    return _ACADEMY_SCHEMA.fullmatch(schema) is not None


def new_schema() -> str:
    """A random academy schema. Never the slug, so that renaming an academy touches no SQL."""
    return f"a_{secrets.token_hex(6)}"


def role_of(schema: str) -> str:
    """The role a connection takes when it is set to `schema`; a name nobody knows gets the role that can nothing."""
    if is_academy_schema(schema):
        return f"r_{schema[2:]}"
    return _PLACES.get(schema, NOBODY_ROLE)


def search_path_of(schema: str, extra: tuple[str, ...] = (EXTENSIONS,)) -> tuple[str, ...]:
    """The schemas a connection set to `schema` looks in, in order."""
    if is_academy_schema(schema):
        return (schema, PUBLIC, *extra)
    if schema in (PUBLIC, DISPATCHER):
        return (PUBLIC, *extra)
    return (schema,)
