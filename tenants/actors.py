"""Who acts: a person, a partner's program, an operator's command, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.models import ApiKey, User


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who does a thing. `label` goes into records; it never holds a name."""

    label: str
    user: User | None = None
    api_key: ApiKey | None = None


SYSTEM = Actor("system")
VISITOR = Actor("visitor")
"""Somebody who is not signed in: at the sign-up form."""


def person(user: User) -> Actor:
    """Somebody who is signed in."""
    return Actor(f"user:{user.pk}", user=user)


def partner(api_key: ApiKey) -> Actor:
    """A program that signed in with a key."""
    return Actor(f"key:{api_key.key_id}", api_key=api_key)


def command(name: str) -> Actor:
    """An operator at the command line."""
    return Actor(f"command:{name}")


def operator(user: User) -> Actor:
    """Somebody of the operators' academy who acts on another. Not a person of that academy: its numbers are others'."""
    return Actor(f"operator:{user.pk}")
