"""The last look before the database: no row of what people gave or wrote holds a number that may not be kept (L-11).

Services refuse such texts by field where they read them; this finds what one forgot, or what came by another door.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver

from eduai.lib.identifiers import is_identifier_as_code, refuse_identifiers
from tenants.personal import Personal

# Besides what the map calls somebody's own: what staff write about people.
ALSO = {
    "questions.decision": ("comment",),
    "tenants.accessreview": ("conclusion",),
    "tenants.rightsrequest": ("answer",),
    "tenants.guardianinvitation": ("name", "contact"),
}
# What stands among somebody's own and is written by programs: codes and the numbers of rows.
BY_PROGRAMS = frozenset({"channel", "audience", "about"})
CODES = frozenset({"code", "username"})


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The fields of a model that people fill with words of their own."""
    told = vars(model).get("personal")
    own = (name for name in (told.own if isinstance(told, Personal) else ()) if name not in BY_PROGRAMS)
    named = (*own, *ALSO.get(model._meta.label_lower, ()))
    kinds = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
    fields = ((name, model._meta.get_field(name)) for name in named)
    return tuple(name for name, field in fields if isinstance(field, kinds) and not field.choices)


@receiver(pre_save)
def refuse(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    """Raises IdentifierFound, naming the field, before such a row is written."""
    for name in columns_of(sender):
        if update_fields is None or name in update_fields:
            for text in _texts(getattr(instance, name)):
                if name not in CODES or is_identifier_as_code(text):
                    refuse_identifiers(**{name: text})


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
