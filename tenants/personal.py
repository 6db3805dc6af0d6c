"""The map of personal data: what of every table is somebody's. Access, erasure and retention walk it.

Each model of ours says it beside its fields, as `personal = Personal(...)`; the tables that libraries bring are below.
A column that nobody placed fails tests/contracts/test_personal_map.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Model, Q


@dataclass(frozen=True, slots=True)
class Personal:
    """Where a table's rows lead, and what each of its columns is. Every column stands in exactly one of the lists.

    `student` and `user` are paths as queries write them ("note__student"), from a row to the student or the account
    that it is about; without one the rows are nobody's. On erasure such rows go, unless `stays` says why they remain
    under the pseudonym.
    """

    student: str = ""
    user: str = ""
    # What the person is or gave, what was made or noted about that, and what is of other people.
    own: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    # Never handed out: keys, hashes, the inside of questions that are still to be practised.
    inside: tuple[str, ...] = ()
    # Numbers, states and times that tell nothing of anybody.
    plain: tuple[str, ...] = ()
    # What would give a question's answer away is handed out for rows like these only.
    practised: tuple[str, ...] = ()
    practised_where: Mapping[str, Any] = field(default_factory=dict)
    # Only rows like these are handed out with their text; unchecked ones might be wrong.
    handed: Mapping[str, Any] = field(default_factory=dict)
    # What a model wrote: handed out under the AI mark (인공지능기본법 제31조).
    generated: bool = False
    # Rows that exist on one consent alone, by purpose, and which of them: its withdrawal removes them.
    basis: Mapping[str, Callable[[], Q]] = field(default_factory=dict)
    stays: str = ""
    # The column that names a file of the academy's, and the database's own function that removes rows of a student who
    # is marked erased, where the application may only add.
    files: str = ""
    eraser: str = ""

    @property
    def placed(self) -> tuple[str, ...]:
        """Every field that has a place."""
        return self.own + self.derived + self.others + self.inside + self.plain + self.practised

    @property
    def is_of_somebody(self) -> bool:
        """Whether its rows are a student's or an account's."""
        return bool(self.student or self.user)


def of(model: type[Model]) -> Personal | None:
    """What the map says of a model; None where nobody has said anything."""
    own: Personal | None = vars(model).get("personal")
    return own or LIBRARIES.get(model._meta.db_table)


def columns_of(model: type[Model]) -> dict[str, int]:
    """How often each column of the model's table is placed."""
    told = of(model)
    placed = told.placed if told else ()
    return {row.column: placed.count(row.name) for row in model._meta.concrete_fields}


def mapped() -> Iterator[tuple[type[Model], Personal]]:
    """Every model whose rows are somebody's, those that refer to others first: in this order they can be removed."""
    waiting = {model: told for model in apps.get_models(include_auto_created=True) if (told := of(model))}
    waiting = {model: told for model, told in waiting.items() if told.is_of_somebody}
    while waiting:
        referred = {target for model in waiting for target in _targets(model) if target is not model}
        free = [model for model in waiting if model not in referred]
        if not free:
            raise ValueError(f"Tables refer to each other in a circle: {sorted(map(str, waiting))}")
        for model in free:
            yield model, waiting.pop(model)


def _targets(model: type[Model]) -> set[Any]:
    return {row.related_model for row in model._meta.concrete_fields if row.related_model}


# What Django and the libraries keep in an academy's schema, by table.
LIBRARIES: dict[str, Personal] = {
    "auth_permission": Personal(plain=("id", "name", "content_type", "codename")),
    "auth_group": Personal(plain=("id", "name")),
    "auth_group_permissions": Personal(plain=("id", "group", "permission")),
    "tenants_user_groups": Personal(user="user", plain=("id", "user", "group")),
    "tenants_user_user_permissions": Personal(user="user", plain=("id", "user", "permission")),
    # Its rows name others' rows by type and number and repeat their words: erasure looks them up by these.
    "django_admin_log": Personal(
        others=("user", "object_repr", "change_message"),
        plain=("id", "action_time", "content_type", "object_id", "action_flag"),
    ),
    # Second factors: their secrets are sealed, the public halves of passkeys name no person.
    "mfa_authenticator": Personal(
        user="user", derived=("type", "created_at", "last_used_at"), inside=("data",), plain=("id", "user")
    ),
    # An address that somebody gave and has not confirmed yet, and the hash of its link: a day at most.
    "account_emailaddress": Personal(user="user", own=("email",), plain=("id", "user", "verified", "primary")),
    "account_emailconfirmation": Personal(
        user="email_address__user", inside=("key",), plain=("id", "email_address", "created", "sent")
    ),
    # Whose it is stands inside the signed text: erasure reads it.
    "django_session": Personal(inside=("session_key", "session_data"), plain=("expire_date",)),
}
